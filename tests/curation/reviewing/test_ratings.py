"""Rating on the project's rubric: kept with its decision, asked for where an approval needs it, told where allowed."""

from dataclasses import replace

import pytest

from curation.domain.review_policy import Visibility
from curation.domain.reviews import Verdict
from curation.domain.rubric import Criterion, Rubric, Scale, keyed, rubric_from
from curation.domain.samples import SampleStatus
from curation.errors import InputError, PermissionRefusedError
from curation.services.agreeing import Agreements
from curation.services.rubric_rules import RubricRules
from curation.store.candidates import texts
from curation.store.ratings import approved_ratings, ratings_of
from tests.curation.reviewing.desk_builders import act, approving, rejecting, waiting_samples

SAFE = Criterion("safe", "Is it safe?", Scale.YES_NO, "Nobody comes to harm.", required=True)
TONE = Criterion("tone", "Tone")


@pytest.fixture
def rated(desk):
    RubricRules(desk.workbench.database, desk.clock).choose(desk.owner, desk.project, Rubric((SAFE, TONE)))
    waiting_samples(desk.workbench, desk.project, 8)
    return desk


def asked(sample_id, *ratings, given=approving):
    return replace(given(sample_id), seen=SampleStatus.WAITING, ratings=ratings)


def kept(desk, decision_id):
    with desk.workbench.database.reading() as tx:
        return ratings_of(tx, [decision_id]).get(decision_id, ())


def test_ratings_are_kept_with_their_decision_and_those_of_lines_that_are_gone_are_not(rated):
    sent = asked("s000", ("tone", 4), ("safe", 1), ("gone", 3))
    rated.reviewing.decide(rated.ada, rated.project, sent)
    assert kept(rated, sent.id) == (("safe", 1), ("tone", 4))
    again = asked("s001", ("tone", 2), given=rejecting)
    rated.reviewing.decide(rated.ada, rated.project, again)
    assert kept(rated, again.id) == (("tone", 2),)


def test_an_approval_without_what_the_rubric_needs_is_refused_by_its_name(rated):
    with pytest.raises(InputError, match="Is it safe"):
        rated.reviewing.decide(rated.ada, rated.project, asked("s000", ("tone", 4)))
    with pytest.raises(InputError, match="one of: 0, 1"):
        rated.reviewing.decide(rated.ada, rated.project, asked("s000", ("safe", 5)))
    assert rated.reviewing.progress(rated.ada, rated.project).today == 0


def test_skipping_needs_no_rating_nor_does_a_program(rated):
    skipped = replace(act(Verdict.SKIP, "s000"), seen=SampleStatus.WAITING, ratings=(("tone", 4),))
    rated.reviewing.decide(rated.ada, rated.project, skipped)
    assert kept(rated, skipped.id) == ()
    rated.reviewing.decide(rated.ada, rated.project, approving("s001"))


def test_ratings_stand_in_the_history_for_whoever_may_know_the_decision(rated):
    rated.workbench.projects.set_policy(
        rated.owner, rated.project, "review", {"slots": 2, "visibility": Visibility.OWN.value}
    )
    rated.reviewing.decide(rated.ada, rated.project, asked("s000", ("safe", 1), ("tone", 5)))
    mine, theirs = (rated.workbench.histories.of(one, rated.project, "s000") for one in (rated.ada, rated.ben))
    assert [one.ratings for one in mine.history if one.decision] == [(("safe", 1), ("tone", 5))]
    assert [one.ratings for one in theirs.history if one.decision] == []
    assert mine.rubric == Rubric((SAFE, TONE))


def test_agreement_of_ratings_counts_values_that_lie_close_as_nearly_the_same(rated):
    rated.workbench.projects.set_policy(rated.owner, rated.project, "review", {"slots": 2})
    for i in range(8):
        for person, value in ((rated.ada, 1 + i % 4), (rated.ben, 2 + i % 4)):
            rated.reviewing.decide(person, rated.project, asked(f"s{i:03}", ("safe", 1), ("tone", value)))
    found = Agreements(rated.workbench.database).of_project(rated.owner, rated.project).by_criterion
    assert list(found) == ["Is it safe?", "Tone"]
    assert (found["Tone"].units, found["Tone"].raw.value) == (8, 0.0)
    assert found["Tone"].alpha.value > 0.3
    assert (found["Is it safe?"].raw.value, found["Is it safe?"].alpha) == (1.0, None)


def test_what_approvals_rated_goes_into_a_version_beside_the_sample(rated):
    first = asked("s000", ("safe", 1), ("tone", 4))
    rated.reviewing.decide(rated.ada, rated.project, first)
    rated.reviewing.decide(rated.ada, rated.project, asked("s001", ("tone", 1), given=rejecting))
    with rated.workbench.database.reading() as tx:
        assert approved_ratings(tx, rated.project.id) == {"s000": {"safe": 1.0, "tone": 4.0}}
        rows = {row["id"]: row["metadata"] for row in texts(tx, rated.project.id).to_dicts()}
    assert rows == {"s000": '{"ratings":{"safe":1.0,"tone":4.0}}'}
    rated.reviewing.undo(rated.ada, rated.project, "back", first.id)
    with rated.workbench.database.reading() as tx:
        assert approved_ratings(tx, rated.project.id) == {}


def test_only_who_leads_changes_the_rubric_and_the_same_one_is_no_change(rated):
    rules = RubricRules(rated.workbench.database, rated.clock)
    with pytest.raises(PermissionRefusedError):
        rules.choose(rated.ada, rated.project, Rubric())
    assert not rules.choose(rated.owner, rated.project, Rubric((SAFE, TONE)))
    assert rules.choose(rated.owner, rated.project, Rubric((replace(TONE, name="To\u202ene\x00"),)))
    assert rules.now(rated.ada, rated.project).names == {"tone": "Tone"}


def test_a_line_keeps_its_key_while_its_name_and_scale_stay():
    now = Rubric((SAFE, TONE))
    typed = [
        replace(TONE, key="", about="Plain words."),
        replace(SAFE, key="", scale=Scale.FIVE),
        Criterion("", "ÄÖ <b>"),
    ]
    assert [one.key for one in keyed(typed, now).criteria] == ["tone", "is-it-safe", "äö-b"]
    assert rubric_from(keyed(typed, now).as_json()) == keyed(typed, now)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ([], "object with: criteria"),
        ({"lines": []}, "object with: criteria"),
        ({"criteria": "many"}, "list of at most"),
        ({"criteria": [{}] * 9}, "at most 8"),
        ({"criteria": ["Tone"]}, "has a key and a name"),
        ({"criteria": [{"key": "a b", "name": "Tone"}]}, "The key of a criterion"),
        ({"criteria": [{"key": "a", "name": " "}]}, "The name of a criterion"),
        ({"criteria": [{"key": "a", "name": "x" * 61}]}, "1 to 60"),
        ({"criteria": [{"key": "a", "name": "A", "about": "x" * 301}]}, "at most 300"),
        ({"criteria": [{"key": "a", "name": "A", "scale": "1-7"}]}, "scale is one of"),
        ({"criteria": [{"key": "a", "name": "A", "scale": ["1-5"]}]}, "scale is one of"),
        ({"criteria": [{"key": "a", "name": "A", "required": 1}]}, "required is true or false"),
        ({"criteria": [{"key": "a", "name": "A"}, {"key": "b", "name": "a"}]}, "the same name"),
    ],
)
def test_a_bad_rubric_is_one_sentence(content, sentence):
    with pytest.raises(InputError, match=sentence):
        rubric_from(content)
