"""A line of claims in, the words a reader meets it with out: a gist in a report's own words, and a plain question."""

from collections import Counter
from collections.abc import Sequence

from tellings.align.differences.difference import Difference
from tellings.align.sides import Side

_GIST = 25  # words
_LED = ("which", "who", "that", "whose", "as", "when", "after", "before", "while", "where", "because", "but", "if")


def choose_gist(sides: Sequence[Side]) -> str:
    """The clearest wording: a whole clause with its subject, of middling length, near to what the others say."""
    shared = Counter(lemma for side in sides for lemma in set(side.lemmas))

    def rate(side: Side) -> tuple[float, int, str]:
        words = side.text.split()
        common = sum(shared[lemma] for lemma in set(side.lemmas)) / max(1, len(side.lemmas))
        led = words[0].lower() in _LED if words else True
        own = side.clause.subject is not None and side.clause.first <= side.clause.subject <= side.clause.last
        length = abs(len(words) - 14) / 14
        return (common / len(sides) + 0.5 * own - 0.6 * led - 0.4 * length, -side.claim.span.start, side.text)

    return shorten(max(sides, key=rate).text)


def shorten(wording: str, most: int = _GIST) -> str:
    """The wording on one line, cut after so many words."""
    words = wording.split()
    return " ".join(words) if len(words) <= most else " ".join(words[:most]).rstrip(",;:") + " …"


_ASKS = {"polarity": "Is it so or not", "date": "When", "place": "Where", "person": "Who", "organisation": "Which body",
         "cause": "On what grounds", "action": "What was done", "modality": "Done, or still to come",
         "attribution": "Who said so", "wording": "Which word"}  # fmt: skip


def ask_question(difference: Difference, values: Sequence[str | None]) -> str:
    """What it is that differs, asked in plain words, with the two wordings that stand against each other."""
    told = list(dict.fromkeys(shorten(value, 8) for value in values if value))
    asked = _ASKS.get(difference.slot, "Which is it")
    if difference.slot == "number":
        asked = (
            f"Of which {difference.about}" if difference.kind == "scope" else f"How many {_plural(difference.about)}"
        )
    elif difference.slot == "cause" and difference.about:
        asked += f" ({difference.about})"
    return f"{asked}: “{told[0]}” or “{told[1]}”?" if len(told) > 1 else f"{asked}?"


def _plural(noun: str) -> str:
    if noun in ("", "people"):
        return "people" if noun else "of them"
    if noun == "person":
        return "people"
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else noun + "s"
