"""Use cases around the checks of a project: what runs and why, the project's own rules, trying them out."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from curation.domain.jobs import Job, JobKind
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.quality.dismissals import Heeded
from curation.quality.suite import CHECKS
from curation.services.checks_policy import KIND, Kept, heeded_of, kept_of, with_dismissed_off
from curation.services.checks_tried import TRY_OUT, TriedOut, tried_from
from curation.services.policies import keep_policy
from curation.services.trying import Ask, NotTried, tried_or_why
from curation.services.weighing import reasons_of
from curation.store import findings as findings_store
from curation.store.database import Database
from curation.store.jobs import add_job_once, open_jobs


@dataclass(frozen=True)
class CheckRow:
    """One check or own rule as the screen shows it: whether it runs, in how many samples it speaks, how it is heeded.

    `why_off` is the sentence where experts' dismissals turned it off, else empty.
    """

    name: str
    says: str
    on: bool
    own: bool
    samples: int
    heeded: Heeded
    why_off: str


@dataclass(frozen=True)
class ChecksView:
    """The checks of a project, the text of its rules, and whether its samples are being checked again."""

    rows: tuple[CheckRow, ...]
    yaml: str
    rechecking: bool


@dataclass(frozen=True)
class Checks:
    """Reads and changes a project's policy of checks; `ask` puts a short question to the worker."""

    database: Database
    ask: Ask
    clock: Clock = utc_now

    def view(self, actor: Person, project: Project) -> ChecksView:
        """Return the checks as they stand."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            kept, heeded = kept_of(tx, project.id), heeded_of(tx, project.id)
            samples = findings_store.counts_by_check(tx, project.id)
            waiting = any(job.kind is JobKind.RECHECK for job in open_jobs(tx, project.id))
        chosen = kept.policy
        runs = with_dismissed_off(chosen, heeded)
        named = [(name, row.says(), row.usually, False) for name, row in CHECKS.items()]
        named += [(rule.check, rule.because or rule.name, True, True) for rule in chosen.rules]
        rows = tuple(
            CheckRow(
                name=name,
                says=says,
                on=runs.is_on(name, usually),
                own=own,
                samples=samples.get(name, 0),
                heeded=(one := heeded.get(name, Heeded())),
                why_off=one.why_off if one.is_dismissed and name not in dict(chosen.switches) else "",
            )
            for name, says, usually, own in named
        )
        return ChecksView(rows, kept.yaml, waiting)

    def save_rules(self, actor: Person, project: Project, source: str) -> Job | None:
        """Keep another text of rules and have all samples checked again; raises InputError with line and cure.

        Nothing happens where the text is the same.
        """
        return self._save(actor, project, lambda kept: replace(kept, yaml=source))

    def switch(self, actor: Person, project: Project, name: str, *, on: bool) -> Job | None:
        """Turn a check or an own rule on or off, and have all samples checked again."""

        def switched(kept: Kept) -> Kept:
            return replace(kept, switches=tuple(sorted((dict(kept.switches) | {name: on}).items())))

        return self._save(actor, project, switched)

    def try_out(self, actor: Person, project: Project, source: str) -> TriedOut:
        """Say what rules that are not kept yet would note in samples of the project; raises InputError with line."""
        actor.require(Permission.MANAGE)
        with self.database.reading() as tx:
            kept = replace(kept_of(tx, project.id), yaml=source)
        _ = kept.policy
        return tried_from(self.ask(TRY_OUT, {"project_id": project.id, "policy": kept.as_json()}))

    def tried_or_why(self, actor: Person, project: Project, source: str) -> TriedOut | NotTried:
        """Try rules out as `try_out` does, and say why where that cannot be: a line with its cure, no worker there."""
        actor.require(Permission.MANAGE)
        return tried_or_why(lambda: self.try_out(actor, project, source))

    def why_first(self, actor: Person, project: Project, sample_id: str) -> tuple[str, ...]:
        """Say why a sample stands where it stands in the queue, the weightiest reason first."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return tuple(reason.says for reason in reasons_of(tx, project, [sample_id])[sample_id])

    def _save(self, actor: Person, project: Project, changed: Callable[[Kept], Kept]) -> Job | None:
        actor.require(Permission.MANAGE)
        with self.database.transaction() as tx:
            self.database.wait_for_turn(tx, f"checks of {project.id}")
            before = kept_of(tx, project.id)
            kept = changed(before)
            _ = kept.policy
            if kept == before:
                return None
            now = self.clock()
            keep_policy(tx, project.id, KIND, kept.as_json(), (actor.id, now))
            return add_job_once(tx, JobKind.RECHECK, {}, actor.id, project.id, now)
