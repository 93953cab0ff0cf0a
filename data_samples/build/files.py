"""Writing of records in the formats and file types that people bring."""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from data_samples.build.desk import DESK_FILES, Entry, desk, labelled, planted
from data_samples.build.drafts import Draft
from data_samples.build.facts import FactPair, pairs
from data_samples.build.texts import text_of
from data_samples.build.xlsx_file import xlsx_bytes

_SPEAKERS = {"user": "human", "assistant": "gpt"}


def write_facts(folder: Path) -> None:
    """The 800 clean pairs: health as CSV, law as alpaca JSONL, finance as prompt-completion Parquet."""
    made = pairs()
    by_domain = {domain: [pair for pair in made if pair.domain == domain] for domain in ("health", "law", "finance")}
    for domain in by_domain:
        (folder / domain).mkdir(parents=True, exist_ok=True)
    columns = ["question", "answer", "domain", "subject", "fact", "wording"]
    health = [[p.question, p.answer, p.domain, p.subject, p.fact, str(p.wording)] for p in by_domain["health"]]
    (folder / "health/facts.csv").write_bytes(_csv(columns, health))
    (folder / "law/facts_alpaca.jsonl").write_bytes(_lines(_alpaca(pair) for pair in by_domain["law"]))
    facts_frame(by_domain["finance"]).write_parquet(folder / "finance/facts.parquet")


def facts_frame(given: list[FactPair]) -> pl.DataFrame:
    """Columns prompt, completion, domain, subject, fact (text) and wording (Int64), a row a pair."""
    return pl.DataFrame(
        {
            "prompt": [pair.question for pair in given],
            "completion": [pair.answer for pair in given],
            "domain": [pair.domain for pair in given],
            "subject": [pair.subject for pair in given],
            "fact": [pair.fact for pair in given],
            "wording": [pair.wording for pair in given],
        }
    )


def write_desk(folder: Path) -> None:
    """The three files with planted problems, planted.json that lists them, labelled.jsonl to measure redaction on."""
    health, law, finance = (folder / file.path for file in DESK_FILES)
    for path in (health, law, finance):
        path.parent.mkdir(parents=True, exist_ok=True)
    health.write_bytes(_lines(_messages(draft) for draft in desk("health")))
    law.write_bytes(_array([_sharegpt(draft) for draft in desk("law")]))
    rows = [[draft.question.text, draft.answer.text, "finance"] for draft in desk("finance")]
    finance.write_bytes(_csv(["question", "answer", "domain"], rows))
    (folder / "planted.json").write_bytes(_array(planted()))
    (folder / "labelled.jsonl").write_bytes(_lines(labelled()))


def write_glossary(folder: Path) -> None:
    """The twelve clean definitions as a workbook."""
    (folder / "finance/glossary.xlsx").write_bytes(xlsx_bytes(glossary()))


def glossary() -> list[list[str]]:
    """The rows of the workbook, the header first."""
    blocks = [block.splitlines() for block in text_of("glossary.txt").strip().split("\n\n")]
    rows = [[question.removeprefix("Q: "), answer.removeprefix("A: "), "finance"] for question, answer in blocks]
    return [["question", "answer", "domain"], *rows]


def _alpaca(pair: FactPair) -> Entry:
    return {
        "instruction": pair.question,
        "input": pair.context,
        "output": pair.answer,
        "domain": pair.domain,
        "subject": pair.subject,
        "fact": pair.fact,
        "wording": pair.wording,
    }


def _messages(draft: Draft) -> dict[str, object]:
    said = [{"role": turn.role, "content": turn.said.text} for turn in draft.turns]
    return {"messages": said, "domain": "health"}


def _sharegpt(draft: Draft) -> dict[str, object]:
    said = [{"from": _SPEAKERS[turn.role], "value": turn.said.text} for turn in draft.turns]
    return {"conversations": said, "domain": "law"}


def _csv(columns: list[str], rows: Iterable[list[str]]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return written.getvalue().encode("utf-8")


def _lines(records: Iterable[object]) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode("utf-8")


def _array(records: Iterable[object]) -> bytes:
    body = ",\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    return f"[\n{body}\n]\n".encode()
