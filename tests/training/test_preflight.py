"""Each trap of training as a sentence, before a step is taken."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from curation.errors import InputError
from tests.training.worlds import PAIRS, QUICK, VERSION_HASH, a_version
from training import preflight
from training.rows import Measure, Row, VersionFolder
from training.runs import BaseChoice, BaseKind, Device, Method, Precision


def a_row(
    question: str = "Why?", answer: str = "Because.", role: str = "assistant", place: str = "train.jsonl:1"
) -> Row:
    return Row("1", [{"role": "user", "content": question}], [{"role": role, "content": answer}], place)


def a_measure(tokens: int = 10, *, prefix: bool = True, ends: bool = True, place: str = "train.jsonl:1") -> Measure:
    return Measure(place, tokens, 3, prefix, ends)


def test_good_rows_pass():
    assert preflight.check_rows([a_row()], "train") == []
    assert preflight.check_lengths([a_measure()], QUICK) == []
    assert preflight.check_turns([a_measure()]) == []


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "no rows in its train split"),
        ([a_row(answer=" \n")], "1 answer is empty (train.jsonl:1)"),
        ([a_row(question="")], "1 question is empty (train.jsonl:1)"),
        ([a_row(role="user")], "1 row does not end with one answer"),
        ([a_row(answer="", place=f"train.jsonl:{n}") for n in range(1, 6)], "train.jsonl:2, train.jsonl:3, …)"),
    ],
)  # fmt: skip
def test_rows_that_would_teach_nothing_are_refused_with_their_places(rows: list[Row], said: str):
    (problem,) = preflight.check_rows(rows, "train")
    assert said in problem


def test_rows_over_the_maximum_are_counted_and_left_out_only_when_asked():
    measures = [a_measure(n, place=f"train.jsonl:{n}") for n in (10, 600, 700)]
    (problem,) = preflight.check_lengths(measures, QUICK)
    assert "2 of 3 rows are longer than 512 tokens (the longest has about 700)" in problem
    assert problem.endswith("(train.jsonl:600, train.jsonl:700)")
    leaving = replace(QUICK, leave_out_long=True)
    assert preflight.check_lengths(measures, leaving) == []
    assert len(preflight.check_lengths(measures[1:], leaving)) == 1


def test_a_prompt_that_is_no_beginning_and_an_answer_without_end_are_errors():
    assert "not the beginning" in preflight.check_turns([a_measure(prefix=False)])[0]
    assert "never learn to stop" in preflight.check_turns([a_measure(ends=False)])[0]


@pytest.mark.parametrize(
    ("settings", "gpu", "said"),
    [
        (replace(QUICK, device=Device.CUDA), False, "asks for a GPU"),
        (replace(QUICK, device=Device.AUTO, precision=Precision.BFLOAT16), True, "does not know bfloat16"),
        (replace(QUICK, epochs=0), False, "epochs must be more than 0"),
        (replace(QUICK, learning_rate=0.0), False, "learning_rate must be more than 0"),
        (replace(QUICK, warmup=1.0), False, "warmup is a share"),
    ],
)
def test_settings_that_cannot_be_followed_are_refused(settings, gpu, said: str):
    assert said in " ".join(preflight.check_settings(settings, gpu=gpu, bf16=False))


def test_a_base_is_looked_at_before_it_is_loaded(tmp_path: Path):
    assert "Name the folder" in preflight.check_base(BaseChoice(BaseKind.FOLDER))[0]
    assert "is not there" in preflight.check_base(BaseChoice(BaseKind.FOLDER, "/nowhere"))[0]
    (tmp_path / "config.json").write_text("{}")
    (problem,) = preflight.check_base(BaseChoice(BaseKind.FOLDER, str(tmp_path)))
    assert "lacks tokenizer_config.json, model.safetensors" in problem
    assert preflight.check_base(BaseChoice(BaseKind.HUB, "some/model")) == []
    assert "hub" in preflight.check_base(BaseChoice(BaseKind.HUB))[0]


def test_a_full_disk_is_said_before_the_run(tmp_path: Path):
    assert preflight.check_disk(tmp_path / "not" / "yet", 1) == []
    assert "Make room first" in preflight.check_disk(tmp_path / "not" / "yet", 1 << 60)[0]


def test_full_training_asks_for_more_room_than_lora(tiny_base: Path):
    choice = BaseChoice(BaseKind.FOLDER, str(tiny_base))
    weights = (tiny_base / "model.safetensors").stat().st_size
    assert preflight.disk_needed(choice, Method.LORA) < weights < preflight.disk_needed(choice, Method.FULL)


def test_a_version_must_be_the_one_that_was_planned_and_unchanged(tmp_path: Path):
    folder = VersionFolder(Path(a_version(tmp_path / "v1").folder))
    folder.require(VERSION_HASH)
    with pytest.raises(InputError, match="the plan names"):
        folder.require("00" * 32)
    (folder.path / "prompt_completion" / "train.jsonl").unlink()
    with pytest.raises(InputError, match="changed after the version was frozen"):
        folder.require(VERSION_HASH)
    (folder.path / "manifest.json").unlink()
    with pytest.raises(InputError, match="no finished version"):
        folder.require(VERSION_HASH)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{broken", r"train\.jsonl:2 is not JSON"),
        ('["a"]', r"train\.jsonl:2 is not an object"),
        (json.dumps({"instruction": "a", "output": "b"}), r"train\.jsonl:2 has no list of messages"),
        (json.dumps({"prompt": [{"from": "human"}], "completion": []}), r"train\.jsonl:2 has a message without role"),
    ],
)
def test_a_broken_row_is_named_by_file_and_line(line: str, said: str, tmp_path: Path):
    folder = VersionFolder(Path(a_version(tmp_path / "v1", train=PAIRS[:1]).folder))
    with (folder.path / "prompt_completion" / "train.jsonl").open("a") as file:
        file.write(line + "\n")
    with pytest.raises(InputError, match=said):
        folder.rows("train")


def test_a_split_that_the_version_does_not_have_is_empty(tmp_path: Path):
    assert VersionFolder(Path(a_version(tmp_path / "v1", validation=()).folder)).rows("validation") == []
