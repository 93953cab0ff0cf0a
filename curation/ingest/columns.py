"""The names that columns of questions, answers, contexts and system messages usually have."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from curation.texts import texts

_LISTED, _LONGEST = 20, 40
QUESTION = (
    "question",
    "query",
    "prompt",
    "instruction",
    "input",
    "user_message",
    "user",
    "problem",
    "q",
    "question_text",
    "questions",
    "frage",
    "fragestellung",
    "eingabe",
    "pregunta",
    "domanda",
    "vraag",
    "pytanie",
    "pergunta",
)
ANSWER = (
    "answer",
    "response",
    "output",
    "completion",
    "reply",
    "assistant_message",
    "assistant",
    "solution",
    "a",
    "answer_text",
    "corrected_answer",
    "corrected_response",
    "best_answer",
    "answers",
    "antwort",
    "ausgabe",
    "respuesta",
    "reponse",
    "risposta",
    "antwoord",
    "odpowiedz",
    "resposta",
)
VALID_UNTIL = (
    *("valid_until", "valid_to", "valid_through", "expires", "expires_on", "expiry_date", "expiration_date"),
    *("gueltig_bis", "gultig_bis"),
)
CONTEXT = (
    "context",
    "passage",
    "evidence",
    "document",
    "source_text",
    "kontext",
    "contexte",
    "contexto",
    "contesto",
)
SYSTEM = ("system", "system_prompt", "system_message")


def first_named(columns: Iterable[str], wanted: Iterable[str]) -> str | None:
    """Return the column that has the first of the wanted names, None where none has any."""
    plain = by_plain_name(columns)
    return next((plain[name] for name in wanted if name in plain), None)


def by_plain_name(columns: Iterable[str]) -> dict[str, str]:
    """Return the columns by their plain names; of two alike, the first."""
    return {plain_name(column): column for column in reversed(list(columns))}


def plain_name(column: str) -> str:
    """Return a column's name in small letters without accents, its words joined by underscores."""
    ascii_only = unicodedata.normalize("NFKD", column).encode("ascii", "ignore").decode()
    return re.sub(r"[\W_]+", "_", ascii_only.strip().lower()).strip("_")


def listed_names(columns: Sequence[str]) -> str:
    """Return the names of columns for a sentence: twenty of them, and of a name forty characters."""
    named = [name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…" for name in columns[:_LISTED]]
    rest = len(columns) - _LISTED
    if rest > 0:
        named.append(texts("and {count} more", "and {count} more", rest))
    return ", ".join(named)
