"""Every write of cases and steps: one at a time, from lists in bulk, and undone.

- `cases`: open, reopen, move to a newer pathway version, add and remove a participant.
- `members`: who knows of a sealed case.
- `glass`: seeing one for some hours without being a member.
- `steps`: record, correct and take back one step of one case.
- `lists`: what partners' lists say, in bulk, without losing what they lack.
- `undoing`: take back everything that one source said.
- `settling`: work out anew where every case stands.
- `erasing`: make what is left of an erased person's cases anonymous.
"""
