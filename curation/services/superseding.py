"""What newer things supersede: a source by another, a section of the guidelines by its next text.

What rests on it is listed first, as every act on many samples is; whoever ordered it then goes on, and may take all
of it back.
"""

from dataclasses import dataclass

from curation.domain.bulk import BulkAct, BulkKind, BulkOrder
from curation.domain.guideline_sections import section_by_id, sections_of
from curation.domain.lapses import Because, GuidelineState, OutdatedSection, Why
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.versions import DatasetVersion
from curation.errors import ConflictError, InputError
from curation.services.bulk import Bulk
from curation.store import sources
from curation.store import superseding as store
from curation.store.database import Database
from curation.store.events import Thing, append_event
from curation.texts import text


@dataclass(frozen=True)
class Superseding:
    """Use cases of whoever leads a project when what its samples rest on is replaced."""

    database: Database
    bulk: Bulk
    clock: Clock = utc_now

    def source(self, actor: Person, project: Project, source_id: str, newer_id: str) -> BulkAct:
        """Say that a newer source stands in the place of one, and list what rests on that.

        Samples of it that nobody has decided on say so on the desk at once. Raises InputError for the source itself
        or one that it supersedes, NotFoundError for one that is not here.
        """
        actor.require(Permission.MANAGE)
        now = self.clock()
        with self.database.transaction() as tx:
            before, newer = sources.source(tx, project.id, source_id), sources.source(tx, project.id, newer_id)
            if source_id in {newer.id, newer.superseded_by}:
                raise InputError(text("A source cannot be superseded by itself, nor by one that it supersedes."))
            if before.superseded_by != newer_id:
                store.set_superseded(tx, source_id, newer_id, now)
                thing = Thing("source", source_id, project.id, (newer.bytes_hash,))
                append_event(tx, now, actor.id, "source.superseded", thing)
        order = BulkOrder(BulkKind.RECALL, because=Because(Why.SOURCE, source_id=source_id, newer_id=newer_id))
        return self.bulk.look(actor, project, {"rests_on": source_id}, order)

    def keep_source(self, actor: Person, project: Project, source_id: str) -> None:
        """Say that a source is not superseded after all; what was put back stays so until that is taken back."""
        actor.require(Permission.MANAGE)
        with self.database.transaction() as tx:
            if sources.source(tx, project.id, source_id).superseded_by is None:
                raise ConflictError(text("This source is not superseded."))
            store.set_superseded(tx, source_id, None, None)
            append_event(tx, self.clock(), actor.id, "source.kept", Thing("source", source_id, project.id))

    def guidelines(self, actor: Person, project: Project) -> GuidelineState:
        """Return the number of the guidelines, and the sections by whose earlier text samples were decided."""
        actor.require(Permission.MANAGE)
        sections = sections_of(project.guidelines)
        with self.database.reading() as tx:
            number, changed_at = store.guideline_number(tx, project.id)
            found = store.outdated_sections(tx, project.id, {one.id: one.hash for one in sections})
        outdated: list[OutdatedSection] = []
        for name, count in sorted(found.items()):
            section = section_by_id(sections, name)
            outdated.append(OutdatedSection(name, "" if section is None else section.name, count))
        return GuidelineState(number, changed_at, tuple(outdated))

    def section(self, actor: Person, project: Project, section_id: str) -> BulkAct:
        """List the samples that were decided by an earlier text of a section; raises InputError where none were."""
        actor.require(Permission.MANAGE)
        state = self.guidelines(actor, project)
        if section_id not in {one.id for one in state.outdated}:
            raise InputError(text("No decision rests on an earlier text of this section."))
        because = Because(Why.GUIDELINE, section_id=section_id, number=state.number)
        return self.bulk.look(actor, project, {"section": section_id}, BulkOrder(BulkKind.RECALL, because=because))

    def versions(self, actor: Person, project: Project, act_id: str) -> tuple[DatasetVersion, ...]:
        """Return the versions that hold what an act on many reaches, newest first."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return tuple(store.versions_reached(tx, project.id, act_id))
