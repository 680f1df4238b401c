"""A wording in, where its sentences stand out, by line and end mark: to compare texts; the parse has its own bounds."""

import re
from collections.abc import Iterator

_LINE = re.compile(r"[^\n]+")
_END = re.compile(
    r"""[.!?…][\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[^\W\d_a-z])|[.!?…][\"'”’»)\]]*(?=\s+\d)|[。！？｡।؟۔][”’»)\]」』]*"""
)
# Short words with a full stop that end no sentence: titles and months of English, and single letters.
_SHORT = re.compile(
    r"(?:^|[\s(\"“‘'])(?:[^\W\d_]|mr|mrs|ms|dr|prof|gen|col|lt|sgt|capt|maj|rep|sen|gov|st|no|nos|vs|jr|sr|inc|ltd|co|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|hon|rev|u\.s|u\.n|u\.k)$",
    re.I,
)
_BEFORE = 12  # letters before a full stop that are looked at


def find_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Each sentence as (start, end), in order, without white space around it; none spans two lines."""
    for line in _LINE.finditer(text):
        start = line.start()
        for end in _END.finditer(text, line.start(), line.end()):
            if text[end.start()] == "." and _SHORT.search(text[max(line.start(), end.start() - _BEFORE) : end.start()]):
                continue
            yield from _trim(text, start, end.end())
            start = end.end()
        yield from _trim(text, start, line.end())


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    wording = text[start:end]
    bare = wording.strip()
    if bare:
        first = start + len(wording) - len(wording.lstrip())
        yield first, first + len(bare)
