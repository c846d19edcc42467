"""The charts and the map of a sheet, from the pack's words and the released figures."""

from minga.figures.publish.factsheet import Bar, Cell, Chart, FigureRef, Panel, SymbolMap
from minga.figures.publish.making import Making
from minga.figures.publish.released import UNKNOWN, Key
from minga.foundation.definitions.pack.publication import ChartText, MapText


def make_chart(make: Making, text: ChartText) -> Chart:
    """Bars of several indicators, or of one along an axis, largest first."""
    bars = [_bar(make, bar.indicator, make.say(bar.label), text) for bar in text.bars]
    figure = None
    if text.indicator and text.axis:
        figure = make.quote(text.indicator, section=text.code)
        bars += _axis_bars(make, text.indicator, text.axis)
    return Chart(
        code=text.code,
        title=make.sentence(text.title, section=text.code),
        sentence=make.sentence(text.sentence, section=text.code),
        bars=tuple(bar for bar in bars if bar),
        kind=text.kind,
        unit=make.say(text.unit),
        overlaps=text.overlaps,
        figure=figure,
    )


def _bar(make: Making, indicator: str, label: str, text: ChartText) -> Bar | None:
    """A bar of an indicator; its promise only on charts of promises."""
    found = make.released(indicator, section=text.code)
    if found is None:
        return None
    promised = found.target if text.kind == "promise" else None
    return Bar(label, found.value, promised, found.suppressed, found.key.code)


def _axis_bars(make: Making, indicator: str, axis: str) -> list[Bar]:
    """The cells of an indicator along one axis; withheld ones last."""
    found = []
    for released in make.along(indicator, axis):
        value = released.key.axes[0][1]
        label = make.about.labels.get((axis, value), value)
        make.quotes.note(released)
        found.append(Bar(label, released.value, None, released.suppressed, released.key.code))
    return sorted(found, key=lambda bar: (bar.suppressed, -(bar.value or 0)))


def make_map(make: Making, text: MapText) -> SymbolMap:
    """The cantons of the map, a panel to each province in the order of the points."""
    cells = {r.key.axes[0][1]: r for r in make.along(text.indicator, "canton")}
    panels: dict[str, list[Cell]] = {}
    for point in make.about.points:
        found = cells.get(point.code)
        cell = Cell(
            name=point.name,
            code=point.code,
            lat=point.lat,
            lon=point.lon,
            value=found.value if found else None,
            suppressed=bool(found and found.suppressed),
            outlines=point.outlines,
        )
        panels.setdefault(point.panel, []).append(cell)
    return SymbolMap(
        code=text.code,
        title=make.sentence(text.title, section=text.code),
        sentence=make.sentence(text.sentence, section=text.code),
        panels=tuple(Panel(title, tuple(found)) for title, found in panels.items()),
        unit=make.say(text.unit),
        figure=make.quote(text.indicator, section=text.code),
        unplaced=_unplaced(make, text),
    )


def _unplaced(make: Making, text: MapText) -> FigureRef | None:
    """How many of a map's figure are in no known canton: without them the circles fall short."""
    key = Key(text.indicator, (("canton", UNKNOWN),))
    if key not in make.quotes.figures:
        return None
    return make.quotes.reference(f"{{{text.indicator}[canton={UNKNOWN}]}}", section=text.code)
