"""The picture of the fact sheet for the README: `make picture`, after `make demo`."""

import shutil
import sys
import tempfile
from pathlib import Path

import typst

from checks.floors import ROOT

SHEET = ROOT / "out" / "demo" / "factsheet.es.pdf"
PICTURE = ROOT / "docs" / "images" / "factsheet.png"
DOTS_PER_INCH = 96
MOST_BYTES = 400_000
SIDE_BY_SIDE = """
#set page(width: auto, height: auto, margin: 14pt, fill: rgb("#d9d4c7"))
#grid(columns: 2, column-gutter: 14pt, ..(1, 2).map(page => box(
  fill: white, stroke: 0.5pt + rgb("#b9b3a4"), image("sheet.pdf", page: page, width: 420pt),
)))
"""


def picture(sheet: Path) -> bytes:
    """The first two pages of a PDF side by side, as PNG."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(sheet, Path(folder) / "sheet.pdf")
        template = Path(folder) / "picture.typ"
        template.write_text(SIDE_BY_SIDE, encoding="utf-8")
        made = typst.compile(template, format="png", ppi=DOTS_PER_INCH)
    assert isinstance(made, bytes)  # noqa: S101 - it is one page
    return made


def main(sheet: Path) -> int:
    """Write the picture; 1 where there is no sheet, or its picture is too heavy for a README."""
    if not sheet.exists():
        print(f"{sheet} is not there: run `make demo`, or name the PDF.")  # noqa: T201
        return 1
    made = picture(sheet)
    if len(made) > MOST_BYTES:
        print(f"the picture has {len(made):,} bytes: lower DOTS_PER_INCH.")  # noqa: T201
        return 1
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_bytes(made)
    print(f"{PICTURE}: {len(made):,} bytes")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHEET))
