"""A made-up edition of the fact sheet in both languages, for tests and for looking at."""

from datetime import date
from decimal import Decimal

from minga.figures.publish.factsheet import (
    Bar,
    Chart,
    Contradiction,
    CountRow,
    Entry,
    Fact,
    Factsheet,
    FigureRef,
    KeyFigure,
    Lead,
    Mortality,
    RatePeriod,
    Reading,
    Section,
    SymbolMap,
)
from minga.figures.publish.tests.sample_cantons import ESMERALDAS, SUCUMBIOS, panel
from minga.figures.publish.tests.sample_money import AS_OF, money
from minga.figures.publish.words import write_number

FIGURES: tuple[tuple[str, str, str, int | None], ...] = (
    (
        "direct_people",
        "Personas que recibieron un servicio",
        "People who received a service",
        13041,
    ),
    ("network_institutions", "Instituciones en la red", "Institutions in the network", 120),
    ("network_csos", "Organizaciones civiles en la red", "Civil-society organisations", 98),
    ("trained_srhr_gbv", "Formadas en salud y violencia", "Trained in health and violence", 8057),
    ("grants", "Personas con apoyo productivo", "People with livelihood support", 947),
    ("grant_families", "Familias alcanzadas", "Families reached", 1043),
    ("trained_peace", "Formadas en paz", "Trained in peace", 4118),
    ("trained_peace_young", "Jóvenes formados en paz", "Young people trained in peace", 3507),
    ("conone", "Redes obstétricas activas", "Obstetric networks active", 5),
    ("enrolled", "Niñez que volvió a la escuela", "Children back at school", 2013),
    ("policies", "Políticas adoptadas", "Policies adopted", 1),
    ("indirect", "Población alcanzada indirectamente", "People reached indirectly", 199870),
    ("young_direct", "Jóvenes previstos", "Young people planned", 2000),
    ("women_grants", "Mujeres con apoyo", "Women supported", 702),
    ("young_grants", "Jóvenes con apoyo", "Young people supported", 391),
    ("refugee_grants", "Refugiados con apoyo", "Refugees supported", 298),
    ("survivors_grants", "Sobrevivientes con apoyo", "Survivors supported", None),
    ("officials", "Funcionariado formado en paz", "Officials trained in peace", 408),
    ("several_groups", "En más de un grupo", "In more than one group", 411),
    ("no_group", "En ningún grupo", "In no group", 14),
    ("mortality_before", "Mortalidad materna, 2011–2013", "Maternal mortality, 2011–2013", 89),
    ("mortality_after", "Mortalidad materna, 2014–2016", "Maternal mortality, 2014–2016", 64),
)
NOTES = {code: index for index, (code, *_) in enumerate(FIGURES, start=1)}
VALUES = {code: value for code, _, _, value in FIGURES}


def ref(code: str, language: str, *, number: int | None = None, qualifier: str = "") -> FigureRef:
    """A reference to a sample figure."""
    value = number if number is not None else VALUES[code]
    written = "" if value is None else write_number(value, language=language)
    return FigureRef(
        code=code,
        number=written,
        note=NOTES[code],
        qualifier=qualifier,
        suppressed=VALUES[code] is None,
    )


def entries(language: str) -> tuple[Entry, ...]:
    """The list of all sample figures."""
    words = {
        "es": "Personas distintas con al menos un servicio verificado, contadas una sola vez.",
        "en": "Different people with at least one verified service, each counted once.",
    }
    return tuple(
        Entry(
            code=code,
            note=NOTES[code],
            title=es if language == "es" else en,
            definition=words[language],
            as_of=AS_OF,
            snapshot="2017-03-31-a41c",
            version=2,
            value=value,
            unit={"es": "personas", "en": "people"}[language],
            participations=None if value is None else value + value // 4,
            registrations=None if value is None else value + value // 6,
            suppressed=value is None,
        )
        for code, es, en, value in FIGURES
    )


def rate(figure: FigureRef, label: str, deaths: int, births: int, *interval: str) -> RatePeriod:
    """A sample period: ratio, low and high."""
    value, low, high = (Decimal(number) for number in interval)
    return RatePeriod(figure, label, deaths, births, value, low, high)


