"""Whether every change of a model has its migration, read from the files alone."""

import sys

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils.translation import deactivate_all

from checks import start_django


def faults() -> list[str]:
    """What is missing or forked, in words."""
    deactivate_all()  # Django's own migrations know its models by their English names
    loader = MigrationLoader(None)
    found = [
        f"{label}: {', '.join(sorted(names))} both come last; put one after the other."
        for label, names in loader.detect_conflicts().items()
    ]
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    for label, migrations in detector.changes(graph=loader.graph).items():
        changes = [change.describe() for one in migrations for change in one.operations]
        found.append(
            f"{label}: {'; '.join(changes)}. Run `python manage.py makemigrations {label}`."
        )
    return found


if __name__ == "__main__":
    start_django()
    sys.exit("\n".join(faults()) or 0)
