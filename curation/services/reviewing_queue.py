"""Hands samples out: who gets which slot, so that no two people ever have the same one."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial

from curation.domain.desk import Pool
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.domain.review_policy import QueueOrder, ReviewPolicy
from curation.domain.reviews import Lease
from curation.services.reaching import Within, fitting, within
from curation.store import desk_queue, leases
from curation.store.database import Transaction
from curation.store.desk_queue import Asking, Candidate
from curation.store.given import kept_for, let_overdue_go, wanted_at
from curation.store.samples import samples
from curation.store.voices import Voice, voices_of

_LOOK_AHEAD, _MOST_AHEAD = 4, 256
_NEVER = datetime.max.replace(tzinfo=UTC)
Way = Callable[[Candidate | None, int], list[Candidate]]
Claim = Callable[[Sequence[Candidate], int], list[str]]
_ASKED = frozenset({Pool.WAITING, Pool.SKIPPED})


@dataclass(frozen=True)
class HandingOut:
    """One person asks for samples at one moment; the clock is the server's, whatever their own says."""

    tx: Transaction
    actor: Person
    project: Project
    rules: ReviewPolicy
    now: datetime

    @property
    def until(self) -> datetime:
        """When a claim made now runs out."""
        return self.now + timedelta(seconds=self.rules.lease_seconds)

    def asking(self, pool: Pool) -> Asking:
        """Return the question to the queue."""
        since = self.now - timedelta(minutes=self.rules.skip_minutes)
        by_chance = self.rules.order is QueueOrder.CHANCE
        lanes = self.reach.lanes if pool is Pool.WAITING else None
        most = self.rules.most_slots
        return Asking(
            self.project.id, self.actor.id, pool, since, self.now, most, by_chance, lanes, self.reach.kept_from
        )

    @cached_property
    def reach(self) -> Within:
        """What comes to the person by itself, and what never does."""
        return within(self.tx, self.project, self.actor, self.rules)

    def fitting(self, sample_ids: Collection[str]) -> set[str]:
        """Return those of some samples that the person knows enough for, and did not write."""
        return fitting(self.tx, self.project, self.actor, self.rules, sample_ids)

    def give(self, pool: Pool, wanted: int, held: Collection[str]) -> list[str]:
        """Return up to `wanted` samples of a pool that are claimed for the person now: their own claims first."""
        # Before the lanes are read: what was kept for somebody too long goes into one that others may have.
        kept = pool is Pool.WAITING and let_overdue_go(self.tx, self.project.id, self.rules, self.now)
        asking = self.asking(pool)
        mine = self._wanted_first(desk_queue.held(self.tx, asking, self.now))
        leases.renew(self.tx, self.project.id, self.actor.id, mine, self.now, self.until)
        chosen = [sample_id for sample_id in mine if sample_id not in held][:wanted]
        claim = partial(self._claimed, pool=pool, kept=kept)
        for way in self._ways(asking):
            chosen += self._found(way, claim, wanted - len(chosen), {*held, *chosen})
        return chosen

    def _ways(self, asking: Asking) -> Iterator[Way]:
        """Yield how the queue is asked: first for what is the person's by name, then for what comes to anybody."""
        if asking.pool is Pool.WAITING:
            yield partial(desk_queue.given, self.tx, asking)
        if asking.pool is Pool.ESCALATED and self.reach.asked:
            yield partial(desk_queue.candidates, self.tx, replace(asking, lanes=self.reach.asked))
        yield partial(desk_queue.candidates, self.tx, asking)

    def _found(self, way: Way, claim: Claim, wanted: int, known: Collection[str]) -> list[str]:
        """Claim up to so many samples that one way of asking the queue brings."""
        chosen: list[str] = []
        after: Candidate | None = None
        # Where many people work, the front of the queue is claimed: each further look reaches twice as far.
        reach = wanted * _LOOK_AHEAD
        while len(chosen) < wanted:
            found = way(after, reach)
            if not found:
                break
            after, reach = found[-1], min(2 * reach, _MOST_AHEAD)
            fresh = [one for one in found if one.sample_id not in known and one.sample_id not in chosen]
            chosen += claim(fresh, wanted - len(chosen))
        return chosen

    def _wanted_first(self, mine: list[str]) -> list[str]:
        """Put what was given to the person by name in front, what is wanted first, first."""
        wanted = wanted_at(self.tx, self.project.id, self.actor.id, mine) if mine else {}
        return sorted(mine, key=lambda name: wanted.get(name, _NEVER))

    def claim(self, sample_id: str, slots: Iterable[int]) -> Lease | None:
        """Take one of these slots of a sample; None where others have them."""
        return leases.claim(self.tx, Lease(sample_id, 0, self.actor.id, self.until), slots, self.now)

    def open_slots(self, sample_id: str, risk: int) -> list[int]:
        """Return the slots of a waiting sample on which nobody has spoken."""
        return _open(voices_of(self.tx, [sample_id])[sample_id], self.rules.slots_for(risk), self.actor.id)

    def _claimed(self, found: Sequence[Candidate], most: int, *, pool: Pool, kept: bool) -> list[str]:
        ids = [one.sample_id for one in found]
        # Claims are read before voices: whoever speaks gives their claim back in the same moment.
        taken, voices = leases.leases_of(self.tx, ids, self.now), voices_of(self.tx, ids)
        keeping = kept_for(self.tx, self.project.id, ids) if kept else {}
        claimed: dict[str, int] = {}
        for one in found:
            if len(claimed) == most:
                break
            wanted = [leases.BEYOND]
            if pool in _ASKED:
                theirs = {lease.slot for lease in taken[one.sample_id] if lease.person_id != self.actor.id}
                slots = _open(voices[one.sample_id], self.rules.slots_for(one.risk), self.actor.id)
                free = [slot for slot in slots if slot not in theirs]
                spare = self._kept_for_others(keeping.get(one.sample_id, set()), taken[one.sample_id])
                wanted = free if len(free) > spare else []
            lease = self.claim(one.sample_id, wanted)
            if lease is not None:
                claimed[one.sample_id] = lease.slot
        return self._still_open(claimed, pool)

    def _kept_for_others(self, people: Collection[str], taken: Sequence[Lease]) -> int:
        """Count the places that stay for those who have a sample by name and have not claimed one yet."""
        if self.actor.id in people:
            return 0
        return len(set(people) - {lease.person_id for lease in taken})

    def _still_open(self, claimed: dict[str, int], pool: Pool) -> list[str]:
        """Give back what somebody decided on between the look and the claim; nobody can after it."""
        if pool not in _ASKED or not claimed:
            return list(claimed)
        stands, voices = samples(self.tx, self.project.id, list(claimed)), voices_of(self.tx, claimed)
        late = [
            sample_id
            for sample_id, slot in claimed.items()
            if stands[sample_id].status is not desk_queue.STATUS[pool]
            or slot in {voice.slot for voice in voices[sample_id]}
        ]
        if late:
            leases.release(self.tx, self.project.id, self.actor.id, late)
        return [sample_id for sample_id in claimed if sample_id not in late]


def _open(voices: Sequence[Voice], slots: int, person_id: str) -> list[int]:
    """Return the free slots of a sample, that of the person's own voice first (they may think again)."""
    needed = max((voice.slots for voice in voices), default=slots)
    others = [voice for voice in voices if voice.person_id != person_id]
    used = {voice.slot for voice in others}
    free = [slot for slot in range(needed) if slot not in used]
    unnamed = sum(voice.slot is None for voice in others)
    own = [v.slot for v in voices if v.person_id == person_id and v.slot is not None and v.slot not in used]
    return list(dict.fromkeys((*own, *free[unnamed:])))
