"""A definition is never overwritten: changed ones get a version, gone ones are retired."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from minga.foundation.definitions.actions import content_hash, current, differences, store
from minga.foundation.definitions.models import LoadedDefinition

SEX = ("vocabulary", "sex")
SIMPLE = {SEX: {"title": "Sex", "terms": {"f": "Woman"}}}


def versions(code="sex"):
    rows = LoadedDefinition.objects.filter(code=code).order_by("version")
    return [(row.version, row.current, row.content) for row in rows]


@pytest.mark.django_db
def test_storing_twice_changes_nothing():
    assert [str(each) for each in store(SIMPLE)] == ["new      vocabulary sex"]
    assert store(SIMPLE) == []
    assert versions() == [(1, True, SIMPLE[SEX])]


@pytest.mark.django_db
def test_a_changed_definition_is_a_new_version_and_the_old_one_stays():
    store(SIMPLE)
    changed = {SEX: {"title": "Sex", "terms": {"f": "Woman", "m": "Man"}}}
    assert [str(each) for each in store(changed)] == [
        "changed  vocabulary sex (version 1 becomes 2)"
    ]
    assert versions() == [(1, False, SIMPLE[SEX]), (2, True, changed[SEX])]
    assert current("vocabulary")["sex"].version == 2


@pytest.mark.django_db
def test_a_definition_that_is_gone_is_retired_and_may_come_back():
    store(SIMPLE)
    assert [str(each) for each in store({})] == [
        "gone     vocabulary sex (retired: its versions stay)"
    ]
    assert current("vocabulary") == {}
    assert store({}) == []
    store(SIMPLE)
    assert [(number, used) for number, used, _ in versions()] == [(1, False), (2, True)]


@pytest.mark.django_db
def test_differences_change_nothing():
    store(SIMPLE)
    wanted = {("form", "roll"): {"fields": 3}}
    assert [each.verb for each in differences(wanted)] == ["new", "gone"]
    assert versions() == [(1, True, SIMPLE[SEX])]


@pytest.mark.django_db
def test_the_same_code_may_name_things_of_several_kinds():
    store({SEX: {"a": 1}, ("indicator", "sex"): {"b": 2}})
    store({SEX: {"a": 1}, ("indicator", "sex"): {"b": 3}})
    assert current("vocabulary")["sex"].version == 1
    assert current("indicator")["sex"].version == 2


@pytest.mark.django_db
def test_terms_stay_in_the_order_in_which_the_pack_writes_them():
    terms = {"primary": 1, "bachillerato": 2, "initial": 3, "a": 4}
    store({SEX: {"terms": terms}})
    assert list(current("vocabulary")["sex"].content["terms"]) == list(terms)
    values = LoadedDefinition.objects.values_list("content__terms", flat=True)
    assert list(values[0]) == list(terms)


def test_the_order_of_keys_makes_a_version_and_the_spelling_of_letters_does_not():
    assert content_hash({"a": "ñ"}) == content_hash({"a": "\u00f1"})
    assert content_hash({"a": 1, "b": 2}) != content_hash({"b": 2, "a": 1})


@pytest.mark.django_db
def test_the_database_itself_refuses_two_current_versions():
    store(SIMPLE)
    with pytest.raises(IntegrityError, match="definition_one_current"), transaction.atomic():
        LoadedDefinition.objects.create(
            kind="vocabulary", code="sex", version=2, content={}, content_hash="x"
        )


def test_changes_stored_at_once_become_versions_one_after_the_other(committed_db):
    store(SIMPLE)
    failed: list[Exception] = []
    ready = threading.Barrier(4)

    def change(number):
        try:
            ready.wait()
            store({SEX: {"title": f"Sex {number}"}})
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert [number for number, _, _ in versions()] == [1, 2, 3, 4, 5]
    assert [used for _, used, _ in versions()] == [False, False, False, False, True]
