"""Every way a run was seen to go wrong silently, as a check with a sentence and a cure, before any step is taken."""

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from tokenizers import Tokenizer

from curation.errors import InputError
from curation.texts import text, texts
from training.rows import Measure, Row
from training.runs import BaseChoice, BaseKind, Device, Method, Precision, TuningSettings

_SHOWN = 3
_WEIGHTS = ("*.safetensors", "*.bin")


def refuse(problems: Iterable[str]) -> None:
    """Raise InputError with every problem, or let the run pass where there is none."""
    found = list(problems)
    if found:
        raise InputError("\n".join(found))


def check_rows(rows: Sequence[Row], split: str) -> list[str]:
    """Say which rows have no question, no answer, or no assistant at the end."""
    if not rows:
        return [text("The version has no rows in its {split} split. Freeze a version with more samples.", split=split)]
    found: list[str] = []
    empty = [row.place for row in rows if not any(turn["content"].strip() for turn in row.completion)]
    if empty:
        problem = texts("{count} answer is empty", "{count} answers are empty", len(empty))
        cure = text("A model would learn to say nothing: write or reject them, then freeze again.")
        found.append(f"{problem} ({_places(empty)}). {cure}")
    mute = [row.place for row in rows if not any(turn["content"].strip() for turn in row.prompt)]
    if mute:
        problem = texts("{count} question is empty", "{count} questions are empty", len(mute))
        found.append(f"{problem} ({_places(mute)}). " + text("Write or reject them, then freeze again."))
    other = [row.place for row in rows if [turn["role"] for turn in row.completion] != ["assistant"]]
    if other:
        problem = texts(
            "{count} row does not end with one answer", "{count} rows do not end with one answer", len(other)
        )
        found.append(f"{problem} ({_places(other)}). " + text("The last message must be the assistant's."))
    return found


def check_lengths(measures: Sequence[Measure], settings: TuningSettings) -> list[str]:
    """Say how many rows are longer than the maximum length, which TRL would cut or drop without a word."""
    long = [m.place for m in measures if m.tokens > settings.max_length]
    return [f"{problem} ({_places(long)})" for problem in check_sizes([m.tokens for m in measures], settings)]


def check_sizes(sizes: Sequence[int], settings: TuningSettings) -> list[str]:
    """Say how many rows are longer, in tokens, than the maximum length, where they are not all to be left out."""
    long = sum(1 for size in sizes if size > settings.max_length)
    if not long or (settings.leave_out_long and long < len(sizes)):
        return []
    return [
        text(
            "{count} of {all} rows are longer than {length} tokens (the longest has about {longest}). "
            "Raise the maximum length, or choose to leave long rows out.",
            count=long,
            all=len(sizes),
            length=settings.max_length,
            longest=max(sizes),
        )
    ]


def check_turns(measures: Sequence[Measure]) -> list[str]:
    """Say where the chat template breaks a prompt apart, or leaves an answer without its end-of-turn."""
    found: list[str] = []
    broken = [m.place for m in measures if not m.prefix]
    if broken:
        problem = text(
            "In {count} rows the prompt is not the beginning of prompt and answer ({places}).",
            count=len(broken),
            places=_places(broken),
        )
        cure = text("The chat template of this base renders a question differently when asked: choose another base.")
        found.append(f"{problem} {cure}")
    endless = [m.place for m in measures if not m.ends]
    if endless:
        problem = text(
            "In {count} rows no end-of-turn token follows the answer ({places}).",
            count=len(endless),
            places=_places(endless),
        )
        cure = text("The model would never learn to stop: choose a base whose chat template ends a turn.")
        found.append(f"{problem} {cure}")
    return found


def check_base(choice: BaseChoice) -> list[str]:
    """Say what is missing in the folder of a base model; a hub name is looked up by the child."""
    if choice.kind is BaseKind.HUB:
        return [] if choice.name else [text("Name the model on the hub, for instance HuggingFaceTB/SmolLM2-135M.")]
    if not choice.name:
        return [text("Name the folder of the base model.")]
    folder = Path(choice.name)
    if not folder.is_dir():
        return [text("The base model's folder {folder} is not there. Check the path.", folder=folder)]
    missing = [name for name in ("config.json", "tokenizer_config.json") if not (folder / name).exists()]
    if not any(path for pattern in _WEIGHTS for path in folder.glob(pattern)):
        missing.append("model.safetensors")
    if missing:
        names = ", ".join(missing)
        return [text("The base model's folder {folder} lacks {names}. Save it whole.", folder=folder, names=names)]
    return []


def check_settings(settings: TuningSettings, *, gpu: bool, bf16: bool) -> list[str]:
    """Say which settings this machine or arithmetic cannot follow."""
    found: list[str] = []
    if settings.device is Device.CUDA and not gpu:
        found.append(text("The plan asks for a GPU and there is none here. Choose the device auto or cpu."))
    on_gpu = gpu and settings.device is not Device.CPU
    if settings.precision is Precision.BFLOAT16 and on_gpu and not bf16:
        found.append(text("This GPU does not know bfloat16. Choose the precision float32."))
    positive = {
        "epochs": settings.epochs,
        "batch_size": settings.batch_size,
        "accumulation": settings.accumulation,
        "learning_rate": settings.learning_rate,
        "max_length": settings.max_length,
        "lora_rank": settings.lora_rank,
        "evaluations": settings.evaluations,
        "threads": settings.threads,
    }
    found += [text("{name} must be more than 0.", name=name) for name, value in positive.items() if value <= 0]
    if not 0 <= settings.warmup < 1:
        found.append(text("warmup is a share of the steps: 0 or more and under 1."))
    return found


def check_disk(folder: Path, needed: int) -> list[str]:
    """Say that the disk has less room than checkpoints and model need (bytes)."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(there).free
    if free >= needed:
        return []
    return [
        text(
            "{folder} has {free} MB free, checkpoints and model need about {needed} MB. Make room first.",
            folder=there,
            free=free // 1_000_000,
            needed=needed // 1_000_000,
        )
    ]


def disk_needed(choice: BaseChoice, method: Method) -> int:
    """Return about how many bytes a run writes: three checkpoints and the model; 0 for a hub name, not known yet."""
    weights = weights_bytes(choice)
    return weights * 10 if method is Method.FULL else weights // 2


def weights_bytes(choice: BaseChoice) -> int:
    """Return the bytes of a local base's weights, 0 where it is not local or not there."""
    folder = Path(choice.name)
    if choice.kind is BaseKind.HUB or not choice.name or not folder.is_dir():
        return 0
    return sum(path.stat().st_size for pattern in _WEIGHTS for path in folder.glob(pattern))


def count_tokens(choice: BaseChoice, rows: Sequence[Row]) -> list[int]:
    """Return about how many tokens each row has: by a local base's own tokenizer, else a token per 4 bytes."""
    contents = ["\n".join(f"{t['role']}: {t['content']}" for t in (*row.prompt, *row.completion)) for row in rows]
    path = Path(choice.name) / "tokenizer.json"
    if choice.kind is BaseKind.HUB or not choice.name or not path.exists():
        return [len(content.encode()) // 4 + 1 for content in contents]
    tokenizer = Tokenizer.from_file(str(path))
    return [len(encoded.ids) for encoded in tokenizer.encode_batch_fast(contents)]


def _places(places: Sequence[str]) -> str:
    shown = ", ".join(places[:_SHOWN])
    return shown if len(places) <= _SHOWN else f"{shown}, …"
