"""What another policy of duplicates would find, as it travels between the worker and the screen."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from curation.domain.identity import Json
from curation.services.trying import unreadable_answer

TRY_DUPLICATES = "duplicates_try_out"


@dataclass(frozen=True)
class Counted:
    """What a policy finds: groups of duplicates, the samples in them, and contradictions."""

    groups: int
    members: int
    conflicts: int


@dataclass(frozen=True)
class TriedPair:
    """Two samples that are alike by one of two policies alone: their questions, and how much they are alike there."""

    first: str
    second: str
    jaccard: float
    gained: bool


@dataclass(frozen=True)
class TriedPolicy:
    """What two policies find among the same samples, `samples` of the project's `total`, and some pairs that differ."""

    samples: int
    total: int
    before: Counted
    after: Counted
    pairs: tuple[TriedPair, ...]

    def as_json(self) -> Json:
        """Return what `tried_policy_from` reads."""
        return {
            "samples": self.samples,
            "total": self.total,
            "before": asdict(self.before),
            "after": asdict(self.after),
            "pairs": [[one.first, one.second, one.jaccard, one.gained] for one in self.pairs],
        }


def tried_policy_from(value: Json) -> TriedPolicy:
    """Read an answer of the worker; raises JobFailedError for anything else."""
    match value:
        case {
            "samples": int() as samples,
            "total": int() as total,
            "before": Mapping() as before,
            "after": Mapping() as after,
            "pairs": list() as pairs,
        }:
            return TriedPolicy(samples, total, _counted(before), _counted(after), tuple(_pair(one) for one in pairs))
        case _:
            raise unreadable_answer()


def _counted(value: Json) -> Counted:
    match value:
        case {"groups": int() as groups, "members": int() as members, "conflicts": int() as conflicts}:
            return Counted(groups, members, conflicts)
        case _:
            raise unreadable_answer()


def _pair(value: Json) -> TriedPair:
    match value:
        case [str() as first, str() as second, float() | int() as jaccard, bool() as gained]:
            return TriedPair(first, second, float(jaccard), gained)
        case _:
            raise unreadable_answer()
