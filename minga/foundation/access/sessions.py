"""Sessions: kept in the database beside their account, short when idle, never longer than a day."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import cast

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.utils import timezone

from minga.foundation.access.models import Session

BEGAN, SEEN, DEVICE = "began", "seen", "device"
"""What a session remembers about itself: when it signed in, was last used, and on what."""

FRESH = timedelta(minutes=5)
KEY_LENGTH = 40
SEEN_EVERY_SECONDS = 60
"""How exactly the last use is written down; each time costs one write."""


def kept_key(key: str | None) -> str:
    """The key of a session as its row has it: hashed, so that reading the table opens none."""
    return hashlib.sha256((key or "").encode()).hexdigest()[:KEY_LENGTH]


class SessionStore(DatabaseSessionStore):
    """Django's own store, on our table, which holds no key that a browser could show."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our table of sessions."""
        return Session

    def create_model_instance(self, data: dict[str, object]) -> Session:
        """The session's row, with whose it is, since when and on which device."""
        row = cast(Session, super().create_model_instance(data))
        row.session_key = kept_key(row.session_key)
        owner, now = data.get("_auth_user_id"), timezone.now()
        row.user_id = int(str(owner)) if owner else None
        row.device = str(data.get(DEVICE, ""))
        row.started_at = _moment(data.get(BEGAN)) or now
        row.seen_at = _moment(data.get(SEEN)) or now
        return row

    def exists(self, session_key: str) -> bool:
        """Whether there is a session with this key."""
        return super().exists(kept_key(session_key))

    def end(self, session_key: str | None = None) -> None:
        """End a session: this one, or the one with the key."""
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(session_key=kept_key(key)).delete()

    delete = end  # what Django calls it

    def _get_session_from_db(self) -> Session | None:
        now = timezone.now()
        found = Session.objects.filter(
            session_key=kept_key(self.session_key), expire_date__gt=now
        ).first()
        if found is None:
            self._session_key = None
        return found


def is_over(session: SessionBase, *, now: datetime) -> bool:
    """Whether a signed-in session was left idle too long, or has lasted too long."""
    began, seen = _moment(session.get(BEGAN)), _moment(session.get(SEEN))
    if began is None or seen is None:
        return False
    return now - seen > settings.SESSION_IDLE_LIMIT or now - began > settings.SESSION_LIMIT


def is_fresh(session: SessionBase, *, now: datetime) -> bool:
    """Whether the session began so lately that its owner need not prove it again."""
    began = _moment(session.get(BEGAN))
    return began is not None and now - began < FRESH


def touch(session: SessionBase, *, now: datetime, agent: str) -> None:
    """Write down that the session is in use; its first use is its beginning."""
    if BEGAN not in session:
        session[BEGAN] = now.timestamp()
        session[DEVICE] = device(agent)
    seen = _moment(session.get(SEEN))
    if seen is None or (now - seen).total_seconds() >= SEEN_EVERY_SECONDS:
        session[SEEN] = now.timestamp()


def device(agent: str) -> str:
    """A browser and a system in two words, from what the browser says of itself."""
    browsers = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome"}
    systems = {
        "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows",
        "Mac OS": "Mac", "Linux": "Linux",
    }  # fmt: skip
    browser = next((name for sign, name in browsers.items() if sign in agent), "")
    if not browser and "Safari" in agent:
        browser = "Safari"
    system = next((name for sign, name in systems.items() if sign in agent), "")
    return " · ".join(part for part in (browser, system) if part)


def _moment(written: object) -> datetime | None:
    return datetime.fromtimestamp(written, UTC) if isinstance(written, float) else None
