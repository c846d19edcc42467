"""Counting: each unit contributes to cells on its own, so a result is a sum over units.

The rules that the engine, the naive oracle beside it and the worked examples all hold to:

- **As recorded then.** A step is known once it was recorded; it stands unless a known step
  supersedes it or it is void. What a voided step had superseded does not come back.
- **Period.** `cumulative` counts steps from the programme's start, `in_period` those of each
  reporting period, `as_of` all up to the end. Something that lasts (a membership) counts in every
  period that it touches; under `as_of` only if it still lasts on the last day.
- **Whom.** A step concerns its subject, the participants in the role named, or with `household`
  the subject and everybody who lived in the same household on that day.
- **Who.** Sex and birth are one for each person (see `people.Person`); groups, status and age are
  those of the day of the step. Age is in completed years and half-open; an unknown age is never
  inside. Only `registrations` are counted by what the one registration itself says.
- **Pick.** `latest`: the unit's last step of these kinds in the period decides, so it is found
  before `where` and `who` are asked. `first`: the first step that fulfils them stands for the unit.
- **Within.** So many days, the last included, from the unit's first standing step of another kind.
- **At least.** So many different steps of the unit fulfil all that.
- **Also, except.** The unit counts, or does not count, under another indicator in the same period.
- **Axes.** By sex and age band each unit is in one cell, by what its first counted step says.
  By anything else it is in every cell that one of its counted steps names.
- **Beside the value** stand the cell's steps (participations), registrations and people.
- **Tallies** are bounds of their own and never added to identified people.
"""
