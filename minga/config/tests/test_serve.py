"""`minga serve`: it opens, is stopped from the keyboard, and lets go of the database."""

import http.client
import signal
import socket
import subprocess
import sys
import time

import pytest

from minga.config.embedded import EmbeddedServer
from minga.config.tests import places
from minga.config.tests.places import minga

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture(scope="module")
def made():
    with places.short_folder() as folder:
        assert minga("init", home=folder / "home").returncode == 0
        yield folder / "home"


@pytest.fixture
def port():
    """A port that nobody has."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def answer(port: int, serving: subprocess.Popen[str]) -> http.client.HTTPResponse:
    """What the start page answers, as soon as there is one."""
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/")
            response = connection.getresponse()
            response.read()
            connection.close()
            return response
        except ConnectionRefusedError:
            assert serving.poll() is None, "it ended before it answered"
            time.sleep(0.1)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_and_stops_with_its_database(made, port, stop):
    with subprocess.Popen(
        [sys.executable, "-c", "from minga.cli import main; main()", "serve", "--port", str(port)],
        cwd=places.ROOT,
        env=places.environment(MINGA_HOME=str(made)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as serving:
        assert answer(port, serving).status == 200
        assert EmbeddedServer(made / "postgres").is_ready()
        serving.send_signal(stop)
        said, _ = serving.communicate(timeout=60)
    assert serving.returncode == 0, said
    assert "Traceback" not in said
    assert not EmbeddedServer(made / "postgres").is_running()


def test_a_port_that_is_taken_is_told_in_words(made):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = str(taken.getsockname()[1])
        done = minga("serve", "--port", number, home=made)
    assert done.returncode == 1
    assert f"nobody can listen on port {number}" in done.stderr
    assert "Choose another with --port" in done.stderr
    assert not EmbeddedServer(made / "postgres").is_running()


def test_before_any_demonstration_it_says_what_to_do(tmp_path):
    done = minga("serve", home=tmp_path / "home")
    assert done.returncode == 1
    assert "run `minga init`, or `minga demo`" in done.stderr


def test_the_version_is_told(tmp_path):
    assert minga("--version", home=tmp_path).stdout.startswith("Minga 0.")
