# pyright: basic
"""Supervised fine-tuning by TRL's SFTTrainer: loss on answers only, best checkpoint kept, stoppable at every step."""

import logging
import platform
import shutil
from dataclasses import dataclass
from importlib.metadata import version as installed
from pathlib import Path

import torch
from datasets import Dataset
from transformers import (
    EarlyStoppingCallback,
    GenerationConfig,
    PreTrainedModel,
    PreTrainedTokenizerBase,
    PrinterCallback,
    TrainerCallback,
)
from trl.chat_template_utils import has_generation_markers, is_chat_template_stop_token_trained
from trl.trainer.sft_config import SFTConfig
from trl.trainer.sft_trainer import SFTTrainer

from curation.domain.identity import Json
from curation.domain.moments import Clock
from curation.errors import InputError
from curation.texts import text
from training import preflight
from training.artifacts import RunFolder, write_json
from training.data import dataset, measure
from training.model import Placement, base_hash, load_model, load_tokenizer, lora, placement
from training.ordering import LengthOrder
from training.progress import Diary
from training.resuming import last_checkpoint, plan_hash, seconds_before
from training.rows import Row, VersionFolder
from training.runs import Figures, Method, TuningPlan, TuningSettings
from training.stopping import StopSign

EVALUATION_BATCH = 8
_LIBRARIES = ("torch", "transformers", "trl", "peft", "datasets", "accelerate", "tokenizers")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rows:
    """What a run learns from, and how many rows were left out as too long."""

    train: list[Row]
    validation: list[Row]
    left_out: int


class OrderedTrainer(SFTTrainer):
    """TRL's trainer with an order of rows that a resume repeats."""

    def _get_train_sampler(self, train_dataset: Dataset | None = None) -> LengthOrder:
        rows = train_dataset or self.train_dataset
        assert isinstance(rows, Dataset)
        batch = self.args.train_batch_size * self.args.gradient_accumulation_steps
        return LengthOrder([len(ids) for ids in rows["input_ids"]], batch, self.args.seed)


def tune(folder: RunFolder, plan: TuningPlan, sign: StopSign, clock: Clock) -> Figures:
    """Run the plan in its folder from the last complete checkpoint, and leave the model and its figures there.

    Raises InputError where pre-flight refuses, JobCancelledError where somebody asked to stop.
    """
    torch.set_num_threads(plan.settings.threads)
    where = _looked_over(folder, plan)
    tokenizer = load_tokenizer(plan.base)
    rows = _rows(plan, tokenizer)
    log.info("%d rows to learn, %d to measure by, %d left out", len(rows.train), len(rows.validation), rows.left_out)
    sign.require_going()
    model = load_model(plan.base, tokenizer, plan.method, where.dtype)
    name = base_hash(plan.base, model)
    start = last_checkpoint(folder, plan)
    _write_environment(folder, plan, where, name)
    diary = Diary(folder, sign, clock, seconds_before(folder))
    trainer = _trainer(folder, plan, where, (model, tokenizer), (rows, diary))
    _require_trained_end(trainer, tokenizer, len(rows.train))
    sign.require_going()
    sign.wait_for_checkpoint()
    trainer.train(resume_from_checkpoint=str(start) if start else None)
    sign.require_going()
    figures = _figures(trainer, folder, rows, name, diary.seconds())
    _save(trainer, folder, tokenizer)
    return figures


def _looked_over(folder: RunFolder, plan: TuningPlan) -> Placement:
    settings = plan.settings
    bf16 = torch.cuda.is_available() and torch.cuda.is_bf16_supported()
    preflight.refuse(preflight.check_settings(settings, gpu=torch.cuda.is_available(), bf16=bf16))
    preflight.refuse(
        preflight.check_base(plan.base)
        + preflight.check_disk(folder.path, preflight.disk_needed(plan.base, plan.method))
    )
    VersionFolder(Path(plan.version.folder)).require(plan.version.hash)
    return placement(settings, plan.method)


def _rows(plan: TuningPlan, tokenizer: PreTrainedTokenizerBase) -> Rows:
    version = VersionFolder(Path(plan.version.folder))
    train, validation = version.rows("train"), version.rows("validation")
    problems = preflight.check_rows(train, "train")
    if validation:
        problems += preflight.check_rows(validation, "validation")
    preflight.refuse(problems)
    measures = [measure(rows, tokenizer) for rows in (train, validation)]
    together = [*measures[0], *measures[1]]
    preflight.refuse(preflight.check_lengths(together, plan.settings) + preflight.check_turns(together))
    most = plan.settings.max_length
    kept = [
        [row for row, size in zip(rows, sizes, strict=True) if size.tokens <= most]
        for rows, sizes in zip((train, validation), measures, strict=True)
    ]
    if not kept[0]:
        raise InputError(text("Every row is longer than {length} tokens. Raise the maximum length.", length=most))
    return Rows(kept[0], kept[1], len(together) - len(kept[0]) - len(kept[1]))


