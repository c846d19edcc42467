"""Fixed phrases stand in both languages, with the same blanks; sentences start as sentences do."""

import re

from minga.figures.publish.phrases import PHRASES, RULES
from minga.figures.publish.tests.test_assembly import quotes

BLANKS = re.compile(r"\{(\w+)\}")


def test_every_phrase_has_both_languages_with_the_same_blanks():
    for key, (spanish, english) in PHRASES.items():
        assert spanish, key
        assert english, key
        assert set(BLANKS.findall(spanish)) == set(BLANKS.findall(english)), key


def test_every_rule_is_explained():
    assert all(f"{rule}_text" in PHRASES for rule in RULES)


def test_a_qualifier_is_written_large_where_it_starts_a_sentence():
    made = quotes(x=8057)
    assert made.sentence("{x:over} came. {x:over} stayed.", section="s") == (
        "Over 8,000 came. Over 8,000 stayed."
    )
    assert made.sentence("In all {x:over} came.", section="s") == "In all over 8,000 came."
