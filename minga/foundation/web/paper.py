"""Setting designed pages into tagged PDFs (PDF/UA-1), with the type that comes in packages."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path

import typst


@cache
def fonts() -> typst.Fonts:
    """The type that comes with the packages, and nothing from this machine."""
    packages = ("font_source_sans_pro", "font_source_serif_pro")
    folders = [str(files(package) / "files") for package in packages]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def finish(compiler: typst.Compiler, *, on: date) -> bytes:
    """The PDF; the same template with the same data on the same day gives the same bytes."""
    stamp = datetime.combine(on, time(), tzinfo=UTC)
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=stamp)
    assert isinstance(made, bytes)  # noqa: S101 - one document without an output path
    return made


def set_pages(template: Path, data: Mapping[str, object], *, on: date) -> bytes:
    """A template of ours, which finds what it shows as JSON under `data`, as a PDF."""
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    return finish(typst.Compiler(template, font_paths=fonts(), sys_inputs=inputs), on=on)
