"""Words of anybody in, the same with every turn of direction in them closed out, so that none reaches what follows.

A letter that turns the direction of writing (U+202A to U+202E, U+2066 to U+2068) holds until another ends it, and one
that is never ended reaches past the element that its words stand in: where a browser ends an element's own isolation,
the last one still open is ended instead (Unicode Bidirectional Algorithm, X5 to X7).
"""

import re

_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_END, _END_APART = "\u202c", "\u2069"  # of an embedding or override, of an isolation
_APART = frozenset("\u2066\u2067\u2068")


def close_turns(words: str) -> str:
    """The same words; what they leave open is ended, and what ends nothing is left out."""
    if words.isascii() or not _TURNS.search(words):
        return words
    open_turns: list[str] = []
    kept: list[str] = []
    place = 0
    for found in _TURNS.finditer(words):
        letter = found.group()
        kept.append(words[place : found.start()])
        place = found.end()
        if letter not in (_END, _END_APART):
            open_turns.append(_END_APART if letter in _APART else _END)
            kept.append(letter)
        elif letter in open_turns:
            while open_turns[-1] != letter:  # an isolation that ends takes with it what was opened inside
                kept.append(open_turns.pop())
            kept.append(open_turns.pop())
    kept.append(words[place:])
    return "".join(kept) + "".join(reversed(open_turns))
