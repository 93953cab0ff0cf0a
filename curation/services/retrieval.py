"""What belongs in retrieval, given out: one JSON line a sample, for a store that answers are looked up in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from curation.domain.gates import Suspect
from curation.domain.identity import canonical_json
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.errors import ConflictError
from curation.services.lapsing import today_of
from curation.services.retrieval_gate import Passing, Searched, search, stopped_words
from curation.services.trying import Ask
from curation.store.database import Database
from curation.store.retrieval import LookedUp, for_retrieval
from curation.texts import text

_AT_ONCE = 500


@dataclass(frozen=True)
class Retrieval:
    """Use cases around samples that are looked up and never trained on; `ask` puts a short question to the worker."""

    database: Database
    ask: Ask
    clock: Clock = utc_now

    def lines(self, actor: Person, project: Project) -> Iterator[str]:
        """Return the lines of a JSONL file, by id: question, answer, what it rests on, and where it came from.

        Texts are searched for personal data again first, as before a version. Raises ConflictError where something
        is found that nobody has let through, JobFailedError where no worker is there to search.
        """
        actor.require(Permission.EXPORT)
        searched = search(self.ask, project)
        count, suspects = 0, list[Suspect | None]()
        for found, held in self._batches(project, searched):
            count += len(found)
            suspects += held.values()
        known = tuple(one for one in suspects if one is not None)
        if len(known) < len(suspects):
            raise ConflictError(text("Samples have come that are not searched for personal data yet. Try again."))
        with self.database.transaction() as tx:
            Passing(tx, project, searched).remember(actor, (count, known), self.clock())
        if known:
            raise ConflictError(stopped_words(len(known)))
        return self._lines(project, searched)

    def _lines(self, project: Project, searched: Searched) -> Iterator[str]:
        """Yield what passes the gate at the moment it is read: a text that has changed meanwhile waits for the next."""
        for found, held in self._batches(project, searched):
            yield from (_line(one) for one in found if one.id not in held)

    def _batches(
        self, project: Project, searched: Searched
    ) -> Iterator[tuple[Sequence[LookedUp], Mapping[str, Suspect | None]]]:
        """Yield what belongs in retrieval and holds today, each part with those of it that may not go out."""
        after, more, today = None, True, today_of(self.clock())
        while more:
            with self.database.reading() as tx:
                found = list(for_retrieval(tx, project.id, today, after, _AT_ONCE))
                held = Passing(tx, project, searched).open(found)
            yield found, held
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
