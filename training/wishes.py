"""What a person asks for: a version, a base, a method and settings; and the command line that asks the same."""

import shlex
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path

from curation.domain.identity import canonical_json, content_hash
from training.runs import BaseChoice, BaseKind, BaseSettings, Method, TuningSettings, preset

BUILT = "built"
HOUSE = BaseSettings()
OPTIONS = frozenset({"epochs", "learning_rate", "batch_size", "max_length", "leave_out_long", "max_steps", "seed"})
_RECIPE = ("base.py", "prose*.py")


@dataclass(frozen=True)
class RunWish:
    """A run to be started: the version's name, the base, the method, the settings, and a name for the run."""

    version: str
    base: BaseChoice
    method: Method
    settings: TuningSettings
    name: str = ""


@dataclass(frozen=True)
class Outlook:
    """What a run would be: rows, tokens, steps, about how many minutes, and why it cannot start.

    `left_out` counts the rows, of both sides, that are too long and are to be left out.
    `minutes` is None where nothing is known of such a base's speed; `base_minutes` is what building the
    small base model takes before it, 0 where it stands or another base is chosen.
    """

    train_rows: int
    validation_rows: int
    left_out: int
    tokens: int
    longest: int
    steps: int
    minutes: float | None
    base_minutes: float
    problems: tuple[str, ...]


def base_choice(given: str) -> BaseChoice:
    """Read what a person typed: `built`, a folder that is there or looks like a path, else a name on the hub."""
    word = given.strip()
    if word in {"", BUILT}:
        return BaseChoice(BaseKind.BUILT)
    folder = Path(word).expanduser()
    if folder.is_dir() or word.startswith(("/", "~", "./", "../")):
        return BaseChoice(BaseKind.FOLDER, str(folder.absolute()))
    return BaseChoice(BaseKind.HUB, word)


def best_method(base: BaseKind) -> Method:
    """Return the method that a base does best with: the small built one is so small that all of it may move."""
    return Method.FULL if base is BaseKind.BUILT else Method.LORA


def base_name(settings: BaseSettings = HOUSE) -> str:
    """Name the built base by what makes it: the script, the generator of its prose, the settings (not the threads)."""
    here = Path(__file__).parent
    scripts = sorted(path for pattern in _RECIPE for path in here.glob(pattern))
    recipe = [[path.name, content_hash(path.read_bytes())] for path in scripts]
    made = {name: value for name, value in settings.settings().items() if name != "threads"}
    return "base-" + content_hash(canonical_json([recipe, made]))[:16]


def command_line(project: str, wish: RunWish) -> str:
    """Return the `workbench train` command that asks for the same run; `project` is the project's short name."""
    base = BUILT if wish.base.kind is BaseKind.BUILT else wish.base.name
    words = [
        "workbench",
        "train",
        "--project",
        project,
        "--version",
        wish.version,
        "--base",
        base,
        "--method",
        wish.method.value,
    ]
    usual = preset(wish.base.kind, wish.method)
    for field in fields(wish.settings):
        value = getattr(wish.settings, field.name)
        if value == getattr(usual, field.name):
            continue
        shown = value.value if isinstance(value, StrEnum) else str(value)
        option = "--" + field.name.replace("_", "-")
        if field.name not in OPTIONS:
            words += ["--set", f"{field.name}={shown.lower()}"]
        else:
            words += [option] if value is True else [option, shown]
    if wish.name:
        words += ["--name", wish.name]
    return shlex.join(words)
