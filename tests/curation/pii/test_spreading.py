"""A value that was found once is replaced wherever it stands, but a guess about a bare field does not spread."""

import csv
import io
from pathlib import Path

from tests.curation.importing.screening_world import a_world

COLUMNS = ("question", "answer", "subject", "note")
ASKED = "What is the least amount for the Granite Ladder?"


def imported(folder: Path, note: str, asked: str = ASKED) -> str:
    world = a_world(folder)
    file = io.StringIO(newline="")
    rows = [(asked, "The least amount for it is six hundred crowns.", "Granite Ladder", note)]
    csv.writer(file).writerows([COLUMNS, *rows])
    world.take_in(file.getvalue().encode(), "products.csv")
    [line] = world.lines()
    return line.question


def test_a_product_in_a_column_of_its_own_is_no_person_in_the_question(tmp_path: Path) -> None:
    assert imported(tmp_path, "in the branch") == ASKED


def test_a_name_that_a_sentence_beside_it_speaks_for_is_hidden_in_the_question_too(tmp_path: Path) -> None:
    asked = imported(tmp_path, "My name is Anna Bauer, I rang on Monday.", "What did ANNA BAUER ask for?")
    assert "BAUER" not in asked
