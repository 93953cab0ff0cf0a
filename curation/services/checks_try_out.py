"""Answers the short question of what rules would note in samples of a project, before they are kept."""

from dataclasses import dataclass

from curation.domain.findings import Finding, Part
from curation.domain.identity import Json
from curation.errors import InputError
from curation.quality.suite import check
from curation.services.checks_policy import checks_of, kept_from
from curation.store import samples as samples_store
from curation.store.database import Database
from curation.store.sample_pages import Filter, page
from curation.texts import text

SAMPLES = 300
SHOWN = 12
LONGEST = 1_500


@dataclass(frozen=True)
class ChecksTryOut:
    """Who answers `checks_try_out`; see `curation.services.checking.Checks.try_out` for question and answer."""

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
        chosen = kept.policy
        shown: list[Json] = []
        noted = 0
        for line in lines:
            known = type(chosen)(
                chosen.switches, chosen.rules, chosen.words | words[line.sample.language], chosen.targets,
                chosen.answer_format,
            )  # fmt: skip
            found = check(heads[line.sample.id].conversation, line.sample.language, known)
            noted += bool(found)
            own = [one for one in found if one.check.startswith("rule:") or one.check == "answer_format"]
            if (own or not chosen.rules) and found and len(shown) < SHOWN:
                shown.append(_shown(line.sample.id, line.question, line.answer, own or found))
        return {"samples": len(lines), "noted": noted, "shown": shown}


def _shown(sample_id: str, question: str, answer: str, found: "tuple[Finding, ...] | list[Finding]") -> Json:
    notes: list[Json] = [
        {
            "check": one.check,
            "message": one.message,
            "severity": one.severity.value,
            "field": None if one.place is None or one.place.part not in _FIELDS else one.place.part.value,
            "start": 0 if one.place is None else one.place.start,
            "end": 0 if one.place is None else one.place.end,
        }
        for one in found
    ]
    return {"id": sample_id, "question": question[:LONGEST], "answer": answer[:LONGEST], "notes": notes}


_FIELDS = (Part.QUESTION, Part.ANSWER)
