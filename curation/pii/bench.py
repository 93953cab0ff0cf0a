"""Measure redaction: python -m curation.pii.bench [--labelled FILE...] [--text FILE] [--policy FILE] [--json].

--labelled: JSON lines with `text` and `spans` (start, end, entity_type), code points. --text: the user's own
text without private people, JSON lines; each row's strings are one record.

For other commands: `bench(Benched(...))` returns a Report with `to_json()` and `lines()`. These names, the fields of
Benched and the keys of the JSON stay as they are; more may be added.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from time import process_time

from curation.domain.findings import PiiSpan
from curation.domain.identity import Json
from curation.domain.samples import Conversation
from curation.errors import InputError, WorkbenchError
from curation.pii.bench_report import OwnText, Quality, Report, Speed
from curation.pii.measure import Marked, Measured
from curation.pii.plain_presidio import PlainPresidio, strings
from curation.pii.policy import LINES, PiiPolicy
from curation.pii.redaction import RedactedConversation
from curation.pii.redactor import Redactor, settle
from curation.texts import text

Labelled = tuple[str, list[Marked]]
_AT_ONCE = 500


@dataclass(frozen=True)
class Benched:
    """What to measure: `labelled` are span files, `text` own text; `compared` records take part in the comparison.

    `strings` random strings are searched by gated and by plain patterns; `passes` is how often the clock runs.
    """

    policy: PiiPolicy = field(default_factory=PiiPolicy)
    labelled: tuple[Path, ...] = ()
    text: Path | None = None
    compared: int = 1000
    strings: int = 2000
    passes: int = 3


def bench(given: Benched) -> Report:
    """Measure by both profiles; raises InputError that names a file and row that cannot be read."""
    redactors = {name: Redactor(replace(given.policy, profile=name)) for name in LINES}
    sets = {file.name: labelled_in(file) for file in given.labelled}
    texts = [] if given.text is None else records(given.text)
    plain = PlainPresidio(given.policy)
    return Report(
        engine=redactors["recall"].engine,
        strings=given.strings,
        different=sum(bool(plain.differences(one)) for one in strings(given.strings)),
        quality=tuple(
            Quality(file, name, measured(one, rows)) for file, rows in sets.items() for name, one in redactors.items()
        ),
        own_text=tuple(on_own_text(name, one, texts) for name, one in redactors.items()) if texts else (),
        speed=speed_of(redactors["recall"], plain, texts[: given.compared], given.passes) if texts else None,
    )


def measured(redactor: Redactor, rows: Sequence[Labelled]) -> Measured:
    """Measure a redactor on labelled text."""
    figures = Measured()
    for (given, labels), done in zip(rows, _redacted(redactor, [given for given, _ in rows]), strict=True):
        figures.add(given, labels, _marked(done.spans), _marked(done.suggestions))
    return figures


def on_own_text(profile: str, redactor: Redactor, texts: Sequence[str]) -> OwnText:
    """Measure how much is taken from text without private people."""
    kinds, suggested = Counter[str](), 0
    for done in _redacted(redactor, texts):
        kinds.update(span.entity_type for span in done.spans)
        suggested += len(done.suggestions)
    return OwnText(profile, len(texts), kinds, suggested)


def _redacted(redactor: Redactor, texts: Sequence[str]) -> Iterator[RedactedConversation]:
    for first in range(0, len(texts), _AT_ONCE):
        yield from redactor.redact([Conversation((), (one,)) for one in texts[first : first + _AT_ONCE]])


def speed_of(redactor: Redactor, plain: PlainPresidio, texts: Sequence[str], passes: int) -> Speed:
    """Compare the gated patterns, and all that a redactor does, with presidio's own engine of the same recognizers.

    Plain presidio finds no names here, because it has no model: the whole stack does more work for its time.
    """
    given = [Conversation((), (one,)) for one in texts]
    settle()
    works: dict[str, Callable[[], object]] = {
        "plain": lambda: [plain.findings(one) for one in texts],
        "patterns": lambda: [plain.gated.detect(one) for one in texts],
        "whole": lambda: redactor.redact(given),
    }
    taken = [{name: _seconds(work) for name, work in works.items()} for _ in range(passes)]
    speeds = {name: len(texts) / median(one[name] for one in taken) for name in works}
    return Speed(
        records=len(texts),
        characters=sum(map(len, texts)),
        plain_presidio=speeds["plain"],
        patterns=speeds["patterns"],
        whole=speeds["whole"],
        patterns_ratio=median(one["plain"] / one["patterns"] for one in taken),
        whole_ratio=median(one["plain"] / one["whole"] for one in taken),
        different=sum(bool(plain.differences(one)) for one in texts),
    )


def labelled_in(file: Path) -> list[Labelled]:
    """Read labelled text; raises InputError that names the row."""
    found: list[Labelled] = []
    for number, line in _lines_in(file):
        try:
            row = json.loads(line)
            given = str(row["text"])
            spans = [Marked(int(one["start"]), int(one["end"]), str(one["entity_type"])) for one in row["spans"]]
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                text(
                    "Line {number} of {file} is no labelled text. Write it as "
                    '{{"text": "Ask Anna.", "spans": [{{"start": 4, "end": 8, "entity_type": "PERSON"}}]}}.',
                    number=number,
                    file=file,
                )
            ) from error
        wrong = next((one for one in spans if not 0 <= one.start < one.end <= len(given)), None)
        if wrong is not None:
            raise InputError(
                text(
                    "Line {number} of {file} has a span from {start} to {end} in a text of {length} signs. Count code "
                    "points from 0; the end is the first sign behind the span.",
                    number=number,
                    file=file,
                    start=wrong.start,
                    end=wrong.end,
                    length=len(given),
                )
            )
        found.append((given, spans))
    return found


def records(file: Path) -> list[str]:
    """Read JSON lines, the strings of a row as one record; raises InputError where there is none, or a line is none."""
    found: list[str] = []
    for number, line in _lines_in(file):
        try:
            row: Json = json.loads(line)
        except ValueError as error:
            raise InputError(
                text(
                    "Line {number} of {file} is not JSON: {reason}. Write one JSON object a line.",
                    number=number,
                    file=file,
                    reason=error,
                )
            ) from error
        if isinstance(row, Mapping):
            found.append(_strings_of(row))
    if not found:
        raise InputError(text("{file} holds no row. Write one JSON object a line.", file=file))
    return found


def _strings_of(row: Mapping[str, Json]) -> str:
    return "\n".join(one for one in row.values() if isinstance(one, str))


def _lines_in(file: Path) -> list[tuple[int, str]]:
    """Return the lines that are not blank with their numbers; only a line feed ends one, as JSON lines have it."""
    try:
        lines = file.read_bytes().decode("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(text("The file {file} cannot be read: {reason}.", file=file, reason=error)) from error
    return [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _marked(spans: Sequence[PiiSpan]) -> list[Marked]:
    return [Marked(one.original_start, one.original_end, one.entity_type) for one in spans]


def _seconds(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def main(arguments: Sequence[str]) -> int:
    """Measure and print; what cannot be measured is a sentence on stderr and exit code 1."""
    parser = argparse.ArgumentParser(prog="python -m curation.pii.bench")
    parser.add_argument("--labelled", type=Path, nargs="*", default=[])
    parser.add_argument("--text", type=Path)
    parser.add_argument("--policy", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    try:
        policy = PiiPolicy.from_json(json.loads(given.policy.read_text(encoding="utf-8")) if given.policy else None)
        report = bench(Benched(policy, tuple(given.labelled), given.text))
    except WorkbenchError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write((json.dumps(report.to_json()) if given.json else "\n".join(report.lines())) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