def _trainer(
    folder: RunFolder,
    plan: TuningPlan,
    where: Placement,
    loaded: tuple[PreTrainedModel, PreTrainedTokenizerBase],
    given: tuple[Rows, Diary],
) -> SFTTrainer:
    model, tokenizer = loaded
    rows, diary = given
    callbacks: list[TrainerCallback] = [diary]
    if rows.validation and plan.settings.patience:
        callbacks.append(EarlyStoppingCallback(early_stopping_patience=plan.settings.patience))
    trainer = OrderedTrainer(
        model=model,
        args=_configuration(folder, plan.settings, where, tokenizer, rows),
        train_dataset=dataset(rows.train),
        eval_dataset=dataset(rows.validation) if rows.validation else None,
        processing_class=tokenizer,
        peft_config=lora(plan.settings) if plan.method is Method.LORA else None,
        callbacks=callbacks,
    )
    trainer.remove_callback(PrinterCallback)
    return trainer


def _configuration(
    folder: RunFolder, settings: TuningSettings, where: Placement, tokenizer: PreTrainedTokenizerBase, rows: Rows
) -> SFTConfig:
    most = settings.steps(len(rows.train))
    every = max(most // max(settings.evaluations * (1 if settings.max_steps else settings.epochs), 1), 1)
    measured = bool(rows.validation)
    return SFTConfig(
        output_dir=str(folder.checkpoints),
        num_train_epochs=settings.epochs,
        max_steps=settings.max_steps or -1,
        per_device_train_batch_size=settings.batch_size,
        per_device_eval_batch_size=EVALUATION_BATCH,
        gradient_accumulation_steps=settings.accumulation,
        learning_rate=settings.learning_rate,
        lr_scheduler_type="linear",
        warmup_steps=settings.warmup,
        seed=settings.seed,
        data_seed=settings.seed,
        eos_token=str(tokenizer.eos_token),
        max_length=None,
        packing=False,
        completion_only_loss=True,
        dataloader_num_workers=0,
        use_cpu=where.device == "cpu",
        bf16=where.autocast,
        activation_checkpointing=where.device != "cpu",
        eval_strategy="steps" if measured else "no",
        eval_steps=every if measured else None,
        save_strategy="steps",
        save_steps=every,
        save_total_limit=2,
        load_best_model_at_end=measured,
        metric_for_best_model="eval_loss" if measured else None,
        greater_is_better=False if measured else None,
        logging_strategy="steps",
        logging_steps=max(most // 400, 1),
        logging_first_step=True,
        report_to="none",
        disable_tqdm=True,
    )


def _require_trained_end(trainer: SFTTrainer, tokenizer: PreTrainedTokenizerBase, rows: int) -> None:
    template = tokenizer.chat_template
    if isinstance(template, str) and has_generation_markers(template):
        trained = is_chat_template_stop_token_trained(tokenizer)
    else:
        trained = True
    end = tokenizer.eos_token_id
    assert isinstance(trainer.train_dataset, Dataset)
    labels = trainer.train_dataset["labels"]
    if not trained or any(end not in row for row in labels):
        raise InputError(text("The end of an answer is not among what is trained: the model would never stop."))
    if len(labels) != rows:
        raise InputError(
            text("Of {all} rows only {kept} reached the trainer; nothing was trained.", all=rows, kept=len(labels))
        )


def _write_environment(folder: RunFolder, plan: TuningPlan, where: Placement, base: str) -> None:
    content: dict[str, Json] = {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "libraries": {name: installed(name) for name in _LIBRARIES},
        "device": torch.cuda.get_device_name() if where.device == "cuda" else "cpu",
        "weights": str(where.dtype).removeprefix("torch."),
        "bfloat16_arithmetic": where.autocast,
        "threads": plan.settings.threads,
        "seed": plan.settings.seed,
        "evaluation_batch_size": EVALUATION_BATCH,
        "base_hash": base,
        "version_hash": plan.version.hash,
        "plan_hash": plan_hash(plan),
    }
    write_json(folder.path / "environment.json", content)


def _figures(trainer: SFTTrainer, folder: RunFolder, rows: Rows, base: str, seconds: float) -> Figures:
    lines = folder.metrics()
    learnt = [line for line in lines if line.loss is not None]
    tokens = max((line.tokens for line in learnt), default=0)
    best = min(((line.eval_loss, line.step) for line in lines if line.eval_loss is not None), default=(None, None))
    parameters = list(_model(trainer).parameters())
    return Figures(
        steps=trainer.state.global_step,
        train_loss=learnt[-1].loss or 0.0 if learnt else 0.0,
        eval_loss=best[0],
        best_step=best[1],
        minutes=round(seconds / 60, 3),
        tokens=tokens,
        tokens_per_second=round(tokens / max(seconds, 1e-3), 1),
        train_rows=len(rows.train),
        validation_rows=len(rows.validation),
        left_out=rows.left_out,
        parameters=sum(p.numel() for p in parameters),
        trained_parameters=sum(p.numel() for p in parameters if p.requires_grad),
        base_hash=base,
    )


def _save(trainer: SFTTrainer, folder: RunFolder, tokenizer: PreTrainedTokenizerBase) -> None:
    aside = folder.path / "model.part"
    shutil.rmtree(aside, ignore_errors=True)
    generation = _model(trainer).generation_config
    assert isinstance(generation, GenerationConfig)
    generation.update(eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id)
    trainer.save_model(str(aside))
    tokenizer.save_pretrained(str(aside))
    (aside / "training_args.bin").unlink(missing_ok=True)
    shutil.rmtree(folder.model, ignore_errors=True)
    aside.rename(folder.model)


def _model(trainer: SFTTrainer) -> torch.nn.Module:
    assert isinstance(trainer.model, torch.nn.Module)
    return trainer.model
