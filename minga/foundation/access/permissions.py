"""What a role may let somebody do: every permission of the house, named room.verb_object."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing that may be done; the part before the dot is the room that asks for it."""

    INVITE_PERSON = "access.invite_person"
    READ_STAFF = "access.read_staff"
    GRANT_TEAM_ROLE = "access.grant_team_role"
    GRANT_HOUSE_ROLE = "access.grant_house_role"
    KEEP_TEAMS = "access.keep_teams"

    READ_LOG = "audit.read_log"
    LOAD_PACK = "definitions.load_pack"
    READ_LEGAL_RECORD = "legal.read_record"

    SEARCH_PERSON = "people.search_person"
    REGISTER_PERSON = "people.register_person"
    READ_REGISTRATION = "people.read_registration"
    OPEN_IDENTITY = "people.open_identity"
    JUDGE_SAMENESS = "people.judge_sameness"
    ANSWER_REQUEST = "people.answer_request"
    ERASE_REGISTRATION = "people.erase_registration"

    OPEN_CASE = "casework.open_case"
    READ_OPEN_CASE = "casework.read_open_case"
    READ_RESTRICTED_CASE = "casework.read_restricted_case"
    JOIN_SEALED_CASE = "casework.join_sealed_case"
    RECORD_STEP = "casework.record_step"
    APPROVE_STEP = "casework.approve_step"
    TRANSFER_CASE = "casework.transfer_case"
    BREAK_GLASS = "casework.break_glass"
    APPROVE_BREAK_GLASS = "casework.approve_break_glass"

    KEEP_ROLL = "gatherings.keep_roll"
    TAKE_IN_LIST = "intake.take_in_list"
    UNDO_BATCH = "intake.undo_batch"

    READ_RESULTS = "programme.read_results"
    RECORD_SPENDING = "programme.record_spending"

    READ_INTERNAL_FIGURE = "measure.read_internal_figure"
    READ_RELEASED_FIGURE = "measure.read_released_figure"
    TAKE_SNAPSHOT = "measure.take_snapshot"
    RELEASE_FIGURE = "measure.release_figure"

    PUBLISH_EDITION = "publish.publish_edition"
    READ_EDITION = "publish.read_edition"


TOUCHES_RECORDS = frozenset(
    {
        Permission.SEARCH_PERSON,
        Permission.REGISTER_PERSON,
        Permission.READ_REGISTRATION,
        Permission.OPEN_IDENTITY,
        Permission.JUDGE_SAMENESS,
        Permission.ANSWER_REQUEST,
        Permission.ERASE_REGISTRATION,
        Permission.OPEN_CASE,
        Permission.READ_OPEN_CASE,
        Permission.READ_RESTRICTED_CASE,
        Permission.JOIN_SEALED_CASE,
        Permission.RECORD_STEP,
        Permission.APPROVE_STEP,
        Permission.TRANSFER_CASE,
        Permission.BREAK_GLASS,
        Permission.APPROVE_BREAK_GLASS,
        Permission.KEEP_ROLL,
        Permission.TAKE_IN_LIST,
        Permission.UNDO_BATCH,
    }
)
"""Permissions through which somebody comes to see or change what is known about a person."""

GIVES_ACCESS = frozenset(
    {
        Permission.INVITE_PERSON,
        Permission.GRANT_TEAM_ROLE,
        Permission.GRANT_HOUSE_ROLE,
        Permission.KEEP_TEAMS,
    }
)
"""Permissions through which somebody decides what others come to see."""
