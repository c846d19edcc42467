"""What was reached of each promise, in the figures that were released."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from minga.engines.indicators.definition import Indicator
from minga.figures.measure.models import ReleasedFigure, Snapshot
from minga.figures.publish.figures import released
from minga.figures.publish.models import Edition
from minga.figures.publish.released import Released
from minga.foundation.definitions.actions import current
from minga.foundation.definitions.pack.schema import Results
from minga.foundation.web.charts import Bar
from minga.foundation.web.pieces import Piece, Value
from minga.foundation.web.saying import language


def framework() -> Results | None:
    """The results framework as it is loaded."""
    stored = current("results")
    return Results.model_validate(stored["results"].content) if "results" in stored else None


def indicators() -> dict[str, list[Indicator]]:
    """The indicators of each output."""
    found: dict[str, list[Indicator]] = {}
    for stored in current("indicator").values():
        indicator = Indicator.model_validate(stored.content)
        found.setdefault(indicator.output, []).append(indicator)
    return found


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest snapshot with released figures, and whether an edition of it was published."""

    snapshot: Snapshot
    published: bool

    @classmethod
    def find(cls) -> "Latest | None":
        """What was published last; before that, what was released last."""
        editions = Edition.objects.select_related("snapshot").defer("html", "pdf")
        edition = editions.order_by("-snapshot__taken_at").first()
        if edition is not None:
            return cls(edition.snapshot, published=True)
        held = ReleasedFigure.objects.values("snapshot")
        snapshot = Snapshot.objects.filter(pk__in=held).order_by("-taken_at").first()
        return cls(snapshot, published=False) if snapshot else None

    def totals(self, codes: Collection[str]) -> Mapping[str, Released]:
        """The total of each indicator."""
        rows = released(self.snapshot, language(), totals_of=codes)
        return {row.key.indicator: row for row in rows if not row.key.axes}

    def address(self, code: str) -> str:
        """The page of a figure, where there is one."""
        return reverse("publish:figure", args=[self.snapshot.pk, code]) if self.published else ""


@dataclass(frozen=True, slots=True)
class Promise:
    """An indicator, and what was counted of it."""

    indicator: Indicator
    latest: Latest | None
    total: Released | None

    @property
    def title(self) -> str:
        """What is counted, and in what."""
        told = (self.indicator.title, self.indicator.unit)
        title, unit = (words.in_language(language()) for words in told)
        return f"{title} ({unit})"

    @property
    def promised(self) -> Decimal | int | None:
        """The last target, where there is one."""
        on = max(self.indicator.targets, default=None)
        return self.indicator.targets[on] if on else None

    @property
    def withheld(self) -> bool:
        """Whether the number may not be shown."""
        return self.total is not None and self.total.suppressed

    @property
    def value(self) -> Decimal | int | None:
        """What was reached, where it was counted and may be shown."""
        return self.total.value if self.total else None

    @property
    def address(self) -> str:
        """The page of the figure, where it was counted and published."""
        if self.latest is None or (self.value is None and not self.withheld):
            return ""
        return self.latest.address(self.indicator.indicator)

    def bar(self) -> Bar:
        """What was reached of what was promised."""
        return Bar(
            self.title,
            self.value,
            promised=self.promised,
            withheld=self.withheld,
            address=self.address,
        )

    def row(self) -> list[str | Piece]:
        """What was counted, where nothing was promised."""
        return [self.title, Value(self.value, self.address, withheld=self.withheld)]
