"""A page's text in, its language out (ISO 639-1 where it has such a code): content first, then what the page declares.

Each long line is asked for itself and counts by its letters, so that a menu in another language, a quotation or the
second half of a bilingual page does not change the language of the rest.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tellings.text.language import UNKNOWN, parse_code, rank_languages
from tellings.text.words import count_words

_LONG = 8  # words from which a line is running text and tells the language by itself
_ENOUGH = 20  # words in such lines from which the others are not asked
_MOST = 40  # lines asked, spread over the page
_PIECE = 600  # letters of a line
_DOUBTFUL = 0.55  # share of the page's letters below which a language that the page declares is believed
_MARGIN = 1.01  # letters left to be asked that a lead must outweigh: likelihoods of one line may add up to a bit over 1
_KNOWN = 0.04  # what the content must give to a declared language for it to be believed


def find_language(text: str, *, declared: Iterable[str | None] = ()) -> str:
    """The language of the text; `und` where nothing tells. `declared`: codes that came with the page, best first."""
    lines = _choose_lines(text)
    codes = [code for name in declared if name and (code := parse_code(name))]
    if not codes:
        return _find_leader(lines)
    shares = _share_languages(lines)
    best = max(shares, key=lambda code: (shares[code], code), default=UNKNOWN)
    sure = shares.get(best, 0.0)
    for code in codes:
        if best == UNKNOWN or (sure < _DOUBTFUL and shares.get(code, 0.0) >= _KNOWN):
            return code if best != UNKNOWN or any(map(str.isalpha, text[:2000])) else UNKNOWN
    return best


def _find_leader(lines: Sequence[str]) -> str:
    """The language of most of the lines: the longest are asked first, those that could not change it any more never."""
    weights: defaultdict[str, float] = defaultdict(float)
    rest = sum(map(len, lines))
    for line in sorted(lines, key=len, reverse=True):
        for code, likely in rank_languages(line[:_PIECE]):
            weights[code] += likely * len(line)
        rest -= len(line)
        first, second = sorted([0.0, 0.0, *weights.values()])[:-3:-1]
        if first - second > _MARGIN * rest:
            break
    return max(weights, key=lambda code: (weights[code], code), default=UNKNOWN)


def _choose_lines(text: str) -> list[str]:
    """The running text, or all of it where there is hardly any."""
    lines = [line.strip() for line in text[:200_000].splitlines() if line.strip()]
    long = [line for line in lines if count_words(line) >= _LONG]
    if sum(map(count_words, long)) < _ENOUGH:
        return ["\n".join(lines)[:3000]] if lines else []
    step = max(1, len(long) // _MOST)
    return long[::step][:_MOST]


def _share_languages(lines: Iterable[str]) -> dict[str, float]:
    """How much of the lines is in which language, likelihoods weighed by letters."""
    weights: defaultdict[str, float] = defaultdict(float)
    total = 0
    for line in lines:
        ranked = rank_languages(line[:_PIECE])
        total += len(line) if ranked else 0
        for code, likely in ranked:
            weights[code] += likely * len(line)
    return {code: weight / total for code, weight in weights.items()} if total else {}
