"""What is hidden late gets the surrogate that its policy asks for: at once, or by the job of the worker."""

import pytest

from curation.domain.desk import Act
from curation.domain.identity import new_id
from curation.domain.jobs import JobKind
from curation.domain.privacy import PrivacyAction
from curation.domain.reviews import Verdict
from curation.domain.samples import SampleStatus
from curation.services.late_surrogates import LateSurrogates
from curation.services.privacy import Said, ValueFilter
from curation.services.privacy_apply import ApplyPrivacy
from curation.services.privacy_marks import Mark, Marking
from curation.store.surrogates import surrogates_after
from tests.curation.importing.screening_world import ListReporter, World, a_world, lines_of

pytestmark = pytest.mark.slow
TEXTS = (
    ("Who is told about q7rn, who broke a leg?", "The ward is. Then q7rn may write to anna.bauer@example.com."),
    ("What does Q7RN need?", "Rest. See https://heart.example.org/stents for more."),
)


@pytest.fixture
def world(tmp_path) -> World:
    found = a_world(tmp_path)
    found.workbench.projects.set_policy(found.owner, found.project, "pii", {"operators": {"*": "surrogate"}})
    found.take_in(lines_of(*TEXTS), "a.jsonl")
    return found


def texts(world: World) -> list[str]:
    return sorted(f"{line.question} | {line.answer}" for line in world.lines())


def work_off(world: World) -> None:
    late = LateSurrogates(world.workbench.database, world.workbench.seal)
    stage = ApplyPrivacy(world.workbench.database, world.workbench.seal, give=late.give)
    for job in reversed(world.workbench.queue.recent(world.project.id)):
        if job.kind is JobKind.APPLY_PRIVACY:
            stage.run(job, ListReporter())


def mark(world: World, marking: Marking) -> None:
    sample = world.asking("broke a leg")
    marking.mark(world.owner, world.project, Mark(new_id(), sample.id, sample.head, "PERSON", value="q7rn"))


def given(world: World) -> list[str]:
    with world.workbench.database.reading() as tx:
        found = surrogates_after(tx, world.project.id, 0)
    return [one.surrogate for one in found if one.owner[0] == "PERSON"]


def test_the_worker_follows_with_the_surrogate_and_undo_brings_the_words_back(world: World) -> None:
    before = texts(world)
    world.workbench.reviewing.next_items(world.owner, world.project, 1)
    sample = world.asking("broke a leg")
    world.workbench.reviewing.decide(world.owner, world.project, Act(new_id(), sample.id, 1, Verdict.APPROVE))
    mark(world, world.workbench.marking)
    assert "told about <PERSON_1>, who" in "\n".join(texts(world))
    work_off(world)
    [name] = given(world)
    assert f"told about {name}, who broke a leg? | The ward is. Then {name} may write" in "\n".join(texts(world))
    assert f"What does {name} need?" in "\n".join(texts(world))
    assert world.asking("broke a leg").status is SampleStatus.APPROVED
    work_off(world)
    assert given(world) == [name]
    world.take_in(lines_of(("Is q7rn there?", "Yes, since noon.")), "b.jsonl")
    assert f"Is {name} there?" in "\n".join(texts(world))
    world.workbench.privacy.undo(world.owner, world.project)
    work_off(world)
    assert [text for text in texts(world) if "there?" not in text] == before


def test_where_the_worker_answers_the_surrogate_stands_at_once(world: World) -> None:
    late = LateSurrogates(world.workbench.database, world.workbench.seal)
    found = world.workbench
    mark(world, Marking(found.database, found.seal, lambda kind, question, seconds: late(question), at_once=600.0))
    [name] = given(world)
    now = texts(world)
    assert f"told about {name}, who" in "\n".join(now)
    head = world.asking("broke a leg").head
    work_off(world)
    assert texts(world) == now
    assert world.asking("broke a leg").head == head


def test_an_accepted_suggestion_gets_a_surrogate_of_its_kind(world: World) -> None:
    before = texts(world)
    page = world.workbench.privacy.values(world.owner, world.project, ValueFilter(entity_type="URL"), 0, 10)
    privacy, key = world.workbench.privacy, page.groups[0].key
    privacy.decide(world.owner, world.project, key, Said(PrivacyAction.ACCEPT))
    work_off(world)
    assert "heart.example.org" not in "\n".join(texts(world))
    assert "See https://" in "\n".join(texts(world))
    assert "<URL" not in "\n".join(texts(world))
    privacy.undo(world.owner, world.project)
    work_off(world)
    assert texts(world) == before
