"""The sheet's own fixed words in both languages, and how numbers and dates are written in each."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from minga.engines.wording import qualifiers

WORDS: dict[str, dict[str, str]] = {
    "es": {
        "synthetic": "DATOS SINTÉTICOS",
        "as_of": "Datos al {date}",
        "released": "Publicado el {date}",
        "edition": "Edición {edition}",
        "facts": "El programa",
        "once": "Cada persona, una sola vez",
        "partners_sum": "Suma de las listas de los socios",
        "unique": "Personas distintas",
        "people_at_once": "{repeats} inscripciones eran de alguien ya contado.",
        "reached": "Alcanzado",
        "promised": "Prometido",
        "promised_by": "prometido: {number} al {date}",
        "promised_plain": "prometido: {number}",
        "overlaps": "Una persona puede estar en varios grupos: no se suman.",
        "map_scale": "El área del círculo es el número.",
        "suppressed": "reservado",
        "suppressed_long": "Reservado: mostrarlo podría señalar a alguien.",
        "outcomes": "Qué cambió: los tres resultados",
        "money": "El dinero cuadra",
        "money_caption": "{currency}, al {date}",
        "organisation": "Organización",
        "budget": "Presupuesto",
        "spent": "Gastado",
        "committed": "Comprometido",
        "balance": "Saldo",
        "total": "Total",
        "delivery": "Ejecución{fund}: {percent} (gastado y comprometido, sobre el presupuesto).",
        "ties": "{parts} = {total}: las partidas suman el total al centavo.",
        "counted": "Cómo se contó",
        "counted_lead": "Tres cuentas distintas que no se mezclan: personas, inscripciones y"
        " participaciones. Lo contado sin nombre va aparte, con su mínimo y su máximo.",
        "figure": "Cifra",
        "identified": "Personas distintas",
        "identified_short": "Distintas",
        "sum_short": "Suma de socios",
        "interval": "Intervalo",
        "participations": "Participaciones",
        "registrations": "Inscripciones (suma de los socios)",
        "tally": "Sin nombre (mín.–máx.)",
        "served": "Personas atendidas",
        "duty_bearers": "Servidores y garantes formados (no son personas atendidas)",
        "organisations": "Organizaciones",
        "other": "Otras cuentas",
        "readings": "Frases que admiten varias lecturas",
        "overlap": "en más de un grupo",
        "remainder": "en ninguno de ellos",
        "contradictions": "Lo que no concuerda, a la vista",
        "planned": "Previsto",
        "mortality_unit": "Muertes maternas por cada 100.000 nacidos vivos,"
        " intervalo del 95\u00a0%",
        "period": "Período",
        "deaths": "Muertes",
        "births": "Nacidos vivos",
        "rate": "Razón",
        "figures": "Todas las cifras",
        "figures_lead": "Cada número de esta ficha remite a una de estas entradas.",
        "definition": "Definición",
        "value": "Valor",
        "snapshot": "Corte",
        "version": "definición v{version}",
        "source": "Fuente",
        "open_note": "ver la cifra {note}",
        "how_to_check": "Corte {snapshot}. Quien tenga las definiciones y las celdas publicadas"
        " puede repetir cada cuenta.",
        "place": "Cantón",
        "date": "Fecha",
        "none": "—",
        "table_of": "Ver los datos",
    },
    "en": {
        "synthetic": "SYNTHETIC DATA",
        "as_of": "Data as of {date}",
        "released": "Released on {date}",
        "edition": "Edition {edition}",
        "facts": "The programme",
        "once": "Each person, once only",
        "partners_sum": "Sum of the partners’ lists",
        "unique": "Different people",
        "people_at_once": "{repeats} registrations were of somebody already counted.",
        "reached": "Reached",
        "promised": "Promised",
        "promised_by": "promised: {number} by {date}",
        "promised_plain": "promised: {number}",
        "overlaps": "One person can be in several groups: do not add them up.",
        "map_scale": "The area of the circle is the number.",
        "suppressed": "withheld",
        "suppressed_long": "Withheld: showing it could point to somebody.",
        "outcomes": "What changed: the three outcomes",
        "money": "The money ties",
        "money_caption": "{currency}, to {date}",
        "organisation": "Organisation",
        "budget": "Budget",
        "spent": "Spent",
        "committed": "Committed",
        "balance": "Balance",
        "total": "Total",
        "delivery": "Delivery{fund}: {percent} (spent plus committed, over budget).",
        "ties": "{parts} = {total}: the lines add up to the total, to the cent.",
        "counted": "How it was counted",
        "counted_lead": "Three different counts that never mix: people, registrations and"
        " participations. What was counted without names stands apart, with its least and most.",
        "figure": "Figure",
        "identified": "Different people",
        "identified_short": "Different",
        "sum_short": "Partners’ sum",
        "interval": "Interval",
        "participations": "Participations",
        "registrations": "Registrations (partners’ sum)",
        "tally": "Without names (least–most)",
        "served": "People served",
        "duty_bearers": "Duty-bearers trained (not people served)",
        "organisations": "Organisations",
        "other": "Other counts",
        "readings": "Statements that can be read in several ways",
        "overlap": "in more than one group",
        "remainder": "in none of them",
        "contradictions": "What does not agree, in plain sight",
        "planned": "Planned",
        "mortality_unit": "Maternal deaths per 100,000 live births, 95% interval",
        "period": "Period",
        "deaths": "Deaths",
        "births": "Live births",
        "rate": "Ratio",
        "figures": "All figures",
        "figures_lead": "Every number on this sheet points to one of these entries.",
        "definition": "Definition",
        "value": "Value",
        "snapshot": "Snapshot",
        "version": "definition v{version}",
        "source": "Source",
        "open_note": "open figure {note}",
        "how_to_check": "Snapshot {snapshot}. Whoever holds the definitions and the released cells"
        " can repeat each count.",
        "place": "Canton",
        "date": "Date",
        "none": "—",
        "table_of": "See the data",
    },
}

MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
    "en": "January February March April May June July August September October November December",
}


def say(language: str, key: str, **values: object) -> str:
    """A fixed phrase of the sheet in `language`, with its blanks filled."""
    return WORDS[language][key].format(**values)


def write_number(value: int | Decimal, *, language: str, places: int | None = None) -> str:
    """A number as people of the language write it: `13.000,5` in Spanish, `13,000.5` in English.

    `places` are the decimals; without it whole numbers have none and others one.
    """
    if places is None:
        places = 0 if value == int(value) else 1
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    written = f"{rounded:,.{places}f}"
    if language == "es":
        return written.translate(str.maketrans(",.", ".,"))
    return written


def write_percent(share: Decimal, *, language: str) -> str:
    """A share (0.974) as a percentage with one decimal, spaced as the language spaces it."""
    written = write_number(share * 100, language=language, places=1)
    return f"{written}\u00a0%" if language == "es" else f"{written}%"


def write_date(day: date, *, language: str) -> str:
    """A date in words: `31 de marzo de 2017`, `31 March 2017`."""
    month = MONTHS[language].split()[day.month - 1]
    if language == "es":
        return f"{day.day} de {month} de {day.year}"
    return f"{day.day} {month} {day.year}"


def bare_note_of(note: str, *, language: str) -> str:
    """The synthetic note without the label that packs put before it, as the sheet sets its own."""
    return note.removeprefix(say(language, "synthetic")).lstrip(". :")


# What follows may be of either gender, so Spanish says "alrededor de" rather than unas or unos.
QUALIFIERS: dict[str, dict[str, str]] = {
    language: {str(name): words for name, words in known.items()}
    for language, known in qualifiers.WORDS.items()
}
QUALIFIERS["es"]["about"] = "alrededor de"
