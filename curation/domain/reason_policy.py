"""A project's reasons: what a sample can be flagged with, and which sections of the guidelines a rejection rests on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from curation.domain.identity import Json, key_of
from curation.domain.reviews import RejectReason
from curation.errors import InputError
from curation.texts import text

KIND = "reasons"
MOST_FLAGS = 9
LONGEST_LABEL = 80
MOST_SECTIONS = 5


@dataclass(frozen=True)
class FlagReason:
    """Something that a sample can be flagged with; `id` stays while the list around it changes.

    `section` is the part of the guidelines that it rests on, if any.
    """

    id: str
    label: str
    section: str | None = None


@dataclass(frozen=True)
class ReasonPolicy:
    """The reasons of a project: for flags in the order of their keys, for rejections the sections they rest on."""

    flags: tuple[FlagReason, ...]
    sections: Mapping[RejectReason, tuple[str, ...]] = field(default_factory=dict[RejectReason, tuple[str, ...]])

    def as_json(self) -> dict[str, Json]:
        """Return what `reasons_from` reads."""
        return {
            "flags": [_written(one) for one in self.flags],
            "sections": {reason.value: list(names) for reason, names in sorted(self.sections.items()) if names},
        }


def standard_flags() -> tuple[FlagReason, ...]:
    """Return the list that a project begins with."""
    labels = {
        "source": text("The source is doubtful"),
        "uncovered": text("The guidelines do not cover this"),
        "specialty": text("Needs another specialty"),
        "personal": text("Personal data may be left"),
        "changes": text("Changes often"),
        "example": text("A good example for others"),
    }
    return tuple(FlagReason(name, label) for name, label in labels.items())


def flags_from(labels: Iterable[str], now: Sequence[FlagReason]) -> tuple[FlagReason, ...]:
    """Return the flags of a list that somebody typed, one a line; a label that was there keeps its id."""
    known = {one.label: one for one in now}
    taken = {one.id for one in now}
    found: dict[str, FlagReason] = {}
    for typed in labels:
        label = " ".join(typed.split())
        if not label or label in found:
            continue
        found[label] = known.get(label) or FlagReason(key_of(label, taken, "flag"), label)
        taken.add(found[label].id)
    return tuple(found.values())


def reasons_from(content: Json) -> ReasonPolicy:
    """Read the reasons from JSON, with the standard flags where nothing is said; raises InputError by the name."""
    if content is None:
        return ReasonPolicy(standard_flags())
    if not isinstance(content, Mapping) or not set(content) <= {"flags", "sections"}:
        raise InputError(text("The reasons of a project are an object with: flags, sections."))
    flags = standard_flags() if content.get("flags") is None else _flags(content["flags"])
    return ReasonPolicy(flags, _sections(content.get("sections")))


def _flags(value: Json) -> tuple[FlagReason, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > MOST_FLAGS:
        raise InputError(text("flags is a list of at most {most} reasons.", most=MOST_FLAGS))
    found = tuple(_flag(one) for one in value)
    if len({one.id for one in found}) < len(found) or len({one.label for one in found}) < len(found):
        raise InputError(text("Two reasons for a flag have the same name."))
    return found


def _flag(value: Json) -> FlagReason:
    name, label = (value.get("id"), value.get("label")) if isinstance(value, Mapping) else (None, None)
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_LABEL or not isinstance(label, str):
        raise InputError(text("Each reason for a flag has an id and a label."))
    if not label.strip() or len(label) > LONGEST_LABEL:
        raise InputError(text("A reason for a flag is a few words, 1 to {most} characters.", most=LONGEST_LABEL))
    section = value.get("section") if isinstance(value, Mapping) else None
    if section is not None and not isinstance(section, str):
        raise InputError(text("A reason for a flag names one section, or none."))
    return FlagReason(name, label, section)


def _written(one: FlagReason) -> dict[str, Json]:
    return {"id": one.id, "label": one.label, **({} if one.section is None else {"section": one.section})}


def _sections(value: Json) -> dict[RejectReason, tuple[str, ...]]:
    if value is None:
        return {}
    known = {reason.value for reason in RejectReason}
    if not isinstance(value, Mapping) or not set(value) <= known:
        raise InputError(text("sections names sections for: {names}.", names=", ".join(sorted(known))))
    return {RejectReason(reason): _names(names) for reason, names in value.items()}


def _names(value: Json) -> tuple[str, ...]:
    if isinstance(value, Sequence) and not isinstance(value, str) and len(value) <= MOST_SECTIONS:
        names = tuple(one for one in value if isinstance(one, str))
        if len(names) == len(value):
            return names
    raise InputError(text("A reason names a list of at most {most} sections.", most=MOST_SECTIONS))
