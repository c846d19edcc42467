"""Every sentence on screen is there in both languages, and catalogues are as their rooms are."""

import pytest

from tests import catalogues

SPEAKING = [room for room in catalogues.rooms() if catalogues.marked_in(room)]


@pytest.mark.parametrize("room", SPEAKING, ids=str)
def test_a_room_says_everything_in_spanish_and_nothing_unused(room):
    catalogue = catalogues.read(room)
    known = {
        message.id if isinstance(message.id, str) else tuple(message.id)
        for message in catalogue
        if message.id and catalogues.said(message.string)
    }
    assert known == catalogues.marked_in(room), "run `make words` and translate what is new"


@pytest.mark.parametrize("room", SPEAKING, ids=str)
def test_what_django_reads_is_what_translators_wrote(room):
    written = catalogues.catalogue_of(room).with_suffix(".mo").read_bytes()
    assert written == catalogues.compiled(catalogues.read(room)), "run `make words`"


def test_rooms_agree_on_the_spanish_of_the_same_words():
    spanish: dict[str, object] = {}
    for room in SPEAKING:
        for message in catalogues.read(room):
            if message.id:
                assert spanish.setdefault(str(message.id), message.string) == message.string


def test_a_new_sentence_is_noticed(tmp_path):
    (tmp_path / "templates" / "x").mkdir(parents=True)
    page = tmp_path / "templates" / "x" / "page.html"
    page.write_text(
        "{% load i18n %}<p>{% translate 'It\"s new' %}</p>\n"
        "  {% blocktranslate count n=n %}one{% plural %}{{ n }}{% endblocktranslate %}"
    )
    (tmp_path / "views.py").write_text("from x import gettext as _\n_('here')\n")
    assert catalogues.marked_in(tmp_path) == {'It"s new', ("one", "%(n)s"), "here"}
