"""A place name in its sentence in, literal or not out: "in Kosovo" is the place, "Kosovo rejected" its government.

After the taxonomy of Gritta et al., A Pragmatic Guide to Geoparsing Evaluation (2019).
"""

from tellings.records import Sentence, Span

# What a place can do or be as a place; as the subject of any other verb it stands for its people or government.
_OF_PLACES = frozenset(
    """be lie sit stand border face remain become have see experience suffer cover stretch contain include host
    receive get measure straddle overlook span rank flood burn shake""".split()
)
# Institutions and office holders: "Serbia's president", "Kosovo police" stand for the state, not the ground.
_OF_STATES = frozenset(
    """president minister premier chancellor king queen government parliament assembly senate congress court police army
    military force troop official authority ministry embassy ambassador envoy spokesman spokeswoman spokesperson
    leader leadership diplomat delegation regime policy law constitution team side opposition party lawmaker
    representative bank agency navy commission council administration request demand proposal decision""".split()
)

# What a whole entity may be in which a place's name is but a part.
_NAMES = frozenset({"ORG", "PERSON", "LAW", "EVENT", "PRODUCT", "WORK_OF_ART"})
_TO_STATES = frozenset(
    """accuse ask tell urge warn blame criticise criticize condemn inform force pressure press call thank threaten
    sue recognise recognize join beat defeat help support arm demand sanction""".split()
)


def is_literal(sentence: Sentence, span: Span) -> bool:
    """Whether the place itself is meant."""
    inside = [n for n, token in enumerate(sentence.tokens) if span.start <= token.start < span.end]
    if not inside:
        return True
    head = next((n for n in inside if sentence.tokens[n].head not in inside), inside[-1])
    token = sentence.tokens[head]
    if token.kind in _NAMES and any(_goes_on(sentence, n) for n in (inside[0], inside[-1] + 1)):
        return False  # part of an institution's name
    above = sentence.tokens[token.head]
    if token.dep == "conj":  # "Serbia and Kosovo agreed"
        while token.dep == "conj" and token.head != head:
            head, token = token.head, sentence.tokens[token.head]
        above = sentence.tokens[token.head]
    if token.dep in ("nsubj", "agent", "csubj"):
        return above.lemma in _OF_PLACES
    if token.dep == "pobj" and above.dep == "agent":
        return False
    if token.dep in ("poss", "compound", "nmod", "amod"):
        return above.lemma not in _OF_STATES
    if token.dep in ("dobj", "dative", "iobj"):
        return above.lemma not in _TO_STATES
    if token.dep == "pobj":
        return above.lemma not in ("against", "between", "with", "by") or _is_ground(sentence, above.head)
    return True


def _goes_on(sentence: Sentence, n: int) -> bool:
    """Whether the token belongs to one entity with the token before it."""
    tokens = sentence.tokens
    return 0 < n < len(tokens) and tokens[n].kind == tokens[n - 1].kind != "" and not tokens[n].begins


def _is_ground(sentence: Sentence, head: int) -> bool:
    """Whether the word before "between" and the like is of distance or border."""
    return sentence.tokens[head].lemma in ("border", "road", "distance", "travel", "fly", "flight", "route", "boundary")
