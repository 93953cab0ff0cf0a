"""What screening does to conversations: redaction, then the checks on what is left. Heavy to import (presidio)."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePath

from curation.domain.findings import Finding, Part, PiiSpan, Place
from curation.domain.identity import Json, content_hash
from curation.domain.places import text_at
from curation.domain.privacy import SUGGESTION
from curation.domain.projects import Project
from curation.domain.samples import Conversation
from curation.pii.meaning import meaning_of
from curation.pii.operators import Ledger
from curation.pii.policy import PiiPolicy
from curation.pii.policy_parts import Operator
from curation.pii.redaction import RedactedConversation
from curation.pii.redactor import Redactor
from curation.pii.sealed import Seal
from curation.quality.policy import STANDARD, ChecksPolicy
from curation.quality.suite import Demands, checking_by
from curation.services.metadata_lines import heads_of, label_of, line_of, lines_of
from curation.services.privacy_values import kept
from curation.store.findings import SpanFound
from curation.store.screened import Screened
from curation.texts import text


@dataclass(frozen=True)
class Rules:
    """The settings of one screening: what is personal, the key of hashes and surrogates, the texts' language."""

    policy: PiiPolicy
    language: str
    key: bytes = field(default=b"", repr=False)
    checks: ChecksPolicy = STANDARD

    @property
    def demands(self) -> Demands:
        """What the checks ask of a text."""
        return Demands(self.language, self.checks)

    @property
    def invents(self) -> bool:
        """Tell whether surrogates are given out, so that the project's ledger is needed."""
        return any(operator == Operator.SURROGATE for _, operator in self.policy.operators)

    @property
    def redactor(self) -> Redactor:
        """The redactor of these rules, warm from the second call on."""
        return redactor_of(self.policy, self.key)


@dataclass(frozen=True)
class Clean:
    """A conversation that may be stored, what the checks say of it, and the metadata beside it, redacted too."""

    redacted: RedactedConversation
    findings: tuple[Finding, ...]
    metadata: Mapping[str, Json] = field(default_factory=dict[str, Json])
    beside: tuple["Beside", ...] = ()


@dataclass(frozen=True)
class Beside:
    """Personal data in the metadata: its column there, the place in the column's text, and the value that stood there.

    `decision` is what `SpanState.stored` says: a suggestion's value was left where it stands.
    """

    column: str
    span: PiiSpan
    value: str
    decision: str | None = None


@dataclass(frozen=True)
class Raw:
    """What a row of a file holds before it is redacted: a conversation and the metadata beside it."""

    conversation: Conversation
    metadata: Mapping[str, Json]


def cleaned_again(rules: Rules, typed: Conversation, left: Collection[str]) -> Clean:
    """Redact and check what somebody made of a redacted text; `left` are the placeholders of that one."""
    redacted = rules.redactor.redact_again(typed, left)
    [found] = checking_by(rules.demands)([redacted.conversation])
    return Clean(redacted, found)


def cleaning_rows(rules: Rules) -> Callable[[Sequence[Raw]], list[Clean]]:
    """Open redaction and checks of whole rows: metadata is redacted with its conversation, by one numbering.

    A value is read behind its column's name, which says what it is; it stays as it was where nothing is found. A
    name made of words that columns are named with stays too: Ward is a surname, but seldom that of a column.
    """
    redactor = rules.redactor
    check = checking_by(rules.demands)

    def clean(rows: Sequence[Raw]) -> list[Clean]:
        lines = [lines_of(row.metadata) for row in rows]
        whole = [
            replace(row.conversation, context=(*row.conversation.context, *more))
            for row, more in zip(rows, lines, strict=True)
        ]
        heads = heads_of(column for row in rows for column in row.metadata)
        parted = [_parted(row, done) for row, done in zip(rows, redactor.redact(whole, heads), strict=True)]
        findings = check([redacted.conversation for redacted, *_ in parted])
        both = zip(parted, findings, strict=True)
        return [Clean(redacted, found, metadata, beside) for (redacted, metadata, beside), found in both]

    return clean


