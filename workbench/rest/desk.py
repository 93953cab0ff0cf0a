"""The door's rows on what comes next, with claims that hold as the desk's do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from curation.domain.desk import Pool
from curation.domain.people import Permission
from curation.services.reviewing import MOST_AT_ONCE
from workbench.rest.answers import Item, item_of
from workbench.rest.operations import Ask, Operation, Purpose, operation
from workbench.rest.shapes import Long, Name, Nothing, Within

DESK = frozenset({Permission.REVIEW, Permission.EDIT})
_Held = Annotated[tuple[Name, ...], Long(200), "Ids of samples."]


@dataclass(frozen=True)
class NextWanted:
    """Which samples are asked for."""

    count: Annotated[int, Within(1, MOST_AT_ONCE), "How many."] = 1
    pool: Annotated[Pool, "Which samples: those that wait, were skipped, are unsure, disputed, or kept."] = Pool.WAITING
    held: Annotated[_Held, "Samples that the program has already."] = ()


@dataclass(frozen=True)
class Claimed:
    """Samples that are claimed for the token's person until a moment, unless the claims are renewed."""

    items: tuple[Item, ...]
    until: datetime


@dataclass(frozen=True)
class Claims:
    """The samples that claims are meant on."""

    samples: _Held


@dataclass(frozen=True)
class Renewed:
    """The samples that are still claimed, until a moment."""

    held: tuple[str, ...]
    until: datetime


@dataclass(frozen=True)
class Released:
    """The samples whose claims were given back."""

    samples: tuple[str, ...]


def operations() -> tuple[Operation, ...]:
    """Return the rows."""
    return (
        operation(
            Purpose(
                "POST",
                "/next",
                "next_items",
                "Claim the next samples, what needs eyes first first; own claims come before new ones, and nobody else "
                "gets them before they run out. No GET, because it changes who holds what.",
                DESK,
            ),
            (Nothing, NextWanted, Claimed),
            _next,
        ),
        operation(
            Purpose("POST", "/claims/renew", "renew_claims", "Prolong claims.", DESK),
            (Nothing, Claims, Renewed),
            _renew,
        ),
        operation(
            Purpose("POST", "/claims/release", "release_claims", "Give claims back at once.", DESK),
            (Nothing, Claims, Released),
            _release,
        ),
    )


def _next(ask: Ask[Nothing, NextWanted]) -> Claimed:
    body, until = ask.body, _until(ask)
    found = ask.workbench.reviewing.next_items(ask.caller.person, ask.caller.project, body.count, body.held, body.pool)
    return Claimed(tuple(item_of(one) for one in found), until)


def _renew(ask: Ask[Nothing, Claims]) -> Renewed:
    until = _until(ask)
    held = ask.workbench.reviewing.renew(ask.caller.person, ask.caller.project, ask.body.samples)
    return Renewed(tuple(held), until)


def _release(ask: Ask[Nothing, Claims]) -> Released:
    return Released(tuple(ask.workbench.reviewing.release(ask.caller.person, ask.caller.project, ask.body.samples)))


def _until(ask: Ask[Nothing, NextWanted] | Ask[Nothing, Claims]) -> datetime:
    """Return when a claim made now runs out at the earliest."""
    rules = ask.workbench.review_rules.now(ask.caller.person, ask.caller.project)
    return ask.workbench.reviewing.clock() + timedelta(seconds=rules.lease_seconds)
