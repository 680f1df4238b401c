"""A verb or event noun of a parsed sentence in, its complements by grammatical role out.

Passive, relative, participial, coordinated and infinitive clauses are brought to one form: subj does, obj undergoes.
"""

from dataclasses import dataclass, field

from tellings.code_events.frames import words_of_class
from tellings.linking.factuality import DUTY_MODALS, children_of, load_effects
from tellings.records import Sentence

RELATIVE = frozenset({"WDT", "WP", "WP$"})
# Verbs whose object, not whose subject, is to do what the infinitive says.
OBJECT_CONTROL = frozenset(
    """ask urge order tell force allow permit help persuade convince invite press pressure instruct direct command
    compel oblige require request enable encourage advise warn want expect beg implore call forbid let make get cause
    accuse suspect blame charge criticise criticize convict praise lobby push nudge prod petition challenge train equip
    empower prompt lead drive spur inspire authorize authorise""".split()
)
BELONGING = frozenset({"NORP", "GPE", "ORG"})
CARRYING = frozenset({"light", "planned", "said"})  # effects of verbs whose subject is the one who will act
_HOPS = 6
_TIMES = frozenset({"DATE", "TIME"})


@dataclass(slots=True)
class Clause:
    """Indices of the complements of the word at `head`; `preps` by preposition, `words` the particles and adverbs."""

    head: int
    subj: int | None = None
    obj: int | None = None
    dative: int | None = None
    inf: int | None = None
    that: int | None = None
    duty: int | None = None  # subject of a clause with "must" or "should"
    passive: bool = False
    prt: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    preps: dict[str, list[int]] = field(default_factory=dict)


def build_clause(sentence: Sentence, index: int, depth: int = 0) -> Clause:
    """The complements of the verb at `index`."""
    clause = Clause(index)
    token = sentence.tokens[index]
    children = children_of(sentence)[index]
    clause.passive = any(sentence.tokens[child].dep in ("auxpass", "nsubjpass") for child in children) or (
        token.tag == "VBN" and token.dep in ("acl", "amod", "advcl") and not _has_perfect(sentence, children)
    )
    for child in children:
        _take_child(sentence, clause, child)
    if token.tag == "VBG" and token.dep == "advcl" and sentence.tokens[index - 1].text == ",":
        clause.words.append("result")  # "the bus fell into a gorge, killing ten"
    if clause.passive:
        _take_agent(sentence, clause)
    elif clause.obj is None and not clause.preps:
        clause.obj = _shared_object(sentence, index)
    _take_governor(sentence, clause, depth)
    return clause


def build_noun_clause(sentence: Sentence, index: int) -> Clause:
    """The complements of the noun at `index`: possessor or "by" phrase as subj, prepositions as they stand."""
    clause = Clause(index)
    for child in children_of(sentence)[index]:
        token = sentence.tokens[child]
        if token.dep == "poss":
            clause.subj = child
        elif token.dep in ("prep", "agent"):
            _take_preposition(sentence, clause, child)
        elif token.dep in ("compound", "amod", "nmod"):
            clause.words.append(token.lemma)
        elif token.dep == "acl" and _is_infinitive(sentence, child):
            clause.inf = child
    if sentence.tokens[index].tag in ("NNS", "NNPS"):
        clause.words.append("plural")
    by = clause.preps.get("by")
    if by:
        clause.subj = by[0]
    return clause


def spread(sentence: Sentence, index: int) -> list[int]:
    """The noun at `index` and those joined to it by "and", in order."""
    found = [index]
    for child in children_of(sentence)[index]:
        token = sentence.tokens[child]
        if token.dep == "conj" and (token.pos in ("NOUN", "PROPN", "PRON", "NUM") or token.kind in BELONGING):
            found += spread(sentence, child)
    return found


def spread_sides(sentence: Sentence, index: int) -> list[int]:
    """Who a noun and those joined to it stand for: of "the Turkish and Greek sides" the two adjectives."""
    found = []
    for noun in spread(sentence, index):
        found += _joined_adjectives(sentence, noun) or _joined_states(sentence, noun) or [noun]
    return found


def _joined_states(sentence: Sentence, noun: int) -> list[int]:
    """ "the presidents of Chile and Uruguay" are two."""
    if sentence.tokens[noun].tag != "NNS" or sentence.tokens[noun].lemma not in words_of_class("officeholder"):
        return []
    for child in children_of(sentence)[noun]:
        if sentence.tokens[child].dep == "prep" and sentence.tokens[child].lemma == "of":
            below = [place for place in children_of(sentence)[child] if sentence.tokens[place].dep == "pobj"]
            states = [state for place in below for state in spread(sentence, place)]
            if len(states) > 1 and all(sentence.tokens[state].kind == "GPE" for state in states):
                return states
    return []


