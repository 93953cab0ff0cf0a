# pyright: basic
"""Base models: loaded from a folder or the hub, taught where a turn ends, fitted with LoRA."""

from dataclasses import dataclass
from pathlib import Path

import torch
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer, BatchEncoding, PreTrainedModel, PreTrainedTokenizerBase

from curation.domain.identity import content_hash
from curation.errors import InputError
from curation.texts import text
from training.artifacts import folder_hash
from training.runs import BaseChoice, BaseKind, Device, Method, Precision, TuningSettings

END = "<|end|>"
PAD = "<|pad|>"
TURNS = (
    "{% for message in messages %}"
    "{% if not loop.first %}{{ '\\n' }}{% endif %}"
    "{% if message['role'] == 'assistant' %}"
    "{{ 'Assistant:' }}{% generation %}{{ ' ' + (message['content'] | trim) + eos_token }}{% endgeneration %}"
    "{% else %}{{ (message['role'] | capitalize) + ': ' + (message['content'] | trim) }}{% endif %}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '\\nAssistant:' }}{% endif %}"
)
_PROBE = [{"role": "user", "content": "dummy"}, {"role": "assistant", "content": "dummy"}]


@dataclass(frozen=True)
class Placement:
    """Where and in which numbers a run computes: weights in `dtype`, arithmetic in bfloat16 where `autocast`."""

    device: str
    dtype: torch.dtype
    autocast: bool


def placement(settings: TuningSettings, method: Method) -> Placement:
    """Choose device and numbers: float32 on a CPU; on a GPU bfloat16 weights for LoRA, and as the settings say."""
    gpu = torch.cuda.is_available() and settings.device is not Device.CPU
    if not gpu:
        half = settings.precision is Precision.BFLOAT16
        return Placement("cpu", torch.bfloat16 if half else torch.float32, autocast=False)
    half = settings.precision is Precision.BFLOAT16 or (
        settings.precision is Precision.AUTO and method is Method.LORA and torch.cuda.is_bf16_supported()
    )
    autocast = settings.precision is not Precision.FLOAT32 and torch.cuda.is_bf16_supported()
    return Placement("cuda", torch.bfloat16 if half else torch.float32, autocast)


def load_tokenizer(choice: BaseChoice) -> PreTrainedTokenizerBase:
    """Load a base's tokenizer, give it turns where it has none, its own pad, and the end of a turn as its end.

    Raises InputError where the base is missing, or its chat template ends an answer without a token for it.
    """
    try:
        tokenizer = AutoTokenizer.from_pretrained(choice.name)
    except (OSError, ValueError) as error:
        raise InputError(_unloaded(choice, error)) from error
    if tokenizer.eos_token is None:
        tokenizer.add_special_tokens({"eos_token": END})
    if not tokenizer.chat_template:
        begins = str(tokenizer.decode(tokenizer.encode("a"))).startswith(str(tokenizer.bos_token))
        tokenizer.chat_template = ("{{ bos_token }}" if begins else "") + TURNS
    tokenizer.eos_token = end_of_turn(tokenizer)
    if tokenizer.pad_token is None:
        vocabulary = tokenizer.get_vocab()
        tokenizer.pad_token = next(
            (word for word in (PAD, tokenizer.unk_token) if word and word in vocabulary), tokenizer.eos_token
        )
    tokenizer.padding_side = "right"
    return tokenizer


def end_of_turn(tokenizer: PreTrainedTokenizerBase) -> str:
    """Return the token that the chat template puts after an answer; raises InputError where there is none."""
    rendered = tokenizer.apply_chat_template(_PROBE, tokenize=True, return_dict=True)
    assert isinstance(rendered, BatchEncoding)
    added = tokenizer.get_added_vocab()  # pyright: ignore[reportCallIssue, reportOptionalCall] - on every tokenizer
    special = set(added.values()) | set(tokenizer.all_special_ids)
    for token in reversed(rendered.data["input_ids"]):
        if token in special:
            return str(tokenizer.convert_ids_to_tokens(token))
        if str(tokenizer.decode([token])).strip():
            break
    raise InputError(
        text(
            "The chat template of {name} ends an answer without an end-of-turn token, so the model would never "
            "learn to stop. Choose another base, or give its tokenizer a template that ends a turn.",
            name=tokenizer.name_or_path,
        )
    )


def load_model(
    choice: BaseChoice, tokenizer: PreTrainedTokenizerBase, method: Method, dtype: torch.dtype
) -> PreTrainedModel:
    """Load a base's weights in the given numbers, with room for every token of the tokenizer."""
    try:
        model = AutoModelForCausalLM.from_pretrained(choice.name, dtype=dtype)
    except (OSError, ValueError) as error:
        raise InputError(_unloaded(choice, error)) from error
    if max(tokenizer.get_vocab().values()) >= model.config.get_text_config().vocab_size:
        if method is Method.LORA:
            raise InputError(
                text(
                    "{name} has no end-of-turn token of its own, and LoRA cannot teach it a new one. "
                    "Choose full training, or a base that has one.",
                    name=choice.name,
                )
            )
        model.resize_token_embeddings(len(tokenizer))
    return model


def lora(settings: TuningSettings) -> LoraConfig:
    """Return LoRA on every linear layer but the output head."""
    return LoraConfig(
        r=settings.lora_rank,
        lora_alpha=settings.lora_alpha,
        target_modules="all-linear",
        lora_dropout=0.0,
        task_type="CAUSAL_LM",
    )


def base_hash(choice: BaseChoice, model: PreTrainedModel) -> str:
    """Name the base's content: the hash of its files, or of the hub's name and commit."""
    if choice.kind is BaseKind.HUB:
        return content_hash(f"{choice.name}@{vars(model.config).get('_commit_hash')}")
    return folder_hash(Path(choice.name))


def _unloaded(choice: BaseChoice, error: Exception) -> str:
    reason = str(error).strip().splitlines()[0]
    return text("The base model {name} cannot be loaded: {reason}", name=choice.name, reason=reason)
