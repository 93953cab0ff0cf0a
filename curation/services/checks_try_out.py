"""Answers the short question of what rules would note in samples of a project, before they are kept."""

from dataclasses import dataclass, replace

from curation.domain.findings import Finding, Part
from curation.domain.identity import Json
from curation.domain.samples import Conversation
from curation.errors import InputError
from curation.quality.suite import CHECKS, check
from curation.services.checks_policy import checks_of, kept_from
from curation.services.checks_tried import TriedNote, TriedOut, TriedSample
from curation.store import samples as samples_store
from curation.store.database import Database
from curation.store.sample_pages import Filter, Line, page
from curation.texts import text

SAMPLES = 300
SHOWN = 12
LONGEST = 240
AROUND = 80
MOST_NOTES = 4
TRIED = frozenset({"own_rules", "answer_format", "reading_level", "difficulty"})


@dataclass(frozen=True)
class ChecksTryOut:
    """Who answers `checks_try_out`; the question is `{"project_id", "policy"}`, the answer a TriedOut."""

    database: Database

    def __call__(self, question: Json) -> Json:
        """Run only what the rules add or change; raises InputError where they cannot be read."""
        match question:
            case {"project_id": str() as project_id, "policy": policy}:
                kept = kept_from(policy)
            case _:
                raise InputError(text("A try-out needs a project and rules."))
        with self.database.reading() as tx:
            lines = page(tx, project_id, Filter(), 0, SAMPLES)
            words = {line.sample.language: checks_of(tx, project_id, line.sample.language).words for line in lines}
            heads = {one.id: one for one in samples_store.head_texts(tx, project_id, [x.sample.id for x in lines])}
        chosen = replace(kept.policy, switches=tuple((name, name in TRIED) for name in CHECKS))
        shown: list[TriedSample] = []
        noted = 0
        for line in lines:
            known = replace(chosen, words=chosen.words | words[line.sample.language])
            found = check(heads[line.sample.id].conversation, line.sample.language, known)
            noted += bool(found)
            if found and len(shown) < SHOWN:
                shown.append(_shown(line, heads[line.sample.id].conversation, found))
        return TriedOut(len(lines), noted, tuple(shown)).as_json()


def _shown(line: Line, conversation: Conversation, found: tuple[Finding, ...]) -> TriedSample:
    notes = tuple(
        TriedNote(one.check, one.message, one.severity.value, _around(conversation, one)) for one in found[:MOST_NOTES]
    )
    return TriedSample(line.sample.id, _short(line.question), notes)


def _around(conversation: Conversation, finding: Finding) -> tuple[str, str, str]:
    place = finding.place
    if place is None or place.part is Part.CONTEXT:
        return "", "", ""
    content = conversation.messages[place.index].content
    start, end = max(place.start - AROUND, 0), place.end + AROUND
    if place.end - place.start > LONGEST:
        return "", "", _short(content)
    before = ("…" if start else "") + content[start : place.start]
    after = content[place.end : end] + ("…" if end < len(content) else "")
    return before, content[place.start : place.end], after


def _short(said: str) -> str:
    return said if len(said) <= LONGEST else said[:LONGEST] + "…"
