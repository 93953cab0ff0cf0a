"""The redactor: a policy, the detectors it runs, and conversations in and out. Heavy to import (presidio)."""

from collections.abc import Callable, Sequence

from curation.domain.samples import Conversation
from curation.pii.analyzer import PresidioDetector
from curation.pii.cues import CueDetector
from curation.pii.denied import DenyDetector, over_others
from curation.pii.detections import Detection, Detector
from curation.pii.policy import PiiPolicy
from curation.pii.redaction import RedactedConversation, RedactedText, redact_conversation, redact_texts


class Redactor:
    """Replaces personal data by numbered tags, by the patterns that need no model and no network.

    Further detectors (a names model) are rows of `detectors`.
    """

    def __init__(self, policy: PiiPolicy | None = None, detectors: Sequence[Detector] | None = None) -> None:
        self.policy = policy or PiiPolicy()
        self._detectors = tuple(detectors or (PresidioDetector(self.policy), CueDetector()))
        self._denied = DenyDetector(self.policy) if self.policy.deny else None

    @property
    def engine(self) -> str:
        """The detectors with their versions, for manifests and cards."""
        return " + ".join(detector.name for detector in self._detectors)

    def redact(self, conversations: Sequence[Conversation]) -> list[RedactedConversation]:
        """Redact samples, each with its own numbering, in the order given."""
        return [redact_conversation(one, self._detect, self.policy) for one in conversations]

    def redact_text(self, text: str) -> RedactedText:
        """Redact one text that stands alone: a file name, a metadata value, a preview."""
        return redact_texts([text], self._detect, self.policy)[0]

    def _detect(self, text: str) -> list[Detection]:
        found = [one for detector in self._detectors for one in detector.detect(text)]
        return found if self._denied is None else over_others([*self._denied.detect(text), *found])


def redacting(policy: PiiPolicy) -> Callable[[Sequence[Conversation]], list[RedactedConversation]]:
    """Open a redactor for `curation.engine.pool.map_batches`."""
    return Redactor(policy).redact
