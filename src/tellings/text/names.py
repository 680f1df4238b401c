"""Names in, what they share out: folded words, acronyms, and how alike two spellings of one name are.

Spellings are compared after a rough romanisation that lets systems of transliteration meet (sh/s/š, ch/c/č, dj/đ/dž,
kh/h, y/j/i, ts/c, q/k, w/v, ou/u, double letters), then by their consonants and by edits.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from tellings.text.folding import fold, fold_accents

_WORD = re.compile(r"[^\W_]+(?:['.&][^\W_]+)*\.?")
_SMALL = frozenset(
    "of the and for in on to de du des la le el da do dos di del van von der den al bin ibn a an".split()
)

# One sound, several romanisations; the order matters, longest first. After ISO 9, BGN/PCGN and the Gaj alphabet.
_SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("tch", "c"), ("tsch", "c"), ("dzh", "dz"), ("dj", "dz"), ("gj", "dz"), ("xh", "dz"),
    ("zh", "z"), ("sh", "s"), ("ch", "c"), ("cz", "c"), ("sz", "s"), ("kh", "h"), ("gh", "g"), ("dh", "d"),
    ("ph", "f"), ("th", "t"),
    ("ts", "c"), ("tz", "c"), ("ck", "k"), ("qu", "k"), ("q", "k"), ("x", "ks"), ("w", "v"), ("ou", "u"), ("oo", "u"),
    ("ee", "i"), ("iy", "i"), ("yi", "i"), ("ij", "i"), ("yy", "i"), ("y", "i"), ("j", "i"), ("'", ""), ("-", ""),
)  # fmt: skip
_LOOSE = str.maketrans("eogq", "iukk")
_DOUBLE = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiou]+")


def name_words(name: str) -> list[str]:
    """The folded words of a name, a possessive ending cut; the parts of a hyphened word are words ("Jong-un")."""
    return list(_name_words(name))


@lru_cache(maxsize=16_384)
def _name_words(name: str) -> tuple[str, ...]:
    return tuple(word.rstrip(".") for word in _WORD.findall(fold(strip_possessive(name))))


@lru_cache(maxsize=16_384)
def name_key(name: str) -> str:
    """The name for comparison: folded words, leading article and possessive cut; initials keep no dots."""
    words = _name_words(name)
    return " ".join(words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words).replace(".", "")


@lru_cache(maxsize=1)
def _read_classes() -> dict[str, dict[str, frozenset[str]]]:
    """Kind to word to words, as `names.tsv` has them."""
    lines = files("tellings.text").joinpath("names.tsv").read_text(encoding="utf-8").splitlines()
    classes: dict[str, dict[str, frozenset[str]]] = {}
    for row in (line.split("\t") for line in lines if line and not line.startswith("#")):
        classes.setdefault(row[0], {})[row[1]] = frozenset(row[2].split())
    return classes


def is_family_first(words: Sequence[str]) -> bool:
    """Whether the folded words of a name begin with a family name of China, Korea or Vietnam and end in none."""
    family = _read_classes()["family"]["-"]
    return len(words) > 1 and words[0] in family and words[-1] not in family


def first_surname(words: Sequence[str]) -> str:
    """The folded word that may be the first of two surnames, as in Spanish and Portuguese; "" where there is none."""
    return words[-2] if len(words) > 2 and len(words[-2]) > 3 and words[-2] not in _SMALL else ""


def without_articles(words: Sequence[str]) -> list[str]:
    """The folded words of a person's name without the Arabic articles in it: "Bashar al-Assad" is "Bashar Assad"."""
    articles = _read_classes()["article"]["-"]
    kept = [word for word in words if word not in articles]
    return kept if kept and (len(kept) > 1 or len(words) < 3) else list(words)


def is_short_for(short: str, long: str) -> bool:
    """Whether a given name is a short form of the other: "Bill" of "William"."""
    return long in _read_classes()["short"].get(short, ())


def strip_possessive(name: str) -> str:
    """The name without 's or a lone apostrophe at its end."""
    plain = fold_accents(name)
    for ending in ("'s", "'S", "'"):
        if plain.endswith(ending) and len(plain) > len(ending):
            return name[: -len(ending)]
    return name


@lru_cache(maxsize=16_384)
def is_acronym(word: str) -> bool:
    """Two to seven letters, all or nearly all capital: KFOR, UNHCR, U.S., EUobserver not."""
    letters = fold_accents(word).replace(".", "").replace("-", "")
    if not 2 <= len(letters) <= 7 or not letters.isalnum() or letters[0].isdigit():
        return False
    capital = sum(letter.isupper() for letter in letters)
    return capital == len(letters) or (capital >= 3 and capital >= len(letters) - 1)


@lru_cache(maxsize=4096)
def is_acronym_of(short: str, long: str) -> bool:
    """Whether the letters of `short` are beginnings of the words of `long`, in order: every word but small ones counts.

    A word may give more than one letter (KFOR: Kosovo FORce), a hyphenated word counts once or by its parts.
    """
    letters = fold(short).replace(".", "").replace("-", "")
    words = [part for word in name_words(long) for part in word.split("-") if part]
    if len(letters) < 2 or len(words) < 2 or not letters.isalnum():
        return False
    return _spells(letters, tuple(words), 0)


def _spells(letters: str, words: tuple[str, ...], depth: int) -> bool:
    if not words:
        return not letters
    if not letters:
        return all(word in _SMALL for word in words)
    word, rest = words[0], words[1:]
    if word in _SMALL and _spells(letters, rest, depth):
        return True
    for size in range(min(len(word), len(letters), 4), 0, -1):
        if word[:size] == letters[:size] and _spells(letters[size:], rest, depth + 1):
            return True
    return False


@lru_cache(maxsize=8192)
def romanise(word: str) -> str:
    """The word in a spelling where systems of transliteration meet; for comparison only."""
    sounds = fold(word)
    for written, sound in _SOUNDS:
        sounds = sounds.replace(written, sound)
    return _DOUBLE.sub(r"\1", sounds)


@lru_cache(maxsize=8192)
def skeleton(word: str) -> str:
    """The romanised word without vowels but for the first letter."""
    sounds = romanise(word)
    return sounds[:1] + _VOWELS.sub("", sounds[1:])


@lru_cache(maxsize=8192)
def score_spelling(left: str, right: str) -> float:
    """How alike two single words are as spellings of one name: 1 equal when folded, 0 unlike."""
    if fold(left) == fold(right):
        return 1.0
    one, other = romanise(left), romanise(right)
    if one == other:
        return 0.95
    if min(len(one), len(other)) > 4 and one.translate(_LOOSE) == other.translate(_LOOSE):
        return 0.88  # what Arabic leaves to the ear: Hezbollah and Hizbullah, Gaddafi and Qaddafi
    longest = max(len(one), len(other))
    if min(len(one), len(other)) < 4 or one[0] != other[0]:
        return 0.0
    closeness = 1 - count_edits(one, other) / longest
    if skeleton(left) == skeleton(right):
        return max(0.0, min(0.93, 0.3 + 0.7 * closeness))
    return max(0.0, closeness * 0.9)


def count_edits(left: str, right: str) -> int:
    """Letters to insert, delete or replace to turn one into the other (Levenshtein)."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]
