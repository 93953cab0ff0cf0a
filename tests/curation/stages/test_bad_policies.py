"""python -m curation redact on what cannot be: each is one sentence with its cure, and no file appears."""

import io
import json
from pathlib import Path

import pytest

from curation.__main__ import run
from curation.command_line import FAILED
from curation.engine.meter import Meter
from curation.stages.redact import Redaction, open_redaction, policy_in, redact_file

ROW = {"text": "Mail anna@example.com, please."}
UNENDING = r"(\w|\w\w|\w+x)+$"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ({"entities": ["PERSN"]}, "“entities” in the PII policy names the type PERSN"),
        ({"operators": {"PERSON": "shred"}}, "names the operator “shred” for PERSON. Known are: tag"),
        ({"operators": {"PERSN": "tag"}}, "“operators” in the PII policy names the type PERSN"),
        ({"names_model": "nowhere"}, "nowhere that the PII policy names is gone. Train it again"),
        ({"engine": "hf:nowhere"}, "There is no model folder"),
        ({"engine": "spacy:xx_none"}, "The spaCy model xx_none cannot be loaded"),
        ({"engine": "chatgpt"}, "It is auto, shipped, spacy:NAME, hf:FOLDER or gliner:FOLDER"),
        ({"patterns": [{"entity_type": "FILE_NUMBER", "pattern": "("}]}, "Pattern 1 of the PII policy cannot be read"),
        ({"patterns": [{"entity_type": "FILE_NUMBER", "pattern": UNENDING}]}, "runs longer than 0.5 s on one text"),
        ([1], "A PII policy is an object"),
        ("{", "is not JSON"),
    ],
)
def test_a_policy_that_cannot_be_followed_is_a_sentence(tmp_path: Path, capsys, policy, said: str) -> None:
    source, target, file = (tmp_path / name for name in ("in.jsonl", "out.jsonl", "policy.json"))
    source.write_text(json.dumps(ROW) + "\n" + json.dumps({"text": "a" * 60 + "!"}))
    file.write_text(policy if isinstance(policy, str) else json.dumps(policy))
    arguments = ["redact", str(source), str(target), "--columns", "text", "--policy", str(file), "--workers", "1"]
    assert run(arguments) == FAILED
    told = capsys.readouterr()
    assert said in told.err
    assert "Traceback" not in told.err
    assert "anna@example.com" not in told.err + told.out
    assert not target.exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "after", "spans"),
    [
        ("Mail \ud83d anna@example.com", "Mail \ufffd <EMAIL_ADDRESS_1>", [(7, 23)]),
        ("Dr. Jose\u0301 Nun\u0303ez, yes", "Dr. <PERSON_1>, yes", [(4, 16)]),
        ("שלום anna@example.com", "שלום <EMAIL_ADDRESS_1>", [(5, 21)]),
        ("👩\u200d⚕️ anna@example.com\u0000", "👩\u200d⚕️ <EMAIL_ADDRESS_1>\ufffd", [(5, 21)]),
    ],
)
def test_offsets_are_code_points_of_the_cell(tmp_path: Path, given: str, after: str, spans) -> None:
    source, target, places = (tmp_path / name for name in ("in.jsonl", "out.jsonl", "spans.jsonl"))
    source.write_text(json.dumps({"text": given}))
    wanted = Redaction(source, target, ("text",), places, policy_in(None))
    redact_file(wanted, open_redaction(wanted), Meter(io.StringIO()))
    assert json.loads(target.read_text(encoding="utf-8"))["text"] == after
    rows = [json.loads(line) for line in places.read_text(encoding="utf-8").splitlines()]
    assert [(row["start"], row["end"]) for row in rows] == spans


@pytest.mark.long
def test_a_text_of_ten_megabytes_is_redacted_whole(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    said = "The ward is open today, and the plaster stays on for six weeks as it always did. " * 125_000
    source.write_text(json.dumps({"text": f"{said}Mail anna@example.com"}))
    wanted = Redaction(source, target, ("text",), None, policy_in(None))
    found = redact_file(wanted, open_redaction(wanted), Meter(io.StringIO()))
    assert found.replaced.total() == 1
    assert json.loads(target.read_text())["text"].endswith("Mail <EMAIL_ADDRESS_1>")
