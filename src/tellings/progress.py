"""Stages done in, one line on standard error out, rewritten in place; silent where no person watches."""

import sys
import time
from typing import TextIO

_QUIET = 1.0  # seconds before the first line: short runs stay silent
_PACE = 0.1  # seconds between two rewritings


class ProgressLine:
    """Call it as an engine's `progress`; `close` wipes the line."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._begun = time.monotonic()
        self._last = 0.0
        self._width = 0

    def __call__(self, stage: str, done: int, of: int) -> None:
        now = time.monotonic()
        if not self._stream.isatty() or now - self._begun < _QUIET or now - self._last < _PACE:
            return
        self._last = now
        number = f"{done + 1} of {of}" if of else str(done + 1)  # how many there are is not known while they are read
        self._show(f"{stage.replace('_', ' ')}: {number}, {now - self._begun:.0f} s")

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
