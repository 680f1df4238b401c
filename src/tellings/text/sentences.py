"""A text in, about where its sentences are out, in any script: for what needs no parser."""

import re
from collections.abc import Iterator

from tellings.text.words import count_words

# What ends a sentence: with a space behind it in scripts that have spaces, by itself in Chinese and Japanese.
END_MARKS = ".!?…。！？｡।॥؟۔։።፧။។៕"
_SENTENCE = re.compile(r"[^\n]*?(?:[.!?…।॥؟۔։።፧။។៕]+[\"'”’»)\]]*(?=\s)|[。！？｡]+[”’」』）]*|(?=\n)|$)", re.S)
_MARKS = frozenset(END_MARKS) - {"…"}  # with that mark a teaser is cut off
_LONG = 12  # words from which a line of a script without end marks is taken for a sentence
_LONGEST = 2_000  # letters without an end mark that are taken for one


def find_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Each as (start, end), white space at its ends left out."""
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        while start < line.end():
            found = _SENTENCE.match(text, start, min(line.end(), start + _LONGEST))
            end = max(start + 1, found.end() if found else line.end())
            piece = text[start:end]
            if piece.strip():
                yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
            start = end


def ends_sentence(line: str) -> bool:
    """Whether the line ends as a sentence does: with its mark, quotation marks and brackets aside, or, in Thai and Lao,
    which have none, by being long."""
    bare = line.rstrip("\"'”’»)]」』） ")
    if bare[-1:] in _MARKS:
        return True
    return "\u0e01" <= bare[-1:] <= "\u0eff" and count_words(line) >= _LONG
