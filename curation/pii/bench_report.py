"""What the bench of redaction measured: figures as one JSON object, and as lines for a terminal."""

from collections import Counter
from dataclasses import dataclass

from curation.domain.identity import Json
from curation.pii.measure import DIRECT, STRUCTURED, Count, Measured

_COLUMNS = ("labelled", "recall", "found", "precision", "f2")


@dataclass(frozen=True)
class Quality:
    """A labelled file under one profile."""

    file: str
    profile: str
    measured: Measured

    def rows(self) -> dict[str, Count]:
        """Return the counts by entity type, and of three groups of them."""
        groups = {"direct": DIRECT, "structured": STRUCTURED, "any": None}
        return dict(sorted(self.measured.kinds.items())) | {
            name: self.measured.together(kinds) for name, kinds in groups.items()
        }


@dataclass(frozen=True)
class OwnText:
    """How much of text without private people is taken under one profile; counts of spans."""

    profile: str
    records: int
    redacted: Counter[str]
    suggested: int

    def to_json(self) -> dict[str, Json]:
        """Return the figures for each 1,000 records."""
        share = 1000 / self.records
        return {
            "records": self.records,
            "redacted_per_1000": round(share * self.redacted.total(), 1),
            "suggested_per_1000": round(share * self.suggested, 1),
            "by_type": {kind: round(share * count, 1) for kind, count in self.redacted.most_common()},
        }


@dataclass(frozen=True)
class Speed:
    """Records a CPU second (medians), how often plain presidio's speed that is, and records that differ from it."""

    records: int
    characters: int
    plain_presidio: float
    patterns: float
    whole: float
    patterns_ratio: float
    whole_ratio: float
    different: int

    def to_json(self) -> dict[str, Json]:
        """Return the figures, rounded."""
        return {name: round(value, 2) for name, value in vars(self).items()}


@dataclass(frozen=True)
class Report:
    """All figures of one bench; `own_text` and `speed` are empty where no own text was given."""

    engine: str
    strings: int
    different: int
    quality: tuple[Quality, ...]
    own_text: tuple[OwnText, ...]
    speed: Speed | None

    def to_json(self) -> dict[str, Json]:
        """Return one JSON object; a share of nothing is null.

        engine · fuzz {strings, different} · quality.FILE.PROFILE {texts, kinds.TYPE, direct, structured, any,
        direct_characters, leaked_characters} · own_text.PROFILE {records, redacted_per_1000, suggested_per_1000,
        by_type} · speed (the fields of Speed). A type has labelled, redacted_spans, recall, found, precision, f2.
        """
        return {
            "engine": self.engine,
            "fuzz": {"strings": self.strings, "different": self.different},
            "quality": {
                file: {one.profile: _quality(one) for one in self.quality if one.file == file}
                for file in dict.fromkeys(one.file for one in self.quality)
            },
            "own_text": {one.profile: one.to_json() for one in self.own_text},
            "speed": None if self.speed is None else self.speed.to_json(),
        }

    def lines(self) -> list[str]:
        """Return the figures for a terminal: a table for each labelled file and profile."""
        lines = [self.engine, f"fuzz: {self.strings} strings, {self.different} different from plain presidio"]
        for one in self.quality:
            lines += ["", f"{one.file} ({one.profile})", f"{'':24}" + "".join(f"{name:>10}" for name in _COLUMNS)]
            lines += [f"{kind:24}" + _cells(count) for kind, count in one.rows().items()]
            lines.append(f"leaked characters: {one.measured.leaked_characters} of {one.measured.direct_characters}")
        for own in self.own_text:
            lines += ["", f"own text ({own.profile})", *_named(own.to_json())]
        if self.speed is not None:
            lines += ["", "records a CPU second", *_named(self.speed.to_json())]
        return lines


def _quality(one: Quality) -> dict[str, Json]:
    rows = {name: _figures(count) for name, count in one.rows().items()}
    groups: dict[str, Json] = {name: rows.pop(name) for name in ("direct", "structured", "any")}
    return groups | {
        "texts": one.measured.texts,
        "kinds": rows,
        "direct_characters": one.measured.direct_characters,
        "leaked_characters": one.measured.leaked_characters,
    }


def _figures(count: Count) -> dict[str, float | int | None]:
    shares = {"recall": count.recall, "found": count.found_share, "precision": count.precision, "f2": count.f2}
    rounded = {name: None if share is None else round(share, 4) for name, share in shares.items()}
    return {"labelled": count.labelled, "redacted_spans": count.predicted, **rounded}


def _cells(count: Count) -> str:
    row = _figures(count)
    return "".join(f"{'-' if row[name] is None else row[name]:>10}" for name in _COLUMNS)


def _named(figures: dict[str, Json]) -> list[str]:
    return [f"  {name}: {value}" for name, value in figures.items()]
