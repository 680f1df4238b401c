"""A parsed sentence and a number in it in, what has become of the people it counts out: dead, missing, aboard …"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from tellings.align.plurals import plural
from tellings.linking.factuality import judge_clause
from tellings.records import Sentence, Span, Token
from tellings.text.folding import fold

# Nouns that count people without saying which: a toll is told with any of them.
PEOPLE = frozenset({"", "people", "person", "individual", "human", "victim"})
_PART = frozenset({"include", "including", "among", "amongst", "whom", "whose", "besides", "plus"})
_SEEN = frozenset({"see", "spot", "notice", "film", "photograph"})  # what one witness saw is no toll
_FURTHER = frozenset({"another", "other", "others", "more", "additional", "further"})
# Words of a sentence whose numbers are not those of one happening: rates, records, what might come, what was before.
_GENERAL = frozenset(
    """average annually yearly every per each since earlier previous previously similar worst deadliest anniversary
    past ago record history decade decades century estimate risk if last""".split()
)
_POSSIBLE = frozenset({"could", "may", "might", "would"})
_CHANGES = frozenset("reach rise climb stand hit exceed pass top increase grow jump put raise be soar".split())
_COPULAS = frozenset(
    "be remain go leave report list declare presume feare fear confirm find feel believe think".split()
)
_ASKS = {"dead": "died", "injured": "were hurt", "missing": "are missing", "aboard": "were aboard",
         "rescued": "were rescued", "detained": "were detained", "displaced": "were displaced",
         "evacuated": "were evacuated", "kidnapped": "were kidnapped", "freed": "were freed"}  # fmt: skip
_REAL = frozenset({"happened", "ongoing"})
_BETWEEN = frozenset({"still", "also", "now", "already", "reported", "confirmed", "reportedly"})
_SUBJECTS, _PASSIVE = ("nsubj", "csubj"), ("nsubjpass",)


@dataclass(frozen=True, slots=True)
class Casualty:
    """kind: a class of the table; noun: who is counted ("" for people as such); limits: words that say which;
    part: only some of those to whom it happened are counted, or more of them."""

    kind: str
    noun: str
    limits: frozenset[str]
    part: bool = False


def ask_count(casualty: Casualty) -> str:
    """The question that the number answers: "How many died?", "How many soldiers were hurt?"."""
    noun = f"{' '.join(sorted(casualty.limits))} {plural(casualty.noun)} ".lstrip() if casualty.noun else ""
    return f"How many {noun}{_ASKS[casualty.kind]}?"


@lru_cache(maxsize=1)
def read_classes() -> dict[tuple[str, str], str]:
    """(how the number stands to the word, the word) -> class."""
    lines = files("tellings.align.differences").joinpath("casualties.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {(relation, word): kind for kind, relation, word in rows}


def find_casualty(sentence: Sentence, span: Span) -> Casualty | None:
    """What the number counts, where it counts people to whom one thing happened; None for some named out of a whole."""
    tokens = sentence.tokens
    inside = [n for n, token in enumerate(tokens) if span.start <= token.start < span.end]
    numbers = [n for n in inside if tokens[n].pos == "NUM" or tokens[n].tag == "CD" or tokens[n].text[:1].isdigit()]
    if not numbers or any(_is_general(token) for token in tokens):
        return None
    place = numbers[-1]
    path = [place, *_above(tokens, place)]
    if _is_part(tokens, path, inside):
        return None
    noun = _counted(tokens, path, inside)
    kind, verb = _find_kind(tokens, path, noun, inside)
    if kind is None or (verb is not None and not _is_real(sentence, verb)):
        return None
    part = _is_of_some(tokens, place if noun is None else noun, verb)
    near = {fold(tokens[n].text) for n in (inside[0] - 1, inside[0], inside[-1] + 1) if 0 <= n < len(tokens)}
    if any(fold(tokens[n].text) == "than" for n in inside):
        near -= {"more"}
    part = part or (kind in ("dead", "rescued", "detained") and bool(near & _FURTHER))
    lemma = "" if noun is None else fold(tokens[noun].lemma)
    named = ("noun", lemma) in read_classes() or (noun is not None and fold(tokens[noun].text) in _states())
    limits = frozenset() if noun is None else _limits(tokens, noun, inside)
    return Casualty(kind, "" if named or lemma in PEOPLE else lemma, limits, part)


def _is_general(token: Token) -> bool:
    """Whether the word makes the sentence's numbers those of no one happening; May is a month, no maybe."""
    word = fold(token.text)
    return word in _GENERAL or (word in _POSSIBLE and token.tag == "MD")


