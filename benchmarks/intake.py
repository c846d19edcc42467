"""Taking in a generated list of many rows, beside two tools that do no more than read it.

    python -m benchmarks.intake minga lista.xlsx

Minga reads, recognises headings and people, checks, seals names and writes to its database, in a
data folder of its own with the pack of this repository. All people are synthetic.
"""

import csv
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measuring import Measured, same

HEAD = ["No.", "Apellidos", "Nombres", "Cédula", "Sexo", "Fecha de nacimiento", "Etnia",
        "Parroquia", "Fecha del taller", "Tema", "Participa como"]  # fmt: skip
FAMILIES = ["Mina", "Caicedo", "Quiñónez", "Angulo", "Ortiz", "Cuero", "Preciado", "Tapuyo"]
GIVEN = ["Rosa", "Luis", "Ana", "María", "José", "Carmen", "Pedro", "Elena", "Jorge", "Luz"]
ENCODING, DELIMITER = "cp1252", ";"
spent: list[float] = []
"""What a database server used for the work, besides this process."""


def run(count: int) -> Iterator[tuple[str, Sequence[Measured]]]:
    """The comparison for each kind of file, with a title."""
    folder = Path(tempfile.mkdtemp(prefix="minga-bench-"))
    folder.chmod(0o755)
    try:
        for ending in ("xlsx", "csv"):
            path = folder / f"lista.{ending}"
            write(path, count)
            size = path.stat().st_size / 1e6
            tools = ["minga", "pandas", *(["openpyxl"] if ending == "xlsx" else [])]
            yield (
                f"A list of {count:,} rows, {ending.upper()} of {size:.1f} MB: Minga takes it in,"
                " the others only read it; CPU seconds, those of its database too",
                same([_apart(tool, path) for tool in tools]),
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _apart(tool: str, path: Path) -> Measured:
    """What a tool takes for a file, in a fresh process."""
    words = [sys.executable, "-m", "benchmarks.intake", tool, str(path)]
    done = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    told = json.loads(done.stdout.splitlines()[-1])
    return Measured(path.name, tool, told["seconds"], 0, told["megabytes"], told["rows"])


def rows(count: int) -> Iterator[list[Any]]:
    """Synthetic people, each with a valid cédula."""
    from minga.engines.lists.documents import check_digit

    rng = random.Random(7)
    for number in range(count):
        nine = f"08{number % 6}{number:06}"
        yield [
            number + 1,
            f"{rng.choice(FAMILIES)} {rng.choice(FAMILIES)}",
            f"{rng.choice(GIVEN)} {rng.choice(GIVEN)}",
            nine + str(check_digit(nine)),
            rng.choice(("Mujer", "Hombre")),
            f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{rng.randint(1950, 2000)}",
            rng.choice(("Afroecuatoriana", "Mestiza", "Indígena")),
            "Mataje",
            f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/2015",
            "Salud sexual y reproductiva",
            "Joven",
        ]


def write(path: Path, count: int) -> None:
    """The list as a file."""
    from openpyxl import Workbook

    if path.suffix == ".csv":
        with path.open("w", encoding=ENCODING, newline="") as out:
            writer = csv.writer(out, delimiter=DELIMITER)
            writer.writerow(HEAD)
            writer.writerows(rows(count))
        return
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Lista")
    sheet.append(HEAD)
    for row in rows(count):
        sheet.append(row)
    book.save(path)


def minga(path: Path) -> Callable[[], int]:
    """An installation that is ready to take the list in; how many rows were accepted."""
    home = path.parent / f"home-{path.suffix[1:]}"
    os.environ["MINGA_HOME"] = str(home)
    from minga.config import database, setup
    from minga.config.home import InstallationKind

    setup.make_installation(InstallationKind.DEMONSTRATION)
    from minga.cli.intake import take_in_files
    from minga.foundation.core.principals import command
    from minga.foundation.definitions.pack.pack import read
    from minga.register.programme.loading import load

    pack, faults = read(Path("programmes/northern-border"))
    if pack is None:
        raise RuntimeError(f"the pack has faults: {faults}")
    load(pack, by=command("benchmark"))

    def take_in() -> int:
        before = server_seconds(home)
        done = take_in_files([path], organisation="undp")
        spent.append(server_seconds(home) - before)
        for words in (*done.told, *done.failures):
            sys.stderr.write(f"{words}\n")
        database.server().detach()
        return done.fates["accepted"]

    return take_in


def pandas(path: Path) -> Callable[[], int]:
    """pandas, reading."""
    import pandas as peer

    if path.suffix == ".csv":
        return lambda: len(peer.read_csv(path, encoding=ENCODING, sep=DELIMITER, dtype=str))
    return lambda: len(peer.read_excel(path, engine="openpyxl", dtype=str))


def openpyxl(path: Path) -> Callable[[], int]:
    """openpyxl, reading row by row."""
    from openpyxl import load_workbook

    def read() -> int:
        book = load_workbook(path, read_only=True)
        return sum(1 for _ in book.active.iter_rows(values_only=True)) - 1

    return read


TOOLS = {"minga": minga, "pandas": pandas, "openpyxl": openpyxl}


def server_seconds(home: Path) -> float:
    """The CPU seconds of the database server so far, where the system tells (`/proc`)."""
    found = 0.0
    for file in home.glob("postgres/*/postmaster.pid"):
        server = int(file.read_text().split()[0])
        children = Path(f"/proc/{server}/task/{server}/children")
        if children.exists():
            found += _ticks(server, 4)
            found += sum(_ticks(int(child), 2) for child in children.read_text().split())
    return found


def _ticks(process: int, numbers: int) -> float:
    """What a process used, and with four numbers what those that it waited for did."""
    stat = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, stat[11 : 11 + numbers])) / os.sysconf("SC_CLK_TCK")


def main(tool: str, path: Path) -> None:
    """Prepare, measure, tell in one line."""
    work = TOOLS[tool](path)
    begun = time.process_time()
    found = work()
    seconds = time.process_time() - begun + sum(spent)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("\n" + json.dumps({"seconds": seconds, "megabytes": peak, "rows": found}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
