"""A thousand broken files, made from every sample file there is: each is read or refused in a sentence.

What breaks them is drawn from a seed, so that a failure names the file and the seed that make it again.
"""

import io
import random
import resource
from pathlib import Path

import pytest

from curation.engine.reading import open_table
from curation.engine.rows import ENDINGS
from curation.errors import WorkbenchError
from curation.ingest.conversations import conversations, split_records
from curation.ingest.formats import guess_mapping, require_mapping
from curation.ingest.kinds import ENDINGS as KNOWN
from curation.ingest.readers import columns_of, opening_of, read_rows
from tests.counting import steps

ROOT = Path(__file__).parents[3]
SAMPLES = [
    *(ROOT / "data_samples" / name for name in (
        "health/facts.csv", "health/clinic_messages.jsonl", "law/desk_sharegpt.json", "law/facts_alpaca.jsonl",
        "finance/desk.csv", "finance/facts.parquet", "finance/glossary.xlsx",
    )),
    *sorted((ROOT / "tests" / "data" / "exports").glob("*")),
]  # fmt: skip
TIMES = {".parquet": 150, ".xlsx": 150}
USUALLY = 50
LONGEST_SENTENCE = 1_500
MOST_STEPS = 1_000_000
MOST_MEMORY = 500_000
PIECES = (
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\x80", b'"', b'""', b"\n", b"\r", b",", b"[", b"{", b"]", b"}", b"\\u"),
    *(b"\\ud800", b"1e999999", b"9" * 5_000, b"NaN", b"null", b"-", b"{" * 2_000, b"[" * 3_000, b"PAR1", b"PK\x03\x04"),
)


def place_in(data: bytes, chance: random.Random) -> int:
    """Anywhere, but often near the ends, where formats keep what they say of themselves."""
    if not data:
        return 0
    near = (chance.randrange(min(len(data), 64)), max(len(data) - 1 - chance.randrange(min(len(data), 400)), 0))
    return chance.choice(near) if chance.random() < 0.4 else chance.randrange(len(data))


def broken(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, taken out, put in, doubled, cut off: once or many times."""
    for _ in range(chance.choice((1, 1, 1, 2, 5, 30))):
        at, length = place_in(data, chance), chance.choice((1, 4, 100, 5_000))
        match chance.randrange(6):
            case 0:
                data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
            case 1:
                data = data[:at] + data[at + length :]
            case 2:
                data = data[:at] + chance.choice(PIECES) + data[at:]
            case 3:
                data = data[:at]
            case 4:
                data = data[:at] + data[at : at + length] + data[at:]
            case _:
                data = data[:at] + b"\xff" * 8 + data[at + 8 :]
    return data


def import_of(data: bytes, name: str) -> None:
    """What an import does with a file before anything is stored."""
    file = io.BytesIO(data)
    opening = opening_of(file, name)
    columns, rows = columns_of(read_rows(file, name, opening))
    mapping = guess_mapping(columns, rows)
    require_mapping(mapping, columns, name)
    _, bad = split_records(conversations(read_rows(file, name, opening), mapping, name))
    assert all(row.reason and len(row.reason) < LONGEST_SENTENCE for row in bad)


def require_a_sentence(path: Path, seed: int, work, *given) -> bool:
    """Run something that may refuse; tells whether it did, in one bounded sentence and a bounded number of steps."""
    refused: list[str] = []

    def tried() -> None:
        try:
            work(*given)
        except WorkbenchError as error:
            refused.append(str(error))

    assert steps(tried) < MOST_STEPS, (path.name, seed)
    for said in refused:
        assert said, (path.name, seed)
        assert "\n" not in said.strip(), (path.name, seed, said)
        assert len(said) < LONGEST_SENTENCE, (path.name, seed, said)
    return bool(refused)


def everything_in(path: Path) -> None:
    for _ in open_table(path).batches(100):
        pass


@pytest.mark.slow
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_broken_file_is_imported_or_refused_in_a_sentence(path: Path, tmp_path: Path) -> None:
    data, refused = path.read_bytes(), 0
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times = TIMES.get(path.suffix, USUALLY)
    for seed in range(times):
        chance = random.Random(f"{path.name} {seed}")  # noqa: S311 - what breaks, no secret
        hurt = broken(data, chance)
        name = path.name if chance.random() < 0.9 else path.stem + chance.choice((*KNOWN, ".txt"))
        refused += require_a_sentence(path, seed, import_of, hurt, name)
        if path.suffix in ENDINGS:
            file = tmp_path / f"hurt{path.suffix}"
            file.write_bytes(hurt)
            require_a_sentence(path, seed, everything_in, file)
    assert 0 < refused <= times
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < MOST_MEMORY


def test_there_are_a_thousand_of_them() -> None:
    assert sum(TIMES.get(path.suffix, USUALLY) for path in SAMPLES) >= 1_000


def test_parquet_that_claims_more_rows_than_memory_holds_is_refused(tmp_path: Path, monkeypatch) -> None:
    import polars as pl

    from curation.ingest import columnar

    monkeypatch.setattr(columnar, "MAX_ROWS", 2)
    pl.DataFrame({"question": ["a"] * 3, "answer": ["b"] * 3}).write_parquet(tmp_path / "many.parquet")
    with pytest.raises(WorkbenchError, match="has 3 rows; at most 2"):
        import_of((tmp_path / "many.parquet").read_bytes(), "many.parquet")
