"""Screening what people typed: corrections and comments lose their seal once they are redacted. Heavy."""

from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from curation.domain.identity import Json
from curation.domain.jobs import Job, Progress, Reporter
from curation.domain.moments import Clock, utc_now
from curation.domain.projects import Project
from curation.domain.samples import Conversation
from curation.domain.talk import tags_of_members
from curation.errors import InputError
from curation.pii.sealed import Seal
from curation.services.carried_spans import carried
from curation.services.checks_policy import checks_of
from curation.services.erased_texts import TYPED_TEXTS
from curation.services.privacy_values import rules_of
from curation.services.screening_duplicates import Index, look_again
from curation.services.screening_text import Clean, Rules, cleaned_again, screened, spans_found
from curation.services.surrogate_book import SurrogateBook, operator_key
from curation.store import findings as findings_store
from curation.store import flags as flag_store
from curation.store import gold as gold_store
from curation.store import group_decisions as group_store
from curation.store import screened as revisions_store
from curation.store import threads as thread_store
from curation.store.corrections import conversation_of, find_revision
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.privacy_texts import add_carried, placeholders_of, stored_texts
from curation.store.projects import known_project
from curation.store.reviews import review_policy, settle
from curation.store.samples import sample
from curation.texts import text


@dataclass(frozen=True)
class Typed:
    """What somebody typed about samples, sealed; `tags` stand in it by right."""

    sample_ids: tuple[str, ...]
    sealed: bytes
    tags: tuple[str, ...] = ()


Sealed = Callable[[Transaction, str], Typed | None]
Opened = Callable[[Transaction, str, str], None]


