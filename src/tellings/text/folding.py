"""A wording in, the same wording without accents or case out; every function keeps the length, so offsets survive."""

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose; one letter for one letter, so that offsets stay (Unicode names, own table).
_UNDECOMPOSED = str.maketrans(
    {
        "đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T",
        "ð": "d", "Ð": "D", "æ": "e", "Æ": "E", "œ": "e", "Œ": "E", "ß": "s", "þ": "t", "Þ": "T", "ə": "a", "Ə": "A",
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "‑": "-", "−": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200b": " ",
        "\u3000": " ",
        # Arabic letters that are written in several ways, as Lucene's Arabic and Persian normalizers make them one
        "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه",
    }
    | {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full width
)  # fmt: skip
# Letters whose parts Unicode tells apart, but which are no letter with an accent: syllables of Hangul, voiced kana.
_FOLDED = re.compile(r"[^\x00-_a-\x7f]+")  # what is not ASCII, and the one sign of ASCII in the table
_SHORT = 40  # letters of a run that is remembered
_WHOLE = ((0x3040, 0x30FF), (0xAC00, 0xD7A3))


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    if (figure := unicodedata.decimal(letter, None)) is not None:  # ٣, ३, ๓ …
        return str(figure)
    if any(first <= ord(letter) <= last for first, last in _WHOLE):
        return letter
    bare = unicodedata.normalize("NFD", letter)
    return bare[0] if len(bare) > 1 and not unicodedata.combining(bare[0]) else letter


def fold_accents(wording: str) -> str:
    """Without accents; typographic quotes, dashes and the figures of every script made plain; the length is kept."""
    if wording.isascii():
        return wording
    return _FOLDED.sub(_fold_match, wording)


def _fold_match(found: re.Match[str]) -> str:
    run = found.group()
    return _fold_run(run) if len(run) <= _SHORT else _fold_run.__wrapped__(run)


@lru_cache(maxsize=8192)
def _fold_run(run: str) -> str:
    return "".join(map(_fold_letter, run.translate(_UNDECOMPOSED)))


def fold(wording: str) -> str:
    """Without accents and in lower case; `len(result) == len(wording)`."""
    if wording.isascii():
        return wording.lower()
    folded = fold_accents(wording)
    lowered = folded.lower()
    if len(lowered) == len(folded):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in folded)
