"""How was this question answered before: only what is settled is told, approved samples first."""

import pytest

from curation.domain.browsing import wanted_from
from curation.domain.samples import Origin, question_and_answer
from curation.review.likeness import jaccard, rarities, telling_words
from curation.services.control_samples import ControlSamples
from curation.services.desk_help import DeskHelp
from curation.services.histories import Histories
from curation.store.probes import a_probe, add_probe
from curation.store.samples import NewSample, add_samples
from curation.store.screened import Screened, add_first_revisions
from tests.curation.reviewing.desk_builders import approving, rejecting

ASKED = [
    "How long does a patient fast before anaesthesia?",
    "How long must patients fast before general anaesthesia?",
    "How long does a patient fast before planned anaesthesia?",
    "Which vaccine does a traveller need for yellow fever?",
    "How long does a child fast before anaesthesia?",
    "What is <PERSON_1>?",
]


@pytest.fixture
def asked(desk):
    at = desk.clock()
    ids = [f"q{i}" for i in range(len(ASKED))]
    texts = [question_and_answer(question, f"Answer {i}.") for i, question in enumerate(ASKED)]
    with desk.workbench.database.transaction() as tx:
        new = [NewSample(s, None, "a.jsonl", i, Origin.COLLECTED, "en", 9.0 - i) for i, s in enumerate(ids)]
        add_samples(tx, desk.project.id, new, at)
        add_first_revisions(tx, [Screened(s, t, t.hash) for s, t in zip(ids, texts, strict=True)], at)
    return desk


def similar(desk, sample_id="q0", person=None):
    return [one.sample_id for one in DeskHelp(desk.reviewing).similar(person or desk.ben, desk.project, sample_id)]


def test_only_settled_samples_are_told_and_approved_ones_first(asked):
    assert similar(asked) == []
    asked.reviewing.decide(asked.ada, asked.project, rejecting("q2"))
    asked.reviewing.decide(asked.ada, asked.project, approving("q4"))
    asked.reviewing.decide(asked.ada, asked.project, approving("q3"))
    found = DeskHelp(asked.reviewing).similar(asked.ben, asked.project, "q0")
    assert [(one.sample_id, one.status.value, one.answer) for one in found] == [
        ("q4", "approved", "Answer 4."),
        ("q2", "rejected", "Answer 2."),
    ]
    assert all(0.25 <= one.jaccard < 1 for one in found)


def test_what_others_said_of_a_sample_that_still_waits_is_not_told(asked):
    asked.workbench.projects.set_policy(asked.owner, asked.project, "review", {"slots": 2})
    asked.reviewing.decide(asked.ada, asked.project, approving("q1"))
    assert similar(asked) == []


def test_control_samples_and_those_asked_again_are_not_given_away(asked):
    for sample_id in ("q1", "q2"):
        asked.reviewing.decide(asked.ada, asked.project, approving(sample_id))
    ControlSamples(asked.workbench.database, asked.workbench.seal, asked.clock).add(
        asked.owner, asked.project, ["q1"], "Because."
    )
    probe = a_probe(asked.ben.id, ("q2", 1), (None, None), asked.clock())
    with asked.workbench.database.transaction() as tx:
        add_probe(tx, asked.project.id, probe)
    assert similar(asked) == []
    assert similar(asked, person=asked.ada) == ["q2"]


def test_the_page_of_a_sample_asked_again_looks_like_any_that_waits(asked):
    asked.reviewing.decide(asked.ada, asked.project, approving("q2"))
    with asked.workbench.database.transaction() as tx:
        add_probe(tx, asked.project.id, a_probe(asked.ben.id, ("q2", 1), (None, None), asked.clock()))
    histories = Histories(asked.workbench.database, asked.workbench.histories.typed, asked.clock)
    shown = histories.of(asked.ben, asked.project, "q2")
    assert (shown.item.status.value, [one.what.value for one in shown.history]) == ("waiting", ["revised"])
    assert histories.of(asked.owner, asked.project, "q2").item.status.value == "approved"


def test_a_question_without_telling_words_finds_nothing(asked):
    asked.reviewing.decide(asked.ada, asked.project, approving("q1"))
    assert similar(asked, "q5") == []


def test_words_and_likeness_are_those_that_carry_meaning():
    assert telling_words("Does <PERSON_1> fast before anaesthesia, or 2024?", {"before", "does"}.__contains__) == [
        "anaesthesia",
        "fast",
    ]
    assert (jaccard([], ["a"], {}), jaccard(["a", "b"], ["b", "c"], {})) == (0.0, 1 / 3)


def test_a_frequent_word_makes_two_questions_less_alike_than_a_rare_one():
    weights = rarities({"symptoms": 3_000, "leukemia": 30, "crohn": 30})
    assert weights["symptoms"] == pytest.approx(0.693, abs=0.001)
    same_illness = jaccard(["symptoms", "crohn"], ["treatment", "crohn"], weights)
    same_words = jaccard(["symptoms", "crohn"], ["symptoms", "leukemia"], weights)
    assert (same_illness, same_words) == (pytest.approx(0.465, abs=0.001), pytest.approx(0.070, abs=0.001))


def in_the_list(asked, person, **address):
    hits = asked.workbench.browsing.page(person, asked.project, wanted_from(address)).hits
    return {hit.sample.id: hit.sample.status.value for hit in hits}


def test_the_list_of_samples_does_not_tell_what_is_asked_again(asked):
    for name in ("q1", "q2"):
        asked.reviewing.decide(asked.ada, asked.project, approving(name))
    [held] = asked.reviewing.next_items(asked.ben, asked.project, 1)
    with asked.workbench.database.transaction() as tx:
        add_probe(tx, asked.project.id, a_probe(asked.ben.id, ("q2", 1), (None, None), asked.clock()))
    everything = in_the_list(asked, asked.ben)
    assert (everything["q1"], everything["q2"], everything[held.sample_id]) == ("approved", "waiting", "waiting")
    assert set(in_the_list(asked, asked.ben, status="approved")) == {"q1"}
    assert set(in_the_list(asked, asked.ben, reviewer=asked.ada.id)) <= {"q1"}
    waiting = set(in_the_list(asked, asked.ben, status="waiting"))
    assert not waiting & {"q2", held.sample_id}
    for lead in (asked.owner, asked.ada):
        assert set(in_the_list(asked, lead, status="approved")) == {"q1", "q2"}
