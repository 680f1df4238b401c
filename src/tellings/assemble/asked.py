"""A word that names a request and its sentence in; who asks, who is asked, and what is asked, out."""

from dataclasses import dataclass, replace
from typing import Any

from tellings.assemble.case_words import read_aftermath_words, read_case_words
from tellings.assemble.trees import build_span, children_by, find_subtree, objects_of_prepositions, phrase_span
from tellings.linking.factuality import subject_of
from tellings.records import Sentence, Span

_TAKE_OBJECTS = frozenset({"request", "demand", "propose", "solicit", "requisition", "seek"})
_TO_WHAT = frozenset({"invite", "invitation"})  # "to talks", "to a summit": what is asked, not who
_CLAUSES_OF = frozenset({"demand", "request", "ask", "propose", "urge"})  # "demanded that the station hand over …"
_ANNOUNCING = frozenset({"announce", "confirm", "add", "report", "declare"})
_JOIN = frozenset({"join", "enter", "rejoin"})
_OBJECTS = ("dobj", "nsubjpass", "pobj", "dative", "attr")
_QUESTIONS = ("whether", "if", "what", "why", "how", "who", "where", "when")


@dataclass(frozen=True, slots=True)
class Asking:
    """One telling of a request. Indices are of the sentence's tokens.

    at: the word that names it; noun: its lemma. stance: factuality of the asking. founds: False where it may only join
    a case told elsewhere; formal: a step taken in due form; pointing: speaks of a request as known; made: the sentence
    says that it is made. answer: refused, granted, withdrawn, ignored or awaited, with how real the answer is.
    """

    sentence: Sentence
    at: int
    noun: str
    requester: int | None
    addressee: int | None
    asked: Span | None
    stance: str
    founds: bool
    formal: bool = False
    pointing: bool = False
    made: bool = False
    answer: str | None = None
    answer_stance: str = ""
    decider: int | None = None

    def but(self, **changes: Any) -> "Asking":
        """The same telling with some of it changed."""
        return replace(self, **changes)


def owner_of(sentence: Sentence, index: int) -> int | None:
    """Who makes the request that the noun names: "Mali's request", "a request from Mali", "the Malian request"."""
    owner = next(children_by(sentence, index, "poss"), None)
    if owner is None:
        owner = next(objects_of_prepositions(sentence, index, ("from", "by")), None)
    if owner is None:  # "the Serbian government request", "Serbian request"
        named = [n for n in children_by(sentence, index, "compound", "amod", "nmod") if _is_named(sentence, n)]
        owner = named[-1] if named else None
    return owner


def governor_of(sentence: Sentence, index: int) -> int | None:
    """The verb whose object the noun is, through a particle or preposition ("turn down", "respond to")."""
    token = sentence.tokens[index]
    if token.dep not in _OBJECTS or token.head == index:
        return None
    head = token.head
    while sentence.tokens[head].pos == "ADP" and sentence.tokens[head].head != head:
        head = sentence.tokens[head].head
    above = sentence.tokens[head]
    if above.dep == "dative" and above.head != head:  # "sent the command a request", the command taken for a verb
        head = above.head
    return head if sentence.tokens[head].pos in ("VERB", "AUX") else None


def agent_of(sentence: Sentence, index: int) -> int | None:
    """Who does it: the "by" phrase of a passive, else the subject; for a relative pronoun, what it stands for."""
    agent = next(objects_of_prepositions(sentence, index, ("by",)), None)
    active = any(True for _ in children_by(sentence, index, "nsubj"))  # "rejected it by 18 votes to 14"
    if agent is not None and not active:
        return agent
    subject = subject_of(sentence, index)
    if subject is None or sentence.tokens[subject].dep == "nsubjpass":
        return None
    if subject == 0 and sentence.tokens[0].text.isupper():  # a dateline taken for a subject: the real one is behind it
        return max(children_by(sentence, index, "nsubj"), default=subject)
    return subject


def asked_party(sentence: Sentence, index: int, frames: tuple[str, ...]) -> int | None:
    """Who is asked, by the ways in which the verb at `index` names him."""
    for frame in frames:
        if frame == "object":
            found = _party_as_object(sentence, index)
        else:
            found = next(objects_of_prepositions(sentence, index, (frame,)), None)
        if found is not None:
            return found
    return _party_within(sentence, index)


def _party_as_object(sentence: Sentence, index: int) -> int | None:
    rest = [n for n in children_by(sentence, index, "prep", "xcomp", "ccomp", "conj") if n > index]
    for child in children_by(sentence, index, "dobj", "dative", "nsubjpass"):
        if not is_thing(sentence, child) and not any(n < child for n in rest):  # "asked for aid, a fact that …"
            return child
    for child in children_by(sentence, index, "ccomp", "xcomp"):  # "asked the court to …": its subject
        subject = next(children_by(sentence, child, "nsubj"), None)
        if sentence.tokens[child].tag == "VB" and subject is not None:
            return subject
    return None


def _party_within(sentence: Sentence, index: int) -> int | None:
    """ "demanded that the station hand over …"; "applied to join the union"."""
    lemma = sentence.tokens[index].lemma
    for child in children_by(sentence, index, "ccomp", "xcomp"):
        if lemma in _CLAUSES_OF and any(True for _ in children_by(sentence, child, "mark")):
            subject = next(children_by(sentence, child, "nsubj", "compound"), None)  # "supply" may be taken for a noun
            if subject is not None and (lemma != "ask" or sentence.tokens[child].tag == "VB"):
                return subject
        if lemma == "apply" and sentence.tokens[child].lemma in _JOIN:
            return next(children_by(sentence, child, "dobj"), None)
    return None


