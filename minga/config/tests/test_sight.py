"""What serves pages has no operator's sight: its database sessions show nothing of themselves."""

import subprocess
import sys

import pytest

from minga.config.tests import places
from minga.config.tests.places import minga

ASK = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT current_setting('minga.operator', true)")
    print("sight:", cursor.fetchone()[0] or "off")
"""
SERVE = """
from contextlib import nullcontext
from unittest.mock import patch
import granian
from click.testing import CliRunner
from minga.cli import minga
class Asked:
    def __init__(self, *given, **more): pass
    def serve(self): exec(ASK)
with patch("granian.Granian", Asked), patch("minga.cli.installation._working_beside", nullcontext):
    print(CliRunner().invoke(minga, ["serve", "--port", "0"], catch_exceptions=False).output)
"""


@pytest.fixture(scope="module")
def made():
    with places.short_folder() as folder:
        assert minga("init", home=folder / "home").returncode == 0
        yield folder / "home"


def sight(start, home):
    """What the database is told in a process that starts so."""
    done = subprocess.run(
        [sys.executable, "-c", f"ASK = {ASK!r}\n{start}"],
        cwd=places.ROOT,
        env=places.environment(MINGA_HOME=str(home)),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split("sight:")[1].split()[0]


@pytest.mark.parametrize(
    ("start", "told"),
    [
        pytest.param("import minga.config.wsgi\nexec(ASK)", "off", id="wsgi"),
        pytest.param(SERVE, "off", id="serve"),
        pytest.param(
            "from minga.config import setup\nsetup.start()\nexec(ASK)", "on", id="terminal"
        ),
    ],
)
def test_a_process_with_pages_never_has_the_operators_sight(made, start, told):
    assert sight(start, made) == told
