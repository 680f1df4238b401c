"""A parsed sentence in; the requests that it tells of out, with who asks, who is asked, for what, and the answer.

A request is named by a noun ("Serbia's request to NATO for …", "lodged an appeal with the court") or by a verb ("asked
the ministry to …"). Where a verb of answer governs the noun ("turned down the request"), the answer is read with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tellings.assemble.case_words import read_case_words
from tellings.assemble.trees import build_span, children_by, find_subtree, objects_of_prepositions, phrase_span
from tellings.linking.factuality import judge_clause, subject_of
from tellings.records import Sentence, Span

_NOUN_TO = ("to", "of", "with")
_TAKE_OBJECTS = frozenset({"request", "demand", "propose", "solicit", "requisition", "seek"})
_OBJECTS = ("dobj", "nsubjpass", "pobj", "dative", "attr")


@dataclass(frozen=True, slots=True)
class Asking:
    """One telling of a request. Indices are of the sentence's tokens; `founds` is False where it may only join a case
    told elsewhere. stance: factuality of the asking. answer: refused or granted, with how real the answer is."""

    sentence: Sentence
    requester: int | None
    addressee: int | None
    asked: Span | None
    stance: str
    founds: bool
    answer: str | None = None
    answer_stance: str = ""
    decider: int | None = None


def find_askings(sentence: Sentence) -> list[Asking]:
    """Every request that the sentence tells of, in order."""
    found = []
    for index, token in enumerate(sentence.tokens):
        asking = None
        if token.pos in ("NOUN", "PROPN") and token.lemma in read_case_words().request_nouns:
            asking = _read_noun(sentence, index)
        elif token.pos == "VERB":
            asking = _read_verb(sentence, index)
        if asking and not _is_press(sentence, asking):
            found.append(asking)
    return found


def find_answers(sentence: Sentence) -> Iterator[Asking]:
    """Answers that name no request: "the ministry refused the company a licence"; asked is what was refused."""
    for index, token in enumerate(sentence.tokens):
        kind = answer_kind(sentence, index) or _order_kind(sentence, index)
        if not kind or token.pos not in ("VERB", "AUX"):
            continue
        decider = _agent(sentence, index)
        asked = next(children_by(sentence, index, "dobj", "xcomp", "nsubjpass"), None)
        if decider is None or asked is None or sentence.tokens[asked].lemma in read_case_words().request_nouns:
            continue
        stance = judge_clause(sentence, index)
        if kind == "granted" and stance.polarity == "negative" and stance.factuality in ("happened", "denied"):
            kind, stance = "refused", replace(stance, polarity="positive", factuality="happened")
        if _order_kind(sentence, index):  # what was asked stands in the verb too: "barred the operator from …"
            asked = index
        yield Asking(
            sentence, next(children_by(sentence, index, "dative"), None), decider,
            phrase_span(sentence, asked), "", False, kind, _real(stance.factuality, stance.polarity), decider,
        )  # fmt: skip


def answer_kind(sentence: Sentence, index: int) -> str | None:
    """refused or granted where the verb at `index` answers a request, else None."""
    words, token = read_case_words(), sentence.tokens[index]
    if token.lemma in words.particles:
        particles = {sentence.tokens[child].lemma for child in children_by(sentence, index, "prt", "prep", "advmod")}
        if not particles & set(words.particles[token.lemma]):
            return None
    if token.lemma in words.refuse:
        return "refused"
    return "granted" if token.lemma in words.grant else None


def _order_kind(sentence: Sentence, index: int) -> str | None:
    """granted where the verb is what a court or authority does in a matter that was put to it."""
    return "granted" if sentence.tokens[index].lemma in read_case_words().order else None


def _read_noun(sentence: Sentence, index: int) -> Asking | None:
    token = sentence.tokens[index]
    if token.lemma == "call" and not any(True for _ in children_by(sentence, index, "acl", "prep", "poss")):
        return None
    requester = _owner(sentence, index)
    addressee = next(objects_of_prepositions(sentence, index, _NOUN_TO), None)
    asked = _asked_of_noun(sentence, index)
    if asked is None and addressee is not None and _is_thing(sentence, addressee):
        addressee = None
    stance = judge_clause(sentence, index)
    asking = Asking(sentence, requester, addressee, asked, stance.factuality, asked is not None)
    governor = _governor(sentence, index)
    return _read_governor(sentence, asking, governor) if governor is not None else asking


def _read_governor(sentence: Sentence, asking: Asking, governor: int) -> Asking:
    """What the verb over the noun adds: who made the request, or what became of it."""
    words, verb = read_case_words(), sentence.tokens[governor]
    stance = judge_clause(sentence, governor)
    kind = answer_kind(sentence, governor)
    if kind:
        decider = _agent(sentence, governor)
        real = _real(stance.factuality, stance.polarity)
        return replace(
            asking, answer=kind, answer_stance=real, decider=decider, stance="happened",
            addressee=asking.addressee if asking.addressee is not None else decider,
        )  # fmt: skip
    if verb.lemma in words.light_verbs:
        requester = asking.requester if asking.requester is not None else _agent(sentence, governor)
        asked_of = asking.addressee
        if asked_of is None:
            datives = children_by(sentence, governor, "dative")
            asked_of = next((n for n in datives if sentence.tokens[n].pos != "ADP"), None)
        if asked_of is None:
            asked_of = next(objects_of_prepositions(sentence, governor, ("to", "with", "before")), None)
        return replace(asking, requester=requester, addressee=asked_of, stance=stance.factuality)
    return asking


def _read_verb(sentence: Sentence, index: int) -> Asking | None:
    words, token = read_case_words(), sentence.tokens[index]
    if _is_answered(sentence, index):
        return _read_answered(sentence, index)
    frames = words.request_verbs.get(token.lemma)
    weak = token.lemma in words.weak_verbs
    if frames is None and not weak:
        return None
    stance = judge_clause(sentence, index)
    addressee = _asked_party(sentence, index, frames or ())
    asked = _asked_of_verb(sentence, index, addressee)
    if asked is None or stance.polarity == "negative":
        return None
    strong = frames is not None and (addressee is not None or token.lemma in ("request", "demand", "apply"))
    return Asking(sentence, _agent(sentence, index), addressee, asked, stance.factuality, strong)


def _is_answered(sentence: Sentence, index: int) -> bool:
    """A headline's "denies Mali request to …", where the request was taken for a verb."""
    token = sentence.tokens[index]
    bare = token.tag in ("VBP", "VB", "VBZ") and not any(True for _ in children_by(sentence, index, "aux", "mark"))
    noun = token.lemma in read_case_words().request_nouns
    return noun and bare and token.dep == "ccomp" and answer_kind(sentence, token.head) is not None


