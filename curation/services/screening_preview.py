"""Answers short questions about redaction: what would stand in the store instead of this text. Heavy."""

from dataclasses import dataclass

from curation.domain.identity import Json
from curation.errors import InputError
from curation.pii.sealed import Seal
from curation.services.privacy_values import rules_of
from curation.services.screening_text import Clean, Raw, Rules, cleaning_rows
from curation.services.surrogate_book import SurrogateBook, operator_key
from curation.store.corrections import conversation_from
from curation.store.database import Database
from curation.store.projects import known_project
from curation.texts import text

REDACT_PREVIEW = "redact_preview"


@dataclass(frozen=True)
class RedactPreview:
    """Who answers `redact_preview`.

    Question: `{"project_id": id, "conversations": [{"messages": [{role, content}], "context": [text],
    "metadata": {column: value}}]}`; the metadata may be left out.
    Answer: the same conversations redacted as an import would, each with `spans` of `{part, index, start, end,
    entity_type, placeholder, score}` in code points of the redacted text, and `beside` of `{column, entity_type,
    placeholder}`, the same of its metadata; never a value.
    """

    database: Database
    seal: Seal

    def __call__(self, question: Json) -> Json:
        """Redact what the question holds by the project's policy; raises InputError for any other question."""
        given = question.get("conversations") if isinstance(question, dict) else None
        project_id = question.get("project_id") if isinstance(question, dict) else None
        if not isinstance(given, list) or not isinstance(project_id, str):
            raise InputError(text("A redaction preview needs a project and conversations."))
        with self.database.reading() as tx:
            project = known_project(tx, project_id)
            rules = Rules(rules_of(tx, self.seal, project_id), project.language, operator_key(self.seal, project))
        asked = [_row(one) for one in given]
        book = SurrogateBook(self.database, project)
        done = book.keeping(rules.redactor.ledger, lambda: cleaning_rows(rules)(asked))
        return {"conversations": [_answer(one) for one in done]}


def _row(value: Json) -> Raw:
    beside = value.get("metadata", {}) if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(beside, dict):
        raise InputError(text("A redaction preview needs a project and conversations."))
    return Raw(conversation_from(value.get("messages"), value.get("context")), beside)


def _answer(clean: Clean) -> dict[str, Json]:
    redacted = clean.redacted
    spans: list[Json] = [
        {
            "part": span.place.part.value,
            "index": span.place.index,
            "start": span.place.start,
            "end": span.place.end,
            "entity_type": span.entity_type,
            "placeholder": span.placeholder,
            "score": span.score,
        }
        for span in redacted.spans
    ]
    turns: list[Json] = [{"role": turn.role.value, "content": turn.content} for turn in redacted.conversation.messages]
    beside: list[Json] = [
        {"column": one.column, "entity_type": one.span.entity_type, "placeholder": one.span.placeholder}
        for one in clean.beside
        if one.decision is None
    ]
    return {
        "messages": turns,
        "context": list(redacted.conversation.context),
        "spans": spans,
        "metadata": dict(clean.metadata),
        "beside": beside,
    }
