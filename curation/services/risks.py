"""The risk of samples, computed here from what people said and what the rules say, with what follows from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from curation.domain.jobs import Job, Progress, Reporter
from curation.domain.moments import Clock, utc_now
from curation.domain.projects import Project
from curation.domain.review_policy import ReviewPolicy
from curation.domain.risks import Risk, risk_of
from curation.services.spare_time import ITSELF
from curation.store import risks as store
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.findings import findings_of_heads
from curation.store.projects import known_project
from curation.store.reviews import review_policy, settle
from curation.store.samples import ids_of
from curation.store.voices import voices_of
from curation.texts import text

AT_ONCE = 500


def say_risk(
    tx: Transaction, project: Project, said: Mapping[str, int | None], actor_id: str, at: datetime
) -> list[str]:
    """Write what somebody says of samples' risk, by id (None: nothing), and what follows; return which changed."""
    before = store.risks_of(tx, project.id, said)
    changed = [name for name, one in before.items() if one.said != said[name]]
    store.set_said(tx, {name: said[name] for name in changed})
    for name in changed:
        append_event(tx, at, actor_id, "sample.risk", Thing("sample", name, project.id))
    reckon(tx, project, changed, at)
    return changed


def reckon(tx: Transaction, project: Project, ids: Iterable[str], at: datetime) -> int:
    """Compute the risk of samples anew; return of how many it changed.

    Where it rises, a sample on which some have spoken waits again until as many have as its risk asks for; where it
    falls, it stands as it would have stood.
    """
    names, rules = sorted(set(ids)), review_policy(tx, project.id)
    changed = 0
    for start in range(0, len(names), AT_ONCE):
        changed += _reckon_some(tx, project, names[start : start + AT_ONCE], (rules, at))
    return changed


def _reckon_some(tx: Transaction, project: Project, names: Sequence[str], by: tuple[ReviewPolicy, datetime]) -> int:
    rules, at = by
    standing = store.risks_of(tx, project.id, names)
    findings = findings_of_heads(tx, names) if rules.raises else {}
    fresh = {
        name: risk_of(one.said, rules.queue.known(one.specialties), findings.get(name, ()), rules.raises)
        for name, one in standing.items()
    }
    moved = {name: risk for name, risk in fresh.items() if risk != standing[name].risk}
    spoken = voices_of(tx, moved)
    for name, risk in moved.items():
        before = standing[name]
        least = _least(before, risk, rules) if spoken[name] else 0
        store.set_risk(tx, name, risk, least)
        if least != before.least:
            settle(tx, name, rules, at)
            append_event(tx, at, ITSELF, "sample.slots", Thing("sample", name, project.id))
    return len(moved)


def _least(before: store.Standing, risk: Risk, rules: ReviewPolicy) -> int:
    asked = rules.slots_for(risk)
    return max(before.least, asked) if risk > before.risk else min(before.least, asked)


@dataclass(frozen=True)
class RiskStage:
    """The light stage of RISKS: every sample of the project by the rules of now; may be killed anywhere."""

    database: Database
    clock: Clock = utc_now

    def run(self, job: Job, reporter: Reporter) -> None:
        """Compute the risk of every sample anew."""
        with self.database.reading() as tx:
            project = known_project(tx, job.project_id)
            names = ids_of(tx, project.id)
        changed = 0
        for start in range(0, len(names), AT_ONCE):
            reporter.report(Progress(start, len(names), text("Looking how risky samples are")))
            with self.database.transaction() as tx:
                changed += reckon(tx, project, names[start : start + AT_ONCE], self.clock())
        reporter.log(f"the risk of {changed} samples has changed")
        reporter.report(Progress(len(names), len(names)))
