"""A project with imported samples, a privacy reviewer and an expert; decisions are applied in this process."""

from dataclasses import dataclass, replace

import pytest

from curation.domain.jobs import JobKind
from curation.domain.people import Person, PersonRole
from curation.domain.privacy import ValueGroup, ValueKey
from curation.services.privacy import ValueFilter
from curation.services.privacy_apply import ApplyPrivacy
from curation.store.corrections import open_revisions
from curation.store.samples import samples
from tests.builders import a_person
from tests.curation.importing.screening_world import ListReporter, World, a_world, lines_of

LONG = 600.0
TEXTS = (
    (
        "My name is Anna Bauer, mail anna.bauer@example.com. How long does the plaster stay on?",
        "Dear Anna Bauer, about six weeks. Ask nurse q7rn on the ward.",
    ),
    (
        "ANNA.BAUER@example.com asks: what does a stent do? nurse q7rn could not say.",
        "It holds the artery open. See https://heart.example.org/stents for pictures.",
    ),
    ("What is a bypass?", "A detour for the blood. Q7RN knows; Q7rnia is a plant."),
)


@dataclass(frozen=True)
class PrivacyWorld:
    world: World
    paula: Person
    ada: Person

    @property
    def privacy(self):
        return self.world.workbench.privacy

    @property
    def marking(self):
        """Marking that is done with everything at once, however slow the machine is."""
        return replace(self.world.workbench.marking, at_once=LONG)

    @property
    def project(self):
        return self.world.project

    def work_off(self, cancel_at: int | None = None) -> None:
        """Do what the worker would with the jobs of decisions, oldest first."""
        stage = ApplyPrivacy(self.world.workbench.database, self.world.workbench.seal)
        for job in reversed(self.world.workbench.queue.recent(self.project.id)):
            if job.kind is JobKind.APPLY_PRIVACY:
                stage.run(job, ListReporter(cancel_at))

    def values(self, **wanted) -> dict[str, ValueGroup]:
        """The values by their first spelling, opened by the test."""
        page = self.privacy.values(self.paula, self.project, ValueFilter(**wanted), 0, 100)
        return {self.opened(group.key): group for group in page.groups}

    def opened(self, key: ValueKey) -> str:
        return self.privacy.look(self.paula, self.project, key)[0]

    def heads(self) -> list[str]:
        """Every newest text, in the order of the file."""
        with self.world.workbench.database.reading() as tx:
            ids = [line.sample.id for line in self.world.lines()]
            rows = sorted(samples(tx, self.project.id, ids).values(), key=lambda one: (one.record, one.locator))
            texts = open_revisions(tx, ids)
        found = [next(r for r in texts[row.id] if r.number == row.head) for row in rows]
        return ["\n".join(turn.content for turn in r.conversation.messages) for r in found if r.conversation]

    def every_text(self) -> str:
        """Every revision of every sample."""
        with self.world.workbench.database.reading() as tx:
            found = open_revisions(tx, [line.sample.id for line in self.world.lines()])
        return "\n".join(str(r.conversation) for revisions in found.values() for r in revisions)

    def disk(self) -> bytes:
        return self.world.disk()


@pytest.fixture
def world(tmp_path) -> PrivacyWorld:
    found = a_world(tmp_path)
    found.take_in(lines_of(*TEXTS), "a.jsonl")
    workbench, project = found.workbench, found.project
    paula = a_person(workbench, project, "Paula", PersonRole.PRIVACY)
    ada = a_person(workbench, project, "Ada", PersonRole.EXPERT)
    return PrivacyWorld(found, paula, ada)
