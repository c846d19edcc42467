"""Cases on pathways with their append-only steps, and what a case holds besides."""

from minga.work.casework.models.cases import (
    SUBJECTS,
    Case,
    CaseQuerySet,
    Participant,
    ParticipantQuerySet,
    Sighting,
    Step,
    StepQuerySet,
    UndoneSource,
)
from minga.work.casework.models.folder import Handover, Note, Paper, Proposal
from minga.work.casework.models.glass import Glass, GlassQuerySet
from minga.work.casework.models.positions import Position, PositionQuerySet

__all__ = [
    "SUBJECTS",
    "Case",
    "CaseQuerySet",
    "Glass",
    "GlassQuerySet",
    "Handover",
    "Note",
    "Paper",
    "Participant",
    "ParticipantQuerySet",
    "Position",
    "PositionQuerySet",
    "Proposal",
    "Sighting",
    "Step",
    "StepQuerySet",
    "UndoneSource",
]
