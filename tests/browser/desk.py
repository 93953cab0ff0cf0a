"""The review desk as a test sees it: a project with waiting samples, an expert's page, and the store behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from playwright.sync_api import Locator, Page, expect

from curation.domain.people import Person
from curation.domain.projects import Project
from curation.domain.samples import Origin, question_and_answer
from curation.services.projects import Draft
from curation.store.samples import NewSample, add_samples
from curation.store.screened import Screened, add_first_revisions
from curation.store.tables_samples import SampleRow
from curation.store.tables_work import DecisionRow, DraftRow
from tests.browser.server import Server
from tests.browser.waiting import until
from tests.builders import a_person
from workbench.bootstrap import Workbench

_NUMBERS = count(1)
Texts = list[tuple[str, str]]


@dataclass
class DeskWorld:
    """One project of a served home, with its expert."""

    workbench: Workbench
    server: Server
    owner: Person
    project: Project
    ada: Person
    open_page: Callable[..., Page]

    def desk(self, person: Person | None = None, **more: object) -> "DeskPage":
        page = self.open_page(self.server.address, "/", person=(person or self.ada).id, **more)
        return DeskPage(page)

    def another(self, name: str) -> Person:
        return a_person(self.workbench, self.project, name)

    def waiting(self, texts: Texts, passages: Sequence[str] = ()) -> list[str]:
        """Samples that wait, in the order that the desk shows them; all of them rest on the passages."""
        ids = [f"{self.project.id}-{i:03}" for i in range(len(texts))]
        at = self.workbench.reviewing.clock()
        new = [
            NewSample(s, None, "a.jsonl", i, Origin.COLLECTED, "en", float(len(texts) - i)) for i, s in enumerate(ids)
        ]
        conversations = [replace(question_and_answer(q, a), context=tuple(passages)) for q, a in texts]
        with self.workbench.database.transaction() as tx:
            add_samples(tx, self.project.id, new, at)
            add_first_revisions(tx, [Screened(s, c, c.hash) for s, c in zip(ids, conversations, strict=True)], at)
        return ids

    def decisions(self) -> list[tuple[str, str, int]]:
        """What was decided: (sample, verdict, revision), in order."""
        with self.workbench.database.reading() as tx:
            rows = (
                tx.query(DecisionRow)
                .join(SampleRow, SampleRow.id == DecisionRow.sample_id)
                .where(SampleRow.project_id == self.project.id)
                .order_by(DecisionRow.created_at)
            )
            return [(row.sample_id, row.verdict, row.revision) for row in rows]

    def drafts(self, person: Person) -> list[str]:
        with self.workbench.database.reading() as tx:
            rows = tx.query(DraftRow).where(DraftRow.person_id == person.id)
            return [self.workbench.seal.open(row.sealed) for row in rows]

    def until_decided(self, page: Page, number: int) -> list[tuple[str, str, int]]:
        until(page, lambda: len(self.decisions()) >= number)
        return self.decisions()


@dataclass
class DeskPage:
    """The desk on one person's screen."""

    page: Page

    @property
    def desk(self) -> Locator:
        return self.page.locator("section.desk")

    @property
    def status(self) -> Locator:
        return self.page.locator("section.desk .status")

    def act(self, name: str) -> Locator:
        return self.page.locator(f"section.desk button[data-act='{name}']")

    def field(self, part: str) -> Locator:
        return self.page.locator(f"section.desk textarea[data-part='{part}']")

    def shows(self, sentence: str) -> None:
        expect(self.page.locator("section.desk .stage")).to_contain_text(sentence)

    def painted(self, sentence: str) -> None:
        """Wait until a text is shown and decisions on it are taken."""
        self.shows(sentence)
        self.page.wait_for_function(
            """() => {
                const find = (root) => root.querySelector('section.desk') ?? [...root.querySelectorAll('*')]
                    .filter((n) => n.shadowRoot).map((n) => find(n.shadowRoot)).find(Boolean);
                const desk = find(document);
                const item = desk.querySelector('.item');
                return desk.dataset.painted === item.dataset.sample;
            }"""
        )
        self.page.wait_for_timeout(300)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def says(self, sentence: str) -> None:
        expect(self.status).to_contain_text(sentence)

    def saved(self) -> None:
        expect(self.page.locator("section.desk [data-at=kept]")).to_have_text("Saved")


def a_world(workbench: Workbench, server: Server, open_page: Callable[..., Page]) -> DeskWorld:
    """A project of its own with one expert who has done the practice."""
    owner_id = workbench.projects.ensure_local_owner("Owner")
    draft = Draft(name=f"Desk {next(_NUMBERS)}", guidelines="# Tone\n- Be **plain**.\n- Name the source.")
    project = workbench.projects.create(owner_id, draft)
    owner, project = workbench.projects.enter(owner_id, project.slug)
    ada = a_person(workbench, project, "Dr. Ada Frost")
    workbench.projects.set_preference(ada.id, "desk.practice", "done")
    workbench.projects.set_preference(ada.id, "desk.told", "timed-plain")
    return DeskWorld(workbench, server, owner, project, ada, open_page)


def some(number: int) -> Texts:
    return [(f"Question {i}, what helps?", f"Answer {i} is rest.") for i in range(number)]
