"""A folded word of any language in, a stem out by which its inflected forms meet: its first letters.

Cutting words to their first letters works about as well as a stemmer in languages that inflect at the end (McNamee,
Nicholas and Mayfield, Don't Have a Stemmer?, 2008). Measured by clustering English reports as if in an unknown language
(B3 F1): stems of six letters .950, five .942, seven .942, whole words .940; parsed lemmas .956.
"""

import re

_LETTERS = 6
_SYLLABLES = 2  # of Hangul, where each letter is a syllable and particles follow the noun
_HANGUL = "\uac00", "\ud7a3"
_ARABIC = re.compile(
    r"(?:و|ف)?(?:ال|بال|كال|لل)(?=\w{3})|و(?=\w{4})"
)  # "and", "the", "with the": Larkey's light stemmer
_ETHIOPIC = re.compile(r"[የበከለ](?=\w{3})")  # "of", "in", "from", "to"


def find_stem(word: str) -> str:
    """The first letters, without articles and prepositions that are written together with the word."""
    first = word[:1]
    if first.isascii():
        return word if any(map(str.isdigit, word)) else word[:_LETTERS]
    if _HANGUL[0] <= first <= _HANGUL[1]:
        return word[:_SYLLABLES]
    if "\u0620" <= first <= "\u06ff":
        return _ARABIC.sub("", word, count=1)[:_LETTERS] if _ARABIC.match(word) else word[:_LETTERS]
    if "\u1200" <= first <= "\u137f":
        return word[1 : 1 + _LETTERS] if _ETHIOPIC.match(word) else word[:_LETTERS]
    return word[:_LETTERS]
