"""Finding by words: what the newest texts say, at once, on SQLite and on PostgreSQL alike."""

import random

import pytest

from curation.domain.browsing import Wanted
from curation.domain.samples import question_and_answer
from curation.services.reviewing import Reviewing
from curation.store import search_index
from curation.store.erasing import overwrite
from tests.builders import a_project
from tests.curation.browsing.conftest import put, turns
from tests.curation.leaks.search import found_below
from tests.curation.reviewing.desk_builders import approving, screen


def found(browsing, owned, words, actor=None):
    _, owner, project = owned
    return {hit.sample.id for hit in browsing.page(actor or owner, project, Wanted(words=words)).hits}


TEXTS = {
    "a": ("What is an ST-segment elevation?", "A rise of 0.2 mV in two leads."),
    "b": ("Wie wird die Übelkeit behandelt?", "Mit Ondansetron, 4mg."),
    "c": ("Is aspirin safe?", "Aspirin thins the blood. It's taken daily."),
    "d": ("Who elevates a segment?", "Nobody: blood pressure, then aspirin."),
}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("aspirin", "cd"),
        ("ASPIRIN blood", "cd"),
        ('"st segment"', "a"),
        ("ST-segment", "a"),
        ('"segment elevation" rise', "a"),
        ("elev*", "ad"),
        ("elev", ""),
        ("e*", ""),
        ("elev* -rise", "d"),
        ("übelkeit", "b"),
        ("Übel*", "b"),
        ("aspirin -pressure", "c"),
        ("0.2", "a"),
        ("4mg", "b"),
        ("it's", "c"),
        ("aspirin AND", ""),
        ('"unclosed quote', ""),
        ("NEAR(aspirin blood)", ""),
        ("said:aspirin", ""),
        ("^aspirin", "cd"),
        ("(aspirin", "cd"),
        ("!&|<->", "abcd"),
        ("-aspirin", "abcd"),
        ("'; DROP TABLE samples; --", ""),
    ],
)
def test_words_find_what_question_or_answer_says(browsing, owned, clock, words, expected):
    put(owned[0], owned[2], TEXTS, clock)
    assert found(browsing, owned, words) == set(expected)


def test_every_turn_of_a_conversation_is_found(browsing, owned, clock):
    put(owned[0], owned[2], {"m": turns("I take zorbaline.", "How much?", "Ten a day.", "Take fewer.")}, clock)
    assert found(browsing, owned, "zorbaline") == {"m"}
    assert found(browsing, owned, "fewer") == {"m"}


def test_a_corrected_text_is_found_by_its_new_words_and_no_more_by_the_old(browsing, owned, clock, expert):
    workbench, _, project = owned
    put(workbench, project, {"a": ("Old question?", "Outdated answer.")}, clock)
    reviewing = Reviewing(workbench.database, workbench.seal, clock)
    reviewing.correct(expert, project, approving("a"), "Old question?", "Fresh answer.")
    assert found(browsing, owned, "outdated") == set(), "while a text is screened the sample is out of sight"
    screen(reviewing, project, "a", 2, question_and_answer("Old question?", "Fresh answer."))
    assert found(browsing, owned, "outdated") == set()
    assert found(browsing, owned, "fresh") == {"a"}


def test_an_erased_word_is_found_neither_by_search_nor_in_the_bytes_of_the_file(browsing, owned, clock, tmp_path):
    workbench, _, project = owned
    put(workbench, project, {f"s{i}": (f"Who is zorbaquill{i}?", "A patient.") for i in range(40)}, clock)
    kept = question_and_answer("Who is [PERSON_1]?", "A patient.")
    with workbench.database.transaction() as tx:
        for i in range(40):
            overwrite(tx, (f"s{i}", 1), kept, kept.hash)
    assert found(browsing, owned, "zorbaquill*") == set()
    search_index.shrink(workbench.database)
    if workbench.database.is_sqlite:
        with workbench.database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()
        assert found_below(workbench.settings.home, ["orbaquill"]) == []


@pytest.mark.parametrize("status", ["not_screened", "screening"])
def test_a_text_that_nobody_may_read_is_neither_found_nor_shown(browsing, owned, clock, status):
    _, owner, project = owned
    put(owned[0], project, {"x": ("Hidden question?", "Hidden answer.")}, clock, status=status)
    assert found(browsing, owned, "hidden") == set()
    assert [hit.sample.id for hit in browsing.page(owner, project, Wanted(pattern="hidden")).hits] == []
    [hit] = browsing.page(owner, project, Wanted()).hits
    assert (hit.question, hit.answer) == ("", "")


def test_another_project_is_never_searched(browsing, owned, clock):
    workbench = owned[0]
    _, other = a_project(workbench, "Law")
    put(workbench, other, {"x": ("Secret clause?", "None.")}, clock)
    assert found(browsing, owned, "secret") == set()


def test_the_index_is_what_a_look_at_every_text_would_find_after_any_acts(browsing, owned, clock, expert):
    """Whatever is added, corrected and taken back: words find exactly the heads that say them."""
    workbench, owner, project = owned
    draw = random.Random(3)  # noqa: S311 - a seeded draw
    words = ["alpha", "beta", "gamma", "delta", "eps"]
    put(workbench, project, {f"s{i}": (draw.choice(words) + "?", draw.choice(words)) for i in range(12)}, clock)
    reviewing = Reviewing(workbench.database, workbench.seal, clock)
    heads = {f"s{i}": 1 for i in range(12)}
    for _ in range(25):
        clock.forward(1)
        name = draw.choice(sorted(heads))
        if draw.random() < 0.6:
            item = reviewing.item(expert, project, name)
            if item.own:
                continue
            typed = (f"{draw.choice(words)}?", f"{draw.choice(words)} {draw.random()}")
            reviewing.correct(expert, project, approving(name, item.revision.number), *typed)
            screen(reviewing, project, name, item.revision.number + 1, question_and_answer(*typed))
        else:
            mine = reviewing.item(expert, project, name).own
            if mine:
                reviewing.undo(expert, project, f"u{draw.random()}", mine[-1].id)
    hits = browsing.page(owner, project, Wanted()).hits
    for word in words:
        naive = {hit.sample.id for hit in hits if word in f"{hit.question} {hit.answer}"}
        assert found(browsing, owned, word) == naive
