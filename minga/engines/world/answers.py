"""What is truly answered at each step of a case, drawn before anybody writes it down."""

from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any, TypeVar

from minga.engines.world.pathways import Field, PathwayStep
from minga.engines.world.settings import Life

T = TypeVar("T")

HOW_MANY = (1, 1, 2, 3)
"""How many terms are chosen where several may be."""
ASKED_ANEW = "yes_no"
"""The vocabulary of questions that are answered for each step by itself."""
NUMBERS = (1, 12)
"""The span of a number of which nothing else is said."""


class Drawer:
    """Draws answers as often as life gives them."""

    def __init__(self, rng: Random, codes: Mapping[str, Sequence[str]], life: Life) -> None:
        self._rng, self._codes, self._life = rng, codes, life

    def answers(
        self,
        pathway: str,
        step: PathwayStep,
        given: Mapping[str, Any],
        before: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The answers of one step.

        `given` are answers already settled, as `step.field` or for any step as `field`. `before`
        are the case's answers so far: what was chosen once stays chosen, but a yes or no is asked
        anew.
        """
        found: dict[str, Any] = {}
        before = before or {}
        for asked in step.fields.values():
            if not asked.asked(found):
                continue
            value = given.get(f"{step.name}.{asked.name}", given.get(asked.name))
            if value is None and asked.type == "select_one" and asked.vocabulary != ASKED_ANEW:
                value = self._chosen(asked, before)
            if value is None:
                value = self._draw(pathway, step.name, asked)
                value = self._held_down(asked.name, value, {**before, **found})
            if value is not None:
                found[asked.name] = value
        return found

    def _chosen(self, asked: Field, before: Mapping[str, Any]) -> Any:
        """What the case answered to a question of the same name, if it can be an answer to this."""
        value = before.get(asked.name)
        return value if value in self._codes.get(asked.vocabulary, ()) else None

    def _held_down(self, name: str, value: Any, known: Mapping[str, Any]) -> Any:
        """A part is never more than the whole that was told before it."""
        whole = known.get(self._life.parts.get(name, ""))
        return min(value, whole) if isinstance(whole, int | float) else value

    def one_of(self, pathway: str, step: str, name: str, codes: Sequence[str]) -> str:
        """One of several codes, by their weights."""
        shares = self._named(self._life.answers, pathway, step, name) or {}
        weights = [float(shares.get(code, 1)) for code in codes]
        return self._rng.choices(codes, weights)[0]

    def _draw(self, pathway: str, step: str, asked: Field) -> Any:
        if asked.vocabulary:
            codes = self._codes.get(asked.vocabulary, ())
            if not codes:
                return None
            if not asked.several:
                return self.one_of(pathway, step, asked.name, codes)
            several = (
                self.one_of(pathway, step, asked.name, codes)
                for _ in range(self._rng.choice(HOW_MANY))
            )
            return tuple(dict.fromkeys(several))
        if asked.type in ("integer", "decimal"):
            low, high = self._named(self._life.numbers, pathway, step, asked.name) or NUMBERS
            value = self._rng.randint(low, high)
            return value if asked.type == "integer" else float(value)
        texts = self._named(self._life.texts, pathway, step, asked.name)
        return self._rng.choice(texts) if texts else None

    def _named(self, values: Mapping[str, T], pathway: str, step: str, name: str) -> T | None:
        """What is said of the field, its narrowest name first."""
        names = (f"{pathway}.{step}.{name}", f"{pathway}.{name}", f"{step}.{name}", name)
        return next((values[each] for each in names if each in values), None)


def codes_of(vocabularies: Mapping[str, Iterable[Any]]) -> dict[str, list[str]]:
    """The codes of every vocabulary."""
    return {code: [term.code for term in terms] for code, terms in vocabularies.items()}