def pick(language: str, es: str, en: str) -> str:
    """The words in the language."""
    return es if language == "es" else en


def sample(language: str = "es") -> Factsheet:
    """The whole sample sheet."""
    t = language
    over, almost = pick(t, "más de", "over"), pick(t, "casi", "almost")
    return Factsheet(
        language=t,
        kicker=pick(
            t,
            "Ecuador, frontera norte · Programa conjunto de seguridad humana",
            "Ecuador, northern border · Joint human-security programme",
        ),
        title=pick(
            t,
            "Paz y desarrollo en la frontera norte: lo que se hizo y cómo se contó",
            "Peace and development on the northern border: what was done, how it was counted",
        ),
        subtitle=pick(
            t,
            "Seis agencias de la ONU y sus socios trabajaron con comunidades de Esmeraldas y"
            " Sucumbíos para que la gente viva sin miedo, sin miseria y con dignidad.",
            "Six UN agencies and their partners worked with communities of Esmeraldas and"
            " Sucumbíos so that people can live free from fear, free from want and in dignity.",
        ),
        edition="1",
        as_of=AS_OF,
        released_on=date(2017, 6, 14),
        snapshot="2017-03-31-a41c",
        synthetic_note=pick(
            t,
            "Ninguna persona de este documento existe; las cifras salen de un mundo inventado.",
            "Nobody in this document exists; the figures come from an invented world.",
        ),
        facts=tuple(
            Fact(pick(t, a, b), pick(t, c, d))
            for a, b, c, d in (
                ("País", "Country", "Ecuador", "Ecuador"),
                (
                    "Duración",
                    "Duration",
                    "Octubre de 2013 a marzo de 2017",
                    "October 2013 to March 2017",
                ),
                (
                    "Agencias",
                    "Agencies",
                    "PNUD, ACNUR, UNICEF, UNESCO, PMA, UNFPA",
                    "UNDP, UNHCR, UNICEF, UNESCO, WFP, UNFPA",
                ),
                (
                    "Socios",
                    "Partners",
                    "Ministerio Coordinador de Seguridad, SECAP, INFA, Salud, Educación, gobiernos"
                    " locales y organizaciones civiles",
                    "Ministry for Coordination of Security, SECAP, INFA, Health, Education, local"
                    " governments and civil society",
                ),
            )
        ),
        lead=Lead(
            figure=ref("direct_people", t),
            value=13041,
            meaning=pick(
                t,
                "personas recibieron al menos un servicio del programa.",
                "people received at least one service of the programme.",
            ),
            partners_sum=15874,
        ),
        sections=_sections(t, over, almost),
        charts=_charts(t),
        entries=entries(t),
        map=SymbolMap(
            code="direct_by_canton",
            title=pick(t, "¿Dónde viven?", "Where do they live?"),
            sentence=pick(
                t,
                "Casi la mitad vive en tres cantones: Esmeraldas, San Lorenzo y Lago Agrio.",
                "Almost half live in three cantons: Esmeraldas, San Lorenzo and Lago Agrio.",
            ),
            panels=(panel("Esmeraldas", ESMERALDAS), panel("Sucumbíos", SUCUMBIOS)),
            unit=pick(t, "personas", "people"),
        ),
        money=money(t),
        counted=_counted(t),
        readings=(
            Reading(
                title=pick(
                    t,
                    "«947 mujeres, jóvenes y refugiados»: grupos que se cruzan",
                    "“947 women, youth and refugees”: groups that overlap",
                ),
                parts=(
                    (pick(t, "mujeres", "women"), ref("women_grants", t)),
                    (pick(t, "jóvenes", "young people"), ref("young_grants", t)),
                    (pick(t, "refugiados", "refugees"), ref("refugee_grants", t)),
                    (pick(t, "sobrevivientes", "survivors"), ref("survivors_grants", t)),
                ),
                overlap=ref("several_groups", t),
                remainder=ref("no_group", t),
            ),
        ),
        contradictions=(
            Contradiction(
                title=pick(t, "Jóvenes: previstos y formados", "Young people: planned and trained"),
                planned=ref("young_direct", t),
                reached=ref("trained_peace_young", t),
                explanation=(
                    pick(
                        t,
                        "El plan contaba a quienes recibirían servicios; la formación llegó también"
                        " a estudiantes que no recibieron ningún otro. Ambas cifras se publican.",
                        "The plan counted those who would receive services; training also reached"
                        " students who received no other. Both figures are published.",
                    ),
                ),
            ),
        ),
        mortality=Mortality(
            code="maternal",
            title=pick(t, "¿Bajó la mortalidad materna?", "Did maternal mortality fall?"),
            periods=(
                rate(ref("mortality_before", t), "2011–2013", 41, 46210, "88.7", "63.7", "120.4"),
                rate(ref("mortality_after", t), "2014–2016", 30, 46950, "63.9", "43.1", "91.2"),
            ),
            answer=pick(t, "Los intervalos se cruzan.", "The intervals overlap."),
            caution=pick(
                t,
                "Son pocas muertes y los intervalos se cruzan. El programa contribuyó a la"
                " atención; estas cifras no permiten atribuirle el cambio.",
                "Deaths are few and the intervals overlap. The programme contributed to care; these"
                " figures do not allow attributing the change to it.",
            ),
            source=pick(t, "Estadísticas vitales (sintéticas)", "Vital statistics (synthetic)"),
        ),
    )


