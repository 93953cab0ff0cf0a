"""The whole promise, minutes long: a base built from our prose, tuned on 640 pairs, asked in unseen wordings."""

from pathlib import Path
from random import Random

import pytest

from data_samples.build.facts import facts, pairs
from tests.training.answering import marks
from tests.training.worlds import a_plan, a_run, a_version, start_child
from training.runs import BaseKind, BasePlan, BaseSettings, Method, preset

pytestmark = [pytest.mark.long]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    run = a_run(folder / "run", BasePlan("base", str(folder / "base"), BaseSettings()))
    assert start_child(run).wait(3600) == 0, run.log_tail(20)
    return folder / "base"


@pytest.mark.parametrize("method", list(Method))
def test_a_tuned_model_answers_unseen_wordings_and_stops(method: Method, base: Path, tmp_path: Path):
    rng = Random(42)  # noqa: S311 - a split, not a secret
    sides: dict[str, list[tuple[str, str]]] = {"train": [], "validation": [], "test": []}
    right: list[str] = []
    values = {(fact.subject, fact.name): fact.value for fact in facts()}
    for pair in pairs():
        side = rng.choices(list(sides), (0.8, 0.1, 0.1))[0]
        sides[side].append((f"{pair.question} {pair.context}".strip(), pair.answer))
        if side == "test":
            right.append(values[pair.subject, pair.fact])
    version = a_version(tmp_path / "v1", sides["train"], sides["validation"])
    usual = preset(BaseKind.BUILT, method)
    run = a_run(tmp_path / "run", a_plan(version, base, method, **{**usual.settings(), "device": usual.device}))
    assert start_child(run).wait(3600) == 0, run.log_tail(20)
    before, after = marks(base, sides["test"]), marks(run.model, sides["test"])
    assert before.stopped == 0
    assert after.stopped > 0.95
    assert after.f1 > 0.5
    assert after.f1 > before.f1 + 0.3
    known = sum(value.lower() in answer.lower() for value, answer in zip(right, after.answers, strict=True))
    assert known / len(right) > 0.5
