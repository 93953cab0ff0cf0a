"""python -m curation redact with surrogates: one value, one surrogate in the whole file, whatever the processes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
NAMES = ("Elena Vasquez", "Miguel Okafor", "Anna Weber")


@pytest.mark.slow
def test_one_value_has_one_surrogate_in_all_batches_of_a_file(tmp_path):
    source, target, spans = (tmp_path / name for name in ("in.jsonl", "out.jsonl", "spans.jsonl"))
    rows = [
        {"question": f"My name is {NAMES[n % 3]}. How long is notice {n}?", "answer": f"{n} days."} for n in range(260)
    ]
    source.write_text("\n".join(map(json.dumps, rows)))
    (tmp_path / "policy.json").write_text(json.dumps({"operators": {"*": "surrogate"}}))
    (tmp_path / "key").write_text("0123456789abcdef")
    command = [sys.executable, "-m", "curation", "redact", str(source), str(target), "--workers", "2"]
    command += ["--policy", str(tmp_path / "policy.json"), "--key-file", str(tmp_path / "key"), "--spans", str(spans)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    found = [json.loads(line) for line in spans.read_text().splitlines()]
    given: dict[str, set[str]] = {name: set() for name in NAMES}
    for one in found:
        if one["entity_type"] == "PERSON" and one["action"] == "redacted":
            said = rows[one["row"]][one["column"]][one["start"] : one["end"]]
            given[said].add(one["placeholder"])
    assert [len(made) for made in given.values()] == [1, 1, 1]
    assert len(set.union(*given.values())) == 3
    assert not any(name in target.read_text() for name in NAMES)
