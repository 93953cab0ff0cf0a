# pyright: basic
"""Presidio's offline pattern recognizers; presidio and what it loads live in this room alone.

Recognizers run unmodified, each behind a gate: a pattern without which it cannot find anything. Only
recognizers that the equality test covers have a gate; any other always runs. The network is never
touched: tldextract reads the suffix list that it ships. Links are a cue pattern instead: presidio's takes
a missing blank ("diseases.Re") for one, and time that grows with the square of a run without blanks.
"""

import inspect
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from itertools import pairwise

import regex
from phonenumbers import Leniency, PhoneNumberMatch, PhoneNumberMatcher
from tldextract import TLDExtract

from curation.pii.context_words import words_around
from curation.pii.detections import Detection
from curation.pii.gates import Door, Glance, context_of, door_for
from curation.pii.phone_regions import PhoneRegion
from curation.pii.plausible import plausible
from curation.pii.policy import PiiPolicy


@contextmanager
def _without(*names: str) -> Iterator[None]:
    """Hide modules while presidio is imported.

    Presidio imports torch and transformers for recognizers that are not used here: 6 s and 420 MB a
    process instead of 1.1 s and 105 MB. What is loaded already stays as it is.
    """
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # pyright: ignore[reportArgumentType] - None hides a module
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with _without("torch", "transformers"):
    from presidio_analyzer import (
        AnalyzerEngine,
        EntityRecognizer,
        PatternRecognizer,
        RecognizerRegistry,
        RecognizerResult,
        predefined_recognizers,
    )
    from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer
    from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
    from presidio_analyzer.predefined_recognizers import EmailRecognizer, PhoneRecognizer

LANGUAGE = "en"
_GENERIC = (
    "CreditCardRecognizer",
    "CryptoRecognizer",
    "DateRecognizer",
    "IbanRecognizer",
    "IpRecognizer",
    "MacAddressRecognizer",
)

_TAG_BEGINS = re.compile(r"<[A-Z](?=[A-Z_]*[A-Z]_\d{1,6}>)")
_STRETCH, _STRETCHES = 512, 32_768
_TOKEN = regex.compile(r"\w+|[^\w\s]")


class OfflineEmailRecognizer(EmailRecognizer):
    """Presidio's recogniser with a suffix list that is read from the package, never from the network."""

    def __init__(self) -> None:
        super().__init__(supported_language=LANGUAGE)
        self._suffixes = TLDExtract(suffix_list_urls=(), cache_dir=None)

    def validate_result(self, pattern_text: str) -> bool:
        """Tell whether the address ends in a public suffix."""
        return self._suffixes(pattern_text).fqdn != ""


class BlankNlpEngine(NlpEngine):
    """Tokens without a model: a token's lemma is the token in lower case, so that context words count."""

    def load(self) -> None:
        """Nothing is loaded."""

    def is_loaded(self) -> bool:
        """Always ready."""
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """Split into words and signs."""
        found = [(match.group(), match.start()) for match in _TOKEN.finditer(text)]
        tokens = [token for token, _ in found]
        lemmas = [token.lower() for token in tokens]
        starts = [start for _, start in found]
        return NlpArtifacts([], tokens, starts, lemmas, self, language)  # pyright: ignore[reportArgumentType] - text suffices

    def process_batch(
        self,
        texts: Iterable[str],
        language: str,
        batch_size: int = 1,  # noqa: ARG002 - presidio's signature
        n_process: int = 1,  # noqa: ARG002 - presidio's signature
        **_: object,
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        """Split each text."""
        for text in texts:
            yield text, self.process_text(text, language)

    def is_stopword(self, word: str, language: str) -> bool:  # noqa: ARG002 - presidio's signature
        """No list of stop words is needed for context."""
        return False

    def is_punct(self, word: str, language: str) -> bool:  # noqa: ARG002 - presidio's signature
        """Tell signs from words."""
        return not any(c.isalnum() for c in word)

    def get_supported_entities(self) -> list[str]:
        """Blank tokens name no entities."""
        return []

    def get_supported_languages(self) -> list[str]:
        """One rule for every language."""
        return [LANGUAGE]


class _Matcher(PhoneNumberMatcher):
    """Phonenumbers' search in a text, which asks of a candidate whether it may be valid before it is parsed."""

    def __init__(self, text: str, region: str, leniency: int | None, may_be: PhoneRegion) -> None:
        super().__init__(text, region, leniency=Leniency.VALID if leniency is None else leniency)
        self._may_be = may_be

    def _parse_and_verify(self, candidate: str, offset: int) -> PhoneNumberMatch | None:
        if not self._may_be.may_be_one(candidate):
            return None
        return super()._parse_and_verify(candidate, offset)


class RegionalPhones(PhoneRecognizer):
    """Presidio's recogniser, asked only for the regions of which a number may stand in the text.

    No number goes over the name of a tag, so that what stands between two tags is looked at by itself, and remembered:
    in a text full of numbers one tag more leaves all other stretches as they were.
    """

    def __init__(self, regions: Sequence[str]) -> None:
        super().__init__(supported_language=LANGUAGE, supported_regions=regions, name="PhoneRecognizer")
        self._remembered = lru_cache(maxsize=_STRETCHES)(self._found_in)
        self._regions = [(one, PhoneRegion(one)) for one in regions]

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None):  # noqa: ANN201 - presidio's
        """Return what the regions' recognizers find."""
        del entities, nlp_artifacts
        cuts = [match.end() for match in _TAG_BEGINS.finditer(text)] if "<" in text else []
        if not cuts:
            return list(self._found_in(text))
        return [
            RecognizerResult(
                entity_type=one.entity_type,
                start=start + one.start,
                end=start + one.end,
                score=one.score,
                analysis_explanation=one.analysis_explanation,
                recognition_metadata=one.recognition_metadata,
            )
            for start, end in pairwise((0, *cuts, len(text)))
            for one in (self._remembered if end - start <= _STRETCH else self._found_in)(text[start:end])
        ]

    def _found_in(self, text: str) -> Sequence[RecognizerResult]:
        found = [
            self._get_recognizer_result(match, text, name, None)  # pyright: ignore[reportArgumentType] - it reads none
            for name, region in self._regions
            if region.may_hold(text)
            for match in _Matcher(text, name, self.leniency, region)
        ]
        return EntityRecognizer.remove_duplicates(found)


