"""Words before a number that are true of the value: over, almost, about; numbers as written.

- `minga.engines.wording.numbers`: `write(value, language=)` and `rounded(value, digits=)`.
- `minga.engines.wording.qualifiers`: `choose(value)` gives a `Phrase`, `fits(qualifier, said=,
  value=)` says whether a writer's own choice is true and not misleading.
- `minga.engines.wording.intervals`: the same for two bounds.
"""
