"""`make bench`: counting and intake beside named peers, as one table of ratios.

    python -m benchmarks [SCALE] [ROWS]

Nothing is compared before all results are found to be the same. All people are synthetic.
"""

import sys
from collections.abc import Iterable

from benchmarks import counting, intake
from benchmarks.measuring import Measured

HEAD = ("what", "by", "seconds", "of that, preparing", "peak MB", "times Minga's")


def table(title: str, rows: Iterable[Measured]) -> None:
    """One table; the first row is Minga's, and the last column tells others in it."""
    rows = list(rows)
    lines = [
        (
            each.what,
            each.tool,
            f"{each.seconds:.2f}",
            f"{each.preparing:.2f}",
            f"{each.megabytes:.0f}",
            f"{each.seconds / rows[0].seconds:.1f}",
        )
        for each in rows
    ]
    widths = [max(map(len, column)) for column in zip(HEAD, *lines, strict=True)]
    print(f"\n{title}")
    for line in (HEAD, *lines):
        named = [cell.ljust(width) for cell, width in zip(line[:2], widths[:2], strict=True)]
        parts = [*named, *(c.rjust(w) for c, w in zip(line[2:], widths[2:], strict=True))]
        print("  ".join(parts))


def main(scale: float, rows: int) -> None:
    """Run everything."""
    for title, measured in (*counting.run(scale), *intake.run(rows)):
        table(title, measured)


if __name__ == "__main__":
    main(float(sys.argv[1]) if sys.argv[1:] else 1.0, int(sys.argv[2]) if sys.argv[2:] else 100_000)
