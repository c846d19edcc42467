"""Ana, who has an account, and Ana the caseworker."""

import pytest
from django.utils import timezone

from minga.foundation.access.tests.browser import PASSWORD
from minga.foundation.access.tests.sample import a_team, a_user, give


@pytest.fixture
def ana():
    return a_user("ana", password=PASSWORD)


@pytest.fixture
def caseworker(ana):
    give(ana, "caseworker", a_team(), starts_on=timezone.localdate())
    return ana
