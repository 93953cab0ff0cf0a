# pyright: basic
"""Loading a system and letting it write: transformers, greedy, left-padded batches.

Every arm of a round is asked with the same prompt text: the questions run through the chat template of the
arm's `template` folder (for a base model, which has none of its own, that of the tuned model it is compared
with), and only the tokenizer is each model's own. A base model was never taught to end its turn, so what bounds
it is `max_new_tokens`.
"""

import platform
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase
from transformers.utils import logging

from curation.domain.identity import Json
from curation.errors import InputError
from curation.texts import text
from eval.rounds import AnswerSettings, Arm, Question, Reply

_LIBRARIES = ("torch", "transformers", "peft")


@dataclass(frozen=True)
class LoadedModel:
    """A model with its tokenizer, the tokenizer whose template writes the prompt, and what ends a turn."""

    model: PreTrainedModel | PeftModel
    tokenizer: PreTrainedTokenizerBase
    template: PreTrainedTokenizerBase
    system: str | None
    ends: frozenset[int]
    max_new_tokens: int

    def prompt(self, question: Question) -> str:
        """Write a question as the text that the model goes on from."""
        turns = [{"role": m.role.value, "content": m.content} for m in question.messages]
        if self.system and turns[0]["role"] != "system":
            turns.insert(0, {"role": "system", "content": self.system})
        return str(self.template.apply_chat_template(turns, tokenize=False, add_generation_prompt=True))

    def encode(self, question: Question) -> list[int]:
        """Write a question as token ids; the template has put in every special token already."""
        return list(self.tokenizer(self.prompt(question), add_special_tokens=False)["input_ids"])

    def reply(self, questions: Sequence[Question]) -> list[Reply]:
        """Return one greedy reply a question, in the same order."""
        encoded = [self.encode(q) for q in questions]
        width = max(map(len, encoded))
        pad = self.tokenizer.pad_token_id or 0
        ids = torch.tensor([[pad] * (width - len(e)) + e for e in encoded], device=self.model.device)
        mask = torch.tensor([[0] * (width - len(e)) + [1] * len(e) for e in encoded], device=self.model.device)
        with torch.inference_mode():
            written = self.model.generate(  # pyright: ignore[reportCallIssue] - PeftModel hands it on untyped
                input_ids=ids,
                attention_mask=mask,
                do_sample=False,
                max_new_tokens=self.max_new_tokens,
                eos_token_id=sorted(self.ends) or None,
                pad_token_id=pad,
            )
        return [self._reply(row[width:]) for row in written.tolist()]

    def _reply(self, written: list[int]) -> Reply:
        end = next((i for i, token in enumerate(written) if token in self.ends), None)
        kept = written if end is None else written[:end]
        words = self.tokenizer.decode(kept, skip_special_tokens=True)
        return Reply(str(words), end is not None, len(kept))


def load(arm: Arm, settings: AnswerSettings, questions: Sequence[Question]) -> LoadedModel:
    """Load an arm's model and adapter; raises InputError where it cannot answer these questions."""
    torch.set_num_threads(settings.threads)
    logging.disable_progress_bar()
    if arm.model is None:
        raise InputError(text("{label} names no model. Plan the round again.", label=arm.label))
    tokenizer = _tokenizer(arm.adapter or arm.model)
    template = _tokenizer(arm.template) if arm.template else tokenizer
    if not template.chat_template:
        raise InputError(
            text("{label} has no chat template. Compare it with a run, or choose a chat model.", label=arm.label)
        )
    loaded = LoadedModel(
        model=_model(arm),
        tokenizer=tokenizer,
        template=template,
        system=arm.system,
        ends=frozenset(),
        max_new_tokens=settings.max_new_tokens,
    )
    _require_room(arm, loaded, questions)
    return replace(loaded, ends=_ends(loaded))


def environment(arms: Sequence[Arm], settings: AnswerSettings) -> dict[str, Json]:
    """Describe what answered: libraries, machine, threads, and each arm's folders."""
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "system": platform.system(),
        "threads": settings.threads,
        "device": _device(),
        "libraries": {name: version(name) for name in _LIBRARIES},
        "arms": {arm.name: {"model": arm.model, "adapter": arm.adapter} for arm in arms},
    }


def _tokenizer(place: str) -> PreTrainedTokenizerBase:
    try:
        return AutoTokenizer.from_pretrained(place)
    except (OSError, ValueError) as error:
        raise _unreadable(place, error) from error


def _model(arm: Arm) -> PreTrainedModel | PeftModel:
    assert arm.model is not None
    dtype = torch.float32 if _device() == "cpu" else torch.bfloat16
    try:
        model: PreTrainedModel | PeftModel = AutoModelForCausalLM.from_pretrained(arm.model, dtype=dtype)
        if arm.adapter is not None:
            model = PeftModel.from_pretrained(model, arm.adapter)
    except (OSError, ValueError, RuntimeError) as error:
        raise _unreadable(arm.adapter or arm.model, error) from error
    return model.to(_device()).eval()  # pyright: ignore[reportArgumentType] - transformers decorates `to`


def _unreadable(place: str, error: Exception) -> InputError:
    reason = str(error).strip().partition("\n")[0]
    return InputError(
        text("The model {place} cannot be loaded: {reason}", place=Path(place).name or place, reason=reason)
    )


def _ends(loaded: LoadedModel) -> frozenset[int]:
    configured = loaded.model.generation_config.eos_token_id if loaded.model.generation_config else None
    several = configured if isinstance(configured, list) else [configured]
    return frozenset(t for t in (*several, loaded.tokenizer.eos_token_id) if isinstance(t, int))


def _require_room(arm: Arm, loaded: LoadedModel, questions: Sequence[Question]) -> None:
    positions = loaded.model.config.to_dict().get("max_position_embeddings")
    if positions is None:
        return
    for question in questions:
        if len(loaded.encode(question)) + loaded.max_new_tokens > positions:
            raise InputError(
                text(
                    "Question {number} and {count} answer tokens do not fit {label}, which reads {positions} tokens. "
                    "Plan shorter answers, or leave the question out.",
                    number=question.number,
                    count=loaded.max_new_tokens,
                    label=arm.label,
                    positions=positions,
                )
            )


def _device() -> str:
    return "cuda" if torch.cuda.is_available() else "cpu"
