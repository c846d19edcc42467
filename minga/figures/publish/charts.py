"""Charts as small inline SVG: bars from zero, direct labels, promised as a mark beside reached."""

from dataclasses import dataclass, replace
from functools import partial
from html import escape

from minga.figures.publish.factsheet import Bar, Chart, Mortality, RatePeriod
from minga.figures.publish.words import repeats_words, say, write_number

ONE_LINE = 34
"""From so many letter heights across, label, bar and number stand on one line."""


@dataclass(frozen=True)
class Ink:
    """The colours and type of a drawing: CSS variables on screen, fixed values in print."""

    text: str
    soft: str
    accent: str
    second: str
    track: str
    paper: str
    font: str
    size: float = 13.0
    """Size of labels in user units."""


SCREEN = Ink(
    text="var(--ink)",
    soft="var(--soft)",
    accent="var(--accent)",
    second="var(--second)",
    track="var(--track)",
    paper="var(--paper)",
    font="inherit",
)
PRINT = Ink(
    text="#16201f",
    soft="#4d5a58",
    accent="#0b5c56",
    second="#8fb5af",
    track="#e4e0d5",
    paper="#ffffff",
    font="Source Sans Pro",
    size=8.0,
)


def drawing(*, key: str, title: str, desc: str, width: float, height: float, body: str) -> str:
    """An SVG with an accessible title and description around `body`."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:.1f}"'
        f' role="img" aria-labelledby="{key}-t {key}-d">'
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(desc)}</desc>'
        f"{body}</svg>"
    )


def hatch(*, key: str, ink: Ink) -> str:
    """The pattern that a suppressed cell is filled with."""
    return (
        f'<defs><pattern id="{key}-h" width="5" height="5" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><rect width="5" height="5" fill="{ink.paper}"/>'
        f'<rect width="1.2" height="5" fill="{ink.soft}"/></pattern></defs>'
    )


def words_at(
    x: float,
    y: float,
    text: str,
    *,
    ink: Ink,
    anchor: str = "start",
    bold: bool = False,
    fill: str = "",
    size: float = 0,
    more: str = "",
) -> str:
    """A line of text at a point; `more` are further attributes.

    Drawings use attributes alone: a page may forbid styles inside it.
    """
    weight = ' font-weight="600"' if bold else ""
    end = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{ink.font}" font-size="{size or ink.size:g}"'
        f' fill="{fill or ink.text}"{end}{weight}{more}>{escape(text)}</text>'
    )


def box(x: float, y: float, width: float, height: float, fill: str) -> str:
    """A filled rectangle."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}"'
        f' fill="{fill}"/>'
    )


def bars(chart: Chart, *, width: float, ink: Ink, language: str) -> str:
    """The bars of `chart`, one under the other: label and number above, bar below.

    On charts of promises a bar is as long as its share of what was promised, and a line stands
    where all of it is kept.
    """
    desc = "; ".join(describe(bar, language=language) for bar in chart.bars)
    if chart.kind == "promise" and width > ONE_LINE * ink.size:
        height, rows = _in_lines(chart, width=width, ink=ink, language=language)
    else:
        top = max((_size_of(chart, bar) for bar in chart.bars), default=1) or 1
        step = ink.size * 2.75
        height = step * len(chart.bars)
        rows = [
            _row(chart, bar, y=index * step, width=width, top=top, ink=ink, language=language)
            for index, bar in enumerate(chart.bars)
        ]
    key = f"chart-{chart.code}"
    return drawing(
        key=key,
        title=chart.title,
        desc=f"{chart.sentence} {desc}".strip(),
        width=width,
        height=height,
        body=hatch(key=key, ink=ink) + "".join(rows),
    )


def _share(bar: Bar) -> float:
    """How much of its promise a bar keeps; nothing where there is no number or no promise."""
    return float(bar.value) / float(bar.promised) if bar.value and bar.promised else 0.0


def _size_of(chart: Chart, bar: Bar) -> float:
    """What the longest bar of a chart is measured by."""
    if chart.kind == "promise":
        # A little more, so that the line of a promise just kept does not hide in the edge.
        return max(_share(bar), 1.0) * 1.03
    return float(bar.value or 0)


def number_of(bar: Bar, *, language: str) -> str:
    """What stands at the end of a bar: its number, that it is withheld, or that there is none."""
    if bar.suppressed:
        return say(language, "suppressed")
    return (
        say(language, "missing")
        if bar.value is None
        else write_number(bar.value, language=language)
    )


def against(bar: Bar, *, language: str) -> str:
    """A bar's number beside its promise: `8.743 de 8.000`."""
    reached = number_of(bar, language=language)
    if bar.promised is None or bar.value is None:
        return reached
    promised = write_number(bar.promised, language=language)
    return say(language, "of_promised", reached=reached, promised=promised)


def describe(bar: Bar, *, language: str) -> str:
    """A bar in words, for those who cannot see it."""
    words = f"{bar.label}: {number_of(bar, language=language)}"
    if bar.promised is None:
        return words
    promised = write_number(bar.promised, language=language)
    return f"{words} ({say(language, 'promised_plain', number=promised)})"


def _row(
    chart: Chart, bar: Bar, *, y: float, width: float, top: float, ink: Ink, language: str
) -> str:
    """One bar under its label and number."""
    number = against(bar, language=language)
    words = (
        words_at(0, y + ink.size * 0.9, bar.label, ink=ink),
        words_at(width, y + ink.size * 0.9, number, ink=ink, anchor="end", bold=True),
    )
    base, thick = y + ink.size * 1.42, ink.size * 0.72
    drawn = _bar(chart, bar, x=0, y=base, length=width, thick=thick, top=top, ink=ink)
    if bar.promised is not None:
        drawn += _promise_mark(width / top, base, thick, ink)
    return "".join(words) + drawn


