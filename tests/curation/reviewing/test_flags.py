"""Flags: made once, taken away and put back, kept from blind reviewers, counted for the lead, screened."""

from dataclasses import replace

import pytest

from curation.domain.browsing import Wanted
from curation.domain.people import PersonRole
from curation.domain.talk import NewFlag
from curation.errors import InputError, NotFoundError, PermissionRefusedError
from curation.store.events import events_of
from curation.store.flags import open_note
from curation.store.tables_work import JobRow
from tests.builders import a_person
from tests.curation.reviewing.desk_builders import approving, waiting_samples


@pytest.fixture
def sample(desk):
    return waiting_samples(desk.workbench, desk.project, 2)[0]


def flag(desk, person, sample, reason="source", **more):
    made = NewFlag(more.pop("id", f"{person.id}-{reason}"), sample, 1, reason, **more)
    return desk.workbench.flagging.flag(person, desk.project, made)


def seen(desk, person, sample):
    return [one.reason for one in desk.workbench.flagging.of(person, desk.project, [sample])[sample]]


def found(desk, person, **more):
    page = desk.workbench.browsing.page(person, desk.project, Wanted(**more))
    return [hit.sample.id for hit in page.hits]


def test_a_flag_is_made_once_however_often_it_is_sent(desk, sample):
    first = flag(desk, desk.ada, sample)
    assert flag(desk, desk.ada, sample) == first
    assert flag(desk, desk.ada, sample, id="another").id == first.id
    assert seen(desk, desk.ada, sample) == ["source"]
    with desk.workbench.database.reading() as tx:
        assert [e.action for e in events_of(tx, "sample", sample)] == ["sample.flagged"]


def test_a_flag_is_taken_away_and_put_back_and_its_history_says_so(desk, sample):
    made = flag(desk, desk.ada, sample)
    flagging = desk.workbench.flagging
    assert flagging.take_away(desk.ada, desk.project, made.id).ended_at is not None
    told = [one.what.value for one in desk.workbench.histories.of(desk.ada, desk.project, sample).history]
    assert told[-2:] == ["flagged", "unflagged"]
    assert flagging.take_away(desk.ada, desk.project, made.id, back=True).ended_at is None
    with desk.workbench.database.reading() as tx:
        actions = [e.action for e in events_of(tx, "sample", sample)]
    assert actions == ["sample.flagged", "sample.unflagged", "sample.flagged"]


def test_a_blind_reviewer_knows_nothing_of_a_flag_until_their_own_word_is_given(desk, sample):
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"slots": 2})
    made = flag(desk, desk.ada, sample)
    engineer = a_person(desk.workbench, desk.project, "Eve", PersonRole.ENGINEER)
    assert seen(desk, desk.ben, sample) == found(desk, desk.ben, flag="any") == []
    assert seen(desk, engineer, sample) == ["source"]
    assert found(desk, engineer, flag="source") == found(desk, desk.ada, flag="any") == [sample]
    assert found(desk, engineer, flag="example") == []
    with pytest.raises(NotFoundError):
        desk.workbench.flagging.take_away(desk.ben, desk.project, made.id)
    assert "flagged" not in [m.what.value for m in desk.workbench.histories.of(desk.ben, desk.project, sample).history]
    assert any(item.sample_id == sample for item in desk.reviewing.next_items(desk.ben, desk.project, 2))
    desk.reviewing.decide(desk.ben, desk.project, approving(sample))
    assert seen(desk, desk.ben, sample) == ["source"]
    assert found(desk, desk.ben, flag="any") == [sample]
    with pytest.raises(PermissionRefusedError):
        desk.workbench.flagging.take_away(desk.ben, desk.project, made.id)


def test_a_flag_by_who_never_decides_is_seen_at_once(desk, sample):
    engineer = a_person(desk.workbench, desk.project, "Eve", PersonRole.ENGINEER)
    flag(desk, engineer, sample)
    assert seen(desk, desk.ben, sample) == ["source"]


def test_a_note_is_sealed_until_screened_and_its_author_reads_it_before(desk, sample):
    engineer = a_person(desk.workbench, desk.project, "Eve", PersonRole.ENGINEER)
    made = flag(desk, desk.ada, sample, note=" See \0Mr Zorbak ")
    note = lambda person: desk.workbench.flagging.of(person, desk.project, [sample])[sample][0].note  # noqa: E731
    assert (note(desk.ada), note(engineer)) == ("See Mr Zorbak", None)
    with desk.workbench.database.transaction() as tx:
        assert tx.query(JobRow).one().payload == {"flags": [made.id]}
        open_note(tx, made.id, "See <PERSON_1>")
    assert note(desk.ada) == note(engineer) == "See <PERSON_1>"


def test_the_lead_counts_flags_and_those_that_others_are_blind_to(desk, sample):
    flag(desk, desk.ada, sample)
    desk.workbench.flagging.take_away(desk.ada, desk.project, flag(desk, desk.ada, sample, "example").id)
    counts = {one.reason: one for one in desk.workbench.flagging.counts(desk.owner, desk.project)}
    assert (counts["source"].open, counts["source"].hidden, counts["source"].ended) == (1, 1, 0)
    assert (counts["example"].open, counts["example"].ended) == (0, 1)
    rules = desk.workbench.reason_rules
    rules.choose(desk.owner, desk.project, replace(rules.now(desk.owner, desk.project), flags=()))
    left = desk.workbench.flagging.counts(desk.owner, desk.project)
    assert [(one.reason, one.label) for one in left if one.open] == [("source", "The source is doubtful")]
    with pytest.raises(PermissionRefusedError):
        desk.workbench.flagging.counts(desk.ada, desk.project)


def test_what_cannot_be_is_refused_with_a_sentence(desk, sample):
    with pytest.raises(InputError, match="list"):
        flag(desk, desk.ada, sample, "<script>")
    with pytest.raises(InputError, match="2000"):
        flag(desk, desk.ada, sample, note="x" * 1_000_000)
    with pytest.raises(NotFoundError):
        flag(desk, desk.ada, "no such sample")
    observer = a_person(desk.workbench, desk.project, "Olu", PersonRole.OBSERVER)
    with pytest.raises(PermissionRefusedError):
        flag(desk, observer, sample)
    other = flag(desk, desk.ada, sample, id="same")
    with pytest.raises(InputError, match="id"):
        flag(desk, desk.ben, sample, id=other.id)