def _read_answered(sentence: Sentence, index: int) -> Asking:
    governor = sentence.tokens[index].head
    asked = next(children_by(sentence, index, "xcomp", "advcl"), None)
    span = build_span(sentence, find_subtree(sentence, asked)) if asked is not None else None
    owner = next(children_by(sentence, index, "nsubj"), None)
    return _read_governor(sentence, Asking(sentence, owner, None, span, "happened", span is not None), governor)


def _asked_party(sentence: Sentence, index: int, frames: tuple[str, ...]) -> int | None:
    for frame in frames:
        if frame == "object":
            for child in children_by(sentence, index, "dobj", "dative", "nsubjpass"):
                if not _is_thing(sentence, child):
                    return child
            for child in children_by(sentence, index, "ccomp", "xcomp"):  # "asked the court to …": its subject
                subject = next(children_by(sentence, child, "nsubj"), None)
                if sentence.tokens[child].tag == "VB" and subject is not None:
                    return subject
        else:
            found = next(objects_of_prepositions(sentence, index, (frame,)), None)
            if found is not None:
                return found
    return None


def _asked_of_verb(sentence: Sentence, index: int, addressee: int | None) -> Span | None:
    for child in children_by(sentence, index, "xcomp", "ccomp", "advcl"):
        first = sentence.tokens[min(find_subtree(sentence, child))]
        infinitive = any(sentence.tokens[n].tag == "TO" for n in children_by(sentence, child, "aux"))
        if first.lemma in ("whether", "if", "what", "why", "how", "who", "where", "when"):
            return None
        if infinitive or (sentence.tokens[child].dep == "ccomp" and first.lemma == "that"):
            return _without_party(sentence, child, addressee)
    wanted = next(objects_of_prepositions(sentence, index, ("for",)), None)
    if wanted is None and addressee is not None:  # "applied to the bank for a loan", the loan hung on the bank
        wanted = next(objects_of_prepositions(sentence, addressee, ("for",)), None)
    takes_object = sentence.tokens[index].lemma in _TAKE_OBJECTS
    if wanted is None and takes_object:
        wanted = next((n for n in children_by(sentence, index, "dobj") if n != addressee), None)
    return phrase_span(sentence, wanted) if wanted is not None else None


