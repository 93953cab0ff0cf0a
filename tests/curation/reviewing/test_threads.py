"""Threads: answered, resolved, taken back; sealed until screened, kept from the blind; drafts and names of members."""

import pytest

from curation.domain.moments import utc_now
from curation.domain.people import Person, PersonRole
from curation.domain.samples import question_and_answer
from curation.domain.talk import NewComment, QuotedPart, spoken, with_members
from curation.errors import InputError, NotFoundError, PermissionRefusedError
from curation.store.events import events_of
from curation.store.tables_review import ProbeRow
from curation.store.tables_talk import CommentDraftRow, CommentRow
from curation.store.tables_work import JobRow
from curation.store.threads import open_body
from tests.builders import a_person
from tests.curation.reviewing.desk_builders import approving, screen, waiting_samples


@pytest.fixture
def sample(desk):
    return waiting_samples(desk.workbench, desk.project, 2)[0]


@pytest.fixture
def eve(desk):
    return a_person(desk.workbench, desk.project, "Eve", PersonRole.ENGINEER)


def say(desk, person, sample, words, *, screened=True, **more):
    made = NewComment(more.pop("id", f"{person.id}-{words[:9]}"), sample, more.pop("revision", 1), words, **more)
    thread = desk.workbench.talking.say(person, desk.project, made)
    if screened:
        with desk.workbench.database.transaction() as tx:
            open_body(tx, made.id, desk.workbench.seal.open(tx.get_one(CommentRow, made.id).body_sealed))
    return thread


def read(desk, person, sample):
    talk = desk.workbench.talking.of(person, desk.project, sample)
    return [[spoken(one.words or "", one.mentions, talk.people) for one in t.comments] for t in talk.threads]


def unread(desk, person):
    return [(one.sample_id, one.count, one.named) for one in desk.workbench.talking.unread(person, desk.project)]


def test_who_never_decides_talks_with_everybody_at_once_and_answers_come_in_order(desk, sample, eve):
    thread = say(desk, eve, sample, "Whose file is it?")
    say(desk, desk.ada, sample, "Of the clinic.", thread_id=thread)
    assert read(desk, eve, sample) == [["Whose file is it?", "Of the clinic."]]
    assert read(desk, desk.ben, sample) == [["Whose file is it?"]]


def test_a_comment_of_a_reviewer_is_kept_from_other_reviewers_until_their_own_word_is_given(desk, sample, eve):
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"slots": 2})
    thread = say(desk, desk.ada, sample, "@Ben the dose is too high.")
    assert read(desk, desk.ben, sample) == unread(desk, desk.ben) == []
    assert "commented" not in {m.what for m in desk.workbench.histories.of(desk.ben, desk.project, sample).history}
    assert desk.workbench.talking.counts(desk.ben, desk.project, [sample]) == {sample: 0}
    assert read(desk, eve, sample) == [["@Ben the dose is too high."]]
    with pytest.raises(NotFoundError):
        desk.workbench.talking.resolve(desk.ben, desk.project, thread)
    with pytest.raises(NotFoundError):
        say(desk, desk.ben, sample, "Which?", thread_id=thread)
    desk.reviewing.next_items(desk.ben, desk.project, 2)
    desk.reviewing.decide(desk.ben, desk.project, approving(sample))
    assert read(desk, desk.ben, sample) == [["@Ben the dose is too high."]]
    assert unread(desk, desk.ben) == [(sample, 1, True)]


def test_words_are_sealed_until_screened_and_only_their_author_reads_them_before(desk, sample, eve):
    say(desk, eve, sample, "Ask \0Mr Zorbak, @Ada", id="c1", screened=False)
    assert read(desk, eve, sample) == [["Ask Mr Zorbak, @Ada"]]
    assert read(desk, desk.ada, sample) == unread(desk, desk.ada) == []
    desk.workbench.talking.read(desk.ada, desk.project, sample, ["c1"])
    with desk.workbench.database.transaction() as tx:
        row = tx.get_one(CommentRow, "c1")
        assert (row.body, row.mentions) == ("", [desk.ada.id])
        assert tx.query(JobRow).one().payload == {"comments": ["c1"]}
        open_body(tx, "c1", "Ask <PERSON_1>, <MEMBER_1>")
    assert read(desk, desk.ada, sample) == [["Ask <PERSON_1>, @Ada"]]
    assert unread(desk, desk.ada) == [(sample, 1, True)]


