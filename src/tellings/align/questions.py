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


def ask_question(difference: Difference, sides: Sequence[Side]) -> str:
    """What it is that differs, asked in plain words with words that the claims share."""
    verb = Counter(side.claim.verb for side in sides).most_common(1)[0][0]
    topic = _topic(sides)
    about = difference.about
    tail = f" ({topic})" if topic else ""
    templates = {
        "number": f"How many {about or 'of them'}?" if not topic else f"How many {about or 'of them'}{tail}?",
        "polarity": f"{verb.capitalize()}: done or not{tail}?",
        "date": f"When{tail}?",
        "place": f"Where{tail}?",
        "person": f"Who{tail}?",
        "organisation": f"Which body{tail}?",
        "cause": f"Why{tail}?",
        "action": f"What was done{tail}?",
        "modality": f"{verb.capitalize()}: done, or still to come{tail}?",
        "attribution": f"Who said so{tail}?",
        "wording": f"Which words were used{tail}?",
    }
    return templates.get(difference.slot, "What differs?")


def _topic(sides: Sequence[Side]) -> str:
    """Up to four words that all sides share, in the order of the first."""
    if not sides:
        return ""
    common = set(sides[0].lemmas).intersection(*(side.lemmas for side in sides[1:]))
    tokens = [sides[0].clause.sentence.tokens[n] for n in sides[0].words]
    words = [token.text for token, lemma in zip(tokens, sides[0].lemmas, strict=True) if lemma in common]
    return " ".join(dict.fromkeys(words[:4]))
