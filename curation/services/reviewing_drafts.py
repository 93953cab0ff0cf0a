"""Writes what people type as it is sealed, and opens the drafts of their author."""

import json

from curation.domain.desk import Draft, Turns
from curation.domain.identity import canonical_json
from curation.errors import InputError
from curation.pii.sealed import Seal
from curation.store.drafts import SealedDraft
from curation.texts import text


def typed_json(question: str, answer: str, comment: str = "", turns: Turns = ()) -> str:
    """Write what was typed as the text that is sealed: `{question, answer, comment, turns: [[index, text]]}`."""
    said = {"question": question, "answer": answer, "comment": comment}
    return canonical_json({**said, "turns": [[index, words] for index, words in turns]} if turns else said)


def opened(seal: Seal, draft: SealedDraft | None) -> Draft | None:
    """Open a sealed draft."""
    if draft is None:
        return None
    typed = json.loads(seal.open(draft.sealed))
    return Draft(
        sample_id=draft.sample_id,
        revision=draft.revision,
        question=str(typed["question"]),
        answer=str(typed["answer"]),
        comment=str(typed["comment"]),
        changed_at=draft.changed_at,
        turns=tuple((int(index), str(words)) for index, words in typed.get("turns", [])),
    )


def require_words(question: str, answer: str, turns: Turns) -> None:
    """Let a correction pass in which every turn has words; raises InputError."""
    if not question.strip() or not answer.strip():
        raise InputError(text("A correction needs a question and an answer. Reject the sample to drop it."))
    if any(not words.strip() for _, words in turns):
        raise InputError(text("Every turn of a conversation needs words. Reject the sample to drop it."))
