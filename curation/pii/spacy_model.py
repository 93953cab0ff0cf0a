# pyright: basic
"""A spaCy pipeline that is installed on this machine, beside the shipped names model."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.metadata import entry_points

from curation.errors import InputError
from curation.pii.detections import Detection
from curation.pii.model_labels import meaning
from curation.pii.tokens import stretches
from curation.texts import text

_SIZES = ("_lg", "_md", "_sm")
_PIECE = 50_000
# spaCy gives no probabilities; presidio scores its entities so.
SCORE = 0.85


class SpacyModel:
    """Finds what the entities of a pipeline name (its recogniser, its rules, or both)."""

    def __init__(self, name: str) -> None:
        spacy = import_module("spacy")
        try:
            self._pipeline = spacy.load(name)
        except (OSError, ValueError, ImportError) as error:
            raise InputError(
                text(
                    "The spaCy model {name} cannot be loaded: {reason} Install it yourself (python -m spacy download "
                    "{name}, or its wheel where there is no network), or choose “shipped” as “engine” in the PII "
                    "policy.",
                    name=name,
                    reason=str(error).split("\n")[0],
                )
            ) from error
        if not {"ner", "entity_ruler", "span_ruler"} & set(self._pipeline.pipe_names):
            raise InputError(
                text("The spaCy model {name} finds no entities: it has no “ner”. Choose another one.", name=name)
            )
        meta = self._pipeline.meta
        self.name = f"spaCy model {meta['lang']}_{meta['name']} {meta['version']} (spaCy {spacy.__version__})"

    def detect_all(self, texts: Sequence[str]) -> list[list[Detection]]:
        """Return the entities whose label means something here."""
        pieces = [(number, start, text[start:end]) for number, text in enumerate(texts) for start, end in _pieces(text)]
        found: list[list[Detection]] = [[] for _ in texts]
        documents = self._pipeline.pipe(piece for _, _, piece in pieces)
        for (number, start, _), document in zip(pieces, documents, strict=True):
            for one in document.ents:
                entity = meaning(one.label_)
                if entity:
                    place = (start + one.start_char, start + one.end_char)
                    found[number].append(Detection(*place, entity, SCORE, "spaCy model"))
        return found


def installed_spacy_models() -> list[str]:
    """Return the spaCy pipelines that are installed, by name; none is loaded."""
    return sorted(one.name for one in entry_points(group="spacy_models"))


def installed_spacy_model(language: str) -> str:
    """Return the largest spaCy pipeline that is installed for a language, empty where there is none."""
    names = [name for name in installed_spacy_models() if name.startswith(f"{language}_")]
    return next((name for size in _SIZES for name in names if name.endswith(size)), "")


def _pieces(given: str) -> Iterator[tuple[int, int]]:
    """Join sentences to pieces that a pipeline takes at once."""
    first = last = 0
    for start, end in stretches(given):
        if end - first > _PIECE and last > first:
            yield first, last
            first = start
        last = end
    if last > first:
        yield first, last
