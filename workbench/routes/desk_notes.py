"""The notes of an item as the desk's card gets them: what checks say, what might be personal data, what each offers."""

import re

from curation.domain.desk import ReviewItem
from curation.domain.findings import Finding, PiiSpan, Place
from curation.domain.identity import Json
from curation.domain.places import message_at
from curation.domain.samples import Conversation
from curation.quality.fixes import offers
from curation.services.dismissing import may_be_dismissed
from curation.texts import text

PERSONAL = "personal_data"
_NAMED = re.compile(
    r"(?:[a-z]+ (?:[a-z]+ )*(?:no\.?|number|id)|date of birth|mrn|dob)\s?[:#]?\s?(?:is )?", re.IGNORECASE
)
_KINDS = {
    "@": "EMAIL_ADDRESS",
    "birth": "DATE_OF_BIRTH",
    "dob": "DATE_OF_BIRTH",
    "mrn": "MEDICAL_RECORD_NUMBER",
    "patient": "MEDICAL_RECORD_NUMBER",
    "medical": "MEDICAL_RECORD_NUMBER",
    "passport": "PASSPORT_NUMBER",
}


def notes_json(item: ReviewItem) -> list[Json]:
    """Write the findings and then the hints of an item, numbered as the keys count them.

    `fix` is what F does: `rewrite` (ask for the text), `hide` (with the value and its type), or nothing.
    """
    findings = [_finding(number, one, item.conversation) for number, one in enumerate(item.findings)]
    first = len(findings)
    return [*findings, *(_hint(first + n, one, item.conversation) for n, one in enumerate(item.hints))]


def _finding(number: int, finding: Finding, conversation: Conversation) -> dict[str, Json]:
    place = finding.place
    shown = place is not None and place.end > place.start
    hide = _hidden(finding, conversation)
    return {
        "number": number,
        "severity": finding.severity.value,
        "message": finding.message,
        "turn": message_at(conversation, place) if place is not None and shown else None,
        "passage": None if finding.nearest is None else finding.nearest.index,
        "key": finding.key,
        "dismissed": finding.dismissed_by is not None,
        "dismissable": may_be_dismissed(finding.check),
        "fix": "hide" if hide else "rewrite" if offers(conversation, finding) else None,
        "hide": hide,
    }


def _hint(number: int, span: PiiSpan, conversation: Conversation) -> dict[str, Json]:
    kind = span.entity_type.replace("_", " ").lower()
    return {
        "number": number,
        "severity": "note",
        "message": text("This may be personal data ({kind}); it was left in the text.", kind=kind),
        "turn": message_at(conversation, span.place),
        "passage": None,
        "key": f"hint-{number}",
        "dismissed": False,
        "dismissable": False,
        "fix": "hide",
        "hide": {"value": _said(span.place, conversation), "type": span.entity_type},
    }


def _hidden(finding: Finding, conversation: Conversation) -> dict[str, Json] | None:
    """Return the value that a note on personal data means, and the type that its form tells."""
    if finding.check != PERSONAL or finding.place is None:
        return None
    said = _said(finding.place, conversation)
    named = _NAMED.match(said)
    value = said[named.end() :] if named else said
    kind = next((kind for sign, kind in _KINDS.items() if sign in said.lower()), "ACCOUNT_NUMBER")
    return {"value": value, "type": kind} if value else None


def _said(place: Place, conversation: Conversation) -> str:
    index = message_at(conversation, place)
    return "" if index is None else conversation.messages[index].content[place.start : place.end]
