"""The packages that Minga asks for are those it uses, each for a reason, locked by hashes alone."""

import ast
import glob
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from checks.floors import ROOT

PROJECT = (ROOT / "pyproject.toml").read_text()
BY_NAME_ONLY = {
    "argon2-cffi": "minga.foundation.access",  # Django's hasher imports it
    "tzdata": "zoneinfo",  # read where the platform has no time zones
}
"""Packages that no module of ours names, and who needs them."""
BROUGHT_ALONG = {"pydantic-core"}  # part of pydantic, for the names of its errors


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(project: str = PROJECT) -> set[str]:
    entries = tomllib.loads(project)["project"]["dependencies"]
    return {canonical(re.match(r"[\w.-]+", entry)[0]) for entry in entries}  # type: ignore[index]


def distributions(names: set[str]) -> set[str]:
    """The packages that bring these modules."""
    known = packages_distributions()
    tops = {name.split(".")[0] for name in names} - sys.stdlib_module_names
    return {canonical(d) for top in tops for d in known.get(top, [])} - {"minga"}


def modules_named(*, in_texts: bool) -> set[str]:
    """Modules that ours import, and those that they name in texts: settings, fonts."""
    found: set[str] = set()
    for file in (ROOT / "minga").rglob("*.py"):
        if "tests" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add(node.module or "")
            elif in_texts and isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value if re.fullmatch(r"\w+(\.\w+)*", node.value) else "")
    return found


def test_every_package_is_used():
    assert declared() - distributions(modules_named(in_texts=True)) == set(BY_NAME_ONLY)


def test_every_package_that_is_imported_is_asked_for():
    assert distributions(modules_named(in_texts=False)) - declared() == BROUGHT_ALONG


def test_every_package_has_a_reason():
    block = PROJECT.partition("dependencies = [")[2]
    entries = re.findall(r'^    "[\w.-]+[^"]*",.*$', block, re.MULTILINE)
    assert len(entries) > 20
    assert [entry for entry in entries if "# " not in entry and "::" not in entry] == []


@pytest.mark.parametrize(
    "name", ["requirements.lock", "requirements-dev.lock", "requirements-bench.lock"]
)
def test_the_locks_have_hashes_and_no_addresses(name):
    text = (ROOT / name).read_text()
    assert not re.search(r"https?:|file:|--(extra-)?index|--find-links", text)
    pinned = re.findall(r"^([\w.\[\]-]+)==\S+", text, re.MULTILINE)
    assert len(pinned) > 20
    assert text.count("--hash=sha256:") > len(pinned)
    for block in re.split(r"\n(?=\S)", text.strip()):
        if not block.startswith("#"):
            assert "--hash=sha256:" in block, block


def test_the_locks_hold_what_is_asked_for():
    text = (ROOT / "requirements.lock").read_text()
    pinned = {canonical(name) for name in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}
    assert declared() <= pinned


def test_every_file_of_the_package_goes_into_its_wheel():
    tables = tomllib.loads(PROJECT)["tool"]["setuptools"]
    package = ROOT / "minga"
    carried = {
        package / name
        for pattern in tables["package-data"]["minga"]
        for name in glob.glob(pattern, root_dir=package, recursive=True)  # as setuptools does
    }
    left = [
        str(file)
        for file in package.rglob("*")
        if file.is_file() and file.suffix not in {".py", ".pyc"} and file not in carried
    ]
    assert [file for file in left if "/tests/" not in file] == []
