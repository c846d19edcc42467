"""Small numbers hidden in tables with totals, so that nothing hidden can be worked out.

- `minga.engines.disclosure.tables`: `Table` in, `Protected` out; `display(shown, threshold=)`.
- `minga.engines.disclosure.protection`: `protect(tables, threshold=)`.
- `minga.engines.disclosure.attack`: `audit(protected, threshold=)` says what an outsider can
  work out of each hidden cell.
"""
