"""The list of cases as a file holds what the page would show its reader, and nothing else."""

import csv
import io

import pytest

from minga.work.casework.tests.test_case_pages import ana, begin, case, person  # noqa: F401
from minga.work.casework.tests.visits import colleague, come_in, shown

pytestmark = pytest.mark.django_db


def read(client, query):
    answer = client.get(f"/cases/?{query}")
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_file_says_where_each_case_stands(client, ana, case):  # noqa: F811
    come_in(client, ana)
    (row,) = read(client, "as=csv")
    assert (row["Number"], row["Pathway"], row["State"]) == (str(case.pk), "Seed grant", "open")
    assert row["Stands at"] == "Asked"
    (row,) = read(client, "as=csv&in=codes")
    assert (row["pathway"], row["state"], row["last_step"]) == ("grant", "open", "asked")


def test_a_file_is_narrowed_down_as_its_page_is(client, ana, case):  # noqa: F811
    come_in(client, ana)
    assert len(read(client, "as=csv&pathway=grant")) == 1
    assert "?pathway=grant&amp;as=csv" in shown(client, "/cases/?pathway=grant")


def test_whoever_may_not_see_a_case_finds_it_in_no_file(client, case):  # noqa: F811
    come_in(client, colleague("flor", "field_worker"))
    assert read(client, "as=csv") == []
    come_in(client, colleague("eve", "coordinator"))
    assert client.get("/cases/?as=csv").status_code == 404
