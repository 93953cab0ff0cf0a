"""The planted corpus as conversations, with what was planted in it."""

import csv
import json
from pathlib import Path

import polars as pl

from curation.domain.samples import Conversation, Message, Role

SAMPLES = Path(__file__).parents[3] / "data_samples"


def corpus():
    """Return (file, record) -> conversation of every Q&A file but the workbook."""
    texts = {}
    with (SAMPLES / "health/facts.csv").open(newline="", encoding="utf-8") as file:
        texts["health/facts.csv"] = [(row["question"], row["answer"]) for row in csv.DictReader(file)]
    with (SAMPLES / "finance/desk.csv").open(newline="", encoding="utf-8") as file:
        texts["finance/desk.csv"] = [(row["question"], row["answer"]) for row in csv.DictReader(file)]
    lines = (SAMPLES / "law/facts_alpaca.jsonl").read_text(encoding="utf-8").splitlines()
    texts["law/facts_alpaca.jsonl"] = [
        (f"{r['instruction']}\n{r['input']}".strip(), r["output"]) for r in map(json.loads, lines)
    ]
    texts["finance/facts.parquet"] = (
        pl.read_parquet(SAMPLES / "finance/facts.parquet").select("prompt", "completion").rows()
    )
    lines = (SAMPLES / "health/clinic_messages.jsonl").read_text(encoding="utf-8").splitlines()
    texts["health/clinic_messages.jsonl"] = [[m["content"] for m in json.loads(line)["messages"]] for line in lines]
    desk = json.loads((SAMPLES / "law/desk_sharegpt.json").read_text(encoding="utf-8"))
    texts["law/desk_sharegpt.json"] = [[m["value"] for m in record["conversations"]] for record in desk]
    return {(file, i): conversation(turns) for file, records in texts.items() for i, turns in enumerate(records)}


def conversation(turns):
    roles = (Role.USER, Role.ASSISTANT)
    return Conversation(tuple(Message(roles[i % 2], turn) for i, turn in enumerate(turns)))


def planted(*kinds):
    """Return the entries of these kinds."""
    entries = json.loads((SAMPLES / "planted.json").read_text(encoding="utf-8"))
    return [entry for entry in entries if entry["kind"] in kinds and not entry["file"].startswith("documents/")]
