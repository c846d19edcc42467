"""Every piece once, with the lengths that names and words have in Spanish. Everybody is invented.

The gallery page draws these, and its test demands that no piece is missing.
"""

from datetime import date, datetime, timedelta

from django import forms

from minga.foundation.web.charts import Bar, Bars, Point, Series, SmallMultiples, Spot, SymbolMap
from minga.foundation.web.pieces import (
    Due,
    Event,
    Head,
    Line,
    Link,
    Number,
    Paging,
    Path,
    Person,
    Piece,
    Present,
    Progress,
    Roll,
    Status,
    Stop,
    Summary,
    Table,
    Task,
    Tasks,
    Timeline,
    Tone,
    Value,
)

NOWHERE = "#content"
DAY = date(2016, 5, 12)


class SampleForm(forms.Form):
    """One question of each kind."""

    name = forms.CharField(max_length=40)
    about = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))
    canton = forms.ChoiceField(
        choices=[("", "—"), ("slz", "San Lorenzo del Pailón"), ("lag", "Lago Agrio")]
    )
    safe = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[("yes", "Sí, hay una forma segura"), ("no", "No: que nadie se comunique")],
    )
    groups = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("afro", "Afroecuatoriana o afrodescendiente"),
            ("awa", "Nacionalidad awá"),
            ("none", "Prefiere no decirlo"),
        ],
    )
    told = forms.BooleanField()


class SampleFilter(forms.Form):
    """A list narrowed down."""

    words = forms.CharField(label="Código o palabra", required=False)
    pathway = forms.ChoiceField(
        label="Ruta", choices=[("", "Todas"), ("school", "Retorno a la escuela")], required=False
    )
    state = forms.ChoiceField(
        label="Estado", choices=[("", "Todos"), ("open", "Abierto")], required=False
    )


def pieces(now: datetime) -> list[tuple[str, list[Piece]]]:
    """Every kind of piece by its name, with one or more examples of it."""
    shown = [*_states(now), *_work(now), *_records(), *_numbers()]
    return [(type(examples[0]).__name__, examples) for examples in shown]


def _states(now: datetime) -> list[list[Piece]]:
    today = now.date()
    overdue = [now - timedelta(hours=5), today - timedelta(days=3), today]
    ahead = [now + timedelta(hours=20), today + timedelta(days=6), today + timedelta(days=45)]
    return [
        [
            Status("Abierto"),
            Status("Terminado", Tone.DONE),
            Status("Espera a otra persona", Tone.WAITING),
            Status("Riesgo alto", Tone.NOW),
            Status("Sellado", Tone.SEALED),
            Status("Cerrado", Tone.OVER),
        ],
        [Due(by, now) for by in (*overdue, *ahead)],
        [Link("Abrir el caso", NOWHERE, "NB-2016-00417"), Link("Inscribir", NOWHERE, button=True)],
        [
            Person(
                "R-2016-03381",
                "María Fernanda Quiñónez Caicedo de la Cruz",
                ("mujer", "34 años", "San Lorenzo del Pailón, Esmeraldas"),
                NOWHERE,
            ),
            Person("R-2016-00912", facts=("niño", "9 años", "General Farfán"), address=NOWHERE),
            Person("R-2015-11870", status=Status("Sellado", Tone.SEALED)),
        ],
    ]


def _work(now: datetime) -> list[list[Piece]]:
    today = now.date()
    tasks = (
        Task(
            "Llamar a la escuela Carlos Concha por la matrícula de NB-2016-00417.",
            Link("Registrar", NOWHERE, "la matrícula"),
            Due(today - timedelta(days=3), now),
            detail="Retorno a la escuela",
        ),
        Task(
            "Evaluar el riesgo de R-2016-03381 antes de que pasen 72 horas.",
            Link("Evaluar", NOWHERE, "el riesgo"),
            Due(now + timedelta(hours=2), now),
            Status("Riesgo alto", Tone.NOW),
            "Caso de protección",
        ),
    )
    stops = (
        Stop("Localizada", "done", "2 de mayo de 2016"),
        Stop("Barreras identificadas", "done", "9 de mayo de 2016"),
        Stop("Matrícula", "here", Due(today + timedelta(days=1), now)),
        Stop("Seguimiento de la asistencia", "next"),
        Stop("Permanece en la escuela", "later"),
    )
    return [
        [tasks[0]],
        [
            Tasks("Ahora", tasks, "Nada vencido y nada para hoy."),
            Tasks("Pronto", (), "No hay nada más en los próximos catorce días."),
        ],
        [stops[2]],
        [Path("Retorno a la escuela", stops)],
        [
            Roll(
                "Taller de derechos y participación, 12 de mayo de 2016",
                "present",
                (
                    Present("1", "Angulo Estupiñán, Carmen Leonor", "R-2016-00231", here=True),
                    Present("2", "Bone Valencia, Jhon Jairo", "R-2016-00232"),
                    Present("3", "Cortez Quintero, Luz Dary de los Ángeles", "R-2016-00417"),
                    Present("4", "Criollo Yumbo, Wilmer Toribio", "R-2016-00233", here=True),
                ),
            )
        ],
        [Progress(371, 412, "Leyendo la lista de asistencia de abril")],
        [Paging(3, 21, 10_243, "?page=")],
    ]


