"""A story's claims in, where its reports measure one thing differently out: how deep a shaft is, how far one fell.

What is measured is a singular noun with a side of it ("a shaft 40 metres deep", "a 180-kg bear") or a deed ("fell 12
feet"). Feet are held against metres; figures that lie within what rounding and converting do to them are one.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files

from tellings.align.disputes import Dispute
from tellings.align.ledger import Entry, Ledger, find_opposed, find_shortest
from tellings.align.occasions import is_apart
from tellings.align.sides import Side
from tellings.records import Quantity, Span, Token
from tellings.text.folding import fold

_SLACK = {"exactly": 0.04, "between": 0.02}  # rounding and converting; other bounds say themselves that they are rough
_ROUGH = 0.1
_FARTHEST = 4.0
_ASPECTS = {
    "deep": "deep", "depth": "deep", "high": "high", "height": "high", "tall": "high", "long": "long", "length": "long",
    "wide": "wide", "width": "wide", "diameter": "wide", "broad": "wide", "across": "wide", "thick": "thick",
    "weight": "heavy", "heavy": "heavy",
}  # fmt: skip
_DEEDS = {"fall": "fall", "drop": "fall", "plunge": "fall", "plummet": "fall", "tumble": "fall", "weigh": "weigh",
          "drag": "drag", "drift": "drift", "sink": "sink"}  # fmt: skip
_ASKS = {"length": "How {} was the {}?", "mass": "How heavy was the {1}?", "speed": "How fast was the {1}?",
         "volume": "How much did the {1} hold?"}  # fmt: skip
_DEED_ASKS = {"fall": "How far was the fall?", "weigh": "How much did it weigh?", "drag": "How far was it dragged?",
              "drift": "How far did it drift?", "sink": "How far did it sink?"}  # fmt: skip
_COPULAS = frozenset({"be", "measure", "stand"})
# Words of a sentence whose measures are of no one thing.
_GENERAL = frozenset("average per each every typically usually normally could might would can may if record".split())


@lru_cache(maxsize=1)
def read_units() -> dict[str, tuple[str, float]]:
    """Unit -> dimension and factor."""
    lines = files("tellings.align").joinpath("measures.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {unit: (dimension, float(factor)) for dimension, unit, factor in rows}


def find_measures(sides: Sequence[Side]) -> list[Dispute]:
    """The disputes over measures, in the order of their texts."""
    entries = [entry for side, find in find_shortest(sides) for entry in _entries_in(side, find)]
    aspects: dict[tuple[str, ...], set[str]] = {}
    for entry in entries:
        aspects.setdefault((entry.key[0], entry.key[2]), set()).add(entry.key[1])
    named = []
    for entry in entries:
        known = aspects[entry.key[0], entry.key[2]] - {""}
        aspect = entry.key[1] or (next(iter(known)) if len(known) == 1 else "")
        key = (entry.key[0], aspect, entry.key[2])
        if not aspect and key[0] == "length" and key[2] not in _DEED_ASKS:
            continue  # a 5-yard pass, a 200-metre race: many of a kind
        named.append(Entry(key, entry.low, entry.high, entry.span, entry.side, _ask(key)))
    return find_opposed(sides, named, Ledger(is_apart, farthest=_FARTHEST))


def _ask(key: tuple[str, ...]) -> str:
    dimension, aspect, noun = key
    if noun in _DEED_ASKS:
        return _DEED_ASKS[noun]
    return _ASKS[dimension].format(aspect, noun)


def _entries_in(side: Side, find: Callable[[Span], int | None]) -> Iterator[Entry]:
    tokens = side.clause.sentence.tokens
    if not side.amounts or not _GENERAL.isdisjoint(side.clause.tree.words):
        return
    for quantity in side.amounts:
        measured = _measure(side, quantity)
        place = find(quantity.span)
        if measured is None or place is None:
            continue
        dimension, low, high = measured
        named = _name_measured(tokens, quantity.span)
        if named is not None:
            yield Entry((dimension, *named), low, high, quantity.span, place, "")


def _measure(side: Side, quantity: Quantity) -> tuple[str, float, float] | None:
    """Dimension and range in the dimension's own unit; "40m deep" is metres, not millions."""
    low, high, unit = quantity.low, quantity.high, quantity.unit
    if low is None or high is None:
        return None
    if not unit and low >= 1e6 and _means_metres(side, quantity):
        low, high, unit = low / 1e6, high / 1e6, "m"
    if unit not in read_units():
        return None
    dimension, factor = read_units()[unit]
    slack = _SLACK.get(quantity.bound, _ROUGH)
    return dimension, low * factor * (1 - slack), high * factor * (1 + slack)


def _means_metres(side: Side, quantity: Quantity) -> bool:
    start = side.clause.sentence.span.start
    wording = side.passage[quantity.span.start - start : quantity.span.end - start]
    return wording[-1:] == "m" and wording[-2:-1].isdigit()


def _name_measured(tokens: Sequence[Token], span: Span) -> tuple[str, str] | None:
    """The side that is measured and the noun; or "" and the deed."""
    inside = [n for n, token in enumerate(tokens) if span.start < token.end and token.start < span.end]
    if not inside:
        return None
    first, last = inside[0], inside[-1]
    deed = _DEEDS.get(fold(tokens[first - 1].lemma)) if first else None
    if deed is not None and tokens[first - 1].pos == "VERB":
        return "", deed
    aspect, n = _aspect_behind(tokens, last)
    plural = len(tokens[last].text) > 2 and fold(tokens[last].text).endswith(("s", "feet"))
    noun = None if plural else _noun_behind(tokens, n)
    if noun is None:
        noun = _owner_of(tokens, last)
    if noun is None or tokens[noun].tag != "NN" or _is_aspect(tokens[noun]):
        return None
    return aspect, fold(tokens[noun].lemma)


def _aspect_behind(tokens: Sequence[Token], last: int) -> tuple[str, int]:
    """The side named right behind the amount ("-deep", "in diameter"), and the word that follows."""
    n = last + 1
    while n < len(tokens) and n <= last + 2 and fold(tokens[n].text) in ("-", "in"):
        n += 1
    if n < len(tokens) and _is_aspect(tokens[n]):
        return _ASPECTS[fold(tokens[n].text)], n + 1
    return "", last + 1


def _noun_behind(tokens: Sequence[Token], n: int) -> int | None:
    """The noun that the amount stands before, with no more than adjectives between: "40m dry well"."""
    end = min(len(tokens), n + 4)
    while n < end and (tokens[n].pos == "ADJ" or tokens[n].text == "-"):
        n += 1
    while n + 1 < len(tokens) and tokens[n].pos == "NOUN" and tokens[n + 1].pos == "NOUN":
        n += 1
    return n if n < len(tokens) and tokens[n].pos == "NOUN" else None


def _owner_of(tokens: Sequence[Token], n: int) -> int | None:
    """The noun of which a copula, or "measuring", says the amount."""
    for _ in range(4):
        if tokens[n].head == n or tokens[n].pos == "ADP":
            return None
        n = tokens[n].head
        if tokens[n].lemma in _COPULAS and tokens[n].pos in ("AUX", "VERB"):
            if tokens[n].dep == "acl":
                return tokens[n].head
            return next((k for k, t in enumerate(tokens) if t.head == n and t.dep == "nsubj"), None)
        if not (_is_aspect(tokens[n]) or tokens[n].pos in ("NUM", "NOUN")):
            return None
    return None


def _is_aspect(token: Token) -> bool:
    return fold(token.text) in _ASPECTS
