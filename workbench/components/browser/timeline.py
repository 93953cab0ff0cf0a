"""A sample's history as people read it: a sentence for each thing that happened, and the words that changed."""

from collections.abc import Mapping
from pathlib import Path

from streamlit.components.v2 import component

from curation.domain.duplicates import GroupAction
from curation.domain.findings import Part
from curation.domain.guideline_sections import section_by_id
from curation.domain.histories import Happened, Moment, SampleFile
from curation.domain.identity import Json
from curation.domain.lapses import ENDLESS, Why
from curation.domain.reviews import Decision, DecisionOrigin, Purpose, Verdict
from curation.domain.rubric import Rubric
from curation.domain.samples import Conversation, Revision, RevisionKind, Role
from curation.review.turns import TurnChange, changed_turns
from curation.review.wording import word_diff
from curation.texts import text
from workbench import state
from workbench.components.browser.reasons import reason_words
from workbench.components.lapse_words import day_words, why_words
from workbench.components.rubric_form import value_words
from workbench.frames import local_time

_FOLDER = Path(__file__).parent
_LINE = component(
    "workbench.timeline",
    html="<ol></ol>",
    css=(_FOLDER / "timeline.css").read_text(encoding="utf-8"),
    js=(_FOLDER / "timeline.js").read_text(encoding="utf-8"),
)


def timeline(found: SampleFile) -> None:
    """Draw the history, oldest first."""
    moments: list[Json] = [_shown(one, found) for one in found.history]
    data: dict[str, Json] = {"moments": moments, "label": text("History"), "changed": text("What changed")}
    _LINE(key=f"history-{found.item.sample_id}-{len(moments)}", data=data)


def _shown(one: Moment, found: SampleFile) -> Json:
    diff = _diff(one.before, one.revision) if found.readable and one.before is not None else []
    taken_back = text("(taken back later)") if one.undone else ""
    return {
        "when": local_time(one.at, state.timezone()),
        "at": one.at.isoformat(),
        "said": " ".join(
            part
            for part in (said_of(one, found.people), _rated(one, found.rubric), rests_on(one, found), taken_back)
            if part
        ),
        "comment": one.decision.comment if one.decision is not None and one.what is Happened.DECIDED else one.said,
        "undone": one.undone,
        "diff": diff,
    }


def said_of(one: Moment, people: Mapping[str, str]) -> str:
    """Say one thing that happened, in a sentence."""
    who = text("The workbench") if one.person_id is None else people.get(one.person_id, text("Somebody who has left"))
    if one.what in {Happened.DECIDED, Happened.UNDONE}:
        return _decided(one, who)
    if one.what is Happened.REVISED:
        return _revised(one, who)
    named = people.get(one.name, one.name)
    sentences = {
        Happened.IMPORTED: text("{who} imported it from {name}.", who=who, name=one.name),
        Happened.PRIVACY: text("A decision of {who} on personal data reached its text.", who=who),
        Happened.ERASED: text("{who} erased personal data from it for good.", who=who),
        Happened.COPIES: _copies(one, who),
        Happened.FROZEN: text("{who} froze it in version {name}.", who=who, name=one.name),
        Happened.TAGGED: text("{who} tagged it {name}.", who=who, name=one.name),
        Happened.FLAGGED: text("{who} flagged it: {name}.", who=who, name=one.name),
        Happened.UNFLAGGED: text("{who} took the flag “{name}” off.", who=who, name=one.name),
        Happened.COMMENTED: text("{who} commented.", who=who),
        Happened.RESOLVED: text("{who} resolved a thread.", who=who),
        Happened.DATED: _dated(one, who),
        Happened.RECALLED: _recalled(one, who),
        Happened.ASSIGNED: text("{who} assigned it to {name}.", who=who, name=named),
    }
    return sentences[one.what]


def _dated(one: Moment, who: str) -> str:
    if one.day is None:
        return text("{who} said that it holds as long as its source does.", who=who)
    if one.day == ENDLESS:
        return text("{who} said that it holds without an end.", who=who)
    return text("{who} said that it holds until {day}.", who=who, day=day_words(one.day))


def _recalled(one: Moment, who: str) -> str:
    why = why_words(Why(one.name)) if one.name in set(Why) else ""
    day = "" if one.day is None else f" ({day_words(one.day)})"
    return text("{who} put it back into the queue: {why}.", who=who, why=f"{why}{day}")


