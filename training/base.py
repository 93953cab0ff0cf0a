# pyright: basic
"""The small base model: byte-level tokenizer and a Llama of 1.02 million parameters, built offline from our own prose.

It writes fluent prose about an invented world, ignores questions and never stops: a base model.
"""

import shutil
import time
from collections.abc import Iterator
from math import ceil
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from curation.domain.identity import Json
from curation.domain.jobs import JobState
from curation.domain.moments import Clock
from curation.texts import text
from training.artifacts import MetricLine, RunFolder, Status, write_manifest
from training.prose import prose
from training.runs import BasePlan, BaseSettings
from training.stopping import StopSign

END = "<|end|>"
PAD = "<|pad|>"
SPECIAL = [PAD, END]
_LOG_EVERY = 10
_WARMUP = 0.05


def build(folder: RunFolder, plan: BasePlan, sign: StopSign, clock: Clock) -> dict[str, Json]:
    """Build the model into the plan's target, written aside and renamed, and return its figures.

    A target that stands already is left as it is. Raises JobCancelledError where somebody asked to stop.
    """
    target = Path(plan.target)
    if (target / "manifest.json").exists():
        return {"cached": True}
    settings = plan.settings
    torch.set_num_threads(settings.threads)
    folder.metrics_file.unlink(missing_ok=True)
    _say(folder, clock, 0, settings.steps, text("writing the prose to learn from"))
    paragraphs = list(_paragraphs(settings, sign))
    _say(folder, clock, 0, settings.steps, text("learning the words"))
    tokenizer = _tokenizer(paragraphs, settings)
    sign.require_going()
    lines = tokenizer.backend_tokenizer.encode_batch_fast([f"{paragraph}\n" for paragraph in paragraphs])
    stream = torch.tensor([token for line in lines for token in line.ids])
    model = _model(settings)
    began = time.monotonic()
    loss = _learn(folder, model, stream, settings, sign, clock)
    figures: dict[str, Json] = {
        "steps": settings.steps,
        "loss": round(loss, 4),
        "parameters": model.num_parameters(),
        "prose_tokens": len(stream),
        "minutes": round((time.monotonic() - began) / 60, 3),
    }
    _save(target, plan, model, tokenizer, clock, figures)
    return figures


def _paragraphs(settings: BaseSettings, sign: StopSign) -> Iterator[str]:
    for number, paragraph in enumerate(prose(settings.seed, settings.characters)):
        if number % 1000 == 0:
            sign.require_going()
        yield paragraph


def _tokenizer(paragraphs: list[str], settings: BaseSettings) -> PreTrainedTokenizerFast:
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=settings.vocabulary,
        special_tokens=SPECIAL,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator(paragraphs, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=made, eos_token=END, pad_token=PAD, model_max_length=settings.length * 4
    )


def _model(settings: BaseSettings) -> LlamaForCausalLM:
    torch.manual_seed(settings.seed)
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=settings.vocabulary,
            hidden_size=settings.width,
            intermediate_size=settings.inner,
            num_hidden_layers=settings.layers,
            num_attention_heads=settings.heads,
            num_key_value_heads=settings.heads,
            max_position_embeddings=settings.length * 4,
            tie_word_embeddings=True,
            bos_token_id=None,
            pad_token_id=SPECIAL.index(PAD),
            eos_token_id=SPECIAL.index(END),
        )
    )


def _learn(
    folder: RunFolder,
    model: LlamaForCausalLM,
    stream: torch.Tensor,
    settings: BaseSettings,
    sign: StopSign,
    clock: Clock,
) -> float:
    optimizer = torch.optim.AdamW(model.parameters(), lr=settings.learning_rate, betas=(0.9, 0.95), weight_decay=0.1)
    warm = ceil(settings.steps * _WARMUP)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _share(step, warm, settings.steps))
    generator = torch.Generator().manual_seed(settings.seed)
    reach = len(stream) - settings.length
    began, recent = time.monotonic(), 0.0
    model.train()
    for step in range(1, settings.steps + 1):
        starts = torch.randint(reach, (settings.batch_size,), generator=generator)
        batch = torch.stack([stream[start : start + settings.length] for start in starts.tolist()])
        loss = model(input_ids=batch, labels=batch).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        recent = loss.item()
        sign.require_going()
        if step % _LOG_EVERY == 0 or step == settings.steps:
            tokens = step * settings.batch_size * settings.length
            epoch = round(tokens / len(stream), 4)
            rate = float(schedule.get_last_lr()[0])
            seconds = round(time.monotonic() - began, 3)
            folder.add_metric(MetricLine(step, epoch, seconds, tokens, loss=round(recent, 5), learning_rate=rate))
            _say(folder, clock, step, settings.steps, text("learning to write"))
    return recent


def _share(step: int, warm: int, steps: int) -> float:
    return (step + 1) / warm if step < warm else max((steps - step) / max(steps - warm, 1), 0.0)


def _save(
    target: Path,
    plan: BasePlan,
    model: LlamaForCausalLM,
    tokenizer: PreTrainedTokenizerFast,
    clock: Clock,
    figures: dict[str, Json],
) -> None:
    aside = target.with_name(f"{target.name}.part")
    shutil.rmtree(aside, ignore_errors=True)
    model.save_pretrained(aside)
    tokenizer.save_pretrained(aside)
    write_manifest(aside, "base", target.name, clock(), figures | {"settings": plan.settings.settings()})
    shutil.rmtree(target, ignore_errors=True)
    aside.rename(target)


def _say(folder: RunFolder, clock: Clock, step: int, steps: int, note: str) -> None:
    folder.write_status(Status(JobState.RUNNING, step, steps, note), clock())
