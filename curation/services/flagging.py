"""Flagging: a sample is marked with a reason from the project's list, without deciding on it, and unmarked again."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from curation.domain.blindness import looking
from curation.domain.guideline_sections import section_by_id, sections_of
from curation.domain.identity import clean_text
from curation.domain.jobs import JobKind
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.talk import LONGEST_NOTE, Flag, FlagCount, NewFlag
from curation.errors import InputError, NotFoundError, PermissionRefusedError
from curation.pii.sealed import Seal
from curation.services.hearing import hearings
from curation.services.reason_rules import reason_policy
from curation.store import flags as store
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.jobs import add_job
from curation.store.reviews import review_policy
from curation.store.samples import sample
from curation.texts import text


@dataclass(frozen=True)
class Flagging:
    """Use cases around flags; what a reviewer flags is kept from other reviewers as their decisions are."""

    database: Database
    seal: Seal
    clock: Clock = utc_now

    def flag(self, actor: Person, project: Project, wanted: NewFlag) -> Flag:
        """Flag a sample; the same reason by the same person again, or the same flag sent again, adds nothing.

        Raises InputError for a reason that the project's list has not, or a note that is too long.
        """
        actor.require(Permission.COMMENT)
        note = clean_text(wanted.note.replace("\0", ""))[0].strip()
        if len(note) > LONGEST_NOTE:
            raise InputError(text("A flag's note has at most {most} characters. Shorten it.", most=LONGEST_NOTE))
        now = self.clock()
        with self.database.transaction() as tx:
            sample(tx, project.id, wanted.sample_id)
            before = self._before(tx, actor, project, wanted)
            if before is not None:
                return before
            reason = next((one for one in reason_policy(tx, project.id).flags if one.id == wanted.reason), None)
            if reason is None:
                raise InputError(text("That reason is not on the project's list any more. Reload the page."))
            section = section_by_id(sections_of(project.guidelines), reason.section or "")
            made = Flag(
                id=wanted.id,
                sample_id=wanted.sample_id,
                revision=wanted.revision,
                person_id=actor.id,
                reason=reason.id,
                label=reason.label,
                note=note,
                reviewer=actor.may(Permission.REVIEW),
                made_at=now,
                section=None if section is None else section.id,
                section_hash=None if section is None else section.hash,
            )
            store.add_flag(tx, project.id, made, self.seal.close(note) if note else None)
            if note:
                add_job(tx, JobKind.SCREEN_REVISIONS, {"flags": [made.id]}, actor.id, project.id, now)
            self._note(tx, actor, project, "sample.flagged", made)
        return made

    def take_away(self, actor: Person, project: Project, flag_id: str, *, back: bool = False) -> Flag:
        """Take a flag away, or put it back: one's own, or any for who manages. Sending it twice changes nothing."""
        actor.require(Permission.COMMENT)
        now = self.clock()
        with self.database.transaction() as tx:
            found = store.find_flag(tx, project.id, flag_id)
            heard = None if found is None else hearings(tx, actor, project, [found[0].sample_id], now)
            if found is None or heard is None or not heard[found[0].sample_id].flags(found[0]):
                raise NotFoundError(text("There is no such flag here. Perhaps somebody has taken it away."))
            flag = found[0]
            if flag.person_id != actor.id and not actor.may(Permission.MANAGE):
                raise PermissionRefusedError(text("This flag is somebody else's. The lead may take it away."))
            if (flag.ended_at is None) == back:
                return flag
            store.end_flag(tx, flag_id, None if back else (now, actor.id))
            self._note(tx, actor, project, "sample.flagged" if back else "sample.unflagged", flag)
        return replace(flag, ended_at=None if back else now, ended_by=None if back else actor.id)

    def of(self, actor: Person, project: Project, sample_ids: Collection[str]) -> dict[str, tuple[Flag, ...]]:
        """Return the flags on samples that a person may know of, those taken away included; own notes are readable."""
        actor.require(Permission.SEE)
        found: dict[str, tuple[Flag, ...]] = dict.fromkeys(sample_ids, ())
        with self.database.reading() as tx:
            flags = store.flags_of(tx, sample_ids)
            heard = hearings(tx, actor, project, {flag.sample_id for flag, _ in flags}, self.clock()) if flags else {}
            for flag, sealed in flags:
                if flag.sample_id in heard and heard[flag.sample_id].flags(flag):
                    own = sealed is not None and flag.person_id == actor.id
                    shown = replace(flag, note=self.seal.open(sealed)) if own and sealed is not None else flag
                    found[flag.sample_id] = (*found[flag.sample_id], shown)
        return found

    def counts(self, actor: Person, project: Project) -> tuple[FlagCount, ...]:
        """Count a project's flags by reason: those of the list first, in its order, then reasons that left it."""
        actor.require(Permission.MANAGE)
        with self.database.reading() as tx:
            looks = looking(actor, review_policy(tx, project.id).visibility)
            rows = store.count_flags(tx, project.id, looks)
            names = {one.id: one.label for one in reason_policy(tx, project.id).flags}
        labels = {**names, **{reason: label for reason, label, *_ in sorted(rows) if reason not in names}}
        return tuple(_count(reason, label, rows) for reason, label in labels.items())

    def _before(self, tx: Transaction, actor: Person, project: Project, wanted: NewFlag) -> Flag | None:
        for flag, _ in store.flags_of(tx, [wanted.sample_id]):
            same = flag.reason == wanted.reason and flag.ended_at is None
            if flag.person_id == actor.id and (flag.id == wanted.id or same):
                return flag
        if store.find_flag(tx, project.id, wanted.id) is not None:
            raise InputError(text("A flag of that id is there already. Reload the page and flag again."))
        return None

    def _note(self, tx: Transaction, actor: Person, project: Project, action: str, flag: Flag) -> None:
        append_event(tx, self.clock(), actor.id, action, Thing("sample", flag.sample_id, project.id))


def _count(reason: str, label: str, rows: list[tuple[str, str, bool, bool, int]]) -> FlagCount:
    mine = [(is_open, may, count) for name, _, is_open, may, count in rows if name == reason]
    return FlagCount(
        reason,
        label,
        open=sum(count for is_open, _, count in mine if is_open),
        hidden=sum(count for is_open, may, count in mine if is_open and not may),
        ended=sum(count for is_open, _, count in mine if not is_open),
    )
