"""Screening what people typed: corrections and comments lose their seal once they are redacted. Heavy."""

from collections.abc import Iterable, Sequence
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
        reporter.report(Progress(total, total, text("Done")))

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
        with self.database.transaction() as tx:
            again = find_revision(tx, sample_id, number)
            if again is not None and again[1] is not None:
                self._open(tx, project, (sample_id, number), clean)
                author = actor_id or again[0].author_id or ""
                hashes = (clean.redacted.conversation.hash,)
                thing = Thing("sample", sample_id, project.id, hashes)
                append_event(tx, self.clock(), author, "revision.screened", thing)
        index = None if self.indexes is None else Index(self.indexes)
        look_again(self.database, project, sample_id, self.clock(), index)

    def screen_comments(self, project: Project, decision_ids: Iterable[str]) -> None:
        """Redact the comments of decisions."""
        for decision_id in decision_ids:
            with self.database.reading() as tx:
                found = revisions_store.sealed_comment(tx, decision_id)
            if found is not None:
                redacted = self._redacted(project, (found[0],), found[1])
                with self.database.transaction() as tx:
                    revisions_store.open_comment(tx, decision_id, redacted)

    def screen_notes(self, project: Project, decision_ids: Iterable[str]) -> None:
        """Redact the notes of decisions on duplicate groups."""
        for decision_id in decision_ids:
            with self.database.reading() as tx:
                found = group_store.sealed_note(tx, decision_id)
            if found is not None:
                redacted = self._redacted(project, *found)
                with self.database.transaction() as tx:
                    group_store.open_note(tx, decision_id, redacted)

    def screen_reasons(self, project: Project, gold_ids: Iterable[str]) -> None:
        """Redact why control samples are expected to be answered so."""
        for gold_id in gold_ids:
            with self.database.reading() as tx:
                found = gold_store.sealed_why(tx, gold_id)
            if found is not None:
                redacted = self._redacted(project, (found[0],), found[1])
                with self.database.transaction() as tx:
                    gold_store.open_why(tx, gold_id, redacted)

    def screen_flags(self, project: Project, flag_ids: Iterable[str]) -> None:
        """Redact the notes of flags."""
        for flag_id in flag_ids:
            with self.database.reading() as tx:
                found = flag_store.sealed_note(tx, flag_id)
            if found is not None:
                redacted = self._redacted(project, (found[0],), found[1])
                with self.database.transaction() as tx:
                    flag_store.open_note(tx, flag_id, redacted)

    def screen_talk(self, project: Project, comment_ids: Iterable[str]) -> None:
        """Redact comments of threads; the members that they name are tags already, and stay."""
        for comment_id in comment_ids:
            with self.database.reading() as tx:
                found = thread_store.sealed_body(tx, comment_id)
            if found is not None:
                sample_id, mentions, sealed = found
                redacted = self._redacted(project, (sample_id,), sealed, tags_of_members(mentions))
                with self.database.transaction() as tx:
                    thread_store.open_body(tx, comment_id, redacted)

    def _redacted(self, project: Project, sample_ids: Sequence[str], sealed: bytes, tags: Iterable[str] = ()) -> str:
        """Redact what somebody typed about samples; the placeholders in their texts, and `tags`, are known as such."""
        with self.database.reading() as tx:
            rules = self._rules(tx, project, project.language)
            left = {tag: kind for name in sample_ids for tag, kind in placeholders_of(tx, name).items()}
        left |= dict.fromkeys(tags, "MEMBER")
        said = Conversation((), (self.seal.open(sealed),))
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


def _listed(job: Job, name: str) -> list[Json]:
    found = job.payload.get(name) if isinstance(job.payload, dict) else None
    return found if isinstance(found, list) else []
