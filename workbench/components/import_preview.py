"""The first rows of a file as they would be stored: redacted by the worker, never raw."""

import json

import streamlit as st

from curation.domain.identity import Json, canonical_json, content_hash
from curation.domain.samples import Role
from curation.ingest.conversations import Record
from curation.services.import_plan import Preview
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import redacted_pair

_QUESTION = "redact_preview"
_SHOWN = 3
_COLUMNS = 12
_LONGEST = 4_000
_SECONDS = 20.0


def redaction_preview(visit: Visit, preview: Preview, data_hash: str) -> None:
    """Show the first conversations after redaction; the worker is asked once a file and mapping."""
    st.subheader(text("How the first rows will look"), anchor=False)
    if not visit.workbench.queue.live_workers():
        st.info(
            text(
                "The redacted preview is made by the worker, and none is running. You can import all the same; "
                "the file is screened when a worker runs (workbench up)."
            ),
            icon=":material/hourglass_empty:",
        )
        return
    with st.spinner(text("Replacing personal data in the first rows")):
        shown = _asked_once(visit, preview, data_hash)
    replaced = sum(_count(one) for one in shown)
    st.caption(
        texts("{count} value in these rows was replaced.", "{count} values in these rows were replaced.", replaced)
    )
    for number, one in enumerate(shown):
        with st.container(border=True):
            question, answer = _last(one, Role.USER), _last(one, Role.ASSISTANT)
            redacted_pair(f"preview-{number}", question, answer, beside=_beside(one))


def _asked_once(visit: Visit, preview: Preview, data_hash: str) -> list[Json]:
    conversations: list[Json] = [_json(one) for one in preview.first[:_SHOWN]]
    key = content_hash(canonical_json([data_hash, conversations]))
    answer = state.memory(key)
    if not answer:
        question: dict[str, Json] = {"project_id": visit.project.id, "conversations": conversations}
        answer = canonical_json(visit.workbench.queue.ask(_QUESTION, question, timeout=_SECONDS))
        state.remember(key, answer)
    parsed: Json = json.loads(answer)
    found = parsed.get("conversations") if isinstance(parsed, dict) else None
    return list(found) if isinstance(found, list) else []


def _json(row: Record) -> dict[str, Json]:
    turns: list[Json] = [
        {"role": turn.role.value, "content": turn.content[:_LONGEST]} for turn in row.conversation.messages
    ]
    return {"messages": turns, "context": [], "metadata": {name: _short(said) for name, said in row.metadata.items()}}


def _short(value: Json) -> Json:
    said = value if isinstance(value, str) else canonical_json(value)
    return value if len(said) <= _LONGEST else said[:_LONGEST]


def _last(one: Json, role: Role) -> str:
    turns = one.get("messages") if isinstance(one, dict) else None
    said = [
        str(turn["content"])
        for turn in (turns if isinstance(turns, list) else [])
        if isinstance(turn, dict) and turn.get("role") == role.value
    ]
    return said[-1] if said else ""


def _beside(one: Json) -> str:
    kept = one.get("metadata") if isinstance(one, dict) else None
    if not isinstance(kept, dict):
        return ""
    lines = [f"{name}: {value if isinstance(value, str) else canonical_json(value)}" for name, value in kept.items()]
    more = len(lines) - _COLUMNS
    told = [texts("and {count} more column", "and {count} more columns", more)] if more > 0 else []
    return "\n".join([*lines[:_COLUMNS], *told])


def _count(one: Json) -> int:
    places = [one.get(part) for part in ("spans", "beside")] if isinstance(one, dict) else []
    return sum(len(found) for found in places if isinstance(found, list))
