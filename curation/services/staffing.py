"""Who gets what, as the lead sets it: what people know, what samples need, whom a source is kept from."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from curation.domain.lanes import Gap
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project, require_language
from curation.errors import NotFoundError
from curation.services.risks import reckon
from curation.store.bars import Bar, add_bar, bars, drop_bar, samples_of
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.knowledge import Knows, set_knowledge, skilled
from curation.store.lanes import gaps, place, staff_of
from curation.store.projects import members
from curation.store.reviews import review_policy
from curation.store.samples import samples, set_specialties, specialties_of
from curation.store.sources import source
from curation.texts import text

_AT_ONCE = 2_000


@dataclass(frozen=True)
class Staffing:
    """Use cases of who gets what."""

    database: Database
    clock: Clock = utc_now

    def knows(self, actor: Person, project: Project) -> dict[str, Knows]:
        """Return what each person of the project knows, by id."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            rules = review_policy(tx, project.id).queue
            return {
                person.id: Knows(rules.known(knows.specialties), knows.languages)
                for person, knows in skilled(tx, project.id)
            }

    def teach(self, actor: Person, project: Project, person_id: str, knows: Knows) -> Knows:
        """Say what somebody knows: exactly these specialties and languages; none of either means any.

        Raises InputError for a word that is no specialty of the project, or no language code.
        """
        actor.require(Permission.MANAGE)
        for code in knows.languages:
            require_language(code)
        with self.database.transaction() as tx:
            _member(tx, project, person_id)
            specialties = review_policy(tx, project.id).queue.require_known(knows.specialties)
            kept = Knows(specialties, tuple(sorted(set(knows.languages))))
            set_knowledge(tx, project.id, person_id, kept)
            append_event(tx, self.clock(), actor.id, "person.knows", Thing("person", person_id, project.id))
        return kept

    def specialties(self, actor: Person, project: Project, sample_id: str) -> tuple[str, ...]:
        """Return the specialties that a sample needs one of."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            rules = review_policy(tx, project.id).queue
            return rules.known(specialties_of(tx, [sample_id]).get(sample_id, ()))

    def need(self, actor: Person, project: Project, sample_ids: Collection[str], wanted: Iterable[str]) -> None:
        """Say which specialties samples need one of, exactly these; raises InputError for what is none here."""
        actor.require(Permission.MANAGE)
        with self.database.transaction() as tx:
            found = samples(tx, project.id, sample_ids)
            names = review_policy(tx, project.id).queue.require_known(wanted)
            set_specialties(tx, dict.fromkeys(found, names), self.clock())
            place(tx, project.id, found)
            reckon(tx, project, found, self.clock())
            for sample_id in found:
                append_event(tx, self.clock(), actor.id, "sample.specialties", Thing("sample", sample_id, project.id))

    def kept_from(self, actor: Person, project: Project, source_id: str) -> tuple[Bar, ...]:
        """Return who gets nothing of a source."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return bars(tx, project.id, source(tx, project.id, source_id).id)

    def keep_from(self, actor: Person, project: Project, source_id: str, person_id: str) -> None:
        """Keep somebody from a source: they get none of its samples and may decide on none of them."""
        actor.require(Permission.MANAGE)
        with self.database.transaction() as tx:
            _member(tx, project, person_id)
            found = source(tx, project.id, source_id)
            add_bar(tx, project.id, Bar(found.id, person_id, firm=True, said_by=actor.id, said_at=self.clock()))
            append_event(tx, self.clock(), actor.id, "source.kept_from", Thing("source", source_id, project.id))
        self._place(project, source_id)

    def let_have(self, actor: Person, project: Project, source_id: str, person_id: str) -> None:
        """Let somebody have a source's samples again."""
        actor.require(Permission.MANAGE)
        with self.database.transaction() as tx:
            source(tx, project.id, source_id)
            if not drop_bar(tx, project.id, source_id, person_id):
                return
            append_event(tx, self.clock(), actor.id, "source.let_have", Thing("source", source_id, project.id))
        self._place(project, source_id)

    def gaps(self, actor: Person, project: Project) -> list[Gap]:
        """Return what waits and reaches nobody, or fewer than are to decide; for whoever manages, else nothing."""
        if not actor.may(Permission.MANAGE):
            return []
        with self.database.reading() as tx:
            rules = review_policy(tx, project.id)
            return gaps(tx, project.id, staff_of(tx, project.id, rules.queue).crew, rules.slots)

    def _place(self, project: Project, source_id: str) -> None:
        """Bring a source's samples into their lanes, some at a time: what is left is kept back by name meanwhile."""
        with self.database.reading() as tx:
            ids = samples_of(tx, source_id)
        for start in range(0, len(ids), _AT_ONCE):
            with self.database.transaction() as tx:
                place(tx, project.id, ids[start : start + _AT_ONCE])


def _member(tx: Transaction, project: Project, person_id: str) -> None:
    if person_id not in {person.id for person in members(tx, project.id)}:
        raise NotFoundError(text("There is no such person in this project."))
