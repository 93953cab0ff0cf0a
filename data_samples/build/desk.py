"""The records with planted problems: put together, put in order, and listed for planted.json."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from data_samples.build.documents import DOCUMENTS, document_piece
from data_samples.build.doubles import doubles, form_letters, jaccard, shingles
from data_samples.build.drafts import Draft, blocks, clean, contradictions, personal
from data_samples.build.pieces import Piece
from data_samples.build.weak import weak

Entry = dict[str, str | int | float]

# Names that look like personal data and are none: eponyms and a case that everybody may cite.
_NOT_PERSONAL = ("Parkinson", "Crohn", "Apgar", "Miranda v. Arizona", "Sharpe", "Lyme")


@dataclass(frozen=True, slots=True)
class DeskFile:
    """One file of the desk: its domain, its path, and how a turn's field is called in it."""

    domain: str
    path: str
    field: str


DESK_FILES = (
    DeskFile("health", "health/clinic_messages.jsonl", "messages[{turn}].content"),
    DeskFile("law", "law/desk_sharegpt.json", "conversations[{turn}].value"),
    DeskFile("finance", "finance/desk.csv", "question|answer"),
)


def desk(domain: str) -> list[Draft]:
    """All drafts of one domain's desk in the order of its file."""
    given = blocks(domain)
    letters = list(personal(domain, given))
    right = list(clean(given))
    form, form_double = form_letters(domain, right[0])
    single = [letter for letter in letters if not letter.turns[2:]]
    chosen = [single[0], right[1], single[1], right[2], single[2], right[3], *single[3:8]]
    drafts = [*letters, *right[1:], form, form_double]
    drafts += [*contradictions(given), *weak(domain, given), *doubles(chosen)]
    return sorted(drafts, key=lambda draft: hashlib.sha256(draft.key.encode()).digest())


def planted() -> list[Entry]:
    """Every planted problem, by file and record: the content of planted.json."""
    entries: list[Entry] = []
    for file in DESK_FILES:
        drafts = desk(file.domain)
        places = {draft.key: record for record, draft in enumerate(drafts)}
        for record, draft in enumerate(drafts):
            entries += _personal(file, record, draft)
            entries += _weak(file, record, draft)
            entries += _related(file, places, drafts, record)
    for document in DOCUMENTS:
        place: Entry = {"file": document.path, "record": 0, "field": "text", "turn": 0}
        entries += ({**place, **entry} for entry in _spans(document_piece(document)))
    return entries


def labelled() -> Iterator[dict[str, object]]:
    """Every message of the three files with its personal data, in the format of labelled text."""
    for file in DESK_FILES:
        for spoken in (turn.said for draft in desk(file.domain) for turn in draft.turns):
            spans = [{"start": one.start, "end": one.end, "entity_type": one.entity_type} for one in spoken.spans]
            yield {"text": spoken.text, "spans": spans}


def _personal(file: DeskFile, record: int, draft: Draft) -> Iterator[Entry]:
    names = file.field.split("|")
    for turn, spoken in enumerate(draft.turns):
        field = names[turn % len(names)].format(turn=turn)
        place: Entry = {"file": file.path, "record": record, "field": field, "turn": turn}
        for entry in _spans(spoken.said):
            yield {**place, **entry}


def _spans(piece: Piece) -> Iterator[Entry]:
    for span in piece.spans:
        where: Entry = {"start": span.start, "end": span.end}
        yield {"kind": "personal_data", **where, "entity_type": span.entity_type, "value": span.value}
    for name in _NOT_PERSONAL:
        start = piece.text.find(name)
        if start >= 0:
            yield {"kind": "not_personal", "start": start, "end": start + len(name), "value": name}


def _weak(file: DeskFile, record: int, draft: Draft) -> Iterator[Entry]:
    if draft.weak:
        yield {"file": file.path, "record": record, "kind": "weak", "check": draft.weak}


def _related(file: DeskFile, places: dict[str, int], drafts: list[Draft], record: int) -> Iterator[Entry]:
    draft = drafts[record]
    if draft.relation is None:
        return
    other = drafts[places[draft.relation.key]]
    left, right = shingles(draft.question.text), shingles(other.question.text)
    yield {
        "file": file.path,
        "record": record,
        "kind": draft.relation.kind,
        "other_file": file.path,
        "other_record": places[draft.relation.key],
        "jaccard": round(jaccard(draft, other), 4),
        "question_jaccard": round(len(left & right) / len(left | right), 4),
    }
