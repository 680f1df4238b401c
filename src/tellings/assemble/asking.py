"""A parsed sentence in; the requests that it tells of out, with who asks, who is asked, for what, and the answer.

A request is named by a noun ("Serbia's request to NATO for …", "lodged an appeal with the court") or by a verb ("asked
the ministry to …"). What answers it, with the noun or without, is read in `case_answers`.
"""

from tellings.assemble.asked import (
    Asking,
    agent_of,
    asked_of_noun,
    asked_of_verb,
    asked_party,
    governor_of,
    is_thing,
    owner_of,
    without_source,
)
from tellings.assemble.case_answers import answer_kind, read_outcome
from tellings.assemble.case_words import read_case_words
from tellings.assemble.trees import build_span, children_by, find_subtree, objects_of_prepositions
from tellings.linking.factuality import judge_clause
from tellings.records import Sentence

_FORMALLY = frozenset({"formally", "officially"})
_FORMAL_VERBS = frozenset({"apply", "petition", "complain", "requisition", "sue"})
_ALONE = frozenset({"request", "demand", "apply", "propose", "petition"})  # verbs that need not say who is asked
_GENERIC = frozenset({"call", "bid"})  # nouns of many other senses: they need to say what is asked


def find_askings(sentence: Sentence) -> list[Asking]:
    """Every request that the sentence tells of, in order."""
    found = []
    for index, token in enumerate(sentence.tokens):
        asking = None
        if token.pos in ("NOUN", "PROPN") and token.lemma.lower() in read_case_words().request_nouns:
            asking = _read_noun(sentence, index)
        elif token.pos == "VERB":
            asking = _read_verb(sentence, index)
        if asking and not _is_press(sentence, asking):
            found.append(asking.but(asked=without_source(sentence, asking.asked)) if asking.asked else asking)
    return found


def _read_noun(sentence: Sentence, index: int) -> Asking | None:
    token, words = sentence.tokens[index], read_case_words()
    noun = token.lemma.lower()
    if noun == "call" and not any(True for _ in children_by(sentence, index, "acl", "prep", "poss")):
        return None
    addressee = next(objects_of_prepositions(sentence, index, ("to", "with")), None)
    if addressee is None and noun not in words.about:
        addressee = next(objects_of_prepositions(sentence, index, ("of",)), None)
    asked = asked_of_noun(sentence, index)
    if addressee is not None and (noun == "invitation" or (asked is None and is_thing(sentence, addressee))):
        addressee = None
    asking = Asking(
        sentence, index, noun, owner_of(sentence, index), addressee, asked, judge_clause(sentence, index).factuality,
        founds=asked is not None, pointing=_points(sentence, index),
    )  # fmt: skip
    asking = _read_participle(sentence, asking)
    governor = governor_of(sentence, index)
    if governor is not None:
        asking = _read_light(sentence, asking, governor)
    return read_outcome(sentence, asking, governor)


def _points(sentence: Sentence, index: int) -> bool:
    """Whether the noun speaks of a request as known: "the motion", "its complaint", "such a request"."""
    words = {sentence.tokens[child].lemma for child in children_by(sentence, index, "det", "poss", "amod", "predet")}
    return bool(words & {"the", "this", "that", "its", "their", "his", "her", "such", "these", "those"}) or any(
        sentence.tokens[child].dep == "poss" for child in children_by(sentence, index, "poss")
    )


def _read_participle(sentence: Sentence, asking: Asking) -> Asking:
    """ "the motion, filed by …", "a request made to …": who asked and who was asked stand with the participle."""
    for child in children_by(sentence, asking.at, "acl", "relcl"):
        verb = sentence.tokens[child]
        if verb.tag == "VBN" and (verb.lemma in read_case_words().light_verbs or verb.lemma == asking.noun):
            return _read_light(sentence, asking, child)
    return asking


