"""What the demo's people decide: most clean samples approved, a few of the planted ones, the rest left waiting."""

import re
from collections.abc import Sequence
from datetime import datetime

from curation.domain.desk import Act
from curation.domain.findings import Finding
from curation.domain.identity import content_hash
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.domain.reviews import RejectReason, Verdict
from curation.domain.samples import SampleStatus
from curation.errors import ConflictError, LeaseLostError, StaleRevisionError
from curation.store.sample_pages import Filter, Line
from workbench.bootstrap import Workbench

COUNTS_FROM = "desk.counts_from"
MOST = 1_000
LEFT_WAITING = 20
_OFTEN_CHANGED = 16
"""One in so many planted samples is taken for a fact that changes often."""
_MARKUP = re.compile(r"</?[a-z][^>]*>|\*\*|^#+ ", re.MULTILINE)
_REASONS = {
    "empty": RejectReason.INCOMPLETE,
    "too_short": RejectReason.INCOMPLETE,
    "truncated": RejectReason.INCOMPLETE,
    "refusal": RejectReason.OFF_TOPIC,
    "wrong_language": RejectReason.UNCLEAR,
}


def leave_the_day(workbench: Workbench, experts: Sequence[Person]) -> None:
    """Let the day's count of these people begin now: what a program decided in their name was nobody's work."""
    for expert in experts:
        workbench.projects.set_preference(expert.id, COUNTS_FROM, workbench.reviewing.clock().isoformat())


def day_of(workbench: Workbench, person: Person, midnight: datetime) -> datetime:
    """Return from when a person's decisions of today count: midnight, or later where a program decided before."""
    said = workbench.projects.preference(person.id, COUNTS_FROM)
    return midnight if said is None else max(midnight, datetime.fromisoformat(said))


def decide(workbench: Workbench, project: Project, experts: Sequence[Person], source_id: str, *, clean: bool) -> int:
    """Decide on some waiting samples of a source, chosen by their place; return how many."""
    chosen = Filter(SampleStatus.WAITING, source_id)
    lines, _ = workbench.importing.samples(experts[0], project, chosen, (0, MOST))
    done = 0
    for line in lines:
        place = _place(line)
        expert = experts[place % len(experts)]
        if clean:
            done += place % LEFT_WAITING != 0 and _sent(workbench, project, expert, _act(project, line))
        else:
            done += _planted(workbench, project, expert, line)
    return done


def _planted(workbench: Workbench, project: Project, expert: Person, line: Line) -> bool:
    place = _place(line)
    findings = workbench.importing.findings(expert, project, line.sample.id)
    if not findings and not line.attention:
        if place % _OFTEN_CHANGED == 1:
            return _sent(workbench, project, expert, _act(project, line, Verdict.RETRIEVE))
        return place % 2 == 0 and _sent(workbench, project, expert, _act(project, line))
    if any(finding.check == "markup" for finding in findings) and place % 2 == 0:
        return _corrected(workbench, project, expert, line)
    if findings and place % 3 == 0:
        return _sent(workbench, project, expert, _rejection(project, line, findings))
    if not findings and place % 4 == 0:
        return _sent(workbench, project, expert, _act(project, line, Verdict.ESCALATE))
    return False


def _act(project: Project, line: Line, verdict: Verdict = Verdict.APPROVE, reason: RejectReason | None = None) -> Act:
    name = content_hash(f"demo {project.id} {line.sample.id}")[:16]
    return Act(name, line.sample.id, line.sample.head, verdict, reason, seconds=10.0 + _place(line) % 40)


def _rejection(project: Project, line: Line, findings: Sequence[Finding]) -> Act:
    reason = next((_REASONS[f.check] for f in findings if f.check in _REASONS), RejectReason.OTHER)
    return _act(project, line, Verdict.REJECT, reason)


def _corrected(workbench: Workbench, project: Project, expert: Person, line: Line) -> bool:
    answer = _MARKUP.sub("", line.answer).strip()
    if not answer or answer == line.answer:
        return False
    try:
        workbench.reviewing.correct(expert, project, _act(project, line), _MARKUP.sub("", line.question), answer)
    except (LeaseLostError, StaleRevisionError, ConflictError):
        return False  # somebody at the desk was faster; the demo does not insist
    return True


def _sent(workbench: Workbench, project: Project, expert: Person, act: Act) -> bool:
    try:
        workbench.reviewing.decide(expert, project, act)
    except (LeaseLostError, StaleRevisionError, ConflictError):
        return False  # somebody at the desk was faster; the demo does not insist
    return True


def _place(line: Line) -> int:
    return int("".join(c for c in line.sample.locator if c.isdigit()) or "0")