def test_a_thread_is_answered_while_what_stands_there_is_screened_and_that_stays_unread(desk, sample, eve):
    thread = say(desk, eve, sample, "Ask Mr Zorbak.", id="c1", screened=False)
    say(desk, desk.ada, sample, "Whom?", thread_id=thread)
    with desk.workbench.database.transaction() as tx:
        open_body(tx, "c1", "Ask <PERSON_1>.")
    assert read(desk, desk.ada, sample) == [["Ask <PERSON_1>.", "Whom?"]]
    assert unread(desk, desk.ada) == [(sample, 1, False)]


def test_new_comments_wait_for_those_who_take_part_until_they_have_seen_them(desk, sample, eve):
    thread = say(desk, eve, sample, "First.")
    say(desk, desk.owner, sample, "Second.", thread_id=thread)
    assert unread(desk, eve) == [(sample, 1, False)]
    assert unread(desk, desk.ada) == unread(desk, desk.owner) == []
    [seen] = desk.workbench.talking.of(eve, desk.project, sample).threads
    assert [one.read for one in seen.comments] == [True, False]
    desk.workbench.talking.read(eve, desk.project, sample, [one.id for one in seen.comments])
    assert unread(desk, eve) == []


def test_a_thread_is_resolved_opened_again_and_an_answer_opens_it_too(desk, sample, eve):
    talking = desk.workbench.talking
    thread = say(desk, eve, sample, "First.")
    talking.resolve(eve, desk.project, thread)
    talking.resolve(eve, desk.project, thread)
    assert talking.of(eve, desk.project, sample).threads[0].resolved_by == eve.id
    assert talking.counts(eve, desk.project, [sample]) == {sample: 0}
    talking.resolve(eve, desk.project, thread, back=True)
    talking.resolve(eve, desk.project, thread)
    say(desk, eve, sample, "Second.", thread_id=thread)
    assert talking.of(eve, desk.project, sample).threads[0].resolved_at is None
    with desk.workbench.database.reading() as tx:
        told = [event.action.removeprefix("sample.") for event in events_of(tx, "sample", sample)]
    assert told == ["commented", "thread_resolved", "thread_reopened", "thread_resolved", "commented"]


def test_a_comment_is_taken_back_and_brought_back_by_its_author_alone(desk, sample, eve):
    say(desk, eve, sample, "Wrong one.", id="c1")
    talking = desk.workbench.talking
    with pytest.raises(PermissionRefusedError):
        talking.take_back(desk.owner, desk.project, "c1")
    talking.take_back(eve, desk.project, "c1")
    assert read(desk, desk.ada, sample) == [[""]]
    talking.take_back(eve, desk.project, "c1", back=True)
    assert read(desk, desk.ada, sample) == [["Wrong one."]]


def test_sending_twice_counts_once_and_the_draft_is_gone_when_it_is_sent(desk, sample, eve):
    talking = desk.workbench.talking
    talking.save_draft(eve, desk.project, sample, "", "Half a w")
    assert talking.of(eve, desk.project, sample).drafts == {"": "Half a w"}
    assert talking.of(desk.ada, desk.project, sample).drafts == {}
    with desk.workbench.database.reading() as tx:
        assert b"Half" not in tx.query(CommentDraftRow).one().sealed
    first = say(desk, eve, sample, "Half a word.", id="c1")
    assert talking.say(eve, desk.project, NewComment("c1", sample, 1, "Half a word.")) == first
    talk = talking.of(eve, desk.project, sample)
    assert (len(talk.threads), len(talk.threads[0].comments), talk.drafts) == (1, 1, {})


