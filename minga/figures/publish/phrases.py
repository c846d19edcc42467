"""The sheet's own fixed words: each phrase in Spanish and in English, one under the other."""

PHRASES: dict[str, tuple[str, str]] = {
    "synthetic": ("DATOS SINTÉTICOS", "SYNTHETIC DATA"),
    "as_of": ("Datos al {date}", "Data as of {date}"),
    "released": ("Publicado el {date}", "Released on {date}"),
    "edition": ("Edición {edition}", "Edition {edition}"),
    "facts": ("El programa", "The programme"),
    "skip": ("Ir al contenido", "Skip to the content"),
    "contents": ("En esta hoja", "On this sheet"),
    "time": ("Duración", "Duration"),
    "months": ("{first} a {last} ({months} meses)", "{first} to {last} ({months} months)"),
    "once": ("Cada persona, una sola vez", "Each person, once only"),
    "partners_sum": ("Suma de las listas de los socios", "Sum of the partners’ lists"),
    "unique": ("Personas distintas", "Different people"),
    "people_at_once": (
        "{repeats} registros eran de alguien ya contado.",
        "{repeats} registrations were of somebody already counted.",
    ),
    "reached": ("Alcanzado", "Reached"),
    "promised": ("Prometido", "Promised"),
    "promised_by": ("prometido: {number} al {date}", "promised: {number} by {date}"),
    "promised_plain": ("prometido: {number}", "promised: {number}"),
    "promise": ("lo prometido", "promised"),
    "of_promised": ("{reached} de {promised}", "{reached} of {promised}"),
    "overlaps": (
        "Una persona puede estar en varios grupos: no se suman.",
        "One person can be in several groups: do not add them up.",
    ),
    "map_scale": ("El área del círculo es el número.", "The area of the circle is the number."),
    "unplaced": ("Sin cantón anotado", "No canton written down"),
    "suppressed": ("reservado", "withheld"),
    "suppressed_long": (
        "Reservado: mostrarlo podría señalar a alguien.",
        "Withheld: showing it could point to somebody.",
    ),
    "withheld_here": ("[número reservado]", "[number withheld]"),
    "missing": ("sin dato", "no data"),
    "missing_here": ("[aún sin dato]", "[no data yet]"),
    "missing_long": (
        "Todavía no hay ningún registro de esto: sin registro no hay cifra.",
        "Nothing of this is recorded yet: without a record there is no figure.",
    ),
    "unknown": ("Sin dato", "Unknown"),
    "ages_between": ("{low} a {last} años", "{low} to {last} years"),
    "ages_from": ("{low} años o más", "{low} years or over"),
    "open_page": (
        "Abrir esta cifra: celdas, definición, descargas",
        "Open this figure: cells, definition, downloads",
    ),
    "outcomes": ("Qué cambió: los tres efectos", "What changed: the three outcomes"),
    "money": ("El dinero cuadra", "The money ties"),
    "money_caption": ("{currency}, al {date}", "{currency}, to {date}"),
    "organisation": ("Organización", "Organisation"),
    "budget": ("Presupuesto", "Budget"),
    "spent": ("Gastado", "Spent"),
    "committed": ("Comprometido", "Committed"),
    "balance": ("Saldo", "Balance"),
    "total": ("Total", "Total"),
    "delivery": (
        "Ejecución{fund}: {percent} (gastado y comprometido, sobre el presupuesto).",
        "Delivery{fund}: {percent} (spent plus committed, over budget).",
    ),
    "ties": (
        "{parts} = {total}: las partidas suman el total al centavo.",
        "{parts} = {total}: the lines add up to the total, to the cent.",
    ),
    "counted": ("Cómo se contó", "How it was counted"),
    "counted_lead": (
        "Tres cuentas distintas que no se mezclan: personas, registros (lo que los socios sumarían"
        " entre ellos) y participaciones.",
        "Three different counts that never mix: people, registrations (what the partners would"
        " add up between them) and participations.",
    ),
    "counted_tallies": (
        "Lo contado sin nombre va aparte, con su mínimo y su máximo.",
        "What was counted without names stands apart, with its least and most.",
    ),
    "counted_named": (
        "En este corte nada se contó sin nombre.",
        "In this snapshot nothing was counted without names.",
    ),
    "figure": ("Cifra", "Figure"),
    "identified": ("Conteo único", "Unique count"),
    "interval": ("Entre (mín.–máx.)", "Between (least–most)"),
    "interval_of_rate": ("Intervalo del 95\u00a0%", "95% interval"),
    "divided": ("Se divide", "Divides"),
    "participations": ("Participaciones", "Participations"),
    "registrations": ("Registros (suma de los socios)", "Registrations (partners’ sum)"),
    "tally": ("Sin nombre (mín.–máx.)", "Without names (least–most)"),
    "served": ("Personas atendidas", "People served"),
    "duty_bearers": (
        "Servidores y garantes formados (no son personas atendidas)",
        "Duty-bearers trained (not people served)",
    ),
    "organisations": ("Organizaciones", "Organisations"),
    "other": ("Otras cuentas", "Other counts"),
    "readings": (
        "Frases que admiten varias lecturas",
        "Statements that can be read in several ways",
    ),
    "overlap": ("en más de uno", "in more than one"),
    "remainder": ("en ninguno", "in none"),
    "contradictions": ("Lo que no concuerda, a la vista", "What does not agree, in plain sight"),
    "planned": ("Previsto", "Planned"),
    "mortality_unit": (
        "Muertes maternas por cada 100.000 nacidos vivos, intervalo del 95\u00a0%",
        "Maternal deaths per 100,000 live births, 95% interval",
    ),
    "mortality_of": ("Razón de mortalidad materna, {period}", "Maternal mortality ratio, {period}"),
    "mortality_short": ("muertes por cada 100.000 nacidos vivos", "deaths per 100,000 live births"),
    "mortality_method": (
        "Muertes maternas por cada 100.000 nacidos vivos de los mismos años y lugares. El"
        " intervalo del 95\u00a0% es el exacto de Poisson.",
        "Maternal deaths per 100,000 live births of the same years and places. The 95% interval"
        " is the exact one of Poisson.",
    ),
    "change_unclear": (
        "De {first} a {last} la razón pasó a ser {ratio} veces la de antes (entre {low} y"
        " {high}). El intervalo incluye el 1: también es posible que nada cambiara.",
        "From {first} to {last} the ratio became {ratio} times what it was (between {low} and"
        " {high}). The interval includes 1: it is also possible that nothing changed.",
    ),
    "change_clear": (
        "De {first} a {last} la razón pasó a ser {ratio} veces la de antes (entre {low} y"
        " {high}). El intervalo no incluye el 1: es más que azar, y no dice por qué.",
        "From {first} to {last} the ratio became {ratio} times what it was (between {low} and"
        " {high}). The interval does not include 1: this is more than chance, and does not say"
        " why.",
    ),
    "period": ("Período", "Period"),
    "deaths": ("Muertes", "Deaths"),
    "births": ("Nacidos vivos", "Live births"),
    "rate": ("Razón", "Ratio"),
    "figures": ("Todas las cifras", "All figures"),
    "figures_lead": (
        "Cada número de esta hoja remite a una de estas entradas.",
        "Every number on this sheet points to one of these entries.",
    ),
    "definition": ("Definición", "Definition"),
    "value": ("Valor", "Value"),
    "snapshot": ("Corte", "Snapshot"),
    "version": ("definición v{version}", "definition v{version}"),
    "source": ("Fuente", "Source"),
    "open_note": ("ver la cifra {note}", "open figure {note}"),
    "how_to_check": (
        "Corte {snapshot}. Quien tenga las definiciones y las celdas publicadas puede repetir"
        " cada cuenta.",
        "Snapshot {snapshot}. Whoever holds the definitions and the released cells can repeat"
        " each count.",
    ),
    "place": ("Cantón", "Canton"),
    "date": ("Fecha", "Date"),
    "none": ("—", "—"),
    "table_of": ("Ver los datos", "See the data"),
    "rules": ("Las reglas de esta hoja", "The rules of this sheet"),
    "rule_words": ("Palabras ante un número", "Words before a number"),
    "rule_words_text": (
        "«Más de»: el valor supera al número, a lo sumo en un décimo. «Casi»: le falta a lo sumo un"
        " vigésimo. «Alrededor de»: se aparta a lo sumo un vigésimo. «Según una estimación»: a lo"
        " sumo un décimo, y el valor mismo es estimado. Lo que no cumple no se publica.",
        "“Over”: the value is above the number, by at most a tenth. “Almost”: it falls short by at"
        " most a twentieth. “About”: it differs by at most a twentieth. “An estimated”: by at most"
        " a tenth, and the value itself is an estimate. What does not comply is not published.",
    ),
    "rule_counts": ("Qué se cuenta", "What is counted"),
    "rule_counts_text": (
        "Una persona es un ser humano, contado una vez aunque esté en muchas listas. Un"
        " registro es lo que una organización anotó de alguien. Una participación es una"
        " asistencia o una entrega. Quien tiene el deber de proteger se cuenta aparte de la gente"
        " atendida, y lo previsto nunca se suma a lo alcanzado.",
        "A person is a human being, counted once however many lists they are on. A registration is"
        " what one organisation wrote down about somebody. A participation is one attendance or"
        " one delivery. Whoever has the duty to protect is counted apart from the people served,"
        " and what was planned is never added to what was reached.",
    ),
    "rule_withheld": ("Números reservados", "Withheld numbers"),
    "rule_withheld_text": (
        "No se muestra un número tan pequeño que podría señalar a alguien, ni otro del que pueda"
        " deducirse. Reservado no es cero.",
        "A number so small that it could point to somebody is not shown, nor another that it could"
        " be worked out from. Withheld is not zero.",
    ),
    "rule_tallies": ("Contado sin nombre", "Counted without names"),
    "rule_tallies_text": (
        "Donde no hubo lista de nombres se da un mínimo (la actividad mayor de cada lugar) y un"
        " máximo (la suma de todas), y nunca se suma a las personas identificadas.",
        "Where no names were taken there is a least (the largest activity of each place) and a most"
        " (the sum of all), and it is never added to the people identified.",
    ),
}

RULES = ("rule_words", "rule_counts", "rule_withheld", "rule_tallies")
"""The rules that the notes explain: each with its title, and its text under `…_text`."""