def _without_party(sentence: Sentence, clause: int, addressee: int | None) -> Span:
    """The clause, from its "to" on where the party that is asked stands before it."""
    indices = find_subtree(sentence, clause)
    if addressee is not None and addressee in indices:
        behind = [n for n in indices if n > max(find_subtree(sentence, addressee))]
        indices = behind or indices
    return build_span(sentence, indices)


def _asked_of_noun(sentence: Sentence, index: int) -> Span | None:
    for child in children_by(sentence, index, "acl", "ccomp", "relcl", "xcomp"):
        marked = any(sentence.tokens[n].lemma == "that" for n in children_by(sentence, child, "mark"))
        if sentence.tokens[child].tag == "VB" or marked:
            return build_span(sentence, find_subtree(sentence, child))
    wanted = next(objects_of_prepositions(sentence, index, ("for",)), None)
    if wanted is not None:
        return phrase_span(sentence, wanted)
    governor = _governor(sentence, index)
    if governor is not None and sentence.tokens[governor].lemma in read_case_words().light_verbs:
        wanted = next(objects_of_prepositions(sentence, governor, ("for",)), None)
        if wanted is not None:
            return phrase_span(sentence, wanted)
        for child in children_by(sentence, governor, "xcomp", "advcl", "ccomp"):
            if child > index and sentence.tokens[child].tag == "VB":
                return build_span(sentence, find_subtree(sentence, child))
    return None


def _owner(sentence: Sentence, index: int) -> int | None:
    owner = next(children_by(sentence, index, "poss"), None)
    if owner is None:
        owner = next(objects_of_prepositions(sentence, index, ("from", "by")), None)
    if owner is None:  # "the Serbian government request", "Serbian request"
        named = [n for n in children_by(sentence, index, "compound", "amod", "nmod") if _is_named(sentence, n)]
        owner = named[-1] if named else None
    return owner


def _governor(sentence: Sentence, index: int) -> int | None:
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


def _agent(sentence: Sentence, index: int) -> int | None:
    """Who does it: the "by" phrase of a passive, else the subject."""
    agent = next(objects_of_prepositions(sentence, index, ("by",)), None)
    if agent is not None:
        return agent
    subject = subject_of(sentence, index)
    if subject is None or sentence.tokens[subject].dep == "nsubjpass":
        return None
    return subject


def _is_named(sentence: Sentence, index: int) -> bool:
    token = sentence.tokens[index]
    return token.kind in ("GPE", "NORP", "ORG", "PERSON", "LOC") or token.pos == "PROPN"


def _is_thing(sentence: Sentence, index: int) -> bool:
    """A common noun that asks nobody: lower case, no person word behind it as far as the parse tells."""
    token = sentence.tokens[index]
    return token.pos == "NOUN" and token.lemma.endswith(("tion", "ment", "ance", "ing", "help", "support", "return"))


def _is_press(sentence: Sentence, asking: Asking) -> bool:
    if asking.asked is None:
        return False
    inside = [t for t in sentence.tokens if asking.asked.start <= t.start < asking.asked.end]
    return bool(inside) and any(token.lemma in read_case_words().press for token in inside[:2])


def _real(factuality: str, polarity: str) -> str:
    """happened, or what the answer is short of that: an expectation, a wish, a denial."""
    if polarity == "negative":
        return "denied"
    return "happened" if factuality in ("happened", "ongoing", "background") else factuality
