"""Train a project's names model as a job: python -m curation.pii.retraining FOLDER.

FOLDER/texts.jsonl holds the cleared texts, one JSON string a line; the model comes into FOLDER/model, how far it
is into FOLDER/status.json. Exit codes: 0 done, 1 failed.
"""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from curation.domain.identity import Json
from curation.errors import WorkbenchError
from curation.pii.train import Recipe, retrain
from curation.texts import text

TEXTS, MODEL, STATUS = "texts.jsonl", "model", "status.json"
INPUT = "cleared texts of the project"
DONE, FAILED = 0, 1


@dataclass(frozen=True)
class Told:
    """Where the training says how far it is."""

    folder: Path
    steps: int

    def step(self, number: int) -> None:
        """Say which step is reached."""
        self.write("running", number, text("Training the names model"))

    def write(self, state: str, step: int, note: str, error: str = "") -> None:
        """Write the status aside and rename it."""
        said: dict[str, Json] = {"state": state, "step": step, "max_steps": self.steps, "note": note, "error": error}
        aside = self.folder / f"{STATUS}.part"
        aside.write_text(json.dumps(said), encoding="utf-8")
        aside.replace(self.folder / STATUS)


def main(folder: Path) -> int:
    """Train; return the exit code."""
    recipe = Recipe()
    told = Told(folder, recipe.steps)
    told.write("running", 0, text("Making sentences to learn from"))
    lines = (folder / TEXTS).read_text(encoding="utf-8").splitlines()
    try:
        retrain(folder / MODEL, INPUT, [json.loads(line) for line in lines], recipe, told.step)
    except WorkbenchError as error:
        told.write("failed", 0, "", str(error))
        return FAILED
    told.write("done", recipe.steps, "")
    return DONE


if __name__ == "__main__":
    os.nice(5)
    sys.exit(main(Path(sys.argv[1])))
