"""Forms of the pack at a screen: which questions are asked, and what is wrong with an answer.

- `minga.engines.xforms.form`: `Form.read(survey, choices)` gives the questions of an XLSForm's
  rows; `form_faults(survey)` lists what Minga cannot ask.
- `minga.engines.xforms.filling`: `fill(form, said, today=)` turns what came from a page into
  typed answers, and says which questions are asked now; `reread` does so with answers.
- `minga.engines.xforms.expressions`: `parse(text)` reads an expression (`${age} >= 18`), which is
  evaluated with the answers given so far.
"""
