"""The words of training: plans, settings and figures, as frozen values that know their JSON."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from math import ceil

from curation.domain.identity import Json
from curation.domain.jobs import JobState

FORMAT = 1


class Method(StrEnum):
    """How much of the model moves: small added matrices, or every weight."""

    LORA = "lora"
    FULL = "full"


class BaseKind(StrEnum):
    """Where the base model comes from: built here, a folder, or a name on the hub."""

    BUILT = "built"
    FOLDER = "folder"
    HUB = "hub"


class Device(StrEnum):
    """Where a run computes; `auto` takes a GPU where there is one."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


class Precision(StrEnum):
    """The numbers that weights are held in; `auto` is float32 but for LoRA on a GPU."""

    AUTO = "auto"
    FLOAT32 = "float32"
    BFLOAT16 = "bfloat16"


@dataclass(frozen=True)
class VersionRef:
    """The version folder that a run reads, and the hash that it must have."""

    folder: str
    hash: str


@dataclass(frozen=True)
class BaseChoice:
    """The model that a run starts from; `name` is a folder or a hub name (for a built base, its folder)."""

    kind: BaseKind
    name: str = ""


@dataclass(frozen=True)
class TuningSettings:
    """What a person may set for a run.

    `learning_rate` counts an optimiser step of `batch_size` x `accumulation` rows; `max_length` is in
    tokens, prompt and answer together; `evaluations` is how often an epoch is measured and saved;
    `patience` is the number of measurements without a better one before the run stops early, 0 for never;
    `max_steps` 0 means as many as the epochs need.
    """

    epochs: int = 12
    batch_size: int = 8
    accumulation: int = 1
    learning_rate: float = 4e-3
    warmup: float = 0.05
    max_length: int = 512
    leave_out_long: bool = False
    lora_rank: int = 32
    lora_alpha: int = 64
    evaluations: int = 1
    patience: int = 0
    max_steps: int = 0
    seed: int = 42
    threads: int = 2
    device: Device = Device.AUTO
    precision: Precision = Precision.AUTO

    def settings(self) -> dict[str, Json]:
        """Return the settings as plain JSON."""
        return as_json(self)

    def steps(self, rows: int) -> int:
        """Return how many optimiser steps so many rows make."""
        # A batch of 0 is refused, but looked over before with all else that is wrong.
        return self.max_steps or ceil(rows / max(self.batch_size * self.accumulation, 1)) * self.epochs


@dataclass(frozen=True)
class BaseSettings:
    """The recipe of the small base model: 1.02 million parameters, minutes on two cores.

    `characters` of generated prose are read `steps` x `batch_size` x `length` tokens long.
    """

    vocabulary: int = 2048
    width: int = 128
    layers: int = 4
    heads: int = 4
    inner: int = 320
    length: int = 256
    batch_size: int = 8
    steps: int = 1100
    characters: int = 6_500_000
    learning_rate: float = 4e-3
    seed: int = 7
    threads: int = 2

    def settings(self) -> dict[str, Json]:
        """Return the settings as plain JSON."""
        return as_json(self)


@dataclass(frozen=True)
class TuningPlan:
    """One training job, complete enough to be repeated from its folder."""

    id: str
    version: VersionRef
    base: BaseChoice
    method: Method
    settings: TuningSettings

    def to_json(self) -> dict[str, Json]:
        """Return what stands in plan.json."""
        return {
            "format": FORMAT,
            "kind": "sft",
            "id": self.id,
            "version": {"folder": self.version.folder, "hash": self.version.hash},
            "base": {"kind": self.base.kind.value, "name": self.base.name},
            "method": self.method.value,
            "settings": self.settings.settings(),
        }


@dataclass(frozen=True)
class BasePlan:
    """The building of the small base model into the folder `target`."""

    id: str
    target: str
    settings: BaseSettings

    def to_json(self) -> dict[str, Json]:
        """Return what stands in plan.json."""
        kind: dict[str, Json] = {"format": FORMAT, "kind": "base", "id": self.id, "target": self.target}
        return kind | {"settings": self.settings.settings()}


Plan = TuningPlan | BasePlan


@dataclass(frozen=True)
class Figures:
    """What a finished run is measured by; losses are means per answer token, in nats.

    `eval_loss` is the best on the validation split, None where the version has none.
    """

    steps: int
    train_loss: float
    eval_loss: float | None
    best_step: int | None
    minutes: float
    tokens: int
    tokens_per_second: float
    train_rows: int
    validation_rows: int
    left_out: int
    parameters: int
    trained_parameters: int
    base_hash: str

    def to_json(self) -> dict[str, Json]:
        """Return the figures as plain JSON."""
        return as_json(self)


@dataclass(frozen=True)
class RunRecord:
    """A run as the store knows it; `waits_for_base` while its job is the one that builds the base model."""

    id: str
    project_id: str
    version_id: str
    version_name: str
    job_id: str | None
    name: str
    plan: TuningPlan
    state: JobState
    figures: Figures | None
    folder: str
    error: str | None
    created_by: str
    created_at: datetime
    ended_at: datetime | None = None
    waits_for_base: bool = False


def preset(base: BaseKind, method: Method) -> TuningSettings:
    """Return the settings that were measured to work: for the small built base, or for models from elsewhere."""
    if base is BaseKind.BUILT:
        if method is Method.LORA:
            return TuningSettings(epochs=14, learning_rate=4e-3)
        return TuningSettings(epochs=12, learning_rate=2e-3)
    rate = 2e-4 if method is Method.LORA else 2e-5
    return TuningSettings(
        epochs=3, batch_size=4, accumulation=2, learning_rate=rate, max_length=1024, lora_rank=16, lora_alpha=32
    )


def as_json(value: TuningSettings | BaseSettings | Figures) -> dict[str, Json]:
    """Write a flat dataclass of numbers, words and choices as plain JSON."""
    made: dict[str, Json] = {}
    for field in fields(value):
        content = getattr(value, field.name)
        made[field.name] = content.value if isinstance(content, StrEnum) else content
    return made