def _joined_adjectives(sentence: Sentence, noun: int) -> list[int]:
    for child in children_of(sentence)[noun]:
        token = sentence.tokens[child]
        if token.dep not in ("amod", "compound", "nmod") or token.kind not in BELONGING:
            continue
        joined = [
            below
            for below in children_of(sentence)[child]
            if sentence.tokens[below].dep == "conj" and sentence.tokens[below].kind in BELONGING
        ]
        if joined:
            return [child, *joined]
    return []


def _take_child(sentence: Sentence, clause: Clause, child: int) -> None:
    token = sentence.tokens[child]
    if token.kind == "MONEY":
        clause.words.append("money")
    if token.dep in ("nsubj", "csubj"):
        clause.subj = child
    elif token.dep == "nsubjpass":
        clause.obj = child
    elif token.dep in ("dobj", "attr"):
        if clause.obj is None:
            clause.obj = child
    elif token.lemma == "up" and token.dep in ("prt", "prep") and _counted_below(sentence, child) is not None:
        clause.obj = _counted_below(sentence, child)  # "abducted up to forty nurses"
    elif token.dep in ("prep", "agent"):
        _take_preposition(sentence, clause, child)
    elif token.dep == "dative":
        _take_dative(sentence, clause, child)
    elif token.dep == "prt":
        clause.prt.append(token.lemma)
    elif token.dep in ("xcomp", "ccomp", "advcl") and _is_infinitive(sentence, child):
        clause.inf = child if clause.inf is None else clause.inf
    elif token.dep == "ccomp":
        clause.that = child
        clause.duty = _bound_by_duty(sentence, child)
    elif token.dep in ("advmod", "acomp", "oprd", "npadvmod"):
        clause.words.append("complement" if token.dep == "oprd" else token.lemma)
        clause.words.append(token.lemma)
    elif token.dep == "advcl":
        clause.words += [
            sentence.tokens[c].lemma for c in children_of(sentence)[child] if sentence.tokens[c].tag == "WRB"
        ]


def _bound_by_duty(sentence: Sentence, verb: int) -> int | None:
    """Who must do what the clause says: "the rebels must disarm"; not "we"."""
    children = [(child, sentence.tokens[child]) for child in children_of(sentence)[verb]]
    if not any(token.dep == "aux" and token.lemma in DUTY_MODALS for _, token in children):
        return None
    if any(token.dep == "neg" for _, token in children):
        return None
    return next((child for child, token in children if token.dep == "nsubj" and token.tag != "PRP"), None)


def _counted_below(sentence: Sentence, up: int) -> int | None:
    """The noun with a number in "up to forty nurses"."""
    children = children_of(sentence)
    for to in children[up]:
        if sentence.tokens[to].lemma != "to":
            continue
        for noun in children[to]:
            below = {sentence.tokens[child].dep for child in children[noun]}
            if sentence.tokens[noun].dep == "pobj" and (
                below & {"nummod", "quantmod"} or sentence.tokens[noun].tag == "CD"
            ):
                return noun
    return None


def _take_preposition(sentence: Sentence, clause: Clause, child: int) -> None:
    name = sentence.tokens[child].lemma
    for below in children_of(sentence)[child]:
        if sentence.tokens[below].kind in _TIMES and name in ("on", "at"):  # "insisted on Thursday" says when
            continue
        if sentence.tokens[below].dep in ("pobj", "pcomp"):
            clause.preps.setdefault(name, []).append(below)
        elif sentence.tokens[below].dep == "prep" and name != "accord":  # "out of", "because of"
            _take_preposition(sentence, clause, below)


def _take_dative(sentence: Sentence, clause: Clause, child: int) -> None:
    if sentence.tokens[child].pos == "ADP":
        _take_preposition(sentence, clause, child)
    else:
        clause.dative = child


def _take_agent(sentence: Sentence, clause: Clause) -> None:
    by = clause.preps.get("by")
    if clause.subj is not None and clause.obj is None:
        clause.obj, clause.subj = clause.subj, None
    if by:
        clause.subj = by[0]


def _shared_object(sentence: Sentence, index: int) -> int | None:
    """ "shot and wounded two men": the object of the next verb is that of this one too."""
    for child in children_of(sentence)[index]:
        token = sentence.tokens[child]
        if token.dep == "conj" and token.tag == sentence.tokens[index].tag and child <= index + 2:
            below = [c for c in children_of(sentence)[child] if sentence.tokens[c].dep == "dobj"]
            return below[0] if below else None
    return None


