"""A clause in, what it counts out: each number with its bounds, the noun that is counted and where it stands."""

import math
import re
from dataclasses import dataclass

from tellings.align.clauses import Clause, read_words
from tellings.records import Span, Token
from tellings.text.folding import fold

_UNITS = dict(zip(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen".split(), range(1, 20), strict=True))  # fmt: skip
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SCALES = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
# Rough counts and the least that English uses them for (own table). None has an upper end: a report that says
# "dozens" early on is not contradicted by a later 359.
_ROUGH = {"dozens": 24.0, "scores": 40.0, "hundreds": 200.0, "thousands": 2000.0, "several": 3.0, "few": 2.0,
          "many": 4.0, "multiple": 2.0, "couple": 2.0}  # fmt: skip
_AT_LEAST = frozenset({"least", "minimum"})
_MORE = frozenset({"more", "over", "exceeding", "above"})
_AT_MOST = frozenset({"up", "most", "maximum"})
_FEWER = frozenset({"fewer", "less", "under", "below"})
_ABOUT = frozenset({"about", "around", "approximately", "roughly", "some", "nearly", "almost", "estimated", "circa",
                    "close"})  # fmt: skip
_DIGITS = re.compile(r"^\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^\d+(?:\.\d+)?$")
_MONEY = frozenset({"$", "€", "£", "¥", "us$", "%", "usd", "eur", "gbp", "cents"})
_UNIT_NOUNS = frozenset(
    """percent percentage point dollar euro pound yen yuan rupee rouble ton tonne kilogram kilogramme kg gram ounce
    meter metre kilometer kilometre km cm mm mile mph foot inch yard acre hectare litre liter gallon barrel watt
    megawatt volt degree byte gigabyte gb mb point hour minute second day week month year time""".split()
)
_LED_BY = frozenset({*_ROUGH, *_UNITS, *_TENS, "a", "an"})  # words that a count begins with, if not with a figure
_MEASURED = frozenset("toll number total tally count sum figure score".split())
_APART = frozenset("sooner later earlier ago ahead behind clear apart adrift away longer shorter".split())
_NO_COUNT = frozenset({"DATE", "TIME"})


@dataclass(frozen=True, slots=True)
class Count:
    """low to high of a noun (its lemma; "" where none is named). governor: the verb, or the noun of a happening, that
    the counted take part in; limits: the words that say which of them; value: the bare
    figure; part: "21 of the villagers", counted out of a whole;
    measure: of money, weight, length or share; article: an "a" that stands for one."""

    low: float
    high: float
    noun: str
    governor: int | None
    limits: frozenset[str]
    span: Span
    value: float
    part: bool
    measure: bool
    article: bool

    def fits(self, other: "Count") -> bool:
        """Whether one number can be meant by both."""
        return self.low <= other.high and other.low <= self.high


def find_counts(clause: Clause) -> list[Count]:
    """The counts of a clause, from left to right; dates, ages and clock times are none."""
    tokens, words = clause.sentence.tokens, clause.tree.words
    found = []
    n = clause.first
    while n <= clause.last:
        if words[n].isalpha() and words[n] not in _LED_BY:
            n += 1
            continue
        value, last = _read_number(tokens, n, clause.last)
        if value is None and _is_one(tokens, n):
            value = (1.0, 1.0)
        if value is None or tokens[n].kind in _NO_COUNT or _is_size(tokens, n):
            n += 1
            continue
        found.append(_build_count(clause, n, last, value))
        n = last + 1
    return [count for count in found if count is not None]


def _is_size(tokens: tuple[Token, ...], n: int) -> bool:
    """Whether the number counts nothing by itself: it says how large a group is, "a family of five"."""
    if n > 1 and tokens[n - 1].text in ("-", "–") and tokens[n - 2].text[-1:].isdigit():
        return True  # the second half of a result, "9-3"
    if n and tokens[n].head == n - 1 and tokens[n - 1].tag in ("NN", "NNP"):
        return True  # a label: "game five"
    if n and tokens[n - 1].tag == "NNP" and tokens[n].text.isdigit() and tokens[n - 1].dep in ("compound", "nmod"):
        return True  # part of a name: "Falcon 9 rockets"
    if any(fold(token.text) in ("among", "amongst") for token in tokens[max(0, n - 2) : n]):
        return True  # the whole that others are counted out of
    if any(_is_out_of(tokens, k) for k in range(max(1, n - 4), n)):
        return True  # the same: "10 of the team's 16 games"
    above = tokens[tokens[n].head]
    if tokens[n].dep != "pobj" or above.lemma.lower() != "of":
        return False
    group = tokens[above.head]
    return group.pos in ("NOUN", "PROPN") and group.lemma.lower() not in _MEASURED


def _is_out_of(tokens: tuple[Token, ...], n: int) -> bool:
    """Whether the word is the "of" behind a number, with "the" or an owner after it."""
    counted = tokens[n - 1].pos == "NUM" and n + 1 < len(tokens)
    return counted and tokens[n].text.lower() == "of" and (tokens[n + 1].pos in ("DET", "PRON") or tokens[n + 1].begins)


def _is_one(tokens: tuple[Token, ...], n: int) -> bool:
    """Whether the word is the article of one of a kind under a happening: "the arrest of an officer"."""
    token, noun = tokens[n], tokens[tokens[n].head]
    if fold(token.text) not in ("a", "an") or token.dep != "det" or noun.tag != "NN" or noun.dep != "pobj":
        return False
    over = tokens[tokens[noun.head].head]
    return tokens[noun.head].lemma == "of" and over.pos == "NOUN" and over.lemma in read_words("nominals.txt")


def _read_number(tokens: tuple[Token, ...], n: int, end: int) -> tuple[tuple[float, float] | None, int]:
    """The range that the words from `n` on name, and the last of those words."""
    word = fold(tokens[n].text)
    if word in _ROUGH:
        last = n + 1 if n < end and fold(tokens[n + 1].text) in _SCALES else n
        return (_ROUGH[word], math.inf), last
    value = _parse_word(word)
    if value is None:
        return None, n
    last = n
    while last < end:
        following = fold(tokens[last + 1].text)
        joined = following in ("-", "–") and last + 2 <= end
        if joined and tokens[last].text[-1:].isdigit() and tokens[last + 2].text[:1].isdigit():
            return None, n  # a result, a range, a date: "9-3"
        if joined and _parse_word(fold(tokens[last + 2].text)) is not None and value < 100:
            value += _parse_word(fold(tokens[last + 2].text)) or 0.0
            last += 2
        elif following in _SCALES:
            value *= _SCALES[following]
            last += 1
        else:
            break
    return (value, value), last


def _parse_word(word: str) -> float | None:
    if _DIGITS.match(word):
        return float(word.replace(",", ""))
    whole = _UNITS.get(word) or _TENS.get(word)
    if whole is None and "-" in word:
        tens, _, units = word.partition("-")
        if tens in _TENS and units in _UNITS:
            whole = _TENS[tens] + _UNITS[units]
    return None if whole is None else float(whole)


def _build_count(clause: Clause, first: int, last: int, value: tuple[float, float]) -> Count | None:
    tokens = clause.sentence.tokens
    noun = _counted(tokens, first, last)
    if noun is not None and (tokens[noun].kind in _NO_COUNT or tokens[noun].lemma in ("%", "percent", "a.m.", "p.m.")):
        return None
    if last + 1 < len(tokens) and fold(tokens[last + 1].text) in ("a.m", "a.m.", "am", "p.m", "p.m.", "pm", ":", "/"):
        return None
    behind = last if noun is None else max(noun, last)
    if behind + 1 < len(tokens) and fold(tokens[behind + 1].text) in _APART:
        return None  # "six laps later", "five points behind": how far one is from another
    low, high, start = _widen(tokens, first, value)
    governor = _governor(tokens, last if noun is None else noun)
    shown = noun if value[0] == 1.0 and noun is not None and noun > last else last  # "a former minister", not "a"
    span = Span(clause.sentence.report, tokens[start].start, tokens[shown].end)
    limits = frozenset() if noun is None else _limits(tokens, noun, start, last)
    return Count(
        low=low,
        high=high,
        noun="" if noun is None else fold(tokens[noun].lemma),
        governor=governor,
        limits=limits,
        span=span,
        value=value[0],
        part=_is_part(tokens, last),
        measure=_is_measure(tokens, first, last, noun),
        article=fold(tokens[first].text) in ("a", "an"),
    )


def _is_measure(tokens: tuple[Token, ...], first: int, last: int, noun: int | None) -> bool:
    """Whether the number measures rather than counts: money, a share, a unit, a version, anything with a fraction."""
    if first and fold(tokens[first - 1].text) in _MONEY:
        return True
    following = fold(tokens[last + 1].text) if last + 1 < len(tokens) else ""
    fraction = "." in tokens[first].text and tokens[last].lemma not in _SCALES
    unit = "" if noun is None else fold(tokens[noun].lemma)
    return fraction or following in _MONEY or unit in _UNIT_NOUNS or following in _UNIT_NOUNS


def _is_part(tokens: tuple[Token, ...], last: int) -> bool:
    """Whether "of the …" follows the number."""
    following = [fold(token.text) for token in tokens[last + 1 : last + 3]]
    return following[:1] == ["of"] and following[1:] in (["the"], ["those"], ["these"], ["its"], ["their"], ["our"])


def _limits(tokens: tuple[Token, ...], noun: int, first: int, last: int) -> frozenset[str]:
    """Adjectives and names that say which of them are counted: "two Chinese tourists"."""
    return frozenset(
        fold(token.lemma)
        for n, token in enumerate(tokens)
        if token.head == noun and token.dep in ("amod", "compound", "nmod") and not first <= n <= last
    )


def _counted(tokens: tuple[Token, ...], first: int, last: int) -> int | None:
    for n in range(first, last + 1):
        token = tokens[n]
        if token.head == n or first <= token.head <= last:
            continue
        head = tokens[token.head]
        if token.dep in ("nummod", "amod", "compound", "quantmod", "nmod", "det") and head.pos in ("NOUN", "PROPN"):
            return token.head
    for n in range(last + 1, min(len(tokens), last + 4)):  # "dozens of villages"
        if (
            tokens[n].dep == "pobj"
            and first <= tokens[tokens[n].head].head <= last
            and tokens[tokens[n].head].lemma == "of"
        ):
            return n
    return None


def _widen(tokens: tuple[Token, ...], first: int, value: tuple[float, float]) -> tuple[float, float, int]:
    """The bounds as the words before the number set them, and where those words begin."""
    low, high = value
    before = [(n, fold(tokens[n].text)) for n in range(max(0, first - 3), first)]
    for n, word in reversed(before):
        if word in ("than", "to", "at", "of", "the", "a", "an", "total"):
            continue
        negated = n > 0 and fold(tokens[n - 1].text) in ("no", "not")
        start = n - 1 if negated or (n and fold(tokens[n - 1].text) == "at") else n
        if negated and word in ("more", "fewer", "less"):
            return (0.0, high, start) if word == "more" else (low, math.inf, start)
        if word in _AT_LEAST:
            return low, math.inf, start
        if word == "maximum":
            return 0.0, high, start
        if word in _MORE and (first - n == 2 or word in ("over", "above")):
            return math.nextafter(low, math.inf), math.inf, start
        if word in _AT_MOST and first - n == 2:
            return 0.0, high, start
        if word in _FEWER and first - n <= 2:
            return 0.0, math.nextafter(high, 0.0), start
        if word in _ABOUT:
            return low * 0.9, high * 1.1, n
        break
    return low, high, first


def _governor(tokens: tuple[Token, ...], n: int) -> int | None:
    """The verb or noun of a happening that the counted noun hangs on."""
    for _ in range(4):
        if tokens[n].head == n:
            return None
        n = tokens[n].head
        if tokens[n].pos == "VERB" or (tokens[n].pos == "NOUN" and tokens[n].lemma in read_words("nominals.txt")):
            return n
    return None
