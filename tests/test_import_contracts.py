"""Each import contract is seen to fail on a planted fault, and to hold without one."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

PLANTED = {
    "Wings": ("minga/foundation/core/planted.py", "import minga.work.casework.models"),
    "Figures": ("minga/figures/measure/planted.py", "import minga.figures.publish.models"),
    "Work": ("minga/work/casework/planted.py", "import minga.work.intake.models"),
    "Register": ("minga/register/vault/planted.py", "import minga.register.people.models"),
    "Foundation": ("minga/foundation/audit/planted.py", "import minga.foundation.access.models"),
    "Engines do not": ("minga/engines/linkage/planted.py", "import minga.engines.wording.numbers"),
    "Engines: no Django": ("minga/engines/linkage/planted.py", "import django"),
    "Only people": ("minga/work/intake/planted.py", "import minga.register.vault.models"),
    "Publish reads": ("minga/figures/publish/planted.py", "import minga.register.people.models"),
}


def broken_contracts(tree: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(tree), "PATH": "/usr/bin:/bin"},
    )
    assert "Contracts:" in done.stdout, done.stdout + done.stderr
    return [line for line in done.stdout.splitlines() if line.endswith("BROKEN")]


@pytest.fixture
def tree(tmp_path):
    """A copy of the package and its contracts, to plant faults in."""
    skip = shutil.ignore_patterns("__pycache__", "tests", "templates", "typst")
    shutil.copytree(ROOT / "minga", tmp_path / "minga", ignore=skip)
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def test_the_contracts_hold(tree):
    assert broken_contracts(tree) == []


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_import_breaks_its_contract(tree, contract):
    file, line = PLANTED[contract]
    (tree / file).write_text(f'"""Planted."""\n{line}\n')
    assert any(line.startswith(contract) for line in broken_contracts(tree))


def test_a_planted_cycle_is_found(tree):
    (tree / "minga/engines/linkage/one.py").write_text("import minga.engines.linkage.two\n")
    (tree / "minga/engines/linkage/two.py").write_text("import minga.engines.linkage.one\n")
    assert any(line.startswith("No cycles") for line in broken_contracts(tree))


def test_a_room_that_nobody_declared_is_found(tree):
    (tree / "minga/work/gossip").mkdir()
    (tree / "minga/work/gossip/__init__.py").write_text('"""Planted."""\n')
    assert any(line.startswith("Work") for line in broken_contracts(tree))