@dataclass(frozen=True)
class RevisionScreening:
    """The stage of SCREEN_REVISIONS.

    Its payload names `revisions` ([sample id, number]), and by their ids `decisions`, `group_decisions`, `gold`,
    `flags` and `comments`.
    """

    database: Database
    seal: Seal
    clock: Clock = utc_now
    indexes: Path | None = None

    def run(self, job: Job, reporter: Reporter) -> None:
        """Screen what the payload names; what is open already stays as it is."""
        if job.project_id is None or not isinstance(job.payload, dict):
            raise InputError(text("The job {job} does not say which texts it screens.", job=job.id))
        places = [place for place in _listed(job, "revisions") if isinstance(place, list)]
        comments, notes = _listed(job, "decisions"), _listed(job, "group_decisions")
        total = len(places) + len(comments) + len(notes)
        with self.database.reading() as tx:
            project = known_project(tx, job.project_id)
        for done, place in enumerate(places):
            reporter.report(Progress(done, total, text("Screening what was typed")))
            self.screen(project, str(place[0]), int(str(place[1])), job.created_by)
        self.screen_comments(project, map(str, comments))
        self.screen_notes(project, map(str, notes))
        self.screen_reasons(project, map(str, _listed(job, "gold")))
        self.screen_flags(project, map(str, _listed(job, "flags")))
        self.screen_talk(project, map(str, _listed(job, "comments")))
        reporter.report(Progress(total, total))

    def catch_up(self) -> None:
        """Screen every correction that waits, in any project: called between the batches of a long import."""
        with self.database.reading() as tx:
            waiting = [
                (known_project(tx, project_id), sample_id, number)
                for project_id, sample_id, number in revisions_store.waiting_revisions(tx)
            ]
        for project, sample_id, number in waiting:
            self.screen(project, sample_id, number, None)

    def screen(self, project: Project, sample_id: str, number: int, actor_id: str | None) -> None:
        """Redact and check one sealed revision, open it, and compute anew where its sample stands."""
        with self.database.reading() as tx:
            rules = self._rules(tx, project, sample(tx, project.id, sample_id).language)
            found = find_revision(tx, sample_id, number)
            left = placeholders_of(tx, sample_id)
        if found is None or found[1] is None:
            return
        typed = conversation_of(found[0], self.seal.open(found[1]))
        clean = self._book(project).keeping(rules.redactor.ledger, lambda: cleaned_again(rules, typed, left))
        with self._turn() as tx:
            again = find_revision(tx, sample_id, number)
            same = again is not None and again[1] == found[1]
            if same:
                self._open(tx, project, (sample_id, number), clean)
                author = actor_id or found[0].author_id or ""
                hashes = (clean.redacted.conversation.hash,)
                thing = Thing("sample", sample_id, project.id, hashes)
                append_event(tx, self.clock(), author, "revision.screened", thing)
        if not same:
            self.screen(project, sample_id, number, actor_id)
            return
        index = None if self.indexes is None else Index(self.indexes)
        look_again(self.database, project, sample_id, self.clock(), index)

    def screen_comments(self, project: Project, decision_ids: Iterable[str]) -> None:
        """Redact the comments of decisions."""
        self._screen(project, decision_ids, _on_one(revisions_store.sealed_comment), revisions_store.open_comment)

    def screen_notes(self, project: Project, decision_ids: Iterable[str]) -> None:
        """Redact the notes of decisions on duplicate groups."""

        def sealed(tx: Transaction, name: str) -> Typed | None:
            found = group_store.sealed_note(tx, name)
            return None if found is None else Typed(*found)

        self._screen(project, decision_ids, sealed, group_store.open_note)

    def screen_reasons(self, project: Project, gold_ids: Iterable[str]) -> None:
        """Redact why control samples are expected to be answered so."""
        self._screen(project, gold_ids, _on_one(gold_store.sealed_why), gold_store.open_why)

    def screen_flags(self, project: Project, flag_ids: Iterable[str]) -> None:
        """Redact the notes of flags."""
        self._screen(project, flag_ids, _on_one(flag_store.sealed_note), flag_store.open_note)

    def screen_talk(self, project: Project, comment_ids: Iterable[str]) -> None:
        """Redact comments of threads; the members that they name are tags already, and stay."""

        def sealed(tx: Transaction, name: str) -> Typed | None:
            found = thread_store.sealed_body(tx, name)
            return None if found is None else Typed((found[0],), found[2], tuple(tags_of_members(found[1])))

        self._screen(project, comment_ids, sealed, thread_store.open_body)

    def _screen(self, project: Project, names: Iterable[str], sealed: Sealed, opened: Opened) -> None:
        """Redact what waits sealed and open it, if it is still what was read: it may have been erased meanwhile."""
        for name in names:
            with self.database.reading() as tx:
                found = sealed(tx, name)
            while found is not None:
                redacted = self._redacted(project, found)
                with self._turn() as tx:
                    now = sealed(tx, name)
                    if now == found:
                        opened(tx, name, redacted)
                        now = None
                found = now

    @contextmanager
    def _turn(self) -> Generator[Transaction]:
        with self.database.transaction() as tx:
            self.database.wait_for_turn(tx, TYPED_TEXTS)
            yield tx

    def _redacted(self, project: Project, typed: Typed) -> str:
        """Redact what somebody typed about samples; the placeholders in their texts, and tags, are known as such."""
        with self.database.reading() as tx:
            rules = self._rules(tx, project, project.language)
            left = {tag: kind for name in typed.sample_ids for tag, kind in placeholders_of(tx, name).items()}
        left |= dict.fromkeys(typed.tags, "MEMBER")
        said = Conversation((), (self.seal.open(typed.sealed),))
        redact = partial(rules.redactor.redact_again, said, left)
        return self._book(project).keeping(rules.redactor.ledger, redact).conversation.context[0]

    def _rules(self, tx: Transaction, project: Project, language: str) -> Rules:
        key, checks = operator_key(self.seal, project), checks_of(tx, project.id, language)
        return Rules(rules_of(tx, self.seal, project.id), language, key, checks)

    def _book(self, project: Project) -> SurrogateBook:
        return SurrogateBook(self.database, project, self.clock)

    def _open(self, tx: Transaction, project: Project, place: tuple[str, int], clean: Clean) -> None:
        sample_id, number = place
        earlier = stored_texts(tx, sample_id)
        left = {span.span.placeholder: span.span.entity_type for text in earlier for span in text.spans}
        revisions_store.open_revision(tx, number, screened(sample_id, clean, left))
        findings_store.add_findings(tx, [(sample_id, number, finding) for finding in clean.findings])
        findings_store.add_spans(tx, project.id, spans_found(project, self.seal, place, clean), self.clock())
        add_carried(tx, sample_id, number, carried(earlier, clean.redacted))
        settle(tx, sample_id, review_policy(tx, project.id), self.clock())


def _on_one(read: Callable[[Transaction, str], tuple[str, bytes] | None]) -> Sealed:
    """Return what reads a text about one sample."""

    def sealed(tx: Transaction, name: str) -> Typed | None:
        found = read(tx, name)
        return None if found is None else Typed((found[0],), found[1])

    return sealed


def _listed(job: Job, name: str) -> list[Json]:
    found = job.payload.get(name) if isinstance(job.payload, dict) else None
    return found if isinstance(found, list) else []
