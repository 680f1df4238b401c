"""Stages done in, one line on standard error out, rewritten in place, with rate and time left; silent where no person
watches."""

import sys
import time
from typing import TextIO

_QUIET = 1.0  # seconds before the first line: short runs stay silent
_PACE = 0.1  # seconds between two rewritings
_FAST = 10  # a second, from which on tenths say nothing
_MINUTES = 100  # seconds, from which on minutes are told


class ProgressLine:
    """Call it as an engine's `progress`; `close` wipes the line."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._begun = time.monotonic()
        self._last = 0.0
        self._width = 0
        self._stage = ""
        self._since = self._begun

    def __call__(self, stage: str, done: int, of: int) -> None:
        now = time.monotonic()
        if stage != self._stage or not done:
            self._stage, self._since = stage, now
        if not self._stream.isatty() or now - self._begun < _QUIET or now - self._last < _PACE:
            return
        self._last = now
        number = f"{done + 1} of {of}" if of else str(done + 1)  # how many there are is not known while they are read
        self._show(
            f"{stage.replace('_', ' ')}: {number}{_tell_rate(done, of, now - self._since)}, {now - self._begun:.0f} s"
        )

    def close(self) -> None:
        """Wipe what was shown."""
        if self._width:
            self._show("")
            self._stream.write("\r")
            self._stream.flush()

    def _show(self, line: str) -> None:
        self._stream.write("\r" + line.ljust(self._width))
        self._stream.flush()
        self._width = max(self._width, len(line))


def _tell_rate(done: int, of: int, seconds: float) -> str:
    """How many a second, and how long the rest of the stage takes at that; nothing until it can be told."""
    if not done or seconds < _QUIET:
        return ""
    rate = done / seconds
    shown = f", {rate:.0f} a second" if rate >= _FAST else f", {rate:.1f} a second"
    if not of or of <= done:
        return shown
    left = (of - done) / rate
    return shown + (f", {left / 60:.0f} min left" if left >= _MINUTES else f", {left:.0f} s left")
