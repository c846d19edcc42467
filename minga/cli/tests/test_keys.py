"""Wrapping keys rotate without touching what is sealed, and the old one can be taken out."""

import base64
import json
import stat

import pytest
from click.testing import CliRunner

from minga.cli.keys import keys
from minga.foundation.audit.models import AuditEvent
from minga.foundation.keys import ring, rotation
from minga.foundation.keys.models import WrappedKey
from minga.foundation.keys.ring import KeyRingError, read_ring
from minga.foundation.keys.sealing import find_key, keyed_hash, make_key, open_sealed, seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def key_file(settings, tmp_path, monkeypatch):
    """A key file of this test's own, with one version."""
    monkeypatch.delenv("MINGA_KEYS", raising=False)
    settings.MINGA_KEY_FILE = str(tmp_path / "keys.json")
    ring.add_version(tmp_path / "keys.json")
    return tmp_path / "keys.json"


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr("minga.config.setup.start", lambda: None)
    return lambda *words: CliRunner().invoke(keys, words)


def seal_some(count=5):
    made = [make_key(organisation=f"org{number % 2}") for number in range(count)]
    WrappedKey.objects.bulk_create([row for row, _ in made])
    return {row.pk: seal(b"Rosa", key=key, about=str(row.pk)) for row, key in made}


def opens(sealed):
    return {open_sealed(s, key=find_key(k), about=str(k)) for k, s in sealed.items()} == {b"Rosa"}


def test_the_key_file_is_ours_alone_and_holds_a_key_for_hashes(key_file):
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert set(json.loads(key_file.read_text())) == {"hash", "1"}


def test_a_rotation_wraps_everything_again_and_the_old_version_can_go(key_file, run):
    sealed, known = seal_some(), keyed_hash("Rosa", purpose="own")
    assert "version 2 is new" in (done := run("rotate").output)
    assert "5 keys are wrapped by version 2" in done
    assert rotation.wrapped() == {1: 0, 2: 5}
    assert opens(sealed)
    assert "version 1 is out of the key file" in run("retire", "1").output
    assert set(json.loads(key_file.read_text())) == {"hash", "2"}
    assert opens(sealed)
    assert opens(seal_some())
    assert keyed_hash("Rosa", purpose="own") == known, "hashes stay comparable"
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", "object_id"))
    assert actions == [("keys.rotated", "2"), ("keys.retired", "1")]


def test_an_interrupted_rotation_goes_on_where_it_stopped(key_file, run):
    sealed = seal_some(6)
    ring.add_version(key_file)

    def stop(keys):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotation.rewrap_all(batch=2, progress=stop)
    assert rotation.wrapped() == {1: 4, 2: 2}
    assert opens(sealed)
    assert "still wraps 4 keys" in run("retire", "1").output
    assert "4 keys are wrapped by version 2" in run("rotate").output
    assert set(json.loads(key_file.read_text())) == {"hash", "1", "2"}, "no third version"
    assert "version 1: 0 keys\nversion 2: 6 keys" in run("show").output


def test_progress_is_told_in_batches(key_file):
    seal_some(5)
    ring.add_version(key_file)
    told: list[int] = []
    assert rotation.rewrap_all(batch=2, progress=told.append) == 5
    assert told == [2, 2, 1]
    assert rotation.rewrap_all(progress=told.append) == 0


@pytest.mark.parametrize(
    ("version", "words"),
    [("1", "version 1 wraps what is new: run `minga keys rotate` first"), ("7", "there are: 1.")],
)
def test_what_is_in_use_or_unknown_is_not_retired(key_file, run, version, words):
    assert words in run("retire", version).output


def test_keys_from_the_environment_are_the_operators_to_change(key_file, run, monkeypatch):
    seal_some(2)
    both = json.loads(key_file.read_text())
    monkeypatch.setenv("MINGA_KEYS", json.dumps(both))
    assert "add a version there" in run("rotate").output
    both["2"] = base64.b64encode(b"2" * 32).decode()
    monkeypatch.setenv("MINGA_KEYS", json.dumps(both))
    assert "2 keys are wrapped by version 2" in run("rotate").output
    assert "take the version out there" in run("retire", "1").output


def test_a_process_that_runs_on_sees_a_rotation(key_file):
    seal_some(1)
    ring.add_version(key_file)
    assert ring.ring().version == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nonsense", "not JSON"),
        ("[1]", "not JSON"),
        ('{"x": "AAAA"}', "not JSON"),
        ('{"1": "AAAA"}', "lack `hash`"),
        ('{"hash": "AAAA"}', "or any wrapping version"),
        ('{"hash": "AAAA", "1": "AAAA"}', "has 32 bytes"),
    ],
)
def test_root_keys_that_are_not_whole_are_refused_in_words(text, words):
    with pytest.raises(KeyRingError, match=words):
        read_ring(text)


def test_a_missing_key_file_says_what_to_do(key_file):
    key_file.unlink()
    with pytest.raises(KeyRingError, match="run `minga init`, or set MINGA_KEY_FILE"):
        ring.ring()


def test_a_version_that_is_gone_is_named(key_file):
    sealed = seal_some(1)
    ring.add_version(key_file)
    ring.remove_version(key_file, 1)
    with pytest.raises(KeyRingError, match="wrapping key version 1 is missing"):
        opens(sealed)
