"""Speed of redaction beside plain presidio; prints one JSON object.

python -m tests.bench.redaction [--text FILE.jsonl] [--records 1000] [--passes 5]

Compared in one process, in turns, in CPU seconds (medians over the passes):
- plain: presidio's AnalyzerEngine with the recognizers of the default policy (generic, US, UK), context words counted
  by blank tokens. It has no model and finds no names.
- patterns: the same recognizers behind their gates; findings are compared record by record.
- whole: all that `python -m curation redact` does with a record by default: patterns, cues, check digits, word lists,
  name lists, the names model, overlaps, tags, and the second look at what was redacted.
Without --text the records are the answers of the shipped corpus.
"""

import argparse
import json
import sys
from pathlib import Path

from curation.pii.bench import records, speed_of
from curation.pii.plain_presidio import PlainPresidio
from curation.pii.policy import PiiPolicy
from curation.pii.redactor import Redactor
from tests.curation.stages.planted import corpus


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--text", type=Path)
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--passes", type=int, default=5)
    options = parser.parse_args()
    texts = [one.answer for one in corpus().values()] if options.text is None else records(options.text)
    step = max(1, len(texts) // options.records)
    policy = PiiPolicy()
    chosen = texts[::step][: options.records]
    plain = PlainPresidio(policy)
    speed = speed_of(Redactor(policy), plain, chosen, options.passes)
    json.dump(speed.to_json(), sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
