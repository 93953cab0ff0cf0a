# pyright: basic
"""The redactor: a policy, the detectors it runs, and conversations in and out. Heavy to import (presidio)."""

import gc
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from importlib import import_module

from curation.domain.samples import Conversation
from curation.pii.address_ends import with_ends
from curation.pii.analyzer import PresidioDetector
from curation.pii.blocks import Blocks, Look
from curation.pii.checked_numbers import CheckedNumbers
from curation.pii.cues import CueDetector
from curation.pii.denied import DenyDetector, over_others
from curation.pii.detections import Detection, Detector, behind, without_numbers, yielding
from curation.pii.engines import models_of, names_folder
from curation.pii.gazetteer_names import GazetteerNames
from curation.pii.listed import ListedDetector
from curation.pii.operators import Invent, Ledger, Operators
from curation.pii.own_patterns import OwnPatterns
from curation.pii.plausible import plausible
from curation.pii.policy import PiiPolicy
from curation.pii.policy_parts import Operator
from curation.pii.reading import reading_of
from curation.pii.redaction import RedactedConversation, RedactedText, redact_conversations, redact_groups

# Redaction leaves nothing behind that points in a circle: after so many new objects garbage is looked for.
_SELDOM = 20_000


class Redactor:
    """Replaces personal data offline, by what the policy's operators say.

    Detectors look at one text at a time: presidio's patterns, cues, check digits, word lists. Models look at many
    at once: the names model, or a statistical one where it is installed and named. Surrogates stay the same for the
    life of the `ledger`.
    """

    def __init__(
        self,
        policy: PiiPolicy | None = None,
        key: bytes = b"",
        ledger: Ledger | None = None,
    ) -> None:
        self.policy = policy or PiiPolicy()
        self._detectors = detectors_of(self.policy)
        self._models = models_of(self.policy)
        self._operators = Operators(self.policy, key, _inventor(self.policy), ledger)
        self._inventing = any(operator == Operator.SURROGATE for _, operator in self.policy.operators)
        self._denied = DenyDetector(self.policy) if self.policy.deny else None

    @property
    def ledger(self) -> Ledger:
        """The surrogates that were given out."""
        return self._operators.ledger

    @property
    def engine(self) -> str:
        """The detectors with their versions, for manifests and cards."""
        return " + ".join(one.name for one in (*self._detectors, *self._models))

    def redact(self, conversations: Sequence[Conversation], heads: Collection[str] = ()) -> list[RedactedConversation]:
        """Redact samples, each with its own numbering, in the order given.

        `heads` are beginnings of texts that name nobody, such as "Ward: " of a column: nothing is found in them.
        """
        if self._inventing:
            return [done for one in conversations for done in self._redacted([one], self._operators, heads)]
        return self._redacted(conversations, self._operators, heads)

    def redact_again(
        self, conversation: Conversation, left: Collection[str], heads: Collection[str] = ()
    ) -> RedactedConversation:
        """Redact a sample that was redacted before; `left` are the placeholders and surrogates that stand in it."""
        return self._redacted([conversation], self._operators.leaving(left), heads)[0]

    def redact_text(self, text: str) -> RedactedText:
        """Redact one text that stands alone: a file name, a metadata value, a preview."""
        return redact_groups([[text]], self._looking(), self.policy, self._operators)[0][0]

    def _redacted(
        self, given: Sequence[Conversation], operators: Operators, heads: Collection[str] = ()
    ) -> list[RedactedConversation]:
        looking = self._looking()
        detect = partial(_behind_heads, looking, frozenset(heads)) if heads else looking
        return redact_conversations(given, detect, self.policy, operators)

    def _looking(self) -> Look:
        """Return what looks at the texts of one call, at each block of a long one once."""
        return partial(self._detect, Blocks(self._found_in))

    def _detect(self, look: Look, texts: Sequence[str]) -> list[list[Detection]]:
        readings = [reading_of(text) for text in texts]
        if not any(readings):
            return self._with_denied(texts, look(texts))
        read = [text if one is None else one.text for text, one in zip(texts, readings, strict=True)]
        rows = zip(self._with_denied(read, look(read)), readings, strict=True)
        return [found if one is None else [one.back(each) for each in found] for found, one in rows]

    def _with_denied(self, texts: Sequence[str], rows: list[list[Detection]]) -> list[list[Detection]]:
        """Put what the project's list names over all else; it is looked for in whole texts, whatever their blocks."""
        denied = self._denied
        if denied is None:
            return rows
        return [over_others([*denied.detect(text), *found]) for text, found in zip(texts, rows, strict=True)]

    def _found_in(self, texts: Sequence[str]) -> list[list[Detection]]:
        # One detector after the other over all texts: what each of them needs stays in the processor's caches.
        sure = zip(*([one.detect(text) for text in texts] for one in self._detectors), strict=True)
        guesses = zip(*(model.detect_all(texts) for model in self._models), strict=True)
        return [self._chosen(*row) for row in zip(texts, sure, guesses, strict=True)]

    def _chosen(
        self, text: str, found: Iterable[Sequence[Detection]], guesses: Iterable[Sequence[Detection]]
    ) -> list[Detection]:
        sure, guessed = _plausible(text, found), _plausible(text, guesses)
        every = [*sure, *yielding(without_numbers(guessed, sure, text), sure, text)] if guessed else sure
        return with_ends(every, text)


def _behind_heads(look: Look, heads: Collection[str], texts: Sequence[str]) -> list[list[Detection]]:
    rows = zip(texts, look(texts), strict=True)
    return [list(behind(found, _head_of(text, heads))) for text, found in rows]


def _head_of(text: str, heads: Collection[str]) -> int:
    head = text[: text.find(": ") + 2]
    return len(head) if head in heads else 0


def _plausible(text: str, found: Iterable[Sequence[Detection]]) -> list[Detection]:
    return [one for row in found for one in row if plausible(one.entity_type, text[one.start : one.end])]


def detectors_of(policy: PiiPolicy) -> tuple[Detector, ...]:
    """Open what looks at one text at a time."""
    folder = names_folder(policy)
    found: list[Detector] = [PresidioDetector(policy), CueDetector(folder=folder), CheckedNumbers(), ListedDetector()]
    found.append(GazetteerNames(folder))
    if policy.patterns:
        found.append(OwnPatterns(policy.patterns))
    return tuple(found)


def _inventor(policy: PiiPolicy) -> Invent | None:
    """Load Faker only where surrogates are asked for: it costs a process 0.1 s and 30 MB."""
    if not any(operator == Operator.SURROGATE for _, operator in policy.operators):
        return None
    surrogates = import_module("curation.pii.surrogates")
    return surrogates.inventing(policy.locale)


def settle() -> None:
    """Let the garbage collector look seldom, and not at the lists and recognizers that stay for the process's life."""
    gc.freeze()
    gc.set_threshold(_SELDOM)
