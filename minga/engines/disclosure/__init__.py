"""Small numbers hidden in tables with totals, so that nothing hidden can be worked out.

- `minga.engines.disclosure.hiding`: `hide(cells, ties)` over whatever cells are linked.
- `minga.engines.disclosure.protection`: `protect(tables, threshold=)`, the same for tables.
- `minga.engines.disclosure.attack`: `audit(tables)` and `attack(shown, ties)` say what an outsider
  can work out of each hidden cell, in another way than `hide` does.

Small cells and those that guard them look alike: which of them is small is for nobody to know.
"""
