"""What this room says of lists, in both languages; never a cell, a name or a heading."""

from collections.abc import Iterable, Mapping

from minga.engines.definition import Text
from minga.engines.lists.plan import SILENT, LeftOut, SheetFault, SheetPlan

_SHEETS = {
    SheetFault.HIDDEN: Text(
        es="la hoja {n} está oculta y no se leyó: muéstrela y envíe el archivo de nuevo",
        en="sheet {n} is hidden and was not read: unhide it and send the file again",
    ),
    SheetFault.NO_TABLE: Text(
        es="en la hoja {n} no se encontró ninguna tabla con encabezados",
        en="sheet {n} holds no table with headings",
    ),
    SheetFault.NO_KIND: Text(
        es="la hoja {n} no corresponde a ninguna lista del programa",
        en="sheet {n} fits no list of the programme",
    ),
    SheetFault.UNSURE: Text(
        es="la hoja {n} puede ser {kind} o {rivals}: diga cuál de ellas es",
        en="sheet {n} may be {kind} or {rivals}: say which of them it is",
    ),
    SheetFault.NO_ROWS: Text(
        es="la hoja {n} tiene encabezados pero ninguna fila",
        en="sheet {n} has headings and no rows",
    ),
    SheetFault.EMPTY: Text(es="la hoja {n} está vacía", en="sheet {n} is empty"),
    SheetFault.OURS: Text(
        es="la hoja {n} es de la plantilla y no lleva filas",
        en="sheet {n} is the template's own and holds no rows",
    ),
}
_LEFT_OUT = {
    "total": Text(es="filas de totales", en="rows of totals"),
    "note": Text(es="notas al pie", en="notes below the table"),
    "section": Text(es="títulos dentro de la tabla", en="titles within the table"),
    "macros": Text(
        es="el archivo trae macros: se leyeron sus valores y no se ejecutó nada",
        en="the file has macros: its values were read and nothing was run",
    ),
    "errors": Text(
        es="celdas con un error de fórmula, leídas como vacías",
        en="cells with the error of a formula, read as empty",
    ),
}
_REMARKS = ("macros", "errors")
_NEAREST = Text(
    es="; lo más parecido es {kind}, pero falta: {lacking}",
    en="; the nearest is {kind}, but it lacks: {lacking}",
)
_NEAR_ONLY = Text(es="; lo más parecido es {kind}", en="; the nearest is {kind}")
NO_LIST = Text(
    es="ninguna hoja es una lista que el programa conozca",
    en="no sheet is a list that the programme knows",
)

NOT_ACCEPTED = Text(
    es="No se aceptó al revisarla: {reason}.", en="It was not accepted on review: {reason}."
)
SYNTHETIC = "DATOS SINTÉTICOS / SYNTHETIC DATA"
"""Stands above every workbook of a demonstration."""
SEND_AGAIN = Text(es="Corríjala y envíela de nuevo.", en="Mend it and send it again.")


def unread(plans: Iterable[tuple[int, SheetPlan]], *, silent: bool = False) -> list[Text]:
    """What to say of the sheets that were not read; of empty ones only if nothing else was."""
    return [
        sheet_words(position, plan)
        for position, plan in plans
        if plan.fault is not None and (silent or plan.fault not in SILENT)
    ]


def sheet_words(position: int, plan: SheetPlan, titles: Mapping[str, Text] | None = None) -> Text:
    """Why one sheet was not read; kinds of list go by their titles where these are given."""
    fault = plan.fault or SheetFault.EMPTY
    kind, *rivals = (_titled(one, titles or {}) for one in (plan.kind, *plan.rivals))
    words = _SHEETS[fault]
    said = Text(
        es=words.es.format(n=position, kind=kind.es, rivals=", ".join(r.es for r in rivals)),
        en=words.en.format(n=position, kind=kind.en, rivals=", ".join(r.en for r in rivals)),
    )
    if fault is not SheetFault.NO_KIND or not plan.kind:
        return said
    more = _NEAREST if plan.lacking else _NEAR_ONLY
    lacking = ", ".join(plan.lacking)
    return Text(
        es=said.es + more.es.format(kind=kind.es, lacking=lacking),
        en=said.en + more.en.format(kind=kind.en, lacking=lacking),
    )


def _titled(code: str, titles: Mapping[str, Text]) -> Text:
    return titles.get(code, Text(es=code, en=code))


def left_out_words(left: LeftOut) -> Text:
    """What is not read of a sheet, or read without."""
    return _LEFT_OUT[left.reason]


def remarked(plans: Iterable[tuple[int, SheetPlan]]) -> list[Text]:
    """What to say of the file besides its sheets."""
    return [
        left_out_words(left)
        for _, plan in plans
        for left in plan.left_out
        if left.reason in _REMARKS
    ]


def joined(texts: Iterable[Text]) -> Text:
    """Several sentences as one."""
    texts = list(texts)
    return Text(es="; ".join(t.es for t in texts), en="; ".join(t.en for t in texts))
