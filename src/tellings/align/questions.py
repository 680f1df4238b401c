"""A line of claims in, the words a reader meets it with out: a gist in a report's own words, and a plain question."""

from collections import Counter
from collections.abc import Sequence

from tellings.align.differences.difference import Difference
from tellings.align.plurals import plural
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


_ASKS = {"polarity": "Is it so or not?", "date": "When was it?", "place": "Where was it?", "person": "Who was it?",
         "organisation": "Which body was it?", "cause": "On what grounds?", "action": "What was done?",
         "modality": "Is it done or still to come?", "attribution": "Who said it?",
         "wording": "Which word was used?"}  # fmt: skip
_MOST = 15  # words of a question made out of a clause; a longer one is harder to read than the values themselves
_HELPS = frozenset({"aux", "auxpass"})


def ask_question(difference: Difference, left: Side, right: Side) -> str:
    """What it is that differs, asked in plain words; the values stand beside the question, not in it."""
    if difference.asks:
        return difference.asks
    sides = (left, right)
    if difference.slot == "number":
        if difference.kind == "scope" and difference.about:
            return f"Of which {difference.about}?"
        return f"How many {_plural_in(difference.about, sides)}?" if difference.about else "How many?"
    if difference.slot == "cause" and any("charge" in side.lemmas for side in sides):
        return "On what charge?"
    if difference.slot in ("polarity", "date"):
        when = difference.slot == "date"
        made = [_turn_round(side, when=when) for side in sides if when or side.claim.polarity == "positive"]
        asked = sorted((question for question in made if question), key=lambda question: (len(question), question))
        if asked:
            return asked[0]
    return _ASKS.get(difference.slot, "Which is it?")


def _turn_round(side: Side, *, when: bool) -> str | None:
    """A clause as a question: "Did the court order the water to be let out?", "When did the crew leave the ship?"."""
    clause, tokens = side.clause, side.clause.sentence.tokens
    subject, head = clause.subject, clause.head
    if clause.kind == "verb" and tokens[head].tag == "VBG" and not when and _is_bare(side):
        asked = " ".join(["Did anyone", tokens[head].lemma, *(_rest(side) or [])])
        return f"{asked}?" if len(asked.split()) <= _MOST else None
    if clause.kind != "verb" or subject is None or tokens[head].pos not in ("VERB", "AUX"):
        return None
    helpers = [n for n, t in enumerate(tokens) if t.head == head and t.dep in _HELPS and clause.first <= n < head]
    told = _noun_phrase(side, subject)
    if told is None or not clause.first <= subject < head or not all(subject < n for n in helpers):
        return None
    rest = _object(side) if when else _rest(side)
    if rest is None:
        return None
    if helpers and tokens[helpers[0]].tag != "TO":
        first, *others = (tokens[n].text for n in (*helpers, head))
        lead = first.capitalize() if first.isalpha() else None
    elif not helpers and tokens[head].lemma == "be" and tokens[head].text.isalpha():
        lead, others = tokens[head].text.capitalize(), []
    elif not helpers and tokens[head].tag in ("VBD", "VBZ", "VBP") and tokens[head].lemma != "be":
        lead, others = {"VBD": "Did", "VBZ": "Does", "VBP": "Do"}[tokens[head].tag], [tokens[head].lemma]
    else:
        lead, others = None, []
    if lead is None:
        return None
    question = " ".join([lead, told, *others, *rest])
    question = f"When {question[0].lower()}{question[1:]}" if when else question
    return f"{question}?" if len(question.split()) <= _MOST else None


def _is_bare(side: Side) -> bool:
    """Whether the verb stands without helpers and without a subject of its own: "for not informing the owners"."""
    return not any(t.head == side.clause.head and t.dep in {*_HELPS, "nsubj"} for t in side.clause.sentence.tokens)


def _noun_phrase(side: Side, noun: int) -> str | None:
    """The noun with what stands before it; None for a pronoun, which says nothing without its sentence."""
    tokens = side.clause.sentence.tokens
    if tokens[noun].pos not in ("NOUN", "PROPN"):
        return None
    first = noun
    while first > 0 and _hangs_under(side, first - 1, noun) and tokens[first - 1].dep != "punct":
        first -= 1
    words = _words(side, first, noun)
    return words if tokens[first].pos == "PROPN" or words[:1].isdigit() else words[:1].lower() + words[1:]


def _hangs_under(side: Side, n: int, top: int) -> bool:
    tokens = side.clause.sentence.tokens
    for _ in range(6):
        if n == top:
            return True
        n = tokens[n].head
    return False


def _object(side: Side) -> list[str] | None:
    """The direct object alone, so that no date comes into the question; [] where there is none."""
    tokens = side.clause.sentence.tokens
    found = [n for n, t in enumerate(tokens) if t.head == side.clause.head and t.dep == "dobj"]
    if not found:
        return []
    phrase = _noun_phrase(side, found[0])
    return None if phrase is None else [phrase]


def _rest(side: Side) -> list[str]:
    """What follows the verb, to the end of the clause or to its first comma."""
    tokens, head = side.clause.sentence.tokens, side.clause.head
    last = head
    while last < side.clause.last and tokens[last + 1].dep != "punct":
        last += 1
    return [_words(side, head + 1, last)] if last > head else []


def _words(side: Side, first: int, last: int) -> str:
    tokens, start = side.clause.sentence.tokens, side.clause.sentence.span.start
    return " ".join(side.passage[tokens[first].start - start : tokens[last].end - start].split())


def _plural_in(noun: str, sides: Sequence[Side]) -> str:
    """The plural as one of the two sentences words it, else as the rules of spelling make it."""
    for side in sides:
        for token in side.clause.sentence.tokens:
            if token.tag in ("NNS", "NNPS") and token.lemma.lower() == noun and token.text.lower() != noun:
                return token.text.lower()
    return plural(noun)
