"""What the desk's card gets: review items as plain JSON, with the places of marks as JavaScript counts them."""

from datetime import UTC, datetime, timedelta

from curation.domain.desk import MOST_LEFT, DeskProgress, Draft, Partner, ReviewItem
from curation.domain.identity import Json
from curation.domain.lapses import Back
from curation.domain.places import message_at
from curation.domain.probes import Told
from curation.domain.reviews import Verdict
from curation.domain.samples import Conversation, Origin, Role, SampleStatus
from curation.pii.placeholders import SHOWN
from curation.texts import text
from workbench.components.desk.markup import tree_of
from workbench.components.lapse_words import back_words
from workbench.routes.desk_notes import notes_json
from workbench.routes.turns import changes_json, turns_json

_FURTHEST = 1_200
_A_YEAR = timedelta(days=365)
Mark = tuple[int, int, str, str]


def item_json(item: ReviewItem) -> dict[str, Json]:
    """Write one item for the card: turns with marks, findings with the turn they stand in, look-alikes, changes."""
    turns = item.conversation.messages
    question, answer = last_turn(item.conversation, Role.USER), last_turn(item.conversation, Role.ASSISTANT)
    places = {i: _marks(item, i) for i in range(len(turns))}
    return {
        "id": item.sample_id,
        "revision": item.revision.number,
        "origin": _origins()[item.origin],
        "source": _source(item),
        "status": item.status.value,
        "turns": [
            {
                "role": turn.role.value,
                "text": turn.content,
                "marks": [list(m) for m in places[i]],
                "tree": tree_of(turn.content, [_points(turn.content, start, end) for start, end, _, _ in places[i]]),
            }
            for i, turn in enumerate(turns)
        ],
        "question": question,
        "answer": answer,
        "context": [{"text": one, "marks": _compared(item, i)} for i, one in enumerate(item.conversation.context)],
        "findings": notes_json(item),
        "partners": [partner_json(p) for p in item.partners],
        "changes": _changes(item),
        "back": _back(item),
        "draft": None if item.draft is None else draft_json(item.draft),
        "unsure": [d.comment for d in item.others if d.verdict is Verdict.ESCALATE],
        "asked": item.asked,
        "why": list(item.why),
        "section": None if item.taken_back is None else item.taken_back.section,
        "ratings": dict(item.rated),
        "lapse": None if item.back is None else back_json(item.back),
    }


def back_json(back: Back) -> dict[str, Json]:
    """Write why a sample came back; `until` is the day that approving it would say, where one is to be said."""
    until = (datetime.now(UTC) + _A_YEAR).date()
    return {"says": back_words(back), "until": until.isoformat() if back.passed else None}


def progress_json(progress: DeskProgress) -> dict[str, Json]:
    """Write how far a person is."""
    return {
        "left": progress.left,
        "more": progress.left == MOST_LEFT,
        "today": progress.today,
        "target": progress.target,
        "skipped": progress.skipped,
        "escalated": progress.escalated,
        "kept": progress.kept,
    }


def draft_json(draft: Draft) -> dict[str, Json]:
    """Write a draft for its author; the moment is in milliseconds since 1970, as the browser counts."""
    return {
        "revision": draft.revision,
        "question": draft.question,
        "answer": draft.answer,
        "comment": draft.comment,
        "turns": turns_json(draft.turns),
        "at": int(draft.changed_at.timestamp() * 1000),
    }


def told_json(told: Told) -> dict[str, Json]:
    """Write what somebody hears of a control sample."""
    return {"right": told.right, "expected": told.expected.value, "why": told.why, "better": told.better}


def last_turn(conversation: Conversation, role: Role) -> int | None:
    """Return the index of the last turn of a role, None where there is none."""
    places = [i for i, turn in enumerate(conversation.messages) if turn.role is role]
    return places[-1] if places else None