def _above(tokens: Sequence[Token], n: int) -> list[int]:
    path: list[int] = []
    while tokens[n].head != n and len(path) < 8:
        n = tokens[n].head
        path.append(n)
    return path


def _is_real(sentence: Sentence, verb: int) -> bool:
    stance = judge_clause(sentence, verb)
    return stance.polarity == "positive" and stance.factuality in (*_REAL, "background")


def _is_part(tokens: Sequence[Token], path: Sequence[int], inside: Sequence[int]) -> bool:
    """Whether the number is some of a whole told elsewhere: "of them", "including", "three of whom"."""
    following = [fold(token.text) for token in tokens[inside[-1] + 1 : inside[-1] + 3]]
    if following[:1] == ["of"] and following[1:] != ["people"]:
        return True
    before = {fold(token.text) for token in tokens[max(0, inside[0] - 6) : inside[0]]}
    return bool(before & _PART) or any(fold(tokens[n].lemma) in _PART | _SEEN for n in path)


def _counted(tokens: Sequence[Token], path: Sequence[int], inside: Sequence[int]) -> int | None:
    """The noun that the number stands before, or "of" which it is a number."""
    place = path[0]
    if len(path) > 1 and tokens[path[0]].dep in ("nummod", "quantmod", "amod", "compound", "nmod", "advmod"):
        above = next((n for n in path[1:] if n not in inside), None)
        if above is not None and tokens[above].pos in ("NOUN", "PROPN", "ADJ") and above > place:
            return above
    for n in range(place + 1, min(len(tokens), place + 4)):
        if tokens[n].dep == "pobj" and tokens[tokens[n].head].lemma == "of" and tokens[tokens[n].head].head in inside:
            return n
    return None


def _find_kind(
    tokens: Sequence[Token], path: Sequence[int], noun: int | None, inside: Sequence[int]
) -> tuple[str | None, int | None]:
    """The class, and the verb it was found under."""
    classes = read_classes()
    start = path[0] if noun is None else noun
    if noun is not None:
        found = classes.get(("noun", fold(tokens[noun].lemma))) or classes.get(("state", fold(tokens[noun].text)))
        if found:
            return found, _verb_over(tokens, start)
    for n in _states_of(tokens, start, inside):
        return classes["state", fold(tokens[n].text)], _verb_over(tokens, start)
    found = _measured(tokens, path)
    if found:
        return found, None
    found, verb = _by_verb(tokens, start)
    return (found, verb) if found else _by_order(tokens, max(start, inside[-1]))


def _states_of(tokens: Sequence[Token], start: int, inside: Sequence[int]) -> Iterator[int]:
    """States said of the counted: after the noun, or by a copula."""
    states = _states()
    after = {start, *inside}
    for n, token in enumerate(tokens):
        if fold(token.text) not in states or n <= start:
            continue
        head = token.head
        if token.lemma == "board" and tokens[head].lemma == "on":
            head = tokens[head].head
        if head in after or (n == start + 1 and tokens[n].pos in ("ADJ", "ADV", "VERB") and token.dep != "amod"):
            yield n
        elif tokens[head].head == head or tokens[head].pos in ("VERB", "AUX"):
            subject = tokens[start].head
            said = tokens[start].dep in ("nsubj", "nsubjpass") and tokens[head].lemma in _COPULAS
            raised = tokens[subject].lemma in _COPULAS and (head == subject or tokens[head].head == subject)
            if (said and head == subject) or (raised and tokens[start].dep in ("nsubj", "nsubjpass", "dobj")):
                yield n


@lru_cache(maxsize=1)
def _states() -> frozenset[str]:
    return frozenset(word for relation, word in read_classes() if relation == "state")


