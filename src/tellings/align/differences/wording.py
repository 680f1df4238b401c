"""Two quotations of the same words in, the word that one of them has changed out."""

from difflib import SequenceMatcher

from tellings.align.clauses import is_content, read_words
from tellings.align.differences.difference import Difference
from tellings.align.pairs import is_name_near
from tellings.align.sides import Side, list_words
from tellings.records import Span, Token
from tellings.text.folding import fold
from tellings.text.words import words_of

LEAST = 0.4
_ALIKE = 0.5  # share of words in common from which two quotations are taken for one
_KEPT = 5  # words in a row or apart that two quotations share: "he tried to" is anybody's
_FEW = 2  # naming words of a longer stretch that is another: beyond, it is put in other words
_NAMING = frozenset({"NOUN", "VERB", "PROPN"})  # a changed adverb or article misleads nobody
_THINKING = frozenset({"believe", "consider", "think", "feel", "know", "suppose", "expect", "hope"})


def compare(left: Side, right: Side) -> Difference | None:
    """One naming word exchanged for another within words that both put into the same mouth."""
    if not (left.quoted and right.quoted) or _is_of_others(left, right):
        return None
    mine, other = list_words(left), list_words(right)
    matcher = SequenceMatcher(None, left.folded, right.folded, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return None
    if sum(block.size for block in matcher.get_matching_blocks()) < _KEPT:
        return None
    found = []
    for tag, a, a_end, b, b_end in matcher.get_opcodes():
        if tag != "replace":
            continue
        if a_end - a > 3 or b_end - b > 3:
            if sum(_names(token) for token in (*mine[a:a_end], *other[b:b_end])) > _FEW:
                return None
            continue
        if not _stands_alike(mine, a, a_end, other, b, b_end):
            continue
        changed = _changed_word(left, right, mine[a:a_end], other[b:b_end])
        if changed:
            found.append(changed)
    if len(found) != 1:
        return None  # where word upon word is another, the quotation was put in other words as a whole
    return Difference("wording", "wording", True, *found[0], "")


def _is_of_others(left: Side, right: Side) -> bool:
    """Whether two named speakers share no part of their names: then these are two quotations."""
    if left.quote is None or right.quote is None:
        return False
    names, others = words_of(left.quote.speaker_name or ""), words_of(right.quote.speaker_name or "")
    return bool(names and others) and not any(x == y or is_name_near(x, y) for x in names for y in others)


def _stands_alike(mine: list[Token], a: int, a_end: int, other: list[Token], b: int, b_end: int) -> bool:
    """Whether the same word stands right before the exchanged ones, or right behind them, in both."""
    before = a > 0 and b > 0 and fold(mine[a - 1].text) == fold(other[b - 1].text)
    behind = a_end < len(mine) and b_end < len(other) and fold(mine[a_end].text) == fold(other[b_end].text)
    return before or behind


def _names(token: Token) -> bool:
    """Whether the word names somebody, something or a deed; verbs of saying and thinking do not count."""
    if token.pos == "PRON":
        return token.lemma.endswith(("one", "body", "thing"))
    opinion = token.lemma in _THINKING or token.lemma in read_words("says.txt")
    return token.pos in _NAMING and is_content(token) and not (token.pos == "VERB" and opinion)


def _changed_word(left: Side, right: Side, mine: list[Token], other: list[Token]) -> tuple[Span, Span] | None:
    a, b = [t for t in mine if _names(t)], [t for t in other if _names(t)]
    if len(a) != 1 or len(b) != 1 or a[0].lemma == b[0].lemma or a[0].pos != b[0].pos:
        return None
    if SequenceMatcher(None, fold(a[0].text), fold(b[0].text)).ratio() >= 0.8 or is_name_near(a[0].lemma, b[0].lemma):
        return None
    return Span(left.report, a[0].start, a[0].end), Span(right.report, b[0].start, b[0].end)