def _bar(
    chart: Chart, bar: Bar, *, x: float, y: float, length: float, thick: float, top: float, ink: Ink
) -> str:
    """A bar on its track, hatched over the whole of it where the number is withheld."""
    track = box(x, y, length, thick, ink.track)
    if bar.suppressed:
        return track + box(x, y, length, thick, f"url(#chart-{chart.code}-h)")
    size = _share(bar) if chart.kind == "promise" else float(bar.value or 0)
    return track + box(x, y, length * size / top, thick, ink.accent)


def _promise_mark(x: float, base: float, thick: float, ink: Ink) -> str:
    """An upright line where the promise stands, legible on the bar and beside it."""
    halo = box(x - 1.6, base - 1.5, 3.2, thick + 3, ink.paper)
    return halo + box(x - 0.8, base - 2.5, 1.6, thick + 5, ink.text)


def _in_lines(chart: Chart, *, width: float, ink: Ink, language: str) -> tuple[float, list[str]]:
    """Height and rows of a chart of promises with room for label, bar and number on one line."""
    step, head, thick = ink.size * 1.62, ink.size * 1.5, ink.size * 0.8
    left, right = width * 0.43, width * 0.24
    length = width - left - right
    top = max(_size_of(chart, bar) for bar in chart.bars)
    line = left + length / top
    height = head + step * len(chart.bars)
    head_words = say(language, "promise")
    rows = [words_at(line, ink.size * 0.8, head_words, ink=ink, anchor="middle", fill=ink.soft)]
    numbers = [against(bar, language=language) for bar in chart.bars]
    for index, bar in enumerate(chart.bars):
        y = head + index * step
        rows += [
            words_at(0, y + thick * 0.92, bar.label, ink=ink),
            _bar(chart, bar, x=left, y=y, length=length, thick=thick, top=top, ink=ink),
            words_at(width, y + thick * 0.92, numbers[index], ink=ink, anchor="end", bold=True),
        ]
    upright = height - head - step + thick + 4
    rows.append(box(line - 1.5, head - 2, 3, upright, ink.paper))
    rows.append(box(line - 0.7, head - 3, 1.4, upright + 2, ink.text))
    return height, rows


def two_sums(
    *, unique: int, partners_sum: int, key: str, width: float, ink: Ink, language: str
) -> str:
    """The partners' sum and, in front of it, the different people that it holds."""
    one = Bar(label=say(language, "unique"), value=unique)
    both = Bar(label=say(language, "partners_sum"), value=partners_sum)
    step, top = ink.size * 2.75, float(max(unique, partners_sum, 1))
    sentence = repeats_words(partners_sum - unique, language=language)
    chart = Chart(code=key, title=say(language, "once"), sentence=sentence, bars=(one, both))
    row = partial(_row, chart, width=width, top=top, language=language)
    body = row(one, y=0, ink=ink) + row(both, y=step, ink=replace(ink, accent=ink.second))
    desc = "; ".join(describe(bar, language=language) for bar in (one, both))
    return drawing(
        key=f"chart-{key}",
        title=chart.title,
        desc=f"{sentence} {desc}",
        width=width,
        height=step * 2,
        body=body,
    )


def intervals(mortality: Mortality, *, width: float, ink: Ink, language: str) -> str:
    """A dot and its interval for each period, on one scale from zero."""
    top = max((float(p.high or p.rate or 0) for p in mortality.periods), default=0) * 1.05 or 1
    step = ink.size * 2.6
    rows = [
        _interval(period, y=index * step, width=width, top=top, ink=ink, language=language)
        for index, period in enumerate(mortality.periods)
    ]
    desc = "; ".join(interval_words(p, language=language) for p in mortality.periods)
    return drawing(
        key=f"chart-{mortality.code}",
        title=mortality.title,
        desc=f"{desc}. {mortality.caution}",
        width=width,
        height=step * len(mortality.periods),
        body="".join(rows),
    )


def interval_words(period: RatePeriod, *, language: str) -> str:
    """A period's ratio and interval in words."""
    return f"{period.label}: {_interval_numbers(period, language)}"


def _interval_numbers(period: RatePeriod, language: str) -> str:
    if period.rate is None or period.low is None or period.high is None:
        return say(language, "suppressed")
    rate, low, high = (
        write_number(x, language=language, places=0) for x in (period.rate, period.low, period.high)
    )
    return f"{rate} ({low}–{high})"


def _interval(
    period: RatePeriod, *, y: float, width: float, top: float, ink: Ink, language: str
) -> str:
    """One period: its label and numbers above, the interval as a band and the ratio as a dot."""
    base = y + ink.size * 1.6
    words = _interval_numbers(period, language)
    parts = [words_at(0, y + ink.size * 0.9, period.label, ink=ink)]
    parts.append(words_at(width, y + ink.size * 0.9, words, ink=ink, anchor="end", bold=True))
    parts.append(box(0, base - 0.5, width, 1, ink.track))
    if period.rate is not None and period.low is not None and period.high is not None:
        low, high, dot = (width * float(v) / top for v in (period.low, period.high, period.rate))
        parts.append(box(low, base - 2.2, high - low, 4.4, ink.second))
        parts.append(
            f'<circle cx="{dot:.1f}" cy="{base:.1f}" r="{ink.size * 0.36:.1f}"'
            f' fill="{ink.accent}"/>'
        )
    return "".join(parts)
