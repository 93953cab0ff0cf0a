"""In what capacity somebody decides: one of those asked, whoever settles a disagreement, or somebody unasked."""

from dataclasses import dataclass

from curation.domain.desk import Act
from curation.domain.people import Permission
from curation.domain.review_policy import OwnDisputes, ReviewPolicy, Visibility
from curation.domain.reviews import Decision, Outcome, Purpose, Verdict, standing
from curation.domain.samples import UNSETTLED, Sample, SampleStatus
from curation.errors import ConflictError, LeaseLostError
from curation.services.reaching import require_not_own
from curation.services.reviewing_queue import HandingOut
from curation.store import leases, reviews
from curation.store.projects import members
from curation.store.reviews import Stand
from curation.texts import text

_DECIDED = frozenset({Verdict.APPROVE, Verdict.REJECT, Verdict.RETRIEVE})


@dataclass(frozen=True)
class Seat:
    """What a decision is for, of how many places it takes which (None where nobody asked), and whether it is blind."""

    purpose: Purpose
    slots: int
    slot: int | None
    blind: bool = False


def seat_of(handing: HandingOut, found: Sample, act: Act) -> Seat:
    """Return the seat of somebody who decides on a sample now, claimed for them.

    Raises LeaseLostError where others have it, or have decided on it since it was shown, and ConflictError where
    the person has decided already or would settle their own disagreement against the rules, OwnWorkError
    where they wrote it.
    """
    if act.seen is not None and act.seen is not found.status:
        raise LeaseLostError(text("Somebody else has decided on this sample while you had it open. Your text is kept."))
    if act.verdict is not Verdict.SKIP:
        require_not_own(handing.tx, handing.project, handing.actor, found, handing.rules)
    stand = reviews.stand_of(handing.tx, found.id, handing.rules)
    outcome = stand.outcome
    own = next((d for d in outcome.voices if d.person_id == handing.actor.id), None)
    if found.status is SampleStatus.WAITING:
        return _asked(handing, found, stand, own)
    spoke = own is not None and own.verdict in _DECIDED
    ruled = any(d.person_id == handing.actor.id for d in outcome.rulings)
    settles = handing.actor.may(Permission.ADJUDICATE) and act.verdict in {*_DECIDED, Verdict.ASK}
    if ruled or (spoke and not (settles and found.status in UNSETTLED)):
        raise ConflictError(text("You have already decided on this text. Undo that decision first."))
    if spoke:
        require_other_side(handing, outcome)
    if handing.claim(found.id, [leases.BEYOND]) is None:
        raise LeaseLostError(text("Somebody else is deciding on this sample right now. Your text is kept."))
    if settles:
        return Seat(Purpose.RULING, outcome.slots, None)
    return Seat(Purpose.REVIEW, outcome.slots, None if own is None else own.slot)


def require_other_side(handing: HandingOut, outcome: Outcome) -> None:
    """Let whoever is one side of a disagreement settle it only where the policy says so and nobody else can."""
    others = others_who_settle(handing, outcome)
    if others:
        raise ConflictError(
            text("You gave one of these decisions yourself. {names} can settle it.", names=", ".join(others))
        )
    if handing.rules.own_disputes is OwnDisputes.NEVER:
        raise ConflictError(
            text("You gave one of these decisions yourself, and nobody may settle their own disagreement here.")
        )


def others_who_settle(handing: HandingOut, outcome: Outcome) -> list[str]:
    """Return the names of those who could settle a disagreement and are no side of it."""
    sides = {d.person_id for d in outcome.voices if d.verdict in _DECIDED}
    everybody = members(handing.tx, handing.project.id)
    return [person.name for person in everybody if person.may(Permission.ADJUDICATE) and person.id not in sides]


def first_seat(rules: ReviewPolicy, found: Sample) -> Seat:
    """Return the seat of whoever makes a new text that everybody is asked about anew."""
    return Seat(Purpose.REVIEW, rules.slots_for(found.risk), 0, blind=True)


def _asked(handing: HandingOut, found: Sample, stand: Stand, own: Decision | None) -> Seat:
    if own is not None and own.verdict in _DECIDED:
        raise ConflictError(text("You have already decided on this text. Undo that decision first."))
    lease = handing.claim(found.id, handing.open_slots(found.id, found.risk))
    if lease is None:
        raise LeaseLostError(text("Somebody else has taken this sample over meanwhile. Your text is kept."))
    return Seat(Purpose.REVIEW, stand.outcome.slots, lease.slot, _is_blind(handing, stand))


def _is_blind(handing: HandingOut, stand: Stand) -> bool:
    """Tell whether somebody could not know what others said: they had not spoken before, and nothing sent it back."""
    spoke = any(d.person_id == handing.actor.id and d.verdict is not Verdict.SKIP for d in stand.decisions)
    others = any(d.person_id != handing.actor.id for d in stand.outcome.voices)
    asked = any(d.verdict is Verdict.ASK for d in standing(stand.decisions))
    could = spoke and others and handing.rules.visibility is not Visibility.NEVER
    return not (could or asked or stand.recalled_at is not None)
