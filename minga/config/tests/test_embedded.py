"""One embedded server for many processes: shared, taken over, recovered; never half made."""

import os
import re
import signal
import subprocess
import sys
import time

import psycopg
import pytest

from minga.config.embedded import SUPERUSER, EmbeddedServer
from minga.config.programs import ServerError, server_user
from minga.config.tests import places
from minga.config.tests.places import PASSWORD, hold, kill, leave, wait_until_up

BUSY = """
import sys
from pathlib import Path
from minga.config.tests.places import superuser
connection = superuser(Path(sys.argv[1]))
print("up", flush=True)
connection.execute("SELECT count(*) FROM generate_series(1, 20000000)")
"""

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as another user")


@pytest.fixture
def folder():
    with places.short_folder() as made:
        yield made / "postgres"


@pytest.fixture
def server(folder):
    """An attached server of this process."""
    attached = EmbeddedServer(folder)
    attached.attach(PASSWORD)
    yield attached
    attached.detach()


def test_the_last_process_that_leaves_stops_the_server(folder):
    first, second = hold(folder), hold(folder)  # both at once: only one makes the cluster
    wait_until_up(first)
    wait_until_up(second)
    number = places.server_number(folder)
    leave(first)
    assert EmbeddedServer(folder).is_ready()
    assert places.server_number(folder) == number
    leave(second)
    assert not EmbeddedServer(folder).is_running()
    assert not (folder / "data" / "postmaster.pid").exists()


def test_the_server_of_a_killed_process_is_taken_over_and_then_stopped(folder):
    killed = hold(folder)
    wait_until_up(killed)
    number = places.server_number(folder)
    kill(killed)
    assert EmbeddedServer(folder).is_ready()
    successor = hold(folder)
    wait_until_up(successor)
    assert places.server_number(folder) == number
    leave(successor)
    assert not EmbeddedServer(folder).is_running()


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.25, 0.5, 0.8])
def test_killed_at_any_moment_while_it_is_made_it_comes_up_next_time(folder, seconds):
    killed = hold(folder)
    time.sleep(seconds)
    kill(killed)
    again = hold(folder)
    wait_until_up(again)
    with places.superuser(folder) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    leave(again)


def test_what_a_kill_left_half_made_is_cleared_away(folder):
    for half in ("making-old/cluster/base", "making-new"):
        (folder / half).mkdir(parents=True)
    process = hold(folder)
    wait_until_up(process)
    assert list(folder.glob("making-*")) == []
    leave(process)


def test_what_was_committed_outlives_a_crash_of_the_server(server, folder):
    with places.superuser(folder) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(places.server_number(folder), signal.SIGKILL)
    successor = EmbeddedServer(folder)
    successor.attach(PASSWORD)
    with places.superuser(folder) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
    successor.detach()
    assert EmbeddedServer(folder).is_ready(), "this test still uses it"