def _read_light(sentence: Sentence, asking: Asking, verb: int) -> Asking:
    """What a verb of filing or receiving adds: who made the request, who was asked, and how real it is."""
    words, lemma = read_case_words(), sentence.tokens[verb].lemma
    if lemma in words.received_verbs:
        addressee = asking.addressee if asking.addressee is not None else agent_of(sentence, verb)
        return asking.but(addressee=addressee, stance="happened")
    if lemma not in words.light_verbs and lemma != asking.noun:
        return asking
    stance = judge_clause(sentence, verb)
    requester = asking.requester if asking.requester is not None else agent_of(sentence, verb)
    asked_of = asking.addressee
    if asked_of is None and asking.noun != "invitation":
        datives = children_by(sentence, verb, "dative")
        asked_of = next((n for n in datives if sentence.tokens[n].pos != "ADP"), None)
    if asked_of is None:
        asked_of = next(objects_of_prepositions(sentence, verb, ("to", "with", "before")), None)
    formal = asking.noun in words.formal_nouns and stance.polarity == "positive"
    return asking.but(
        requester=requester, addressee=asked_of, stance=stance.factuality, formal=formal or asking.formal,
        founds=asking.founds or (formal and asking.noun not in _GENERIC), made=True,
    )  # fmt: skip


def _read_verb(sentence: Sentence, index: int) -> Asking | None:
    words, token = read_case_words(), sentence.tokens[index]
    if _is_answered(sentence, index):
        return _read_answered(sentence, index)
    if token.lemma == "give":
        return _read_deadline(sentence, index)
    frames = words.request_verbs.get(token.lemma)
    weak = token.lemma in words.weak_verbs
    if frames is None and not weak:
        return None
    if token.lemma == "apply" and any(True for _ in children_by(sentence, index, "dobj", "nsubjpass")):
        return None  # "applied paint", "the limits are applied"
    stance = judge_clause(sentence, index)
    addressee = asked_party(sentence, index, frames or ())
    asked = asked_of_verb(sentence, index, addressee)
    if stance.polarity == "negative" or (asked is None and not (token.lemma in _FORMAL_VERBS and addressee)):
        return None
    formal = token.lemma in _FORMAL_VERBS or any(
        sentence.tokens[n].lemma.lower() in _FORMALLY for n in children_by(sentence, index, "advmod")
    )
    strong = asked is not None and frames is not None and (addressee is not None or token.lemma in _ALONE)
    return Asking(
        sentence, index, token.lemma, agent_of(sentence, index), addressee, asked, stance.factuality, founds=strong,
        formal=formal and asked is not None, made=frames is not None,
    )  # fmt: skip


def _read_deadline(sentence: Sentence, index: int) -> Asking | None:
    """ "gave the ministry 72 hours to …", "gave it until noon to …"."""
    things = list(children_by(sentence, index, "dobj", "dative"))
    spans = [n for n in things if sentence.tokens[n].lemma in read_case_words().deadline_nouns]
    party = next((n for n in things if n not in spans and sentence.tokens[n].pos != "ADP"), None)
    until = any(sentence.tokens[n].lemma in ("until", "till") for n in children_by(sentence, index, "prep"))
    if party is None or not (spans or until):
        return None
    clauses = [*children_by(sentence, index, "xcomp", "advcl", "ccomp")]
    clauses += [n for span in spans for n in children_by(sentence, span, "relcl", "acl", "xcomp")]
    asked = next((n for n in clauses if sentence.tokens[n].tag == "VB"), None)
    stance = judge_clause(sentence, index)
    if asked is None or stance.polarity == "negative":
        return None
    return Asking(
        sentence, index, "ultimatum", agent_of(sentence, index), party,
        build_span(sentence, find_subtree(sentence, asked)), stance.factuality, founds=True, formal=True, made=True,
    )  # fmt: skip


def _is_answered(sentence: Sentence, index: int) -> bool:
    """A headline's "denies Mali request to …", where the request was taken for a verb."""
    token = sentence.tokens[index]
    bare = token.tag in ("VBP", "VB", "VBZ") and not any(True for _ in children_by(sentence, index, "aux", "mark"))
    noun = token.lemma in read_case_words().request_nouns
    return noun and bare and token.dep == "ccomp" and answer_kind(sentence, token.head) is not None


def _read_answered(sentence: Sentence, index: int) -> Asking:
    token = sentence.tokens[index]
    asked = next(children_by(sentence, index, "xcomp", "advcl"), None)
    span = build_span(sentence, find_subtree(sentence, asked)) if asked is not None else None
    owner = next(children_by(sentence, index, "nsubj"), None)
    asking = Asking(sentence, index, token.lemma, owner, None, span, "happened", founds=span is not None)
    return read_outcome(sentence, asking, token.head)


def _is_press(sentence: Sentence, asking: Asking) -> bool:
    if asking.asked is None:
        return False
    inside = [t for t in sentence.tokens if asking.asked.start <= t.start < asking.asked.end]
    return bool(inside) and any(token.lemma in read_case_words().press for token in inside[:2])
