# pyright: basic
"""Measure redaction: python -m curation.pii.bench [--labelled FILE] [--text FILE] [--policy FILE] [--json].

--labelled: JSON lines with `text` and `spans` (start, end, entity_type), code points. --text: the user's own
text without private people, JSON lines; each row's strings are one record. What is printed: recall, precision
and F2 by type, characters of direct identifiers that stayed readable, spans per 1,000 records of --text,
whether the fast patterns find what plain presidio finds there, and records a second.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import process_time

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer

from curation.domain.findings import PiiSpan
from curation.pii.analyzer import LANGUAGE, PresidioDetector
from curation.pii.measure import DIRECT, STRUCTURED, Count, Marked, Measured
from curation.pii.plausible import plausible
from curation.pii.policy import PiiPolicy
from curation.pii.redactor import Redactor

MOST_COMPARED = 2000


def quality(redactor: Redactor, file: Path) -> dict[str, object]:
    """Measure a redactor on labelled text."""
    measured = Measured()
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels = [Marked(one["start"], one["end"], one["entity_type"]) for one in row["spans"]]
        done = redactor.redact_text(row["text"])
        measured.add(row["text"], labels, _marked(done.spans), _marked(done.suggestions))
    return {
        "texts": measured.texts,
        "kinds": {kind: figures(measured.kinds[kind]) for kind in sorted(measured.kinds)},
        "direct": figures(measured.together(DIRECT)),
        "structured": figures(measured.together(STRUCTURED)),
        "any": figures(measured.together()),
        "direct_characters": measured.direct_characters,
        "leaked_characters": measured.leaked_characters,
    }


def figures(count: Count) -> dict[str, object]:
    """Return a count with its shares, rounded; a share of nothing is null."""
    shares = {"recall": count.recall, "found": count.found_share, "precision": count.precision, "f2": count.f2}
    rounded = {name: None if share is None else round(share, 4) for name, share in shares.items()}
    return {"labelled": count.labelled, "redacted_spans": count.predicted, **rounded}


def on_own_text(redactor: Redactor, file: Path) -> dict[str, object]:
    """Measure how much is taken from text without private people, and how fast."""
    texts = records(file)
    start = process_time()
    done = [redactor.redact_text(text) for text in texts]
    seconds = process_time() - start
    return {
        "records": len(texts),
        "redacted_per_1000": round(1000 * sum(len(one.spans) for one in done) / len(texts), 1),
        "suggested_per_1000": round(1000 * sum(len(one.suggestions) for one in done) / len(texts), 1),
        "records_per_second": round(len(texts) / seconds, 1),
    }


def beside_presidio(policy: PiiPolicy, file: Path) -> dict[str, object]:
    """Compare the gated patterns with an AnalyzerEngine of the same recognizers: findings and records a second."""
    texts = records(file)[:MOST_COMPARED]
    detector = PresidioDetector(policy)
    registry = RecognizerRegistry(recognizers=detector.recognizers, supported_languages=[LANGUAGE])
    engine = AnalyzerEngine(
        registry=registry,
        nlp_engine=detector.nlp,
        context_aware_enhancer=LemmaContextAwareEnhancer(context_matching_mode="whole_word"),
        default_score_threshold=policy.threshold,
    )
    start = process_time()
    mine = [detector.detect(text) for text in texts]
    between = process_time()
    theirs = [engine.analyze(text, LANGUAGE) for text in texts]
    end = process_time()
    different = 0
    for text, own, plain in zip(texts, mine, theirs, strict=True):
        wanted = {(r.start, r.end, r.entity_type) for r in plain if plausible(r.entity_type, text[r.start : r.end])}
        different += not wanted <= {(one.start, one.end, one.entity_type) for one in own}
    return {
        "compared": len(texts),
        "different": different,
        "patterns_per_second": round(len(texts) / (between - start), 1),
        "plain_presidio_per_second": round(len(texts) / (end - between), 1),
    }


def records(file: Path) -> list[str]:
    """Read JSON lines; the strings of a row make one record."""
    rows = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    return ["\n".join(value for value in row.values() if isinstance(value, str)) for row in rows]


def _marked(spans: Sequence[PiiSpan]) -> list[Marked]:
    return [Marked(one.original_start, one.original_end, one.entity_type) for one in spans]


def main(arguments: Sequence[str]) -> None:
    """Measure both profiles and print."""
    parser = argparse.ArgumentParser(prog="python -m curation.pii.bench")
    parser.add_argument("--labelled", type=Path)
    parser.add_argument("--text", type=Path)
    parser.add_argument("--policy", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    policy = PiiPolicy.from_json(json.loads(given.policy.read_text(encoding="utf-8")) if given.policy else None)
    result: dict[str, object] = {"engine": Redactor(policy).engine}
    for profile in ("recall", "precise"):
        redactor = Redactor(replace(policy, profile=profile))
        result[profile] = (quality(redactor, given.labelled) if given.labelled else {}) | (
            on_own_text(redactor, given.text) if given.text else {}
        )
    if given.text:
        result["beside_presidio"] = beside_presidio(policy, given.text)
    sys.stdout.write(json.dumps(result, indent=None if given.json else 1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
