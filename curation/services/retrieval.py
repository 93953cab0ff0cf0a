"""What belongs in retrieval, given out: one JSON line a sample, for a store that answers are looked up in."""

from collections.abc import Iterator
from dataclasses import dataclass

from curation.domain.identity import canonical_json
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.services.lapsing import today_of
from curation.store.database import Database
from curation.store.events import Thing, append_event
from curation.store.retrieval import LookedUp, for_retrieval

_AT_ONCE = 500


@dataclass(frozen=True)
class Retrieval:
    """Use cases around samples that are looked up and never trained on."""

    database: Database
    clock: Clock = utc_now

    def lines(self, actor: Person, project: Project) -> Iterator[str]:
        """Return the lines of a JSONL file, by id: question, answer, what it rests on, and where it came from."""
        actor.require(Permission.EXPORT)
        with self.database.transaction() as tx:
            append_event(tx, self.clock(), actor.id, "retrieval.exported", Thing("project", project.id, project.id))
        return self._lines(project)

    def _lines(self, project: Project) -> Iterator[str]:
        after, more, today = None, True, today_of(self.clock())
        while more:
            with self.database.reading() as tx:
                found = list(for_retrieval(tx, project.id, today, after, _AT_ONCE))
            yield from (_line(one) for one in found)
            after, more = (found[-1].id if found else None), len(found) == _AT_ONCE


def _line(one: LookedUp) -> str:
    said = {
        "id": one.id,
        "question": one.conversation.question,
        "answer": one.conversation.answer,
        "messages": [{"role": turn.role.value, "content": turn.content} for turn in one.conversation.messages],
        "context": list(one.conversation.context),
        "sources": [{"name": one.source, "locator": one.locator}] if one.source else [],
        "language": one.language,
        "valid_until": None if one.until is None else one.until.isoformat(),
        "revision": one.revision,
    }
    return canonical_json(said) + "\n"
