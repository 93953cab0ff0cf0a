"""Names and texts that people type on the screens: kept as any database takes them, or refused in a sentence."""

from functools import partial

import pytest

from curation.domain.browsing import Wanted, wanted_from
from curation.domain.people import PersonRole
from curation.errors import WorkbenchError
from curation.services.projects import Draft
from tests.curation.reviewing.desk_builders import waiting_samples
from tests.workbench.hostile.unstorable import unstorable

HOSTILE = {
    "script": "<script>window.ran=1</script>",
    "markdown": "[Approve](javascript:alert(1)) ![x](data:text/html,x)",
    "null": "a\0b",
    "half a pair": "a\ud800b",
    "turned": "\u202egnp.exe",
    "table": "a\tb\r\nc\td",
    "blank": " \n ",
    "long": "x" * 1_000_000,
}


PLACES = {
    "project": lambda w, _, __, said: w.projects.create("local", Draft(name=said + "p", slug="other")).name,
    "person": lambda w, actor, project, said: w.projects.add_person(actor, project, said, [PersonRole.EXPERT]).name,
    "tag": lambda w, actor, project, said: w.histories.tag(actor, project, "s000", said),
    "view": lambda w, actor, project, said: w.browsing.save_view(actor, project, said, Wanted()).title,
    "token": lambda w, actor, project, said: w.tokens.make(actor, project, said, [PersonRole.OWNER])[1].name,
    "guidelines": lambda w, actor, project, said: (
        w.projects.describe(actor, project, Draft(name="P", guidelines=said, intended_use=said)).guidelines
    ),
}


def said_or(act):
    """Return what an act gives, or the sentence that it is refused with."""
    try:
        return act()
    except WorkbenchError as refused:
        return str(refused)


@pytest.mark.parametrize("place", PLACES)
def test_what_is_typed_is_kept_storable_or_refused_in_a_sentence(owned, place):
    workbench, owner, project = owned
    waiting_samples(workbench, project, 1)
    for said in HOSTILE.values():
        kept = said_or(partial(PLACES[place], workbench, owner, project, said))
        assert kept.encode()
        assert "\0" not in kept
    assert unstorable(workbench) == []


def test_a_name_turns_no_words_around_it(owned):
    workbench, owner, project = owned
    waiting_samples(workbench, project, 1)
    for place in ("project", "person", "tag", "view", "token"):
        assert PLACES[place](workbench, owner, project, "a\u202e\u2066b").removesuffix("p") == "ab"


def test_an_address_that_says_anything_finds_samples_or_is_a_sentence(owned):
    workbench, owner, project = owned
    waiting_samples(workbench, project, 2)
    for name in ("words", "pattern", "tag", "topic", "least", "most", "since", "source", "group"):
        for said in ("'\"; drop table samples;--", "9" * 40, "nan", "-inf", "%_\\", "(" * 200, "NEAR(", "*"):
            told = said_or(partial(_found, workbench, owner, project, {name: said}))
            assert told.startswith("Found(") or told.endswith("."), (name, said)


def _found(workbench, actor, project, address):
    return str(workbench.browsing.page(actor, project, wanted_from(address), None, None))
