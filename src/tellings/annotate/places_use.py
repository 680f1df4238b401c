"""A place name in its sentence in, literal or not out: "in Kosovo" is the place, "Kosovo rejected" its government.

After the taxonomy of Gritta et al., A Pragmatic Guide to Geoparsing Evaluation (2019). The words that tell are listed
by sense in place_uses.tsv.
"""

from bisect import bisect_left
from functools import lru_cache
from importlib.resources import files

from tellings.linking.factuality import children_of
from tellings.records import Sentence, Span
from tellings.text.countries import parse_capital, parse_country

# What a whole entity may be in which a place's name is but a part.
_NAMES = frozenset({"ORG", "PERSON", "LAW", "EVENT", "PRODUCT", "WORK_OF_ART"})
_GROUND = frozenset("border road distance travel fly flight route boundary rail train line service ferry link".split())
_BOTH_SIDES = frozenset(("against", "between", "with", "by", "towards", "toward"))
_LONGEST_LIST = 30  # members of "Serbia, Kosovo and …"
_SUBJECTS = ("nsubj", "agent", "csubj")


@lru_cache(maxsize=1)
def read_uses() -> dict[str, frozenset[str]]:
    """List name to its words (lemmas)."""
    lines = files("tellings.annotate").joinpath("place_uses.tsv").read_text(encoding="utf-8").splitlines()
    lists: dict[str, frozenset[str]] = {}
    for line in [line for line in lines if line and not line.startswith("#")][1:]:
        name, words = line.split("\t")
        lists[name] = lists.get(name, frozenset()) | frozenset(words.split())
    return lists


def is_literal(sentence: Sentence, span: Span) -> bool:
    """Whether the place itself is meant."""
    tokens = sentence.tokens
    first = bisect_left(tokens, span.start, key=lambda token: token.start)
    inside = range(first, bisect_left(tokens, span.end, key=lambda token: token.start))
    if not inside:
        return True
    head = next((n for n in inside if tokens[n].head not in inside), inside[-1])
    if tokens[head].kind in _NAMES and any(_goes_on(sentence, n) for n in (inside[0], inside[-1] + 1)):
        return False  # part of an institution's name
    for _ in range(_LONGEST_LIST):  # "Serbia and Kosovo agreed"
        if tokens[head].dep != "conj":
            break
        head = tokens[head].head
    return _is_ground_use(sentence, head, " ".join(tokens[n].text for n in inside))


def _is_ground_use(sentence: Sentence, head: int, wording: str) -> bool:
    uses, token = read_uses(), sentence.tokens[head]
    above = sentence.tokens[token.head]
    if token.dep in _SUBJECTS:
        return above.lemma in uses["ground"] and not _acts(sentence, token.head, wording)
    if token.dep == "nsubjpass":
        return above.lemma not in uses["told"]
    if token.dep in ("poss", "compound", "nmod", "amod"):
        return above.lemma not in uses["office"] | uses["side"] | uses["deed"]
    if token.dep == "dative":
        return False
    if token.dep in ("dobj", "iobj"):
        return above.lemma not in uses["told"]
    if token.dep == "pobj":
        return _is_ground_behind(sentence, token.head)
    return True


def _is_ground_behind(sentence: Sentence, preposition: int) -> bool:
    """Whether the object of this preposition is meant as ground: "in X", not "with X" or "pressure on X"."""
    uses, word = read_uses(), sentence.tokens[preposition]
    before = {sentence.tokens[word.head].lemma}
    beside = (sentence.tokens[n] for n in children_of(sentence)[word.head])
    before |= {token.lemma for token in beside if token.dep == "dobj"}
    if word.dep == "agent":
        return False
    if word.lemma in _BOTH_SIDES:
        return bool(before & _GROUND)
    if word.dep == "dative" or (word.lemma == "to" and before & (uses["given"] | uses["to"])):
        return False
    if word.lemma == "of":
        return not before & uses["deed"]
    return not before & uses.get(word.lemma, frozenset())


def _acts(sentence: Sentence, verb: int, wording: str) -> bool:
    """Whether a verb that ground can be the subject of says here what only an actor does: "X has to", "X is ready"."""
    if not (parse_country(wording) or parse_capital(wording)):
        return False
    minds, deeds = read_uses()["mind"], read_uses()["deed"]
    lemma = sentence.tokens[verb].lemma
    for token in (sentence.tokens[n] for n in children_of(sentence)[verb]):
        if lemma in ("have", "get") and token.dep == "xcomp":
            return True
        if token.dep in ("acomp", "attr") and token.lemma in minds:
            return True
        if lemma in ("have", "see", "get", "receive") and token.dep == "dobj" and token.lemma in deeds:
            return True
    return False


def _goes_on(sentence: Sentence, n: int) -> bool:
    """Whether the token belongs to one entity with the token before it."""
    tokens = sentence.tokens
    return 0 < n < len(tokens) and tokens[n].kind == tokens[n - 1].kind != "" and not tokens[n].begins
