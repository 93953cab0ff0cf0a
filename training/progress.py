# pyright: basic
"""What a run says while it trains: metrics.jsonl, status.json, and the ear for a wish to stop."""

import logging
import time

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from curation.domain.jobs import JobState
from curation.domain.moments import Clock
from curation.texts import text
from training.artifacts import MetricLine, RunFolder, Status
from training.stopping import StopSign

_STATUS_SECONDS = 0.5
_LOG_SECONDS = 5.0
_EVALUATION_PATIENCE = 5.0
log = logging.getLogger(__name__)


class Diary(TrainerCallback):
    """Writes metrics and status, and stops the trainer at the end of a step with a checkpoint when asked."""

    def __init__(self, folder: RunFolder, sign: StopSign, clock: Clock, seconds_before: float) -> None:
        self._folder = folder
        self._sign = sign
        self._clock = clock
        self._before = seconds_before
        self._began = time.monotonic()
        self._told = 0.0
        self._printed = 0.0

    def on_train_begin(
        self, _args: TrainingArguments, state: TrainerState, _control: TrainerControl, **_more: object
    ) -> None:
        """Start the clock and say that training has begun."""
        self._began = time.monotonic()
        self._tell(state)

    def on_step_end(
        self, _args: TrainingArguments, state: TrainerState, control: TrainerControl, **_more: object
    ) -> None:
        """Say how far the run is, and stop with a checkpoint where somebody asked."""
        if self._sign.asked():
            control.should_save = True
            control.should_training_stop = True
            control.should_evaluate = False
        if time.monotonic() - self._told > _STATUS_SECONDS:
            self._tell(state)

    def on_prediction_step(
        self, _args: TrainingArguments, _state: TrainerState, _control: TrainerControl, **_more: object
    ) -> None:
        """Leave a long evaluation after a few seconds; the last checkpoint stays."""
        if self._sign.waited() > _EVALUATION_PATIENCE:
            self._sign.require_going()

    def on_log(
        self,
        _args: TrainingArguments,
        state: TrainerState,
        _control: TrainerControl,
        logs: dict[str, float] | None = None,
        **_more: object,
    ) -> None:
        """Append what the trainer measured."""
        values = logs or {}
        if not {"loss", "eval_loss"} & set(values):
            return
        line = MetricLine(
            step=state.global_step,
            epoch=round(state.epoch or 0.0, 4),
            seconds=round(self.seconds(), 3),
            tokens=int(values.get("num_tokens", 0)),
            loss=_short(values.get("loss")),
            eval_loss=_short(values.get("eval_loss")),
            learning_rate=_short(values.get("learning_rate")),
        )
        self._folder.add_metric(line)
        self._print(line, state)
        self._tell(state)

    def _print(self, line: MetricLine, state: TrainerState) -> None:
        if line.eval_loss is not None:
            log.info("step %d of %d: loss %.4f on validation", line.step, state.max_steps, line.eval_loss)
        elif time.monotonic() - self._printed > _LOG_SECONDS:
            self._printed = time.monotonic()
            log.info("step %d of %d: loss %.4f", line.step, state.max_steps, line.loss)

    def seconds(self) -> float:
        """Seconds of training so far, those before a resume included."""
        return self._before + time.monotonic() - self._began

    def _tell(self, state: TrainerState) -> None:
        self._told = time.monotonic()
        note = text("epoch {epoch} of {epochs}", epoch=f"{state.epoch or 0:.1f}", epochs=state.num_train_epochs)
        status = Status(JobState.RUNNING, state.global_step, state.max_steps, note)
        self._folder.write_status(status, self._clock())


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.6g}")
