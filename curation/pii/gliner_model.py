# pyright: basic
"""A GLiNER model from a folder of this machine, by presidio's own recogniser, which cuts long texts into pieces."""

import importlib
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from curation.errors import InputError
from curation.pii.detections import Detection
from curation.pii.model_labels import ASKED
from curation.texts import text

_RECOGNISER = "presidio_analyzer.predefined_recognizers.ner.gliner_recognizer"


class GlinerModel:
    """Finds what a GLiNER model answers when it is asked for the types of `ASKED`."""

    def __init__(self, folder: str) -> None:
        if find_spec("gliner") is None:
            raise InputError(
                text(
                    "GLiNER is not installed. Install the package gliner yourself, or choose “shipped” as “engine” in "
                    "the PII policy."
                )
            )
        if not Path(folder).is_dir():
            raise InputError(
                text("There is no GLiNER model in {folder}. Copy one there; nothing is downloaded.", folder=folder)
            )
        # Presidio was imported with torch hidden, so its recogniser has looked for gliner in vain.
        module = importlib.reload(importlib.import_module(_RECOGNISER))
        self._recogniser = module.GLiNERRecognizer(
            model_name=folder, entity_mapping=ASKED, map_location="cpu", local_files_only=True
        )
        try:
            self._recogniser.load()
        except (OSError, ValueError, KeyError) as error:
            raise InputError(
                text("The GLiNER model in {folder} cannot be loaded: {reason}", folder=folder, reason=error)
            ) from error
        self.name = f"GLiNER model {Path(folder).name} (gliner {_version()})"

    def detect_all(self, texts: Sequence[str]) -> list[list[Detection]]:
        """Return what the model answers for each text."""
        kinds = sorted(set(ASKED.values()))
        return [
            [
                Detection(one.start, one.end, one.entity_type, round(float(one.score), 3), "GLiNER model")
                for one in self._recogniser.analyze(given, kinds, None)
            ]
            for given in texts
        ]


def _version() -> str:
    try:
        return version("gliner")
    except PackageNotFoundError:
        return text("of unknown version")
