"""Decisions on personal data, applied beside the samples: comments, drafts, notes, findings, rounds, passages.

There are no spans there. What is hidden stands as a placeholder that names its value by keyed hash, so that taking
the decision back, or calling the value public, brings the words back.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from curation.domain.identity import Json, canonical_json
from curation.domain.privacy import PrivacyAction, PrivacyDecision
from curation.domain.projects import Project
from curation.errors import SealError
from curation.pii.denied import whole_words
from curation.pii.placeholders import written_in
from curation.pii.sealed import Seal
from curation.services.privacy_standing import Standing, longest_run, seekable, words_of
from curation.store.beside_samples import Rewriting, forget_words, rewrite_beside
from curation.store.database import Transaction

_DIGITS = 12
_WORD = re.compile(r"\w+")
_NO_WORDS = frozenset({"role"})


@dataclass(frozen=True)
class Hiding:
    """A value that is hidden, or shown again, wherever it stands beside the samples."""

    value: str
    entity_type: str
    mark: str
    hidden: bool

    def of(self, said: str) -> str:
        """Return a text as it must read."""
        shown = f"<{self.entity_type}:{self.mark}>" if self.hidden else self.value
        said = re.sub(rf"<[A-Z][A-Z0-9_]*:{self.mark}>", lambda _: shown, said)
        if not self.hidden:
            return said
        walls = written_in(said)
        pieces: list[str] = []
        at = 0
        for match in whole_words([self.value]).finditer(said):
            if not any(match.start() < end and start < match.end() for start, end in walls):
                pieces += [said[at : match.start()], f"<{self.entity_type}:{self.mark}>"]
                at = match.end()
        return "".join([*pieces, said[at:]])

    @property
    def runs(self) -> tuple[str, ...]:
        """What can be looked for without knowing how a text is written down."""
        return (longest_run(self.value), self.mark) if self.hidden else (self.mark,)


def apply_beside(
    tx: Transaction, seal: Seal, project: Project, stand: Standing, named: Sequence[PrivacyDecision]
) -> int:
    """Bring everything beside a project's samples to what the decisions that stand ask for; return the changed rows.

    Give so many decisions at once as one search shall look for.
    """
    hidings = [found for one in named for found in _hidings(seal, stand, one)]
    if not hidings:
        return 0
    hidden = [word for hiding in hidings if hiding.hidden for word in _WORD.findall(hiding.value)]
    forget_words(tx, hidden, project.id)
    rewriter = _Rewriter(seal, hidings)
    how = Rewriting(rewriter.text, rewriter.json, rewriter.sealed, [run for hiding in hidings for run in hiding.runs])
    return sum(rewrite_beside(tx, project.id, how).values())


def _hidings(seal: Seal, stand: Standing, one: PrivacyDecision) -> Iterator[Hiding]:
    words = words_of(seal, one)
    if words is None:
        return
    said, marked = stand.said.get(one.target), one.target in stand.marks
    public = said is not None and said.action is PrivacyAction.NOT_PERSONAL
    if one.action is PrivacyAction.EXTEND:
        # The whole value goes first: what is left of it beside other words is hidden by itself.
        whole = said is not None and said.result == one.result
        yield Hiding(words.whole, one.result.entity_type, one.result.hmac[:_DIGITS], hidden=whole)
    entity = one.target.entity_type if said is None or public else said.result.entity_type
    hidden = not public and (said is not None or marked)
    yield Hiding(
        words.value, entity, one.target.hmac[:_DIGITS], hidden=hidden and seekable(words.value, by_hand=marked)
    )


@dataclass(frozen=True)
class _Rewriter:
    seal: Seal
    hidings: Sequence[Hiding]

    def text(self, said: str) -> str:
        for hiding in self.hidings:
            said = hiding.of(said)
        return said

    def json(self, value: Json) -> Json:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {key: one if key in _NO_WORDS else self.json(one) for key, one in value.items()}
        return [self.json(one) for one in value] if isinstance(value, list) else value

    def sealed(self, value: bytes) -> bytes:
        try:
            said = self.seal.open(value)
        except SealError:
            return value
        after = self._opened(said)
        return value if after == said else self.seal.close(after)

    def _opened(self, said: str) -> str:
        try:
            parsed: Json = json.loads(said)
        except ValueError:
            return self.text(said)
        changed = self.json(parsed)
        return said if changed == parsed else canonical_json(changed)