def _marks(item: ReviewItem, turn: int) -> list[Mark]:
    content = item.conversation.messages[turn].content
    marks = [
        _mark(content, span.place.start, span.place.end, "pii", span.entity_type)
        for span in item.spans
        if message_at(item.conversation, span.place) == turn
    ]
    covered = [(start, end) for start, end, _, _ in marks]
    for found in SHOWN.finditer(content):
        start, end = _units(content, found.start()), _units(content, found.end())
        if not any(a < end and start < b for a, b in covered):
            marks.append((start, end, "pii", found[1] or found[3] or "REMOVED"))
    noted = [finding.place for finding in item.findings] + [hint.place for hint in item.hints]
    for number, place in enumerate(noted):
        if place is not None and message_at(item.conversation, place) == turn and place.end > place.start:
            marks.append(_mark(content, place.start, place.end, "note", str(number)))
    return sorted(marks)


def _compared(item: ReviewItem, passage: int) -> list[Json]:
    """Return the places of a context passage that notes compare with."""
    content = item.conversation.context[passage]
    places = [(number, finding.nearest) for number, finding in enumerate(item.findings)]
    return [
        list(_mark(content, near.start, near.end, "near", str(number)))
        for number, near in places
        if near is not None and near.index == passage
    ]


def _mark(content: str, start: int, end: int, kind: str, label: str) -> Mark:
    return (_units(content, start), _units(content, end), kind, label)


def _points(content: str, start: int, end: int) -> tuple[int, int]:
    """Return a place of a mark, as JavaScript counts it, in code points."""
    units = content.encode("utf-16-le", "surrogatepass")
    before, upto = (len(units[: 2 * n].decode("utf-16-le", "surrogatepass")) for n in (start, end))
    return before, upto


def _units(content: str, offset: int) -> int:
    return len(content[:offset].encode("utf-16-le", "surrogatepass")) // 2


def partner_json(partner: Partner) -> dict[str, Json]:
    """Write a sample that is alike, its texts cut after 1,200 characters."""
    return {
        "id": partner.sample_id,
        "approved": partner.status is SampleStatus.APPROVED,
        "kind": partner.kind.value,
        "alike": round(partner.jaccard * 100),
        "status": _statuses()[partner.status],
        "question": _short(partner.question),
        "answer": _short(partner.answer),
    }


def _changes(item: ReviewItem) -> list[Json]:
    first = item.earlier[0].conversation if item.earlier else None
    return [] if first is None else changes_json(first, item.conversation)


def _back(item: ReviewItem) -> dict[str, Json] | None:
    """Write the turns as they came in, by their index, where they read otherwise and stand in the same order."""
    first = item.earlier[0].conversation if item.earlier else None
    now = item.conversation
    if first is None or [turn.role for turn in first.messages] != [turn.role for turn in now.messages]:
        return None
    pairs = enumerate(zip(first.messages, now.messages, strict=True))
    return {str(i): old.content for i, (old, new) in pairs if old != new} or None


def _source(item: ReviewItem) -> str:
    if item.source_name is None:
        return ""
    return text("{source}, {place}", source=item.source_name, place=item.locator)


def _short(content: str) -> str:
    return content if len(content) <= _FURTHEST else content[:_FURTHEST] + "…"


def _origins() -> dict[Origin, str]:
    return {
        Origin.COLLECTED: text("Collected"),
        Origin.GENERATED: text("Generated by a model"),
        Origin.WRITTEN: text("Written by an expert"),
        Origin.FEEDBACK: text("From feedback"),
    }


def _statuses() -> dict[SampleStatus, str]:
    return {
        SampleStatus.SCREENING: text("being screened"),
        SampleStatus.WAITING: text("waiting"),
        SampleStatus.APPROVED: text("approved"),
        SampleStatus.REJECTED: text("rejected"),
        SampleStatus.ESCALATED: text("not sure"),
        SampleStatus.DISPUTED: text("disputed"),
        SampleStatus.SET_ASIDE: text("set aside"),
        SampleStatus.RETRIEVAL: text("belongs in retrieval"),
        SampleStatus.NOT_SCREENED: text("not screened"),
    }