@dataclass(frozen=True)
class _Gated:
    recognizer: EntityRecognizer
    door: Door | None

    @property
    def run(self) -> int:
        return self.door.gate.run if self.door else 0


class PresidioDetector:
    """Finds what presidio's patterns find, for the entity types and countries of a policy."""

    def __init__(self, policy: PiiPolicy) -> None:
        self._policy = policy
        self.recognizers = recognizers_for(policy)
        gated = [_Gated(_quick(one, policy), door_for(one, policy.threshold)) for one in self.recognizers]
        # By the longest run of digits in a text: which recognizers it lets through.
        self._gated = [[one for one in gated if one.run <= run] for run in range(max(one.run for one in gated) + 1)]
        self._context = {one.name: frozenset(context_of(one)) for one in self.recognizers}
        self.nlp = BlankNlpEngine()
        self._enhancer = LemmaContextAwareEnhancer()

    @property
    def name(self) -> str:
        """The engine with its version."""
        return f"presidio-analyzer {version('presidio-analyzer')} patterns"

    def detect(self, text: str) -> list[Detection]:
        """Return what the recognizers found at or above the policy's threshold."""
        raw: list[RecognizerResult] = []
        glance = Glance.at(text)
        for gated in self._gated[min(glance.run, len(self._gated) - 1)]:
            if gated.door is None or gated.door.opens(glance):
                one = gated.recognizer
                raw += one.analyze(text, one.supported_entities, None) or []  # pyright: ignore[reportArgumentType] - patterns read text alone
        for result in raw:
            self._raise_in_context(text, result)
        kept = (_detection(result) for result in raw if result.score >= self._policy.threshold)
        return [one for one in kept if plausible(one.entity_type, text[one.start : one.end])]

    def _raise_in_context(self, text: str, result: RecognizerResult) -> None:
        """Raise the score of what stands by a context word, as presidio's enhancer does."""
        known = self._context[result.recognition_metadata[RecognizerResult.RECOGNIZER_NAME_KEY]]
        by = self._enhancer
        if known and not known.isdisjoint(
            words_around(text, result.start, by.context_prefix_count, by.context_suffix_count)
        ):
            raised = max(result.score + by.context_similarity_factor, by.min_score_with_context_similarity)
            result.score = min(raised, by.MAX_SCORE)


def _quick(recognizer: EntityRecognizer, policy: PiiPolicy) -> EntityRecognizer:
    return RegionalPhones(policy.regions) if type(recognizer) is PhoneRecognizer else recognizer


def recognizers_for(policy: PiiPolicy) -> list[EntityRecognizer]:
    """Build the recognizers of a policy: the generic ones and those of its countries."""
    made: list[EntityRecognizer] = [
        OfflineEmailRecognizer(),
        PhoneRecognizer(supported_language=LANGUAGE, supported_regions=policy.regions),
    ]
    for name, kind in sorted(vars(predefined_recognizers).items()):
        if not inspect.isclass(kind) or not issubclass(kind, PatternRecognizer):
            continue
        if name in _GENERIC or kind.COUNTRY_CODE in policy.countries:
            made.append(kind(supported_language=LANGUAGE))  # pyright: ignore[reportCallIssue] - every one takes it
    return [one for one in made if any(policy.looks_for(entity) for entity in one.supported_entities)]


def engine_of(detector: PresidioDetector, threshold: float) -> AnalyzerEngine:
    """Build presidio's own engine around a detector's recognizers: no gates, no changes, the blank tokens."""
    return AnalyzerEngine(
        registry=RecognizerRegistry(recognizers=detector.recognizers, supported_languages=[LANGUAGE]),
        nlp_engine=detector.nlp,
        context_aware_enhancer=LemmaContextAwareEnhancer(context_matching_mode="whole_word"),
        default_score_threshold=threshold,
    )


def _detection(result: RecognizerResult) -> Detection:
    recognizer = result.recognition_metadata[RecognizerResult.RECOGNIZER_NAME_KEY]
    return Detection(result.start, result.end, result.entity_type, round(float(result.score), 4), recognizer)
