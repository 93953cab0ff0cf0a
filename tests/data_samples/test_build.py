import json
from pathlib import Path

import docx
import fastexcel
import polars as pl
import pypdfium2
import pytest
from polars.testing import assert_frame_equal

from data_samples.build.__main__ import write_all
from data_samples.build.documents import DOCUMENTS, document_piece
from data_samples.build.files import glossary

COMMITTED = Path(__file__).parents[2] / "data_samples"
BY_CONTENT = {".parquet", ".docx"}
BY_HAND = {"README.md", "guidelines.md"}


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    write_all(folder)
    return folder


def files(folder: Path) -> set[str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if path.parts[0] != "build" and path.suffix not in {".py", ".pyc"}}


def docx_text(path: Path) -> list[str]:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def test_the_script_writes_exactly_the_committed_files(written):
    assert files(written) == files(COMMITTED) - BY_HAND


def test_what_is_committed_equals_what_the_script_writes(written):
    for name in sorted(files(written)):
        if (written / name).suffix not in BY_CONTENT:
            assert (written / name).read_bytes() == (COMMITTED / name).read_bytes(), name


def test_the_committed_parquet_holds_the_same_frame(written):
    name = "finance/facts.parquet"
    assert_frame_equal(pl.read_parquet(written / name), pl.read_parquet(COMMITTED / name))


def test_the_committed_word_files_hold_the_same_text(written):
    for document in DOCUMENTS:
        if document.path.endswith(".docx"):
            assert docx_text(written / document.path) == docx_text(COMMITTED / document.path)


def test_writing_twice_gives_the_same_bytes(written, tmp_path):
    write_all(tmp_path)
    differing = [name for name in files(written) if (tmp_path / name).read_bytes() != (written / name).read_bytes()]
    assert differing == []


def test_the_pdf_documents_carry_their_whole_text():
    for document in DOCUMENTS:
        if document.path.endswith(".pdf"):
            pdf = pypdfium2.PdfDocument(COMMITTED / document.path)
            read = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
            pdf.close()
            expected = document_piece(document).text.replace("#", "").split()
            assert len(expected) > 400
            assert [word for word in expected if word not in read.split()] == []


def test_the_workbook_is_read_as_it_was_written():
    sheet = fastexcel.read_excel(COMMITTED / "finance/glossary.xlsx").load_sheet(0).to_polars()
    header, *rows = glossary()
    assert sheet.columns == header
    assert [list(row) for row in sheet.rows()] == rows


def test_the_corpus_stays_small():
    assert sum(path.stat().st_size for path in COMMITTED.rglob("*") if path.is_file()) < 3_000_000


def test_the_round_has_three_answers_to_each_of_24_questions_and_says_who_wrote_them():
    judging = json.loads((COMMITTED / "round.json").read_text(encoding="utf-8"))
    assert "No model made these answers" in judging["about"]
    keys = {system["key"] for system in judging["systems"]}
    assert len(keys) == 3
    assert len({question["key"] for question in judging["questions"]}) == 24
    for question in judging["questions"]:
        assert set(question["answers"]) == keys
        assert len(set(question["answers"].values())) == 3


def test_practice_has_one_sample_for_each_verdict():
    samples = json.loads((COMMITTED / "practice.json").read_text(encoding="utf-8"))
    assert [sample["verdict"] for sample in samples] == ["approve", "correct", "reject"]
    assert [bool(sample["corrected_answer"]) for sample in samples] == [False, True, False]
    assert [bool(sample["reason"]) for sample in samples] == [False, False, True]
    assert samples[1]["corrected_answer"] != samples[1]["answer"]
