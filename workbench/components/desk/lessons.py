"""Reads the practice samples that come with the workbench."""

import json
from pathlib import Path

from curation.errors import InputError
from curation.texts import text
from workbench.components.desk.card import Lesson


def lessons(samples_folder: Path) -> tuple[Lesson, ...]:
    """Return the practice samples of a samples folder; a folder without any has no practice."""
    file = samples_folder / "practice.json"
    if not file.exists():
        return ()
    try:
        return tuple(
            Lesson(one["question"], one["answer"], one["verdict"], one["why"], one["corrected_answer"])
            for one in json.loads(file.read_text("utf-8"))
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            text("The practice samples in {file} cannot be read. Put the file of this release back.", file=file)
        ) from error
