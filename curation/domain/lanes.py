"""Lanes: all that decides who may get a sample, said once for many samples; and the one rule that says who may."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from curation.domain.identity import canonical_json, content_hash
from curation.domain.queue_rules import STEP, OwnWork, QueueRules, Unmatched

BUCKETS = 100 // STEP
_KEY_LENGTH = 12


@dataclass(frozen=True)
class Lane:
    """What samples of one kind have in common: who may get one may get all of them.

    `source_id` is named only where somebody is kept from that source. `reserved` ones are kept for those to whom
    they were given by name. `bucket` is a fair draw by the sample's id, 0 to 9: shares are made of them.
    """

    language: str
    specialties: tuple[str, ...] = ()
    source_id: str | None = None
    reserved: bool = False
    bucket: int = 0

    @property
    def key(self) -> str:
        """The lane's name in the store: a hash of what it says."""
        said = [self.language, list(self.specialties), self.source_id, self.reserved, self.bucket]
        return content_hash(canonical_json(said))[:_KEY_LENGTH]


@dataclass(frozen=True)
class Reach:
    """What one person may get: specialties and languages (none: any language), sources that they are kept from.

    `barred` are sources that whoever leads keeps them from, `wrote` those that they brought as written by themselves.
    """

    person_id: str
    specialties: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    wrote: frozenset[str] = frozenset()


class Lack(StrEnum):
    """Why samples reach nobody: no one fits, or fewer than are to decide."""

    NOBODY = "nobody"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Gap:
    """Samples that wait and reach nobody, or too few: what they need, and how many they are."""

    lack: Lack
    specialties: tuple[str, ...]
    language: str
    own_work: bool
    people: int
    samples: int = 0


@dataclass(frozen=True)
class Crew:
    """Everybody who decides in a project, with its rules: says who may get samples of a lane."""

    people: tuple[Reach, ...]
    rules: QueueRules

    def needed(self, lane: Lane) -> tuple[str, ...]:
        """Return the specialties of a lane that the project still has."""
        return tuple(name for name in lane.specialties if name in self.rules.specialties)

    def fits(self, reach: Reach, lane: Lane) -> bool:
        """Tell whether somebody reads the language and has one of the specialties that are needed."""
        needed = self.needed(lane)
        reads = not reach.languages or not lane.language or lane.language in reach.languages
        return reads and (not needed or not reach.specialties.isdisjoint(needed))

    def eligible(self, lane: Lane) -> tuple[Reach, ...]:
        """Return who may decide on samples of a lane, shares apart."""
        able = tuple(one for one in self.people if lane.source_id not in one.barred)
        others = tuple(one for one in able if lane.source_id not in one.wrote)
        found = self._fitting(others, lane)
        if not found and self.rules.own_work is OwnWork.IF_ALONE:
            found = self._fitting(able, lane)
        return found

    def allowed(self, reach: Reach, lanes: Iterable[Lane], slots: int) -> list[Lane]:
        """Return the lanes whose samples, on which so many decide, come to somebody by themselves."""
        alike: dict[tuple[str, tuple[str, ...], str | None], list[Lane]] = {}
        for lane in lanes:
            if not lane.reserved:
                alike.setdefault((lane.language, lane.specialties, lane.source_id), []).append(lane)
        found: list[Lane] = []
        for group in alike.values():
            able = self.eligible(group[0])
            found += [lane for lane in group if self._comes_to(reach, lane, able, slots)]
        return found

    def may_decide(self, reach: Reach, lane: Lane) -> bool:
        """Tell whether somebody may decide on samples of a lane at all: nobody does on their own work."""
        if lane.source_id in reach.barred:
            return False
        return lane.source_id not in reach.wrote or reach in self.eligible(lane)

    def gap(self, lane: Lane, slots: int) -> Gap | None:
        """Say what a lane lacks, None where enough people may decide on it."""
        able = () if lane.reserved else self.eligible(lane)
        if lane.reserved or len(able) >= slots:
            return None
        theirs = lane.source_id is not None and any(
            lane.source_id in one.barred | one.wrote and self.fits(one, lane) for one in self.people
        )
        lack = Lack.TOO_FEW if able else Lack.NOBODY
        needed = self.needed(lane)
        knowing = [one for one in self.people if not needed or not one.specialties.isdisjoint(needed)]
        reading = [one for one in self.people if self.fits(one, replace(lane, specialties=()))]
        # What everybody here has is not what is missing.
        missing = "" if len(reading) == len(self.people) else lane.language
        return Gap(lack, () if len(knowing) == len(self.people) else needed, missing, theirs, len(able))

    def _comes_to(self, reach: Reach, lane: Lane, able: Sequence[Reach], slots: int) -> bool:
        if reach not in able:
            # Editors rewrite whatever they can read; who decides is asked by the rules below.
            return all(one.person_id != reach.person_id for one in self.people) and self.fits(reach, lane)
        shares = dict(self.rules.shares)
        if not shares:
            return True
        owners = self._owners(lane, able, slots)
        everybody_has_one = all(one.person_id in shares for one in able)
        return reach.person_id in owners or (None in owners and (everybody_has_one or reach.person_id not in shares))

    def _fitting(self, people: Sequence[Reach], lane: Lane) -> tuple[Reach, ...]:
        found = tuple(one for one in people if self.fits(one, lane))
        return tuple(people) if not found and self.rules.unmatched is Unmatched.ANYBODY else found

    def _owners(self, lane: Lane, able: Sequence[Reach], slots: int) -> tuple[str | None, ...]:
        """Return whose samples of a lane are, of so many; None is everybody without a share."""
        ids = {one.person_id for one in able}
        wheel: list[str | None] = []
        for person, share in self.rules.shares:
            wheel += [person if person in ids else None] * (share // STEP)
        wheel += [None] * (BUCKETS - len(wheel))
        # Several who decide are several people: those who come next round the wheel are asked too.
        turned = [*wheel[lane.bucket :], *wheel[: lane.bucket]]
        return tuple(dict.fromkeys(turned))[:slots]


def bucket_of(sample_id: str) -> int:
    """Return a sample's draw: the same for ever, as likely one as another."""
    return zlib.crc32(sample_id.encode()) % BUCKETS
