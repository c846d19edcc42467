"""Takes in a generated list of many rows, and says how long it took and how much memory.

    python benchmarks/intake.py [ROWS] [xlsx|csv]

Runs in a data folder of its own, with the pack of this repository. All people are synthetic.
"""

import csv
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from openpyxl import Workbook

HEAD = ["No.", "Apellidos", "Nombres", "Cédula", "Sexo", "Fecha de nacimiento", "Etnia",
        "Parroquia", "Fecha del taller", "Tema", "Participa como"]  # fmt: skip
FAMILIES = ["Mina", "Caicedo", "Quiñónez", "Angulo", "Ortiz", "Cuero", "Preciado", "Tapuyo"]
GIVEN = ["Rosa", "Luis", "Ana", "María", "José", "Carmen", "Pedro", "Elena", "Jorge", "Luz"]


def rows(count):
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


def write(path, count):
    """The list as a file."""
    if path.suffix == ".csv":
        with path.open("w", encoding="cp1252", newline="") as out:
            writer = csv.writer(out, delimiter=";")
            writer.writerow(HEAD)
            writer.writerows(rows(count))
        return
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Lista")
    sheet.append(HEAD)
    for row in rows(count):
        sheet.append(row)
    book.save(path)


def main(count, ending):
    """Write, install, take in, report."""
    folder = Path(tempfile.mkdtemp(prefix="minga-bench-"))
    folder.chmod(0o755)
    os.environ["MINGA_HOME"] = str(folder / "home")
    from minga.config import setup
    from minga.config.home import InstallationKind

    setup.make_installation(InstallationKind.DEMONSTRATION)
    from minga.cli.intake import take_in_files
    from minga.foundation.core.principals import command
    from minga.foundation.definitions.pack.pack import read
    from minga.register.programme.loading import load

    pack, _ = read(Path("programmes/northern-border"))
    load(pack, by=command("benchmark"))
    path = folder / f"lista.{ending}"
    write(path, count)
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    done = take_in_files([path], organisation="undp")
    took = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, {count:,} rows: {done.summary()}")
    print(f"{took:.0f} s; peak memory {peak / 1024:.0f} MB ({base / 1024:.0f} MB before)")
    for words in (*done.told, *done.failures):
        print(words)
    from minga.config import database

    database.server().detach()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 100_000, sys.argv[2] if sys.argv[2:] else "xlsx")
