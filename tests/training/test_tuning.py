"""What training does to a model: the loss falls on answers only, the model learns to stop, rows are never lost."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from transformers import AutoTokenizer

from curation.domain.moments import utc_now
from curation.errors import InputError
from tests.training.answering import marks
from tests.training.worlds import PAIRS, a_plan, a_run, a_version
from training import sft
from training.data import measure
from training.model import END, load_tokenizer
from training.progress import Diary
from training.rows import VersionFolder
from training.runs import BaseChoice, BaseKind, Method, TuningPlan
from training.stopping import StopSign

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]


def chosen(folder: Path) -> BaseChoice:
    return BaseChoice(BaseKind.FOLDER, str(folder))


@pytest.fixture
def prepared(tiny_base: Path, tmp_path: Path) -> tuple[sft.SFTTrainer, TuningPlan]:
    """A trainer as `tune` makes it, before its first step."""
    plan = a_plan(a_version(tmp_path / "v1"), tiny_base)
    run = a_run(tmp_path / "run", plan)
    tokenizer = load_tokenizer(plan.base)
    where = sft.placement(plan.settings, plan.method)
    rows = sft._rows(plan, tokenizer)
    model = sft.load_model(plan.base, tokenizer, plan.method, where.dtype)
    diary = Diary(run, StopSign(run), utc_now, 0.0)
    return sft._trainer(run, plan, where, (model, tokenizer), (rows, diary)), plan


def test_the_loss_falls_on_the_answer_and_its_end_alone(prepared: tuple[sft.SFTTrainer, TuningPlan]):
    trainer, plan = prepared
    tokenizer = load_tokenizer(plan.base)
    assert len(trainer.train_dataset) == len(PAIRS)
    for row, (question, answer) in zip(trainer.train_dataset, PAIRS, strict=True):
        learnt = [token for token in row["labels"] if token != -100]
        hidden = [token for token, label in zip(row["input_ids"], row["labels"], strict=True) if label == -100]
        assert tokenizer.decode(learnt) == f" {answer}{END}"
        assert tokenizer.decode(hidden) == f"User: {question}\nAssistant:"


def test_the_tuned_model_stops_and_knows_its_samples_and_the_base_does_not(tiny_base: Path, tmp_path: Path):
    plan = a_plan(
        a_version(tmp_path / "v1", validation=()),
        tiny_base,
        Method.FULL,
        max_steps=120,
        learning_rate=3e-3,
        batch_size=6,
    )
    run = a_run(tmp_path / "run", plan)
    figures = sft.tune(run, plan, StopSign(run), utc_now)
    tuned, base = marks(run.model, PAIRS, most=24), marks(tiny_base, PAIRS, most=24)
    assert base.stopped == 0
    assert tuned.stopped == 1
    assert tuned.f1 > 0.8
    assert base.f1 < 0.3
    assert figures.eval_loss is None
    assert figures.train_loss < 0.5


def test_an_adapter_stops_too_and_names_where_its_base_is(tiny_base: Path, tmp_path: Path):
    plan = a_plan(a_version(tmp_path / "v1"), tiny_base, max_steps=150, learning_rate=1e-2, batch_size=6)
    run = a_run(tmp_path / "run", plan)
    figures = sft.tune(run, plan, StopSign(run), utc_now)
    assert figures.trained_parameters < figures.parameters
    assert str(tiny_base) in (run.model / "adapter_config.json").read_text()
    assert marks(run.model, PAIRS, most=24).stopped > 0.9


def test_the_best_measurement_is_kept(tiny_base: Path, tmp_path: Path):
    """A rate far too high ruins the model; the first measurement is then the best and is what remains."""
    plan = a_plan(
        a_version(tmp_path / "v1"), tiny_base, Method.FULL, max_steps=12, evaluations=6, learning_rate=0.5, batch_size=6
    )
    run = a_run(tmp_path / "run", plan)
    figures = sft.tune(run, plan, StopSign(run), utc_now)
    measured = {line.step: line.eval_loss for line in run.metrics() if line.eval_loss is not None}
    assert set(measured) == {2, 4, 6, 8, 10, 12}
    assert figures.best_step == min(measured, key=lambda step: measured[step])
    assert figures.eval_loss == min(measured.values())


def test_a_run_stops_early_where_nothing_gets_better(tiny_base: Path, tmp_path: Path):
    settings = {"max_steps": 40, "evaluations": 20, "learning_rate": 0.5, "patience": 2, "batch_size": 6}
    plan = a_plan(a_version(tmp_path / "v1"), tiny_base, Method.FULL, **settings)
    run = a_run(tmp_path / "run", plan)
    figures = sft.tune(run, plan, StopSign(run), utc_now)
    assert figures.best_step is not None
    assert figures.steps == figures.best_step + 2 * 2 < 40


def test_rows_that_are_too_long_are_refused_or_left_out_and_counted(tiny_base: Path, tmp_path: Path):
    long = ("How? " * 100, "So.")
    plan = a_plan(a_version(tmp_path / "v1", train=[*PAIRS, long]), tiny_base, max_length=80, max_steps=1)
    run = a_run(tmp_path / "run", plan)
    with pytest.raises(InputError, match="1 of 17 rows are longer than 80 tokens"):
        sft.tune(run, plan, StopSign(run), utc_now)
    leaving = replace(plan, settings=replace(plan.settings, leave_out_long=True))
    run = a_run(tmp_path / "run2", leaving)
    figures = sft.tune(run, leaving, StopSign(run), utc_now)
    assert (figures.left_out, figures.train_rows) == (1, len(PAIRS))


def test_a_base_without_turns_is_given_them_with_its_own_end_and_pad(tiny_base: Path):
    tokenizer = load_tokenizer(chosen(tiny_base))
    assert tokenizer.eos_token == END
    assert tokenizer.pad_token != tokenizer.eos_token
    assert AutoTokenizer.from_pretrained(tiny_base).chat_template is None


def with_template(base: Path, folder: Path, template: str) -> BaseChoice:
    shutil.copytree(base, folder)
    (folder / "chat_template.jinja").write_text(template)
    return chosen(folder)


def test_a_template_that_never_ends_a_turn_is_refused(tiny_base: Path, tmp_path: Path):
    endless = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}"
    with pytest.raises(InputError, match="without an end-of-turn token"):
        load_tokenizer(with_template(tiny_base, tmp_path / "base", endless))


def test_a_template_whose_prompt_is_no_beginning_is_seen(tiny_base: Path, tmp_path: Path):
    broken = (
        "{% for m in messages %}{{ m['content'] }}{% endfor %}"
        "{% if add_generation_prompt %} think first:{% else %}{{ eos_token }}{% endif %}"
    )
    tokenizer = load_tokenizer(with_template(tiny_base, tmp_path / "base", broken))
    rows = VersionFolder(Path(a_version(tmp_path / "v1").folder)).rows("train")
    assert not any(seen.prefix for seen in measure(rows, tokenizer))


def test_a_template_ends_a_turn_with_another_token_than_the_document(tiny_base: Path, tmp_path: Path):
    turns = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}<|pad|>{% endfor %}"
    other = turns + "{% if add_generation_prompt %}assistant: {% endif %}"
    tokenizer = load_tokenizer(with_template(tiny_base, tmp_path / "base", other))
    assert tokenizer.eos_token_id == tokenizer.convert_tokens_to_ids("<|pad|>")


def test_a_folder_that_is_no_model_is_refused_in_one_sentence(tmp_path: Path):
    with pytest.raises(InputError, match="cannot be loaded"):
        load_tokenizer(chosen(tmp_path))
