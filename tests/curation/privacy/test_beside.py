"""Decisions reach everything that stands beside a text: metadata, comments, drafts, findings, rounds and notes."""

import json

import pytest

from curation.domain.desk import Draft
from curation.domain.identity import new_id
from curation.domain.privacy import PrivacyAction, ValueStatus
from curation.services.privacy import Said, ValueFilter
from curation.services.privacy_marks import Mark
from curation.store.sealing import own_values
from curation.store.tables_samples import FindingRow, SealedValueRow
from curation.store.tables_work import DecisionRow
from curation.store.text_places import beside_samples, of_project, text_places
from eval.store import AnswerRow, ArmRow, QuestionRow, RoundRow
from tests.builders import a_project
from tests.curation.importing.screening_world import lines_of

pytestmark = pytest.mark.slow
MAIL = "ann@example.com"
ROW = {
    "question": f"May I write to {MAIL}?",
    "answer": "Yes, nurse q8zx said so.",
    "remark": f"sent by {MAIL}, seen by q8zx",
    "link": "see https://heart.example.org/stents there",
    "tags": ["q8zx", 3],
}


@pytest.fixture
def beside(world):
    world.world.take_in(json.dumps(ROW).encode(), "b.jsonl")
    return world


def metadata(world) -> dict[str, object]:
    line = world.world.asking("May I write to")
    return dict(world.world.workbench.importing.metadata(world.world.owner, world.project, line.id))


def decide(world, value, said):
    made = world.privacy.decide(world.paula, world.project, world.values()[value].key, said)
    world.work_off()
    return made


def undo(world, made):
    world.privacy.undo(world.paula, world.project, made.id)
    world.work_off()


def test_values_in_metadata_are_grouped_with_those_in_texts(beside) -> None:
    group = beside.values()[MAIL]
    assert (group.occurrences, group.samples) == (2, 1)
    examples = beside.privacy.examples(beside.paula, beside.project, group.key)
    assert [one.shown for one in examples] == ["<EMAIL_ADDRESS_1>", "<EMAIL_ADDRESS_1>"]
    assert examples[1].before == "remark: sent by "


def test_not_personal_shows_a_value_in_metadata_and_undo_hides_it_again(beside) -> None:
    before = metadata(beside)
    made = decide(beside, MAIL, Said(PrivacyAction.NOT_PERSONAL))
    assert metadata(beside)["remark"] == f"sent by {MAIL}, seen by q8zx"
    assert beside.values()[MAIL].status is ValueStatus.NOT_PERSONAL
    undo(beside, made)
    assert metadata(beside) == before


def test_a_suggestion_in_metadata_is_accepted_retyped_and_taken_back(beside) -> None:
    before = metadata(beside)
    link = "https://heart.example.org/stents"
    assert before["link"] == ROW["link"]
    accepted = decide(beside, link, Said(PrivacyAction.ACCEPT))
    assert metadata(beside)["link"] == "see <URL_1> there"
    undo(beside, accepted)
    assert metadata(beside) == before
    retyped = decide(beside, link, Said(PrivacyAction.RETYPE, entity_type="SITE"))
    assert metadata(beside)["link"] == "see <SITE_1> there"
    undo(beside, retyped)
    assert metadata(beside) == before


def test_what_no_decision_touches_keeps_its_kind(beside) -> None:
    decide(beside, MAIL, Said(PrivacyAction.NOT_PERSONAL))
    assert metadata(beside)["tags"] == ["q8zx", 3]


def marked(world, value="q8zx"):
    line = world.world.asking("May I write to")
    mark = Mark(new_id(), line.id, line.head, "PERSON", value=value)
    done = world.marking.mark(world.ada, world.project, mark)
    world.work_off()
    return done, line


def test_a_mark_hides_the_value_in_metadata_too_and_is_taken_back(beside) -> None:
    before = metadata(beside)
    done, line = marked(beside)
    assert "q8zx" not in json.dumps(metadata(beside))
    assert metadata(beside)["remark"] == "sent by <EMAIL_ADDRESS_1>, seen by <PERSON_1>"
    beside.marking.unmark(beside.ada, beside.project, done.decision_id, line.id)
    beside.work_off()
    assert metadata(beside)["remark"] == before["remark"]