def _take_governor(sentence: Sentence, clause: Clause, depth: int) -> None:
    """Fill subject and object from where the clause hangs."""
    token = sentence.tokens[clause.head]
    above = token.head
    _resolve_relative(sentence, clause)
    if above == clause.head or depth > _HOPS:
        return
    if token.dep in ("acl", "amod") and token.tag in ("VBN", "VBG"):
        if clause.passive and clause.obj is None:
            clause.obj = above
        elif not clause.passive and clause.subj is None:
            clause.subj = above
        return
    if token.dep == "relcl":
        _take_antecedent(sentence, clause, above)
        return
    if sentence.tokens[above].pos not in ("VERB", "AUX", "ADP", "NOUN", "ADJ"):
        return
    if token.dep == "conj" and sentence.tokens[above].pos in ("VERB", "AUX"):
        _share(clause, build_clause(sentence, above, depth + 1))
    elif token.dep in ("xcomp", "advcl", "pcomp", "acl", "ccomp") and (clause.subj is None and not clause.passive):
        clause.subj = _controller(sentence, clause.head, depth)
    elif token.dep in ("xcomp", "advcl", "pcomp") and clause.passive and clause.obj is None:
        clause.obj = _controller(sentence, clause.head, depth)


def _share(clause: Clause, first: Clause) -> None:
    if clause.passive and clause.obj is None and clause.subj is None:
        clause.obj = first.obj if first.passive else first.subj
    elif not clause.passive and clause.subj is None:
        clause.subj = first.obj if first.passive else first.subj


def _controller(sentence: Sentence, index: int, depth: int) -> int | None:
    """Who is to do what an infinitive or gerund says: the object of "ask", else the subject of the clause above."""
    token = sentence.tokens[index]
    if token.dep == "ccomp" and not _is_infinitive(sentence, index):
        return None
    above = token.head
    if token.dep == "pcomp":
        above = sentence.tokens[above].head
    governor = sentence.tokens[above]
    if governor.pos in ("NOUN", "PROPN"):
        return _controller_of_noun(sentence, above, depth)
    if governor.pos not in ("VERB", "AUX", "ADJ") or depth > _HOPS:
        return None
    if governor.pos == "ADJ" and governor.dep == "acomp":
        above = governor.head  # "stand ready to help"
    clause = build_clause(sentence, above, depth + 1)
    if clause.passive:
        return clause.obj
    if clause.obj is not None and sentence.tokens[clause.obj].lemma in words_of_class("request"):
        asker = _controller_of_noun(sentence, clause.obj, depth)
        if asker is not None:
            return asker  # "turned down a request from Chad to send troops"
    blamed = token.dep == "pcomp" and sentence.tokens[token.head].lemma == "for"
    if blamed and clause.obj is not None:
        return clause.obj  # "seized the ship for breaking the embargo"
    if governor.lemma in OBJECT_CONTROL and clause.obj is not None:
        return clause.obj
    if governor.lemma == "call" and clause.preps.get("on"):
        return clause.preps["on"][0]
    if governor.lemma in ("appeal", "plead") and clause.preps.get("to"):
        return clause.preps["to"][0]
    dummy = clause.subj is not None and sentence.tokens[clause.subj].text.lower() == "it" and governor.pos == "ADJ"
    return None if dummy else clause.subj


def _controller_of_noun(sentence: Sentence, noun: int, depth: int) -> int | None:
    """Whose request, plan or threat it is: the possessor, a country's adjective, or who makes it ("made a request")."""
    clause = build_noun_clause(sentence, noun)
    asker = clause.subj if clause.subj is not None else next(iter(clause.preps.get("from", ())), None)
    if asker is not None:
        return asker
    for child in children_of(sentence)[noun]:
        if sentence.tokens[child].dep in ("amod", "compound", "nmod") and sentence.tokens[child].kind in BELONGING:
            return child
    token = sentence.tokens[noun]
    above = sentence.tokens[token.head]
    if token.dep != "dobj" or above.pos != "VERB" or load_effects().get((above.lemma, "verb")) not in CARRYING:
        return None
    return build_clause(sentence, token.head, depth + 1).subj


def _resolve_relative(sentence: Sentence, clause: Clause) -> None:
    """Put the noun that a relative pronoun stands for in its place."""
    token = sentence.tokens[clause.head]
    for name in ("subj", "obj"):
        place = getattr(clause, name)
        if place is not None and sentence.tokens[place].tag in RELATIVE:
            setattr(clause, name, token.head if token.dep == "relcl" else None)


def _take_antecedent(sentence: Sentence, clause: Clause, noun: int) -> None:
    if clause.subj == noun or clause.obj == noun:
        return
    if clause.obj is None and not clause.passive and clause.subj is not None and clause.inf is None and not clause.that:
        clause.obj = noun
    elif clause.subj is None and not clause.passive:
        clause.subj = noun


def _is_infinitive(sentence: Sentence, index: int) -> bool:
    return any(
        sentence.tokens[child].dep == "aux" and sentence.tokens[child].text.lower() == "to"
        for child in children_of(sentence)[index]
    )


def _has_perfect(sentence: Sentence, children: tuple[int, ...]) -> bool:
    return any(sentence.tokens[child].dep == "aux" and sentence.tokens[child].lemma == "have" for child in children)