def test_a_thread_quotes_the_words_that_were_on_the_screen(desk, sample, eve):
    say(desk, eve, sample, "This?", part=QuotedPart.ANSWER, start=0, end=6)
    [thread] = desk.workbench.talking.of(eve, desk.project, sample).threads
    assert (thread.quoted.part, thread.quoted.words) == (QuotedPart.ANSWER, "Answer")
    with pytest.raises(InputError, match="Select"):
        say(desk, eve, sample, "That?", part=QuotedPart.ANSWER, start=500, end=600)


def test_nobody_quotes_what_another_reviewer_proposes(desk, sample, eve):
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"slots": 2})
    desk.reviewing.next_items(desk.ada, desk.project, 2)
    desk.reviewing.correct(desk.ada, desk.project, approving(sample), "Question 0?", "Hidden answer.")
    screen(desk.reviewing, desk.project, sample, 2, question_and_answer("Question 0?", "Hidden answer."))
    for person in (desk.ben, eve):
        with pytest.raises(InputError, match="Select"):
            say(desk, person, sample, "So?", revision=2, part=QuotedPart.ANSWER, end=6)


def test_what_cannot_be_is_refused_with_a_sentence(desk, sample, eve):
    observer = a_person(desk.workbench, desk.project, "Olu", PersonRole.OBSERVER)
    with pytest.raises(PermissionRefusedError):
        say(desk, observer, sample, "Hello")
    for words in ("", " \0 \n"):
        with pytest.raises(InputError, match="words"):
            say(desk, eve, sample, words)
    with pytest.raises(InputError, match="10,000"):
        say(desk, eve, sample, "x" * 1_000_000)
    with pytest.raises(NotFoundError):
        say(desk, eve, sample, "Hello", thread_id="no such")
    other = say(desk, eve, sample, "Hello")
    with pytest.raises(NotFoundError):
        say(desk, eve, "s001", "Hello there", thread_id=other)
    assert read(desk, observer, sample) == [["Hello"]]


def test_a_control_sample_tells_nothing_of_what_was_said_before_it_came(desk, sample, eve):
    desk.reviewing.next_items(desk.ben, desk.project, 2)
    desk.reviewing.decide(desk.ben, desk.project, approving(sample))
    say(desk, eve, sample, "Settled long ago.")
    say(desk, desk.ada, sample, "So it was.")
    assert len(read(desk, desk.ada, sample)) == 2
    with desk.workbench.database.transaction() as tx:
        whose = {"project_id": desk.project.id, "person_id": desk.ada.id, "sample_id": sample, "revision": 1}
        tx.add(ProbeRow(id="p", **whose, gold_id=None, repeats=None, asked_at=utc_now(), is_open=True))
    assert read(desk, desk.ada, sample) == unread(desk, desk.ada) == []
    with pytest.raises(InputError, match="Select"):
        say(desk, desk.ada, sample, "What stands there now?", revision=2, part=QuotedPart.ANSWER, end=6)
    say(desk, desk.ada, sample, "Is this new?")
    assert read(desk, desk.ada, sample) == [["Is this new?"]]


def test_members_are_named_by_the_longest_name_and_only_where_one_stands_alone():
    people = [Person(name, name, frozenset()) for name in ("Ann", "Ann Lee", "Ö. <b>", "")]
    body, ids = with_members("@ann lee and @ANN, @Annabel, x@Ann, @Ö. <b>; @ann lee", people)
    assert body == "<MEMBER_1> and <MEMBER_2>, @Annabel, x@Ann, <MEMBER_3>; <MEMBER_1>"
    assert ids == ("Ann Lee", "Ann", "Ö. <b>")
    assert spoken(body, ids, {"Ann": "Anna"}) == "<MEMBER_1> and @Anna, @Annabel, x@Ann, <MEMBER_3>; <MEMBER_1>"
    assert with_members("no one", []) == ("no one", ())
