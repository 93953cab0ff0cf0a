"""What a worker knows to do: which stage runs which kind of job, and who answers which question."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from curation.domain.jobs import ChildStage, JobKind, LightStage
from curation.services.shifts import Handler


@dataclass(frozen=True)
class Wiring:
    """The tables of one worker; a kind in neither table fails with a sentence."""

    light: Mapping[JobKind, LightStage] = field(default_factory=dict[JobKind, LightStage])
    children: Mapping[JobKind, ChildStage] = field(default_factory=dict[JobKind, ChildStage])
    answers: Mapping[str, Handler] = field(default_factory=dict[str, Handler])

    def unknown(self) -> tuple[JobKind, ...]:
        """Return the kinds of jobs that nobody here can do."""
        return tuple(kind for kind in JobKind if kind not in self.light and kind not in self.children)
