"""The steps a case goes through: a pure state machine over append-only steps.

- `minga.engines.pathway.definition`: `Pathway` and its parts as the pack writes them;
  `faults(pathway)` lists what is wrong with the graph.
- `minga.engines.pathway.state`: `fold(pathway, steps, today=)` gives the `State` of a case,
  `course(pathway, steps)` what is true of it on any day;
  `refusals(pathway, steps, candidate)` says why a step may not be recorded.
- `minga.engines.pathway.answers`: `answer_faults(questions, answers)` says which answers do not
  fit a step's form.
"""
