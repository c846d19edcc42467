"""The file of a case: everything that happened in it, opened for one page."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from minga.engines.xforms.form import Form
from minga.foundation.access.models import User
from minga.foundation.core.principals import PrincipalKind
from minga.foundation.web.pieces import Event, Line, Link, Status, Timeline, Tone
from minga.work.casework.actions.proposals import what_is_proposed
from minga.work.casework.actions.reading import told
from minga.work.casework.models import Case, Note, Paper, Proposal, Step
from minga.work.casework.rules import PathwayRules
from minga.work.casework.sealing import CaseKeys
from minga.work.casework.words import answer_lines, role_title, step_title


class File:
    """Everything that happened in a case, opened for one page."""

    def __init__(
        self, case: Case, rules: PathwayRules, keys: CaseKeys, reader: User, *, writes: bool
    ) -> None:
        self.case, self.rules, self.keys = case, rules, keys
        self.reader, self.writes = reader, writes
        self.steps = list(case.steps.select_related("place").order_by("occurred_on", "pk"))
        self.notes = list(case.notes.all())
        self.papers = list(case.papers.all())
        self.proposals = list(case.proposals.waiting())
        self.names = self._names()

    def _names(self) -> Mapping[str, str]:
        """Who wrote what, by name: colleagues read each other's names."""
        rows: Sequence[Sequence[Step | Note | Paper | Proposal]]
        rows = (self.steps, self.notes, self.papers, self.proposals)
        numbers = {
            each.by.partition(":")[2]
            for written in rows
            for each in written
            if each.by.startswith(f"{PrincipalKind.USER}:")
        }
        people = User.objects.filter(pk__in=[int(number) for number in numbers])
        return {f"{PrincipalKind.USER}:{one.pk}": one.display_name for one in people}

    def who(self, by: str) -> str:
        """Who wrote something, as a page says it."""
        return self.names.get(by, _("From a list"))

    def timeline(self) -> Timeline:
        """All of it, newest first."""
        dated = [*self._steps(), *self._notes(), *self._papers()]
        dated.sort(key=lambda pair: pair[0], reverse=True)
        return Timeline([event for _when, event in dated], _("Nothing has happened yet."))

    def _steps(self) -> Iterator[tuple[tuple[date, datetime], Event]]:
        later = {step.supersedes_id: step for step in self.steps if step.supersedes_id}
        for step in self.steps:
            if step.voided:
                continue
            answers, reason = told(step, self.keys)
            after = later.get(step.pk)
            lines = [] if step.moves_to_id else self._lines(step, answers)
            if reason:
                lines.append(Line(_("Why"), reason))
            if after is not None and after.voided:
                lines.append(Line(_("Taken back because"), told(after, self.keys)[1]))
            stands = self.writes and after is None and not step.moves_to_id
            event = Event(
                title=_("Moved to a newer version of the pathway")
                if step.moves_to_id
                else step_title(self.rules.pathway, step.name),
                on=step.occurred_on,
                by=self.who(step.by),
                lines=lines,
                action=self._correct(step) if stands else None,
                struck=after is not None,
            )
            yield (step.occurred_on, step.recorded_at), event

    def _correct(self, step: Step) -> Link:
        address = reverse("casework:correct", args=[self.case.pk, step.pk])
        return Link(_("Correct"), address, step_title(self.rules.pathway, step.name))

    def _lines(self, step: Step, answers: Mapping[str, object]) -> list[Line]:
        form = self.rules.forms[step.name].form if step.name in self.rules.forms else Form(())
        lines = [Line(label, text) for label, text in answer_lines(form, answers)]
        if step.place is not None:
            lines.insert(0, Line(_("Where"), step.place.name))
        if step.role:
            lines.insert(0, Line(_("Takes part as"), role_title(self.rules.pathway, step.role)))
        return lines

    def _notes(self) -> Iterator[tuple[tuple[date, datetime], Event]]:
        for note in self.notes:
            settled = note.settled_at is not None
            word = _("Flag, settled") if settled else _("Flag") if note.flag else _("Note")
            text = self.keys.words(self.case, note.text, note.sealed_text)
            yield (
                (note.occurred_on, note.recorded_at),
                Event(
                    title=word,
                    on=note.occurred_on,
                    by=self.who(note.by),
                    lines=[Line(_("Words"), text)],
                ),
            )

    def _papers(self) -> Iterator[tuple[tuple[date, datetime], Event]]:
        for paper in self.papers:
            name = self.keys.words(self.case, paper.name, paper.sealed_name)
            where = [self.case.pk, paper.pk]
            link = format_html('<a href="{}">{}</a>', reverse("casework:paper", args=where), name)
            if paper.thumbnail:
                small = reverse("casework:thumbnail", args=where)
                link = format_html('{} <img src="{}" alt="" loading="lazy">', link, small)
            day = timezone.localdate(paper.recorded_at)
            yield (
                (day, paper.recorded_at),
                Event(
                    title=_("Paper"),
                    on=day,
                    by=self.who(paper.by),
                    lines=[Line(_("File"), link)],
                ),
            )

    def flags(self) -> list[dict[str, object]]:
        """Flags that nobody has settled."""
        return [
            {
                "note": note,
                "text": self.keys.words(self.case, note.text, note.sealed_text),
                "who": self.who(note.by),
            }
            for note in self.notes
            if note.flag and note.settled_at is None
        ]

    def waiting(self, *, approves: bool) -> list[dict[str, object]]:
        """Steps that wait for a supervisor, and whether the reader may decide on them."""
        found = []
        for proposal in self.proposals:
            what, reason = what_is_proposed(proposal, self.keys)
            form = self.rules.forms[what.name].form if what.name in self.rules.forms else Form(())
            lines = [Line(label, text) for label, text in answer_lines(form, what.answers)]
            if reason:
                lines.append(Line(_("Why"), reason))
            event = Event(
                title=step_title(self.rules.pathway, what.name),
                on=what.occurred_on,
                by=self.who(proposal.by),
                lines=lines,
                status=Status(_("waits for approval"), Tone.WAITING),
            )
            mine = proposal.by == f"{PrincipalKind.USER}:{self.reader.pk}"
            found.append({"event": event, "proposal": proposal, "mine": approves and not mine})
        return found