def _measured(tokens: Sequence[Token], path: Sequence[int]) -> str | None:
    """ "The toll rose to 52", "a death toll of 52", "put the dead at 11", "52 is the toll"."""
    place = path[0]
    if tokens[place].dep not in ("pobj", "dobj", "attr") or len(path) < 2:
        return None
    above = path[1]
    if tokens[above].pos == "ADP":
        if len(path) < 3:
            return None
        if tokens[above].lemma == "of" and tokens[path[2]].lemma in ("toll", "number"):
            return _measure_in(tokens, path[2])
        above = path[2]
    if tokens[above].lemma not in _CHANGES:
        return None
    for n, token in enumerate(tokens):
        if token.head == above and token.dep in ("nsubj", "nsubjpass", "dobj") and n != place:
            found = _measure_in(tokens, n)
            if found:
                return found
    return None


def _measure_in(tokens: Sequence[Token], top: int) -> str | None:
    """The class that a noun of measure is one of: "the number of people known to have died"."""
    if tokens[top].lemma not in ("toll", "number", "dead", "missing", "wounded", "injured", "count", "death"):
        return None
    under = [n for n in range(len(tokens)) if n == top or top in _above(tokens, n)]
    kinds = {read_classes().get(("measure", fold(tokens[n].lemma))) for n in under} - {None}
    return next(iter(kinds)) if len(kinds) == 1 else None


def _by_verb(tokens: Sequence[Token], start: int) -> tuple[str | None, int | None]:
    """The class that the verb gives to its subject or object."""
    classes = read_classes()
    if tokens[start].dep == "pobj" and tokens[tokens[start].head].lemma == "of":
        lives = tokens[tokens[start].head].head  # "took the lives of nine people"
        if tokens[lives].lemma == "life" and tokens[tokens[lives].head].lemma in ("take", "claim", "cost"):
            return "dead", tokens[lives].head
    verb, dep = tokens[start].head, tokens[start].dep
    if tokens[verb].pos != "VERB":
        return None, None
    lemma = fold(tokens[verb].lemma)
    stranded = any(t.head == verb and t.lemma == "for" and t.dep == "prep" for t in tokens)
    if lemma == "look" and not stranded:
        return None, None
    if dep in _SUBJECTS:
        return classes.get(("subject", lemma)), verb
    if dep in (*_PASSIVE, "dobj"):
        return classes.get(("object", lemma)), verb
    return None, None


def _by_order(tokens: Sequence[Token], last: int) -> tuple[str | None, int | None]:
    """The class of the word that follows: "44 were still missing", "31 people drowned", where the parse went astray."""
    n = last + 1
    while n < len(tokens) and (tokens[n].lemma in ("be", "remain", "have") or fold(tokens[n].text) in _BETWEEN):
        n += 1
    if n == len(tokens):
        return None, None
    passive = any(tokens[k].lemma == "be" for k in range(last + 1, n))
    found = read_classes().get(("state", fold(tokens[n].text)))
    if found is None and tokens[n].pos == "VERB":
        found = read_classes().get(("object" if passive else "subject", fold(tokens[n].lemma)))
    return found, (n if found else None)


def _verb_over(tokens: Sequence[Token], n: int) -> int | None:
    return next((k for k in _above(tokens, n) if tokens[k].pos == "VERB"), None)


def _limits(tokens: Sequence[Token], noun: int, inside: Sequence[int]) -> frozenset[str]:
    """Adjectives and names that say which are counted: "two Chinese tourists"; states say what became of them."""
    return frozenset(
        fold(token.lemma)
        for n, token in enumerate(tokens)
        if token.head == noun and token.dep in ("amod", "compound", "nmod") and n not in inside and n < noun
        if fold(token.text) not in _states() and token.pos != "NUM"
    )


def _is_of_some(tokens: Sequence[Token], start: int, verb: int | None) -> bool:
    """Whether an adverb or an origin says that only some are counted: "four seriously injured", "ten from Peru"."""
    near = {start, verb, start + 1, start + 2, start + 3}
    for n, token in enumerate(tokens):
        how = token.dep == "advmod" and token.lemma.endswith("ly") and fold(token.text) not in _BETWEEN
        if how and token.head in near and start < n < start + 5:
            return True
        if (token.head == start or n == start + 1) and token.dep == "prep" and token.lemma in ("from", "under", "with"):
            return True
    return False