def _decided(one: Moment, who: str) -> str:
    decision = one.decision
    if decision is None:
        return text("{who} decided on it.", who=who)
    revision = decision.revision
    if one.what is Happened.UNDONE:
        return text("{who} took a decision on revision {revision} back.", who=who, revision=revision)
    reason = "" if decision.reason is None else reason_words(decision.reason)
    words = {
        Verdict.APPROVE: text("{who} approved revision {revision}.", who=who, revision=revision),
        Verdict.REJECT: text(
            "{who} rejected revision {revision}: {reason}.", who=who, revision=revision, reason=reason
        ),
        Verdict.ESCALATE: text("{who} was not sure about revision {revision}.", who=who, revision=revision),
        Verdict.SKIP: text("{who} skipped it.", who=who),
        Verdict.RETRIEVE: text(
            "{who} said that it belongs in retrieval (revision {revision}).", who=who, revision=revision
        ),
        Verdict.ASK: text("{who} sent it back to everybody.", who=who),
    }
    more = text("It was one of many at once.") if decision.origin is DecisionOrigin.BULK else ""
    ruling = text("It settled a disagreement.") if decision.purpose is Purpose.RULING else ""
    return " ".join(part for part in (words[decision.verdict], more, ruling) if part)


def rests_on(one: Moment, found: SampleFile) -> str:
    """Say on which section of the guidelines a decision or a flag rests, and whether that reads otherwise by now."""
    named: Moment | Decision = one if one.decision is None else one.decision
    if named.section is None or one.what not in {Happened.DECIDED, Happened.FLAGGED}:
        return ""
    section = section_by_id(found.sections, named.section)
    if section is None:
        return text("Guidelines section {section}, which is not there any more.", section=named.section)
    if section.hash != named.section_hash:
        return text("Guidelines section {section}, which read otherwise then.", section=section.name)
    return text("Guidelines section {section}.", section=section.name)


def _revised(one: Moment, who: str) -> str:
    revision = one.revision
    if revision is None:
        return text("{who} changed its text.", who=who)
    who = text("Somebody") if one.name else who
    number = revision.number
    if one.before is None:
        return text("Personal data was looked for and replaced; that is revision {number}.", number=number)
    words = {
        RevisionKind.IMPORTED: text("Its text was taken in as revision {number}.", number=number),
        RevisionKind.REDACTED: text("{who} took personal data out: revision {number}.", who=who, number=number),
        RevisionKind.EDITED: text("{who} edited the text: revision {number}.", who=who, number=number),
        RevisionKind.MERGED: text("{who} made one text of several: revision {number}.", who=who, number=number),
        RevisionKind.RESTORED: text("{who} put an earlier text back: revision {number}.", who=who, number=number),
        RevisionKind.PROPOSED: text("{who} proposed other words: revision {number}.", who=who, number=number),
    }
    return words[revision.kind]


def _copies(one: Moment, who: str) -> str:
    words = {
        GroupAction.KEEP_ONE.value: text("{who} decided on its copies: one of them is kept.", who=who),
        GroupAction.KEEP_ALL.value: text("{who} decided on its copies: all are kept.", who=who),
        GroupAction.MERGE.value: text("{who} merged it with its copies.", who=who),
        GroupAction.SPLIT.value: text("{who} said that not all of these copies belong together.", who=who),
    }
    return words.get(one.name, text("{who} decided on its copies.", who=who))


def _diff(before: Revision | None, after: Revision | None) -> list[Json]:
    """Return the words that changed, turn by turn."""
    return [
        {"title": _title(one), "pieces": [[p.change.value, p.text] for p in word_diff(one.before, one.after)]}
        for one in changed_turns(_text(before), _text(after))
    ]


def _rated(one: Moment, rubric: Rubric) -> str:
    """Say what was rated with a decision; a criterion that is gone is named by its key."""
    if one.what is not Happened.DECIDED or not one.ratings:
        return ""
    scales = {line.key: line.scale for line in rubric.criteria}
    said = [f"{rubric.names.get(key, key)} {value_words(scales.get(key), value)}" for key, value in one.ratings]
    return text("Rated: {ratings}.", ratings=", ".join(said))


def _title(change: TurnChange) -> str:
    if change.part is Part.QUESTION:
        return text("Question")
    if change.part is Part.ANSWER:
        return text("Answer")
    words = {
        Role.SYSTEM: text("Instruction to the model"),
        Role.USER: text("Earlier question, message {number}", number=change.index + 1),
        Role.ASSISTANT: text("Earlier answer, message {number}", number=change.index + 1),
    }
    return words[change.role]


def _text(revision: Revision | None) -> Conversation:
    return (revision.conversation if revision is not None else None) or Conversation(())