def _parted(row: Raw, done: RedactedConversation) -> tuple[RedactedConversation, dict[str, Json], tuple[Beside, ...]]:
    kept = len(row.conversation.context)
    found: dict[str, Json] = {}
    heads: list[tuple[str, int]] = []
    for number, ((column, value), line) in enumerate(
        zip(row.metadata.items(), done.conversation.context[kept:], strict=True), 1
    ):
        head = f"{label_of(column)}: "
        name, cut = (column, len(head)) if line.startswith(head) else (text("column {number}", number=number), 0)
        found[name] = value if line == line_of(column, value) else line[cut:]
        heads.append((name, cut))
    inside = [s.place.part is not Part.CONTEXT or s.place.index < kept for s in done.spans]
    redacted = replace(
        done,
        conversation=replace(done.conversation, context=done.conversation.context[:kept]),
        spans=tuple(s for s, stays in zip(done.spans, inside, strict=True) if stays),
        values=tuple(v for v, stays in zip(done.values, inside, strict=True) if stays),
        suggestions=tuple(s for s in done.suggestions if s.place.part is not Part.CONTEXT or s.place.index < kept),
    )
    return redacted, found, tuple(_beside(done, kept, heads))


def _beside(done: RedactedConversation, kept: int, heads: Sequence[tuple[str, int]]) -> Iterator[Beside]:
    every = [(span, value, None) for span, value in zip(done.spans, done.values, strict=True)]
    every += [(span, text_at(done.conversation, span.place), SUGGESTION.stored) for span in done.suggestions]
    for span, value, decision in every:
        number = span.place.index - kept
        if span.place.part is not Part.CONTEXT or number < 0:
            continue
        column, cut = heads[number]
        place = Place(Part.CONTEXT, number, span.place.start - cut, span.place.end - cut)
        if place.start >= 0:
            starts = {"original_start": span.original_start - cut, "original_end": span.original_end - cut}
            yield Beside(column, replace(span, place=place, **starts), value, decision)


@lru_cache(maxsize=4)
def redactor_of(policy: PiiPolicy, key: bytes = b"") -> Redactor:
    """Return a policy's redactor, warm from the second call on: opening one costs over a second.

    What it is given comes from outside, so that no text counts as a surrogate of an earlier redaction.
    """
    return Redactor(policy, key=key, ledger=Ledger(recognises=False))


def screened(sample_id: str, clean: Clean, left: Mapping[str, str] | None = None) -> Screened:
    """Return what the store opens of a sample; `left` names the types of placeholders that were in it before."""
    conversation = clean.redacted.conversation
    placeholders = dict(left or {}) | {span.placeholder: span.entity_type for span in clean.redacted.spans}
    return Screened(sample_id, conversation, meaning_of(conversation, placeholders))


def spans_found(project: Project, seal: Seal, place: tuple[str, int], clean: Clean) -> list[SpanFound]:
    """Return the spans of a revision, `(sample id, number)`, each with its value's keyed hash and seal.

    Suggestions come too, for people to review; their values stand in the text.
    """
    redacted = clean.redacted
    found = [(span, value, None) for span, value in zip(redacted.spans, redacted.values, strict=True)]
    found += [(span, text_at(redacted.conversation, span.place), SUGGESTION.stored) for span in redacted.suggestions]
    return [_span_found(project, seal, place, *one) for one in found]


def beside_found(project: Project, seal: Seal, sample_id: str, clean: Clean) -> list[tuple[str, SpanFound]]:
    """Return (column, span) of the personal data in a sample's metadata."""
    return [
        (one.column, _span_found(project, seal, (sample_id, 0), one.span, one.value, one.decision))
        for one in clean.beside
    ]


def _span_found(
    project: Project, seal: Seal, place: tuple[str, int], span: PiiSpan, value: str, decision: str | None
) -> SpanFound:
    same = kept(project, seal, span.entity_type, value)
    return SpanFound(*place, span, same.value_hmac, same.sealed, same.spelling, decision)


def safe_name(redactor: Redactor, name: str) -> str:
    """Redact a file's name but for its ending; underscores count as blanks there, because they join words."""
    path = PurePath(name)
    safe = path.stem
    for span in reversed(redactor.redact_text(safe.replace("_", " ")).spans):
        safe = safe[: span.original_start] + span.placeholder + safe[span.original_end :]
    return safe + path.suffix


def source_identity(bytes_hash: str, mapping_hash: str) -> str:
    """Return the hash that names a source's samples: its bytes, read one way."""
    return content_hash(f"{bytes_hash} {mapping_hash}")
