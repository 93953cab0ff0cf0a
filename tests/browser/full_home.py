"""A project whose every field that people type into holds what tries to be more than text."""

import re

from playwright.sync_api import Page

from curation.domain.browsing import Wanted
from curation.domain.bulk import BulkKind, BulkOrder
from curation.domain.identity import Json
from curation.domain.people import Person, PersonRole
from curation.domain.projects import Project
from curation.domain.reason_policy import FlagReason, ReasonPolicy
from curation.domain.samples import SampleStatus, question_and_answer
from curation.domain.talk import NewComment
from curation.services.browsing import Browsing
from curation.services.bulk import Bulk
from curation.services.histories import Histories
from curation.services.pii_tried import TriedRules
from curation.services.projects import Draft
from curation.services.typed_words import TypedWords
from tests.builders import a_person
from tests.curation.release.shelf import Shelf, Shelved
from tests.curation.reviewing.desk_builders import approving, rejecting
from workbench.bootstrap import Workbench

SCRIPT = "<img src=x onerror='window.ran=1'><script>window.ran=1</script>"
LINK = "[Approve](javascript:window.ran=1) ![x](data:text/html,x) :material/delete: http://b.org/c"
NAME = "<img src=x onerror='window.ran=1'> [a](https://a.org/)"
TABLE = "a\tb\nc\td\n| x | y |\n|---|---|\n| 1 | 2 |"
TURNED = "\u202egnp.exe مرحبا"
_PROGRAMS = re.compile(
    r"(^|[ (:])None([,)]|$)|\b(NaN|undefined|Traceback|encountered an error)\b|\[object |\{[a-z_]+\}"
)
_ASTRAY = """() => {
    const found = window.ran ? ["a script ran"] : [];
    const walk = (root) => {
        const led = "[href^='javascript:' i], [href^='data:text' i], [href*='a.org']";
        for (const node of root.querySelectorAll(`img[src='x'], [onerror], ${led}`))
            found.push(node.outerHTML.slice(0, 120));
        for (const node of root.querySelectorAll("*")) if (node.shadowRoot) walk(node.shadowRoot);
    };
    walk(document);
    return found;
}"""


def _finding_nobody(kind: str, question: Json) -> Json:
    """Answer as a worker that finds no personal data."""
    del kind, question
    return TriedRules(1, 0, 0, 0, "", (), (), "").as_json()


def filled(workbench: Workbench, owner: Person, project: Project) -> tuple[str, str]:
    """Type hostile words into everything; return a sample and an act on many samples to open."""
    ids = _samples(workbench, owner, project)
    ada, ben = (a_person(workbench, project, f"{name} {NAME}"[:80], PersonRole.EXPERT) for name in ("Ada", "Ben"))
    for person in (owner, ada, ben):
        workbench.projects.set_preference(person.id, "desk.practice", "done")
    workbench.projects.set_policy(owner, project, "review", {"slots": 2})
    workbench.reviewing.decide(ada, project, approving(ids[0]))
    workbench.reviewing.decide(ben, project, rejecting(ids[0]))
    for person in (ada, ben):
        workbench.reviewing.decide(person, project, approving(ids[1]))
    workbench.projects.describe(
        owner,
        project,
        Draft(name=project.name, guidelines=f"# {LINK}\n{SCRIPT}\n\n## Tone\n{TABLE}", intended_use=LINK),
    )
    workbench.reason_rules.choose(owner, project, ReasonPolicy((FlagReason("odd", NAME[:60]),)))
    typed = TypedWords(workbench.database, _finding_nobody)
    for tag in (NAME[:60], LINK[:60]):
        Histories(workbench.database, typed).tag(owner, project, ids[0], tag)
    Browsing(workbench.database, typed).save_view(owner, project, NAME, Wanted(words="odd"), shared=True)
    workbench.tokens.make(owner, project, NAME, [PersonRole.OWNER])
    for number, body in enumerate((SCRIPT, LINK, TABLE, TURNED)):
        workbench.talking.say(owner, project, NewComment(f"c{number}", ids[0], 1, body))
    act = Bulk(workbench.database, workbench.seal, typed).look(
        owner, project, {"status": "approved"}, BulkOrder(BulkKind.TAG, tag=NAME[:60])
    )
    return ids[0], act.id


def _samples(workbench: Workbench, owner: Person, project: Project) -> list[str]:
    texts = [(SCRIPT, LINK), (TURNED, TABLE), (LINK, SCRIPT)]
    ids = [f"odd-{number}" for number in range(len(texts))]
    told = [question_and_answer(f"Odd {asked}", said) for asked, said in texts]
    shelf = Shelf(workbench, owner, project)
    shelf.add(*(Shelved(name, text, SampleStatus.WAITING) for name, text in zip(ids, told, strict=True)))
    return ids


def astray(page: Page) -> list[str]:
    """What in a page has run, or would lead somewhere when it is pressed; nothing where texts are letters."""
    return list(page.evaluate(_ASTRAY))


def not_words(page: Page) -> list[str]:
    """Lines of a page that no person would write: what a program says of itself."""
    said = page.get_by_test_id("stMain").inner_text().splitlines()
    return [line for line in said if _PROGRAMS.search(line)]