def _sections(t: str, over: str, almost: str) -> tuple[Section, ...]:
    return (
        Section(
            "why",
            pick(t, "Por qué la frontera", "Why the border"),
            (
                pick(
                    t,
                    "Grupos armados y redes criminales cruzan el límite con Colombia; reclutan a"
                    " jóvenes, trafican personas y encuentran comunidades con pocos servicios. El"
                    " programa respondió por dos lados a la vez: instituciones que protegen y"
                    " comunidades con capacidad de decidir. Una red de ",
                    "Armed groups and criminal networks cross the line with Colombia; they recruit"
                    " young people, traffic in persons and find communities with few services. The"
                    " programme answered on two sides at once: institutions that protect and"
                    " communities able to decide. A network of ",
                ),
                ref("network_institutions", t),
                pick(t, " instituciones y ", " institutions and "),
                ref("network_csos", t),
                pick(
                    t,
                    " organizaciones civiles sostiene la respuesta.",
                    " civil-society organisations carries the response.",
                ),
            ),
        ),
        Section(
            "prevention",
            pick(
                t, "Prevenir la trata y el reclutamiento", "Preventing trafficking and recruitment"
            ),
            (
                pick(t, "El apoyo llegó a ", "Support reached "),
                ref("grant_families", t, number=1000, qualifier=over),
                pick(
                    t,
                    " familias con capital semilla, formación y acompañamiento.",
                    " families with seed capital, training and follow-up.",
                ),
            ),
            "outcome",
            (
                KeyFigure(
                    ref("grants", t),
                    pick(t, "personas con apoyo productivo", "people with livelihood support"),
                    900,
                    AS_OF,
                ),
                KeyFigure(
                    ref("trained_srhr_gbv", t, number=8000, qualifier=over),
                    pick(
                        t,
                        "formadas en derechos sexuales y violencia de género",
                        "trained in sexual rights and gender-based violence",
                    ),
                    8000,
                    AS_OF,
                ),
            ),
        ),
        Section(
            "peace",
            pick(
                t, "Convivir y resolver sin violencia", "Living together, settling without violence"
            ),
            (
                pick(t, "La mayoría, ", "Most of them, "),
                ref("trained_peace_young", t, number=3500, qualifier=over),
                pick(
                    t,
                    ", son jóvenes; también funcionarios y organizaciones civiles.",
                    ", are young; officials and civil society took part too.",
                ),
            ),
            "outcome",
            (
                KeyFigure(
                    ref("trained_peace", t, number=4100, qualifier=over),
                    pick(t, "formadas en cultura de paz", "trained in a culture of peace"),
                    4000,
                    AS_OF,
                ),
            ),
        ),
        Section(
            "access",
            pick(t, "Llegar a la salud y a la escuela", "Reaching health care and school"),
            (
                pick(t, "Funcionan ", "There are "),
                ref("conone", t),
                pick(
                    t,
                    " redes de atención obstétrica básica, y el marco de inclusión educativa es"
                    " política nacional.",
                    " basic obstetric networks at work, and the inclusion framework is national"
                    " policy.",
                ),
            ),
            "outcome",
            (
                KeyFigure(
                    ref("enrolled", t, number=2000, qualifier=over),
                    pick(t, "niñas, niños y adolescentes en la escuela", "children back at school"),
                    2000,
                    AS_OF,
                ),
            ),
        ),
        Section(
            "indirect",
            pick(t, "Más allá de quienes se registraron", "Beyond those registered"),
            (
                pick(t, "Se estima que ", "An estimated "),
                ref("indirect", t, number=200000, qualifier=almost),
                pick(
                    t,
                    " personas viven donde mejoró un servicio. Es una estimación con método, no una"
                    " suma de registros.",
                    " people live where a service improved. It is an estimate with a method, not a"
                    " sum of registrations.",
                ),
            ),
            "closing",
        ),
    )


