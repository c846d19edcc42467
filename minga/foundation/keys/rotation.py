"""Rotating the wrapping keys: every key in the keystore wrapped again, the old version retired."""

from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import Count

from minga.foundation.keys.models import WrappedKey
from minga.foundation.keys.ring import KeyRingError, key_file, remove_version, ring
from minga.foundation.keys.sealing import rewrap

Progress = Callable[[int], None]


def wrapped() -> dict[int, int]:
    """How many keys each version wraps; a version that wraps nothing has 0."""
    counted = WrappedKey.objects.values_list("wrapping_version").annotate(keys=Count("pk"))
    return dict.fromkeys(sorted(ring().roots), 0) | dict(counted.order_by("wrapping_version"))


def waiting() -> int:
    """How many keys an older version than the newest still wraps."""
    return WrappedKey.objects.exclude(wrapping_version=ring().version).count()


def rewrap_all(*, batch: int = 1000, progress: Progress = lambda keys: None) -> int:
    """Wrap every key again under the newest version. How many were.

    Each batch stands by itself: interrupted, it goes on where it stopped.
    """
    newest, done = ring().version, 0
    old = WrappedKey.objects.exclude(wrapping_version=newest).order_by("pk")
    while True:
        with transaction.atomic():
            rows = list(old.select_for_update()[:batch])
            for row in rows:
                rewrap(row)
            WrappedKey.objects.bulk_update(rows, ["wrapped", "wrapping_version"])
        if not rows:
            return done
        done += len(rows)
        progress(len(rows))


@transaction.atomic
def retire(version: int) -> None:
    """Take a version out of the key file, once it wraps nothing.

    Raises KeyRingError where it is in use, not in the file, or not ours to take out. Nothing new
    can be wrapped meanwhile: the keystore is locked until the file has changed.
    """
    roots = ring()
    if version not in roots.roots:
        known = ", ".join(map(str, sorted(roots.roots)))
        raise KeyRingError(f"there is no wrapping key version {version}; there are: {known}.")
    if version == roots.version:
        raise KeyRingError(f"version {version} wraps what is new: run `minga keys rotate` first.")
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE keys_wrappedkey IN SHARE ROW EXCLUSIVE MODE")
    left = WrappedKey.objects.filter(wrapping_version=version).count()
    if left:
        raise KeyRingError(
            f"version {version} still wraps {left} keys: run `minga keys rotate` to its end first."
        )
    remove_version(key_file(), version)