def _records() -> list[list[Piece]]:
    lines = (
        Line("Organización", "Federación de Mujeres de Sucumbíos Tránsito Amaguaña (inventada)"),
        Line("Lugar", "Puerto El Carmen del Putumayo", Link("Cambiar", NOWHERE, "el lugar")),
        Line("Confidencialidad", Status("Restringido", Tone.SEALED)),
    )
    events = (
        Event(
            "Barreras identificadas",
            DAY,
            "Registrado por Rosa Elena Tituaña Moreta el 13 de mayo de 2016",
            (Line("Barreras", "distancia, falta de documentos, trabajo"), Line("Edad", "9 años")),
            Link("Corregir", NOWHERE, "este paso"),
        ),
        Event("Localizada", DAY - timedelta(days=10), "De una lista", struck=True),
    )
    return [
        [lines[1]],
        [Summary(lines)],
        [events[0]],
        [Timeline(events), Timeline((), "Todavía no hay pasos en este caso.")],
        [
            Table(
                "Organizaciones de la red",
                (Head("Organización"), Head("Tipo"), Head("Personas", number=True)),
                (
                    (
                        Link("Gobierno Autónomo Descentralizado Municipal de San Lorenzo", NOWHERE),
                        "Gobierno local",
                        Value(1_284, NOWHERE),
                    ),
                    (
                        Link("Asociación de Parteras Río Santiago Cayapas", NOWHERE),
                        "Sociedad civil",
                        Value(None, withheld=True),
                    ),
                ),
            )
        ],
    ]


def _numbers() -> list[list[Piece]]:
    years = ("2012", "2013", "2014", "2015", "2016")
    series = {
        "San Lorenzo": (210, 380, 640, 910, 1_284),
        "Lago Agrio": (420, 510, 730, 1_120, 1_402),
        "Putumayo": (0, 0, 90, 160, 140),
    }
    spots = (
        Spot("San Lorenzo", -78.83, 1.29, 1_284, address=NOWHERE),
        Spot("Eloy Alfaro", -78.93, 1.06, 611),
        Spot("Tulcán", -77.72, 0.81, 842),
        Spot("Lago Agrio", -76.89, 0.09, 1_402),
        Spot("Putumayo", -75.86, 0.12, None, withheld=True),
    )
    return [
        [
            Number(
                13_046,
                "personas únicas recibieron al menos una atención",
                date(2016, 12, 31),
                NOWHERE,
                beside="Las organizaciones suman 15.212.",
            ),
            Number(None, "niñas en casos de protección", date(2016, 12, 31), withheld=True),
        ],
        [Value(1_284, NOWHERE), Value(None), Value(None, withheld=True)],
        [
            Bars(
                "¿A cuántas personas se llegó, de las que se prometieron?",
                "Cuatro de cada cinco, con San Lorenzo por encima de lo prometido.",
                "personas",
                (
                    Bar("San Lorenzo", 1_284, promised=1_100, address=NOWHERE),
                    Bar("Lago Agrio", 1_402, low=1_330, high=1_475, promised=1_800),
                    Bar("General Farfán y Puerto El Carmen", 212, promised=400),
                    Bar("Putumayo", None, withheld=True),
                ),
                "La línea gruesa es lo prometido; la delgada, entre qué valores está la cifra.",
            )
        ],
        [
            SmallMultiples(
                "¿Dónde creció la atención, año por año?",
                "En los tres cantones, y más despacio en Putumayo.",
                tuple(
                    Series(
                        name,
                        tuple(
                            Point(year, value, withheld=name == "Putumayo" and year == "2016")
                            for year, value in zip(years, values, strict=True)
                        ),
                    )
                    for name, values in series.items()
                ),
            )
        ],
        [
            SymbolMap(
                "¿Dónde viven las personas atendidas?",
                "Casi la mitad, en dos cantones.",
                "personas",
                spots,
            )
        ],
    ]
