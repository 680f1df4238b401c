"""A wording in, its number out: digits, number words, "3.5 million", "two and a half", "a dozen"."""

import math
import re

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {word: n for n, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_LARGE = {
    "hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "lakh": 1e5, "crore": 1e7,
    "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12, "dozen": 12.0,
}  # fmt: skip
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_ORDINAL = {word: n for n, word in enumerate(_ORDINALS, 1)} | {"thirtieth": 30}

SMALL_WORDS = "|".join(sorted(_SMALL, key=len, reverse=True))
LARGE_WORDS = "hundred|thousand|million|billion|trillion|lakh|crore|dozen"
# Groups of three are counted, as a row of them that leads to no number is gone through again from each of its places.
DIGITS = r"\d{1,3}(?:,\d{3}){1,8}(?:\.\d+)?|\d{1,3}(?: \d{3}){1,8}(?!\d)|\d+(?:\.\d+)?"
# Atomic: "twenty-one" is never tried as two numbers, which eight of them in a row would double eight times.
_WORDS = rf"(?>(?:{SMALL_WORDS})(?:-(?:{SMALL_WORDS})\b)?)"
_AND_WORDS = rf"(?:[ -](?:and )?(?:{LARGE_WORDS}|{_WORDS})\b)"
# A number in digits or words, folded and in lower case; "a"/"half a" only before a large word.
NUMBER = (
    rf"(?:(?:{DIGITS})(?:(?:[ -](?:{LARGE_WORDS})|[ ]?(?:bn|mn|mln|bln|tn|trn|k|m))\b)?"
    rf"|(?:{_WORDS})\b{_AND_WORDS}{{0,8}}(?: and a half\b(?: (?:{LARGE_WORDS})\b)?)?"
    rf"|(?:half an? |an? )(?:{LARGE_WORDS})\b{_AND_WORDS}{{0,8}})"
)
_TOKEN = re.compile(rf"(?:{DIGITS})|[a-z]+")


def parse_number(wording: str) -> float | None:
    """The number that a folded, lower-case wording names, or None: "twenty-one" is 21, "1.5 million" 1500000."""
    tokens = _TOKEN.findall(wording.replace("'", ""))
    half = False
    if tokens[:1] == ["half"]:
        tokens = ["0.5", *tokens[1:]]
    total = part = 0.0
    seen = False
    for token in tokens:
        if token[0].isdigit():
            part += float(token.replace(",", "").replace(" ", ""))
        elif token in _SMALL:
            part += _SMALL[token]
        elif token in _LARGE:
            scale = _LARGE[token]
            part, half = part + (0.5 if half else 0.0), False
            if scale == 100.0 or token == "dozen":
                part = (part or 1.0) * scale
            else:
                total, part = total + (part or 1.0) * scale, 0.0
        elif token == "half":
            half = True
        elif token in ("a", "an", "and", "of"):
            continue
        else:
            return None
        seen = True
    whole = total + part + (0.5 if half else 0.0)
    return whole if seen and math.isfinite(whole) else None


def parse_ordinal(wording: str) -> int | None:
    """The place that an ordinal names: "19th" is 19, "twentieth" 20, "twenty-first" 21."""
    digits = re.match(r"(\d{1,9})(?:st|nd|rd|th)$", wording)
    if digits:
        return int(digits.group(1))
    head, _, tail = wording.rpartition("-")
    if tail not in _ORDINAL or (head and head not in _SMALL):
        return None
    return _SMALL.get(head, 0) + _ORDINAL[tail]
