"""The small base model: built aside, the same every time, gone without a trace when stopped."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from transformers import AutoModelForCausalLM, AutoTokenizer

from curation.domain.jobs import JobState
from curation.domain.moments import utc_now
from curation.errors import JobCancelledError
from tests.training.worlds import TINY, a_run, start_child, wait_until
from training.artifacts import RunFolder, file_hash
from training.base import build
from training.runs import BasePlan, BaseSettings
from training.stopping import StopSign

pytestmark = [pytest.mark.slow]
SMALL = replace(TINY, steps=12)


def test_a_base_is_a_model_with_its_tokenizer_and_a_manifest(tiny_base: Path):
    manifest = json.loads((tiny_base / "manifest.json").read_text())
    assert (manifest["kind"], manifest["name"]) == ("base", "tiny")
    assert manifest["files"]["model.safetensors"]["sha256"] == file_hash(tiny_base / "model.safetensors")
    tokenizer = AutoTokenizer.from_pretrained(tiny_base)
    model = AutoModelForCausalLM.from_pretrained(tiny_base)
    assert len(tokenizer) == model.config.vocab_size == TINY.vocabulary
    text = "Ärzte, 1998: 12 crowns per tonne; naïve\n"
    assert tokenizer.decode(tokenizer.encode(text)) == text
    assert tokenizer.tokenize("1998") == list("1998")


def test_the_house_recipe_has_a_million_parameters():
    from training.base import _model

    assert round(_model(BaseSettings()).num_parameters() / 1e6, 2) == 1.02


def test_the_same_recipe_builds_the_same_bytes_and_a_second_build_is_a_look(tmp_path: Path):
    hashes = []
    for name in ("one", "two"):
        run = a_run(tmp_path / f"run-{name}", BasePlan(name, str(tmp_path / name), SMALL))
        assert build(run, run.plan(), StopSign(run), utc_now)["steps"] == 12
        hashes.append(file_hash(tmp_path / name / "model.safetensors"))
    assert hashes[0] == hashes[1]
    run = a_run(tmp_path / "again", BasePlan("one", str(tmp_path / "one"), SMALL))
    assert build(run, run.plan(), StopSign(run), utc_now) == {"cached": True}


def test_a_cancelled_build_leaves_no_model(tmp_path: Path):
    run = a_run(tmp_path / "run", BasePlan("base", str(tmp_path / "base"), SMALL))
    run.ask_to_cancel()
    with pytest.raises(JobCancelledError):
        build(run, run.plan(), StopSign(run), utc_now)
    assert not (tmp_path / "base").exists()


def test_a_killed_build_leaves_no_half_model_and_is_built_again(tmp_path: Path):
    plan = BasePlan("base", str(tmp_path / "base"), replace(SMALL, steps=40))
    run = a_run(tmp_path / "run", plan)
    child = start_child(run)
    wait_until(lambda: bool(run.metrics()))
    child.kill()
    child.wait(240)
    status = run.status()
    assert status is not None
    assert status.settled is JobState.FAILED
    assert not (tmp_path / "base").exists()
    run.begin(plan)
    assert start_child(run).wait(240) == 0, run.log_tail(20)
    assert (tmp_path / "base" / "manifest.json").exists()
    assert len({line.step for line in run.metrics()}) == len(run.metrics())
    assert RunFolder(tmp_path / "run").finished()