@pytest.fixture
def written(beside):
    """The value in a comment, a draft, a finding, a round's question and answer; and in another project's round."""
    workbench, owner, project = beside.world.workbench, beside.world.owner, beside.project
    line = beside.world.asking("May I write to")
    now = workbench.queue.clock()
    workbench.reviewing.save_draft(owner, project, Draft(line.id, line.head, "Did q8zx?", "x", "by q8zx", now))
    _, other = a_project(workbench, "Other")
    with workbench.database.transaction() as tx:
        tx.add(
            DecisionRow(
                id="d", sample_id=line.id, revision=1, person_id=beside.paula.id, verdict="skip", reason=None,
                comment="Ask q8zx.", comment_sealed=None, seconds=1.0, undoes=None, created_at=now,
            )
        )  # fmt: skip
        tx.add(
            FindingRow(
                sample_id=line.id, revision=1, check="spelling", severity="note", message="“q8zx” is no word.",
                part=None, index=None, start=None, end=None, dismissed_by=None,
            )
        )  # fmt: skip
        for number, where in enumerate((project.id, other.id)):
            name = f"r{number}"
            tx.add(
                RoundRow(
                    id=name, project_id=where, version_id=None, job_id=None, name=name, note="for q8zx",
                    plan={"a": "q8zx"}, seed=1, state="judging", folder="", summary=None, created_by=owner.id,
                    created_at=now, ended_at=None,
                )
            )  # fmt: skip
            tx.flush()
            tx.add(ArmRow(round_id=name, name="base", label="q8zx", plan={}, run_id=None))
            messages = [{"role": "user", "content": "Is q8zx there?"}]
            tx.add(QuestionRow(round_id=name, number=1, sample_id=None, messages=messages, reference="q8zx is."))
            tx.flush()
            tx.add(AnswerRow(round_id=name, question=1, arm="base", answer="Yes, q8zx.", stopped=False, tokens=3))
    return beside


def told(world, round_id="r0") -> list[str]:
    workbench = world.world.workbench
    with workbench.database.reading() as tx:
        question = tx.get_one(QuestionRow, (round_id, 1))
        found = [json.dumps(question.messages), str(question.reference)]
        found += [tx.get_one(AnswerRow, (round_id, 1, "base")).answer, tx.get_one(RoundRow, round_id).note]
        if round_id == "r0":
            found += [tx.get_one(DecisionRow, "d").comment]
            found += [row.message for row in tx.query(FindingRow).where(FindingRow.check == "spelling")]
    return found


def draft_of(world) -> str:
    items = world.world.workbench.reviewing.next_items(world.world.owner, world.project, 9)
    return " ".join(f"{one.draft.question} {one.draft.comment}" for one in items if one.draft)


def test_a_mark_reaches_comments_drafts_findings_and_rounds_of_its_project_alone(written) -> None:
    before, elsewhere, typed = told(written), told(written, "r1"), draft_of(written)
    assert all("q8zx" in said for said in (*before, typed))
    done, line = marked(written)
    assert not any("q8zx" in said for said in (*told(written), draft_of(written)))
    assert all("<PERSON:" in said for said in told(written))
    assert told(written, "r1") == elsewhere
    with written.world.workbench.database.reading() as tx:
        assert tx.get_one(RoundRow, "r0").plan == {"a": "q8zx"}
    written.marking.unmark(written.ada, written.project, done.decision_id, line.id)
    written.work_off()
    assert set(told(written)) == set(before)
    assert draft_of(written) == typed


def test_a_word_that_a_structure_needs_is_no_danger(written) -> None:
    written.world.take_in(lines_of(("Is the user well?", "The user is.")), "c.jsonl")
    line = written.world.asking("Is the user well")
    written.marking.mark(written.ada, written.project, Mark(new_id(), line.id, 1, "PERSON", value="user"))
    written.work_off()
    assert '"role": "user"' in told(written)[0]


def test_what_is_purged_with_a_source_includes_values_that_stand_in_metadata_alone(world) -> None:
    row = {"question": "What is a cast?", "answer": "Plaster.", "remark": f"by {MAIL}"}
    done = world.world.take_in(json.dumps(row).encode(), "b.jsonl")
    with world.world.workbench.database.reading() as tx:
        kinds = {tx.get_one(SealedValueRow, one).entity_type for one in own_values(tx, done.source.id)}
    assert "EMAIL_ADDRESS" in kinds
    page = world.privacy.values(world.paula, world.project, ValueFilter(entity_type="EMAIL_ADDRESS"), 0, 9)
    assert {group.samples for group in page.groups} == {1, 2}


def test_every_place_of_text_leads_to_its_project(world) -> None:
    every = {place.table.name: {column.name for column in place.columns} for place in text_places()}
    wanted = {
        "samples": "attributes", "revisions": "sealed", "findings": "message", "decisions": "comment",
        "drafts": "sealed", "round_questions": "messages", "round_answers": "answer", "ratings": "comment_sealed",
        "rounds": "note", "jobs": "error", "passages": "text", "sources": "name", "policies": "content",
        "projects": "guidelines", "runs": "error", "gates": "override_reason", "group_decisions": "note_sealed",
    }  # fmt: skip
    assert {table: column for table, column in wanted.items() if column not in every.get(table, ())} == {}
    for place in beside_samples():
        assert "project_id" in str(of_project(place.table, "p"))
    assert {"people", "events", "sealed_values"} & set(every) == set()
