"""The gate: real people are not worked with before the law and the files are in order."""

from datetime import date

import pytest
import yaml

from minga.config import gate, home
from minga.config.home import InstallationError, InstallationKind
from minga.config.tests import places
from minga.config.tests.places import minga
from minga.foundation.core.principals import command
from minga.foundation.legal.actions import keep_record
from minga.foundation.legal.record import MEND
from minga.foundation.legal.tests.sample import whole
from minga.register.people.actions.consents import give_consent
from minga.register.people.rules import Agreement, PeopleError
from minga.register.people.tests.factories import NOON, make_registration

BY = command("test")
AGREED = Agreement(
    purpose="referral", data_class="health", given_by="self", given_on=date(2015, 3, 1)
)


@pytest.fixture
def live(monkeypatch):
    monkeypatch.setattr(gate, "installation", lambda: InstallationKind.LIVE)


@pytest.mark.django_db
def test_a_demonstration_needs_nothing():
    gate.refuse_unless_fit()


@pytest.mark.django_db
def test_a_live_one_names_everything_that_is_missing(live):
    with pytest.raises(InstallationError, match="does not start before") as refused:
        gate.refuse_unless_fit()
    for part in MEND:
        assert part in str(refused.value)
    assert "minga legal template" in str(refused.value)
    keep_record(whole(), recorded_at=NOON, by=BY)
    gate.refuse_unless_fit()


def test_a_purpose_that_people_consented_to_needs_a_legal_basis(live, committed_db):
    row = make_registration()
    give_consent(registration=row.pk, agreed=AGREED, recorded_at=NOON, by=BY)
    purposes = whole()["purposes"]
    keep_record(whole(purposes={"services": purposes["referral"]}), recorded_at=NOON, by=BY)
    with pytest.raises(InstallationError, match="people consented to `referral`"):
        gate.refuse_unless_fit()
    with pytest.raises(PeopleError, match="no legal basis is on record for referral"):
        give_consent(registration=row.pk, agreed=AGREED, recorded_at=NOON, by=BY)
    keep_record(whole(), recorded_at=NOON, by=BY)
    gate.refuse_unless_fit()


@pytest.mark.django_db
def test_files_that_others_can_read_are_named(live, monkeypatch, tmp_path):
    keep_record(whole(), recorded_at=NOON, by=BY)
    keys = tmp_path / "keys.json"
    keys.touch(mode=0o644)
    monkeypatch.setenv("MINGA_KEY_FILE", str(keys))
    with pytest.raises(InstallationError, match=f"chmod go-rwx {keys}"):
        gate.refuse_unless_fit()
    keys.chmod(0o600)
    assert keys not in home.exposed()
    gate.refuse_unless_fit()


def test_from_an_empty_folder_to_a_start():
    with places.short_folder() as folder:
        where = folder / "home"
        assert minga("init", "--live", home=where).returncode == 0
        for words in (["serve"], ["intake", str(folder)]):
            done = minga(*words, home=where)
            assert done.returncode == 1
            assert "no legal record is kept" in done.stderr
            assert "impact_assessment" in done.stderr
        assert "! no legal record is kept" in minga("status", home=where).stdout
        form = folder / "legal.yaml"
        assert minga("legal", "template", "--out", str(form), home=where).returncode == 0
        refused = minga("legal", "keep", str(form), home=where)
        assert "controller.name: " in refused.stderr
        form.write_text(yaml.safe_dump(whole()))
        assert "version 1 is kept" in minga("legal", "keep", str(form), home=where).stdout
        assert "no legal record" not in minga("intake", str(folder), home=where).stderr

        (where / "installation.json").unlink()
        switched = minga("init", home=where)
        assert switched.returncode == 1
        assert "was made as a live installation and stays so" in switched.stderr
        assert not (where / "installation.json").exists()
        (where / "installation.json").write_text('{"kind": "demonstration"}')
        assert "was made as a live installation" in minga("serve", home=where).stderr