def test_a_busy_connection_of_a_crashed_server_is_waited_for(server, folder):
    with subprocess.Popen(
        [sys.executable, "-c", BUSY, str(folder)],
        cwd="/", env=places.environment(),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as busy:  # fmt: skip
        wait_until_up(busy)
        time.sleep(0.3)
        os.kill(places.server_number(folder), signal.SIGKILL)
        successor = EmbeddedServer(folder)
        successor.attach(PASSWORD)
        assert successor.is_ready()
        successor.detach()


def test_a_process_number_that_another_program_has_now_is_forgotten(server, folder):
    number = places.server_number(folder)
    left = (folder / "data" / "postmaster.pid").read_text()
    server.detach()
    user = server_user()
    with subprocess.Popen(["sleep", "60"], user=user.pw_uid if user else None) as stranger:
        text = left.replace(str(number), str(stranger.pid), 1)
        (folder / "data" / "postmaster.pid").write_text(text)
        (folder / "run" / ".s.PGSQL.5432.lock").write_text(text)
        server.attach(PASSWORD)
        assert server.is_ready()
        stranger.kill()


def test_a_server_that_cannot_start_says_why_at_once(server, folder):
    server.detach()
    with (folder / "data" / "postgresql.conf").open("a") as conf:
        conf.write("no_such_setting = 1\n")
    with pytest.raises(ServerError, match=re.compile("cannot start.*no_such_setting", re.S)):
        server.attach(PASSWORD)
    assert server.stop_unused(), "a failed attach holds nothing"


def test_it_listens_on_its_own_socket_alone_and_asks_for_the_password(server, folder):
    with places.superuser(folder) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW password_encryption").fetchone() == ("scram-sha-256",)
        methods = connection.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules")
        assert methods.fetchall() == [("scram-sha-256",)]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        places.superuser(folder, password="wrong")
    for private in (folder / "data", folder / "run"):
        assert private.stat().st_mode & 0o077 == 0


def test_text_is_utf8_and_sorts_by_code_point_whatever_the_platform_says(folder, monkeypatch):
    for name, value in {"LC_ALL": "xx_XX", "LANG": "xx_XX", "PGPORT": "1", "PGDATA": "/no"}.items():
        monkeypatch.setenv(name, value)
    server = EmbeddedServer(folder)
    server.attach(PASSWORD)
    query = "SELECT array_agg(x ORDER BY x), lower('ÁÑ') FROM unnest('{é,z,Z}'::text[]) x"
    with places.superuser(folder) as connection:
        assert connection.execute(query).fetchone() == (["Z", "z", "é"], "áñ")
    server.detach()


def test_any_name_of_a_folder_will_do(folder):
    server = EmbeddedServer(folder.parent / "it's the Ñandú; & (all)" / "postgres")
    server.attach(PASSWORD)
    assert server.is_ready()
    server.detach()


def test_an_installation_may_move_while_nobody_uses_it(server, folder):
    server.detach()
    elsewhere = folder.parent / "moved" / "postgres"
    elsewhere.parent.mkdir()
    folder.rename(elsewhere)
    moved = EmbeddedServer(elsewhere)
    moved.attach(PASSWORD)
    assert moved.is_ready()
    moved.detach()


def test_a_path_too_long_for_a_socket_is_told_in_words(folder):
    room = 107 if sys.platform == "linux" else 103
    fixed = len(str(folder / "run" / ".s.PGSQL.5432")) + 1
    EmbeddedServer(folder / ("x" * (room - fixed)))._check_socket_path()
    with pytest.raises(ServerError, match=r"1 byte\(s\) too long .* set MINGA_HOME"):
        EmbeddedServer(folder / ("x" * (room - fixed + 1))).attach(PASSWORD)
    with pytest.raises(ServerError, match="too long"):
        EmbeddedServer(folder / ("ñ" * ((room - fixed) // 2 + 1))).attach(PASSWORD)


@pytest.mark.parametrize("name", ["a,b", "$HOME", "`id`", 'a"b', "a\\b"])
def test_a_character_that_would_be_read_otherwise_is_told_in_words(folder, name):
    with pytest.raises(ServerError, match="would read otherwise"):
        EmbeddedServer(folder / name).attach(PASSWORD)
    assert not (folder / name).exists()


def test_a_cluster_of_another_postgresql_is_told_in_words(server, folder):
    server.detach()
    (folder / "data" / "PG_VERSION").write_text("17\n")
    with pytest.raises(ServerError, match="was made by PostgreSQL 17"):
        server.attach(PASSWORD)


def test_a_folder_that_cannot_be_written_is_told_in_words(folder):
    folder.parent.joinpath("a-file").write_text("")
    with pytest.raises(ServerError, match="cannot live in"):
        EmbeddedServer(folder.parent / "a-file" / "postgres").attach(PASSWORD)


@needs_root
def test_as_root_the_server_is_another_users_who_reaches_nothing_else(server, folder):
    user = server_user()
    assert user is not None
    assert (folder / "data").stat().st_uid == user.pw_uid
    (folder / "passwords.json").touch(mode=0o600)
    for reach in (folder, folder / "passwords.json"):
        assert reach.stat().st_uid == 0
    peek = subprocess.run(["cat", folder / "passwords.json"], user=user.pw_uid, check=False)
    assert peek.returncode != 0


@needs_root
def test_a_folder_that_nobody_may_pass_through_is_told_in_words(folder):
    folder.parent.chmod(0o700)
    hidden = folder.parent / "a" / "postgres"
    with pytest.raises(ServerError, match=r"may not enter .* set MINGA_HOME"):
        EmbeddedServer(hidden).attach(PASSWORD)
    folder.parent.chmod(0o755)


@needs_root
def test_an_ordinary_user_runs_it_as_themselves(folder):
    folder.parent.chmod(0o777)
    server = EmbeddedServer(folder)
    with places.acting_as("nobody") as user:
        if not os.access(places.ROOT / "minga", os.X_OK, effective_ids=True):
            pytest.skip("an ordinary user cannot enter this checkout")
        server.attach(PASSWORD)
        for ours in (folder, folder / "data", folder / "run"):
            assert ours.stat().st_uid == user.pw_uid
        with places.superuser(folder) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        server.detach()
    assert not (folder / "data" / "postmaster.pid").exists()


def test_the_superuser_is_named_after_nobody(server, folder):
    with places.superuser(folder) as connection:
        rows = connection.execute("SELECT rolname FROM pg_roles WHERE rolsuper").fetchall()
    assert rows == [(SUPERUSER,)]