def _charts(t: str) -> tuple[Chart, ...]:
    return (
        Chart(
            code="groups",
            title=pick(t, "¿A quiénes llegó?", "Who was reached?"),
            sentence=pick(
                t,
                "Más de un tercio se identifica como afroecuatoriano.",
                "More than a third identify as Afro-Ecuadorian.",
            ),
            bars=(
                Bar(pick(t, "Afroecuatorianas", "Afro-Ecuadorian"), 4962),
                Bar(pick(t, "Refugiadas y solicitantes", "Refugees and asylum seekers"), 4027),
                Bar(pick(t, "Indígenas", "Indigenous"), 2508),
                Bar(pick(t, "Jóvenes", "Young people"), 2011),
                Bar(pick(t, "Otra identidad", "Another identity"), None, suppressed=True),
            ),
            overlaps=True,
            unit=pick(t, "personas", "people"),
        ),
        Chart(
            code="promise",
            title=pick(t, "Lo alcanzado frente a lo prometido", "Reached against promised"),
            sentence=pick(
                t,
                "La raya marca lo prometido al cierre; la barra, lo alcanzado.",
                "The line marks what was promised by the close; the bar, what was reached.",
            ),
            kind="promise",
            bars=(
                Bar(pick(t, "Personas atendidas", "People served"), 13041, 13000),
                Bar(
                    pick(t, "Salud y violencia de género", "Health and gender violence"), 8057, 8000
                ),
                Bar(pick(t, "Cultura de paz", "Culture of peace"), 4118, 4000),
                Bar(pick(t, "Regreso a la escuela", "Back to school"), 2013, 2200),
                Bar(pick(t, "Apoyo productivo", "Livelihood support"), 947, 900),
            ),
        ),
    )


def _counted(t: str) -> tuple[CountRow, ...]:
    return (
        CountRow(
            "direct_people",
            pick(t, "Personas atendidas", "People served"),
            "served",
            13041,
            15874,
            21330,
            12960,
            13125,
        ),
        CountRow(
            "trained_srhr_gbv",
            pick(t, "Formación en salud y violencia", "Training in health and violence"),
            "served",
            8057,
            9120,
            11480,
            8011,
            8102,
            340,
            910,
        ),
        CountRow(
            "grants", pick(t, "Apoyo productivo", "Livelihood support"), "served", 947, 981, 1204
        ),
        CountRow(
            "survivors_grants",
            pick(t, "Sobrevivientes con apoyo", "Survivors supported"),
            "served",
            None,
            None,
            suppressed=True,
        ),
        CountRow(
            "officials",
            pick(t, "Funcionarios formados en paz", "Officials trained in peace"),
            "duty_bearers",
            403,
            455,
            611,
        ),
    )
