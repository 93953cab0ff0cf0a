"""python -m curation redact --ledger: one value, one surrogate in all runs; the file says nothing without its key."""

import json
from pathlib import Path

import pytest

from curation.errors import InputError
from curation.pii.operators import Ledger
from curation.pii.policy import PiiPolicy
from curation.stages.ledger_file import open_ledger
from curation.stages.redact import ledger_in
from tests.curation.surrogates.file_runs import KEY, Runs

pytestmark = pytest.mark.slow
NAMES = ("Elena Vasquez", "Miguel Okafor")


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    return Runs(tmp_path)


def test_a_second_run_gives_the_same_surrogates_and_new_ones_for_new_values(tmp_path: Path) -> None:
    runs = Runs(tmp_path, apart=True)
    first = runs.redact("a", [f"My name is {NAMES[0]}, mail elena@example.com."])
    second = runs.redact("b", [f"My name is {NAMES[1]}.", f"My name is {NAMES[0]}, mail elena@example.com."])
    assert second[1] == first[0]
    assert NAMES[0] not in str(first + second)
    third = runs.redact("c", [f"My name is {NAMES[1]}."])
    assert third[0] == second[0]


def test_without_a_ledger_nothing_is_kept_and_with_one_no_value_is(runs: Runs) -> None:
    runs.redact("a", [f"My name is {NAMES[0]}."])
    raw = (runs.folder / "ledger").read_bytes()
    given = open_ledger(runs.folder / "ledger", KEY).ledger.given
    assert [entity for entity, _ in given] == ["PERSON"]
    for word in (*NAMES[0].split(), *next(iter(given.values())).split()):
        assert word.encode() not in raw
    assert NAMES[0].casefold() not in str(given).casefold()


def test_a_real_name_that_somebody_was_given_is_hidden_in_a_later_run(runs: Runs) -> None:
    [text] = runs.redact("a", [f"My name is {NAMES[0]}."])
    made = text.removeprefix("My name is ").removesuffix(".")
    [again] = runs.redact("b", [f"My name is {made}."])
    assert made not in again


def test_a_run_that_fails_leaves_the_ledger_as_it_was(runs: Runs) -> None:
    runs.redact("a", [f"My name is {NAMES[0]}."])
    before = (runs.folder / "ledger").read_bytes()
    assert "is not JSON" in runs.fails("b", f'{{"text": "My name is {NAMES[1]}."}}\n{{broken')
    assert (runs.folder / "ledger").read_bytes() == before
    assert not (runs.folder / "b.out.jsonl").exists()


def test_a_ledger_that_another_run_has_written_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    held = open_ledger(tmp_path / "ledger", KEY)
    (tmp_path / "ledger").write_bytes(b"by another run")
    with pytest.raises(InputError, match="Another run has changed the ledger"):
        held.keep(tmp_path / "aside")
    assert not (tmp_path / "aside").exists()


def test_what_cannot_be_a_ledger_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "ledger"
    held = open_ledger(file, KEY)
    held.ledger.issue(("PERSON", "00"), "Ann")
    held.keep(file)
    assert open_ledger(file, KEY).ledger.given == {("PERSON", "00"): "Ann"}
    with pytest.raises(InputError, match="cannot be opened with this key file"):
        open_ledger(file, b"another key of sixteen")
    file.write_text("no ledger at all")
    with pytest.raises(InputError, match="cannot be opened with this key file"):
        open_ledger(file, KEY)
    file.write_bytes(held.seal.close(json.dumps({"ledger": 9})))
    with pytest.raises(InputError, match="written by another version"):
        open_ledger(file, KEY)
    with pytest.raises(InputError, match="the policy gives none"):
        ledger_in(file, PiiPolicy(), KEY)
    with pytest.raises(InputError, match="--key-file"):
        ledger_in(file, PiiPolicy(operators=(("*", "surrogate"),)), b"")


def test_an_empty_ledger_is_one_that_recognises_nothing(tmp_path: Path) -> None:
    assert open_ledger(tmp_path / "new", KEY).ledger == Ledger(recognises=False)
