"""Every test of this room stands in the same small programme."""

import pytest

from minga.work.intake.tests.house import found_house


@pytest.fixture(autouse=True)
def house(db):
    found_house()
