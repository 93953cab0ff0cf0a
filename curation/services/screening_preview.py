"""Answers short questions about redaction: what would stand in the store instead of this text. Heavy."""

from dataclasses import dataclass

from curation.domain.identity import Json
from curation.domain.samples import Conversation
from curation.errors import InputError, NotFoundError
from curation.pii.redaction import RedactedConversation
from curation.pii.sealed import Seal
from curation.services.privacy_values import rules_of
from curation.services.screening_text import Rules
from curation.services.surrogate_book import SurrogateBook, operator_key
from curation.store.corrections import conversation_from
from curation.store.database import Database
from curation.store.projects import project_by_id
from curation.texts import text

REDACT_PREVIEW = "redact_preview"


@dataclass(frozen=True)
class RedactPreview:
    """Who answers `redact_preview`.

    Question: `{"project_id": id, "conversations": [{"messages": [{role, content}], "context": [text]}]}`.
    Answer: the same conversations redacted, each with `spans` of `{part, index, start, end, entity_type,
    placeholder, score}` in code points of the redacted text; never a value.
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
            project = project_by_id(tx, project_id)
            if project is None:
                raise NotFoundError(text("There is no project {project}.", project=project_id))
            rules = Rules(rules_of(tx, self.seal, project_id), project.language, operator_key(self.seal, project))
        asked = [_conversation(one) for one in given]
        book = SurrogateBook(self.database, project)
        redacted = book.keeping(rules.redactor.ledger, lambda: rules.redactor.redact(asked))
        return {"conversations": [_answer(one) for one in redacted]}


def _conversation(value: Json) -> Conversation:
    if not isinstance(value, dict):
        raise InputError(text("A redaction preview needs a project and conversations."))
    return conversation_from(value.get("messages"), value.get("context"))


def _answer(redacted: RedactedConversation) -> dict[str, Json]:
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
    return {"messages": turns, "context": list(redacted.conversation.context), "spans": spans}
