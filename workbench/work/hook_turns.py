"""Whose turn it is to be told: one place at a time each, several places at once, and slow ones never all of them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from threading import Lock

MOST = 8
MOST_SLOW = 4
SLOW_SECONDS = 2.0


@dataclass
class Turns:
    """The places that are told at this moment, and how they were the last time; moments and lengths in seconds.

    Half of the turns are left to places that answered at once: what answers late keeps only its like waiting.
    """

    busy: set[str] = field(default_factory=set[str])
    slow: set[str] = field(default_factory=set[str])
    resting: dict[str, float] = field(default_factory=dict[str, float])
    last: dict[str, float] = field(default_factory=dict[str, float])
    lock: Lock = field(default_factory=Lock)

    def begin(self, due: Collection[str], now: float) -> list[str]:
        """Take turns for those places that may be told now, those first that waited longest."""
        with self.lock:
            self._forget(due, now)
            taken: list[str] = []
            for place in sorted(due, key=lambda one: (self.last.get(one, 0.0), one)):
                if place not in self.busy and place not in self.resting and self._free(place):
                    self.busy.add(place)
                    self.last[place] = now
                    taken.append(place)
            return taken

    def end(self, place: str, took: float, rest_until: float | None = None) -> None:
        """Give a turn back; one that took long makes its place a slow one."""
        with self.lock:
            self.busy.discard(place)
            (self.slow.add if took > SLOW_SECONDS else self.slow.discard)(place)
            if rest_until is not None:
                self.resting[place] = rest_until

    def _free(self, place: str) -> bool:
        late = len(self.busy & self.slow)
        return len(self.busy) < MOST and (place not in self.slow or late < MOST_SLOW)

    def _forget(self, due: Collection[str], now: float) -> None:
        """Let go of what is known of places that have nothing to be told, but for slow ones: they come again."""
        self.resting = {place: until for place, until in self.resting.items() if until > now}
        self.last = {place: at for place, at in self.last.items() if place in due}
