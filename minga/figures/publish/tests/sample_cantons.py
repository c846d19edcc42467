"""Made-up numbers by canton, for the map of the sample sheet."""

from minga.figures.publish.factsheet import Cell, Panel

ESMERALDAS = (
    ("Esmeraldas", "0801", 0.9592, -79.654, 3120),
    ("Eloy Alfaro", "0802", 1.2492, -78.9831, 1402),
    ("Muisne", "0803", 0.6105, -80.0186, 388),
    ("Quinindé", "0804", 0.3278, -79.4741, 611),
    ("San Lorenzo", "0805", 1.2863, -78.8351, 2604),
    ("Atacames", "0806", 0.869, -79.8481, 297),
    ("Rioverde", "0807", 1.0728, -79.4125, 402),
)
SUCUMBIOS = (
    ("Lago Agrio", "2101", 0.086, -76.8953, 2211),
    ("Gonzalo Pizarro", "2102", 0.0446, -77.334, 148),
    ("Putumayo", "2103", 0.1156, -75.855, 702),
    ("Shushufindi", "2104", -0.1855, -76.6449, 633),
    ("Sucumbíos", "2105", 0.4667, -77.5333, None),
    ("Cascales", "2106", 0.0617, -77.1833, 291),
    ("Cuyabeno", "2107", -0.1242, -76.3457, 232),
)


def panel(title: str, rows: tuple[tuple[str, str, float, float, int | None], ...]) -> Panel:
    """A panel of the sample map."""
    return Panel(
        title=title,
        cells=tuple(
            Cell(name=name, code=code, lat=lat, lon=lon, value=value, suppressed=value is None)
            for name, code, lat, lon, value in rows
        ),
    )
