"""Progress on a terminal: rows done, rows a second, time left."""

from dataclasses import dataclass, field
from time import monotonic
from typing import TextIO

from curation.texts import text

_OFTEN, _SELDOM = 0.2, 5.0


@dataclass
class Meter:
    """Writes a line to `stream` now and then: on a terminal over the line before, elsewhere below it."""

    stream: TextIO
    rows: int = 0
    started: float = field(default_factory=monotonic)
    shown: float = 0.0

    def tell(self, rows: int, share: float) -> None:
        """Take up that so many more rows are done, and so much (0 to 1) of the input in all."""
        self.rows += rows
        now = monotonic()
        terminal = self.stream.isatty()
        if now - self.shown < (_OFTEN if terminal else _SELDOM) or now - self.started < _OFTEN:
            return
        self.shown = now
        self.stream.write(self._line(now - self.started, share) + ("\r" if terminal else "\n"))
        self.stream.flush()

    def clear(self) -> None:
        """Take the line off a terminal, so that what is said next stands alone."""
        if self.stream.isatty():
            self.stream.write("\x1b[2K\r")
            self.stream.flush()

    def _line(self, seconds: float, share: float) -> str:
        rate = self.rows / seconds
        left = seconds / share - seconds if share > 0 else 0.0
        return text(
            "{rows} rows, {percent} %, {rate} a second, about {left} s left",
            rows=self.rows,
            percent=round(100 * share),
            rate=round(rate),
            left=round(max(left, 0.0)),
        )
