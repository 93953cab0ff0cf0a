"""One sample with everything that is known of it, and its history; tags are put on it and taken off here."""

from dataclasses import dataclass, replace

from curation.domain.blindness import looking
from curation.domain.guideline_sections import sections_of
from curation.domain.histories import Assigned, Happened, Moment, SampleFile
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.probes import Probe
from curation.domain.projects import Project
from curation.domain.samples import UNREAD
from curation.errors import InputError, NotFoundError
from curation.services.people_names import without_turns
from curation.services.probing import Probing
from curation.services.reviewing_queue import HandingOut
from curation.services.rubric_rules import rubric_of
from curation.services.talk_history import talked, together
from curation.services.typed_words import TypedWords
from curation.store.assignments import assigned
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.histories import history_of
from curation.store.projects import members
from curation.store.review_items import read_items
from curation.store.reviews import review_policy
from curation.store.sample_hits import tags_of
from curation.store.samples import metadata_of, sample
from curation.store.tags import Tagging, add_tag, drop_tag, has_tag
from curation.store.versions import versions_with
from curation.texts import text

LONGEST_TAG = 60
MOST_TAGS = 20


@dataclass(frozen=True)
class Histories:
    """Use cases of a sample's own page."""

    database: Database
    typed: TypedWords
    clock: Clock = utc_now

    def of(self, actor: Person, project: Project, sample_id: str) -> SampleFile:
        """Return a sample with its history; raises NotFoundError where it is not of the project or has no text."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            found = sample(tx, project.id, sample_id)
            looks = looking(actor, review_policy(tx, project.id).visibility)
            items = read_items(tx, project.id, looks, [sample_id])
            if not items:
                raise NotFoundError(text("The sample {sample} has no text that can be read.", sample=sample_id))
            readable = found.status not in UNREAD
            people = {person.id: person.name for person in members(tx, project.id)}
            talk = talked(tx, actor, project, (sample_id, self.clock()), people)
            file = SampleFile(
                item=items[0],
                readable=readable,
                metadata=metadata_of(tx, project.id, sample_id) if readable else {},
                history=together(history_of(tx, project.id, sample_id, looks), talk),
                versions=versions_with(tx, sample_id),
                tags=tags_of(tx, project.id, [sample_id]).get(sample_id, ()),
                assigned=tuple(Assigned(a.person_id, a.due_at) for a in assigned(tx, project.id, [sample_id])),
                people=people,
                sections=sections_of(project.guidelines),
                rubric=rubric_of(tx, project.id),
            )
            return self._as_asked(tx, actor, project, file)

    def _as_asked(self, tx: Transaction, actor: Person, project: Project, file: SampleFile) -> SampleFile:
        """Return what somebody may see of a sample that they are asked again: it looks as any that waits."""
        probing = Probing(HandingOut(tx, actor, project, review_policy(tx, project.id), self.clock()))
        probe = probing.open.get(file.item.sample_id)
        if probe is None:
            return file
        shown = {Happened.IMPORTED, Happened.TAGGED, Happened.ASSIGNED}
        before = [one for one in file.history if one.what in shown or _came_before(one, probe)]
        return replace(file, item=probing.as_asked(file.item, probe), history=tuple(before), versions=())

    def tag(self, actor: Person, project: Project, sample_id: str, tag: str) -> str:
        """Put a tag on a sample; return it as it is kept. Raises InputError where it is none."""
        require_tagger(actor)
        word = tag_from(tag)
        require_clean_tag(self.typed, project, word)
        with self.database.transaction() as tx:
            sample(tx, project.id, sample_id)
            if len(tags_of(tx, project.id, [sample_id]).get(sample_id, ())) >= MOST_TAGS:
                raise InputError(text("A sample has at most {most} tags.", most=MOST_TAGS))
            if add_tag(tx, project.id, [sample_id], word, Tagging(actor.id, self.clock())):
                append_event(tx, self.clock(), actor.id, "sample.tagged", Thing("sample", sample_id, project.id))
        return word

    def untag(self, actor: Person, project: Project, sample_id: str, tag: str) -> None:
        """Take a tag off a sample."""
        require_tagger(actor)
        with self.database.transaction() as tx:
            sample(tx, project.id, sample_id)
            if drop_tag(tx, project.id, [sample_id], tag):
                append_event(tx, self.clock(), actor.id, "sample.untagged", Thing("sample", sample_id, project.id))


def _came_before(one: Moment, probe: Probe) -> bool:
    return one.revision is not None and one.revision.number <= probe.revision


def require_tagger(actor: Person) -> None:
    """Let whoever works on samples tag them: who reviews, edits or imports; raises PermissionRefusedError."""
    if not any(actor.may(one) for one in (Permission.REVIEW, Permission.EDIT)):
        actor.require(Permission.IMPORT)


def require_clean_tag(typed: TypedWords, project: Project, word: str) -> None:
    """Let a tag pass that the project has already, or that names nobody; raises as `TypedWords`."""
    with typed.database.reading() as tx:
        known = has_tag(tx, project.id, word)
    if not known:
        typed.require_nobody(project, word)


def tag_from(said: str) -> str:
    """Read a tag as somebody typed it; raises InputError where it is empty or too long."""
    word = " ".join(without_turns(said).split())
    if not word or len(word) > LONGEST_TAG:
        raise InputError(text("A tag is a word or a few, 1 to {most} characters.", most=LONGEST_TAG))
    return word
