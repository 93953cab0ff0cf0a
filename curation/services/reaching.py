"""Whom samples reach: which lanes come to a person, what they never decide on, and what reaches nobody."""

from collections.abc import Collection
from dataclasses import dataclass

from curation.domain.lanes import Lane
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.review_policy import ReviewPolicy
from curation.domain.samples import Sample
from curation.errors import OwnWorkError
from curation.store.database import Transaction
from curation.store.lane_queue import is_own_rewrite
from curation.store.lanes import lane_keys, lane_of, lanes_of, staff_of
from curation.texts import text


@dataclass(frozen=True)
class Within:
    """What comes to a person by itself (`lanes`; None: everything), and the sources of which nothing does.

    `asked` are lanes about which they are asked by name where others are not sure.
    """

    lanes: tuple[str, ...] | None
    kept_from: tuple[str, ...]
    asked: tuple[str, ...] = ()


def within(tx: Transaction, project: Project, person: Person, rules: ReviewPolicy) -> Within:
    """Say what comes to a person by itself."""
    lanes, staff = lanes_of(tx, project.id), staff_of(tx, project.id, rules.queue)
    reach, crew = staff.reach(person.id), staff.crew
    found = crew.allowed(reach, lanes.values(), rules.most_slots)
    never = {lane.source_id for lane in lanes.values() if lane.source_id and not crew.may_decide(reach, lane)}
    kept_from = tuple(sorted(never)) if person.may(Permission.REVIEW) else ()
    whole = len(found) == len(lanes)
    asked = ()
    if rules.queue.seniors and person.may(Permission.ADJUDICATE):
        asked = tuple(key for key, lane in lanes.items() if person.id in rules.queue.asked(lane.specialties))
    return Within(None if whole else tuple(sorted(lane.key for lane in found)), kept_from, asked)


def fitting(
    tx: Transaction, project: Project, person: Person, rules: ReviewPolicy, sample_ids: Collection[str]
) -> set[str]:
    """Return those of some samples that a person knows enough for, and did not write; shares apart."""
    lanes, staff = lanes_of(tx, project.id), staff_of(tx, project.id, rules.queue)
    reach, crew = staff.reach(person.id), staff.crew
    keys = lane_keys(tx, sample_ids)
    here = {name: lanes.get(key, Lane("")) for name, key in keys.items()}
    return {name for name, lane in here.items() if crew.fits(reach, lane) and crew.may_decide(reach, lane)}


def require_not_own(tx: Transaction, project: Project, person: Person, found: Sample, rules: ReviewPolicy) -> None:
    """Let somebody decide on what they did not write; raises OwnWorkError saying whose it is to decide."""
    if is_own_rewrite(tx, person.id, found.id):
        raise OwnWorkError(text("You wrote this text, so others decide on it. It stays in the queue for them."))
    if not may_decide(tx, project, person.id, found.id, rules):
        raise OwnWorkError(
            text("This sample comes from a source that you wrote or have a part in, so others decide on it.")
        )


def may_decide(tx: Transaction, project: Project, person_id: str, sample_id: str, rules: ReviewPolicy) -> bool:
    """Tell whether somebody may decide on a sample as far as its source goes: nobody does on their own work."""
    lane = lane_of(tx, project.id, sample_id)
    if lane.source_id is None:
        return True
    staff = staff_of(tx, project.id, rules.queue)
    return staff.crew.may_decide(staff.reach(person_id), lane)