def asked_of_verb(sentence: Sentence, index: int, addressee: int | None) -> Span | None:
    """What the verb at `index` says is asked."""
    lemma = sentence.tokens[index].lemma
    if lemma in _TO_WHAT:  # a clause that hangs on it may be a noun taken for a verb
        wanted = next(objects_of_prepositions(sentence, index, ("to", "for")), None)
        if wanted is not None:
            return phrase_span(sentence, wanted)
    for child in children_by(sentence, index, "xcomp", "ccomp", "advcl"):
        first = sentence.tokens[min(find_subtree(sentence, child))]
        infinitive = any(sentence.tokens[n].tag == "TO" for n in children_by(sentence, child, "aux"))
        if first.lemma in _QUESTIONS and sentence.tokens[child].dep == "ccomp":
            return None
        if infinitive or (sentence.tokens[child].dep == "ccomp" and first.lemma == "that"):
            return _without_party(sentence, child, addressee)
    wanted = next(objects_of_prepositions(sentence, index, ("for",)), None)
    if wanted is None and addressee is not None:  # "applied to the bank for a loan", the loan hung on the bank
        wanted = next(objects_of_prepositions(sentence, addressee, ("for",)), None)
    if wanted is None and lemma in _TAKE_OBJECTS:
        wanted = next((n for n in children_by(sentence, index, "dobj") if n != addressee), None)
    if wanted is None and lemma in ("complain", "sue"):
        wanted = next(objects_of_prepositions(sentence, index, ("over", "about")), None)
    return phrase_span(sentence, wanted) if wanted is not None else None


def _without_party(sentence: Sentence, clause: int, addressee: int | None) -> Span:
    """The clause, from its "to" on where the party that is asked stands before it."""
    indices = find_subtree(sentence, clause)
    that = sentence.tokens[indices[0]].lemma == "that"  # "that the ministry supply …" stays whole
    if addressee is not None and addressee in indices and sentence.tokens[addressee].dep != "dobj" and not that:
        behind = [n for n in indices if n > max(find_subtree(sentence, addressee))]
        indices = behind or indices
    return build_span(sentence, indices)


def asked_of_noun(sentence: Sentence, index: int) -> Span | None:
    """What the noun at `index`, or the verb of filing over it, says is asked."""
    for child in children_by(sentence, index, "acl", "ccomp", "relcl", "xcomp"):
        marked = any(sentence.tokens[n].lemma == "that" for n in children_by(sentence, child, "mark"))
        if sentence.tokens[child].tag == "VB" or marked:
            return build_span(sentence, find_subtree(sentence, child))
    wanted = next(objects_of_prepositions(sentence, index, ("for",)), None)
    about = read_case_words().about.get(sentence.tokens[index].lemma.lower(), ())
    if wanted is not None:
        return phrase_span(sentence, wanted)
    governor = governor_of(sentence, index)
    if governor is not None and sentence.tokens[governor].lemma in read_case_words().light_verbs:
        found = _asked_of_light(sentence, index, governor, about)
        if found is not None:
            return found
    for word in about:
        wanted = next(objects_of_prepositions(sentence, index, (word,)), None)
        if wanted is not None and sentence.tokens[wanted].pos != "PRON":
            return phrase_span(sentence, wanted)
    return None


def _asked_of_light(sentence: Sentence, index: int, governor: int, about: tuple[str, ...]) -> Span | None:
    for word in ("for", *(word for word in about if word in ("over", "about", "against"))):
        wanted = next(objects_of_prepositions(sentence, governor, (word,)), None)
        if wanted is not None:
            return phrase_span(sentence, wanted)
    for child in children_by(sentence, governor, "xcomp", "advcl", "ccomp"):
        if child > index and sentence.tokens[child].tag == "VB":
            return build_span(sentence, find_subtree(sentence, child))
    return None


def without_source(sentence: Sentence, span: Span) -> Span:
    """What is asked, without the ", the minister announced" that a parse may hang on it: a comma before, a verb of
    saying behind."""
    inside = [n for n, token in enumerate(sentence.tokens) if span.start <= token.start and token.end <= span.end]
    commas = [n for n in inside[1:] if sentence.tokens[n].text == ","]
    behind = inside[-1] + 1 if inside else len(sentence.tokens)
    if not commas or behind >= len(sentence.tokens):
        return span
    verb = sentence.tokens[behind]
    said = verb.tag in ("VBD", "VBZ") and verb.lemma in read_aftermath_words().saying_verbs | _ANNOUNCING
    return Span(span.report, span.start, sentence.tokens[commas[-1] - 1].end) if said else span


def is_thing(sentence: Sentence, index: int) -> bool:
    """A common noun that asks nobody: lower case, no person word behind it as far as the parse tells."""
    token = sentence.tokens[index]
    return token.pos == "NOUN" and token.lemma.endswith(("tion", "ment", "ance", "ing", "help", "support", "return"))


def _is_named(sentence: Sentence, index: int) -> bool:
    token = sentence.tokens[index]
    return token.kind in ("GPE", "NORP", "ORG", "PERSON", "LOC") or token.pos == "PROPN"
