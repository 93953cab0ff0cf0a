"""Talking about a sample: threads of comments, answered, resolved, taken back; kept from the blind as decisions are."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from curation.domain.identity import clean_text, new_id
from curation.domain.jobs import JobKind
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.samples import RevisionKind, RevisionState
from curation.domain.talk import (
    LONGEST_COMMENT,
    LONGEST_QUOTE,
    Comment,
    NewComment,
    Quoted,
    QuotedPart,
    Talk,
    Thread,
    UnreadTalk,
    with_members,
)
from curation.errors import InputError, NotFoundError, PermissionRefusedError
from curation.pii.sealed import Seal
from curation.services.hearing import Hearing, hearings
from curation.store import threads as store
from curation.store.comment_drafts import comment_drafts, drop_comment_draft, save_comment_draft
from curation.store.corrections import find_revision
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.jobs import add_job
from curation.store.projects import members
from curation.store.samples import sample
from curation.texts import text

_Sealed = Sequence[tuple[Comment, bytes | None]]


@dataclass(frozen=True)
class Talking:
    """Use cases of threads; typed words are sealed until screened, and readable by their author alone till then."""

    database: Database
    seal: Seal
    clock: Clock = utc_now

    def of(self, actor: Person, project: Project, sample_id: str) -> Talk:
        """Return what a person may read of what is said about a sample, and what they were typing there."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            sample(tx, project.id, sample_id)
            heard = hearings(tx, actor, project, [sample_id], self.clock())[sample_id]
            threads = _readable(heard, store.threads_of(tx, [sample_id]))
            read = store.read_by(tx, actor.id, [one.id for _, comments in threads for one, _ in comments])
            drafts = comment_drafts(tx, actor.id, sample_id)
            return Talk(
                threads=tuple(self._shown(actor, thread, comments, read) for thread, comments in threads),
                drafts={thread: self.seal.open(sealed) for thread, sealed in drafts.items()},
                people={one.id: one.name for one in members(tx, project.id)},
            )

    def counts(self, actor: Person, project: Project, sample_ids: Collection[str]) -> dict[str, int]:
        """Count the open threads on samples that a person may read."""
        actor.require(Permission.SEE)
        found = dict.fromkeys(sample_ids, 0)
        with self.database.reading() as tx:
            threads = store.threads_of(tx, sample_ids)
            heard = hearings(tx, actor, project, {one.sample_id for one, _ in threads}, self.clock()) if threads else {}
        for name, hearing in heard.items():
            mine = _readable(hearing, [one for one in threads if one[0].sample_id == name])
            found[name] = sum(thread.resolved_at is None for thread, _ in mine)
        return found

    def say(self, actor: Person, project: Project, wanted: NewComment) -> str:
        """Add a comment, once, and return its thread's id; an answer opens a resolved thread again.

        Raises InputError for an empty or too long one, NotFoundError for a thread that is not there for the person.
        """
        actor.require(Permission.COMMENT)
        typed = _typed(wanted.body)
        now = self.clock()
        with self.database.transaction() as tx:
            sample(tx, project.id, wanted.sample_id)
            before = store.find_comment(tx, wanted.id)
            if before is not None:
                _require_own(before, actor)
                return before.thread_id
            heard = hearings(tx, actor, project, [wanted.sample_id], now)[wanted.sample_id]
            answers = wanted.thread_id is not None
            thread = self._answered(tx, heard, wanted) if answers else self._begun(tx, actor, project, heard, wanted)
            body, mentions = with_members(typed, members(tx, project.id))
            made = Comment(wanted.id, thread.id, actor.id, body, mentions, actor.may(Permission.REVIEW), now)
            store.add_comment(tx, made, self.seal.close(body))
            add_job(tx, JobKind.SCREEN_REVISIONS, {"comments": [made.id]}, actor.id, project.id, now)
            drop_comment_draft(tx, actor.id, wanted.sample_id, wanted.thread_id or "")
            self._note(tx, actor, project, "sample.commented", thread)
        return thread.id

    def resolve(self, actor: Person, project: Project, thread_id: str, *, back: bool = False) -> None:
        """Say that a thread needs no answer any more, or open it again."""
        actor.require(Permission.COMMENT)
        now = self.clock()
        with self.database.transaction() as tx:
            thread = self._heard(tx, actor, project, thread_id)
            if (thread.resolved_at is None) != back:
                store.resolve(tx, thread_id, None if back else (now, actor.id))
                self._note(tx, actor, project, "sample.thread_reopened" if back else "sample.thread_resolved", thread)

    def take_back(self, actor: Person, project: Project, comment_id: str, *, back: bool = False) -> None:
        """Take one's own comment back, so that nobody reads it any more; or bring it back."""
        actor.require(Permission.COMMENT)
        with self.database.transaction() as tx:
            comment = store.find_comment(tx, comment_id)
            if comment is None:
                raise NotFoundError(_gone())
            thread = self._heard(tx, actor, project, comment.thread_id)
            _require_own(comment, actor)
            if (comment.withdrawn_at is None) != back:
                store.withdraw(tx, comment_id, None if back else self.clock())
                self._note(tx, actor, project, "sample.commented" if back else "sample.uncommented", thread)

    def read(self, actor: Person, project: Project, sample_id: str, comment_ids: Collection[str]) -> None:
        """Say that a person has seen comments on a sample; those that they may not read stay unread."""
        actor.require(Permission.SEE)
        with self.database.transaction() as tx:
            heard = hearings(tx, actor, project, [sample_id], self.clock()).get(sample_id)
            said = [one for _, comments in store.threads_of(tx, [sample_id]) for one, _ in comments]
            seen = [one.id for one in said if one.id in comment_ids and heard and heard.comments(one)]
            store.mark_read(tx, actor.id, seen)

    def unread(self, actor: Person, project: Project) -> tuple[UnreadTalk, ...]:
        """Return what is new for a person, a line a sample, the newest first: in threads they wrote or are named in."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            new = store.unread(tx, project.id, actor.id)
            if not new:
                return ()
            heard = hearings(tx, actor, project, {one.sample_id for one in new}, self.clock())
        found: dict[str, UnreadTalk] = {}
        for one in new:
            hearing = heard.get(one.sample_id)
            if hearing is not None and hearing.threads(one.thread) and hearing.comments(one.comment):
                before = found.get(one.sample_id, UnreadTalk(one.sample_id, 0, named=False, newest_at=self.clock()))
                named = before.named or actor.id in one.comment.mentions
                found[one.sample_id] = UnreadTalk(one.sample_id, before.count + 1, named, one.comment.created_at)
        return tuple(sorted(found.values(), key=lambda one: (one.newest_at, one.sample_id), reverse=True))

    def save_draft(self, actor: Person, project: Project, sample_id: str, thread_id: str, typed: str) -> None:
        """Keep what a person is typing in a thread ("" for a new one), sealed, until they send or empty it."""
        actor.require(Permission.COMMENT)
        with self.database.transaction() as tx:
            sample(tx, project.id, sample_id)
            if typed.strip():
                sealed = self.seal.close(typed[: 2 * LONGEST_COMMENT])
                save_comment_draft(tx, (actor.id, sample_id, thread_id), sealed, self.clock())
            else:
                drop_comment_draft(tx, actor.id, sample_id, thread_id)

    def _shown(self, actor: Person, thread: Thread, comments: _Sealed, read: Collection[str]) -> Thread:
        """Return a thread with the words of those of its comments that a person may read."""
        opened = [
            replace(one, words=self.seal.open(sealed)) if sealed and one.withdrawn_at is None else one
            for one, sealed in comments
        ]
        said = tuple(replace(one, read=one.author_id == actor.id or one.id in read) for one in opened)
        return replace(thread, comments=said)

    def _answered(self, tx: Transaction, heard: Hearing, wanted: NewComment) -> Thread:
        """Return the thread that a comment answers, open again; whoever answers has read what stands there."""
        known = store.threads_of(tx, [wanted.sample_id])
        found = next((one for one in known if one[0].id == wanted.thread_id), None)
        if found is None or not heard.threads(found[0]):
            raise NotFoundError(_gone())
        thread, comments = found
        if thread.resolved_at is not None:
            store.resolve(tx, thread.id, None)
        store.mark_read(tx, heard.person_id, [one.id for one, _ in comments if heard.comments(one)])
        return thread

    def _begun(self, tx: Transaction, actor: Person, project: Project, heard: Hearing, wanted: NewComment) -> Thread:
        if heard.revision not in {None, wanted.revision}:
            raise InputError(_not_there())
        quoted = None if wanted.part is None else _quoted(tx, wanted, wanted.part)
        reviewer = actor.may(Permission.REVIEW)
        place = (wanted.sample_id, wanted.revision)
        thread = Thread(new_id(), *place, quoted, actor.id, self.clock(), reviewer, None, None)
        store.add_thread(tx, project.id, thread)
        return thread

    def _heard(self, tx: Transaction, actor: Person, project: Project, thread_id: str) -> Thread:
        thread = store.find_thread(tx, project.id, thread_id)
        heard = {} if thread is None else hearings(tx, actor, project, [thread.sample_id], self.clock())
        if thread is None or not heard[thread.sample_id].threads(thread):
            raise NotFoundError(_gone())
        return thread

    def _note(self, tx: Transaction, actor: Person, project: Project, action: str, thread: Thread) -> None:
        append_event(tx, self.clock(), actor.id, action, Thing("sample", thread.sample_id, project.id))


def _readable(heard: Hearing, threads: Iterable[tuple[Thread, _Sealed]]) -> list[tuple[Thread, _Sealed]]:
    """Return the threads in which a person may read something, each with the comments that they may read."""
    known = [(thread, [one for one in comments if heard.comments(one[0])]) for thread, comments in threads]
    return [(thread, comments) for thread, comments in known if comments and heard.threads(thread)]


def _typed(body: str) -> str:
    typed = clean_text(body.replace("\0", ""))[0].strip()
    if not typed:
        raise InputError(text("A comment needs words."))
    if len(typed) > LONGEST_COMMENT:
        raise InputError(text("A comment has at most {most:,} characters. Shorten it.", most=LONGEST_COMMENT))
    return typed


def _quoted(tx: Transaction, wanted: NewComment, part: QuotedPart) -> Quoted:
    """Return the words that a new thread is about, as they stand in the revision that was on the screen.

    What others propose is nobody's to quote: it is hidden until all have spoken.
    """
    found = find_revision(tx, wanted.sample_id, wanted.revision)
    hidden = found is None or found[0].state is not RevisionState.OPEN or found[0].kind is RevisionKind.PROPOSED
    shown = None if found is None or hidden else found[0].conversation
    said = "" if shown is None else shown.question if part is QuotedPart.QUESTION else shown.answer
    words = said[wanted.start : wanted.end]
    if not words.strip():
        raise InputError(_not_there())
    return Quoted(part, wanted.start, words[:LONGEST_QUOTE])


def _require_own(comment: Comment, actor: Person) -> None:
    if comment.author_id != actor.id:
        raise PermissionRefusedError(text("That comment is somebody else's."))


def _not_there() -> str:
    return text("The words that the comment is about are not there any more. Select them again.")


def _gone() -> str:
    return text("There is no such thread here. Reload the page.")
