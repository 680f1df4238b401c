"""A telling of a request, or a whole sentence, in; the answers that it tells of out.

refused, granted, withdrawn, ignored (no answer, and none will come) or awaited (none so far). Each with how real it is.
"""

from collections.abc import Iterator
from dataclasses import replace

from tellings.assemble.asked import Asking, agent_of
from tellings.assemble.case_words import read_answer_words, read_case_words
from tellings.assemble.trees import children_by, objects_of_prepositions, phrase_span
from tellings.linking.factuality import Stance, judge_clause, subject_of
from tellings.records import Sentence

_PAST = frozenset({"VBD", "VBN"})
_REAL = frozenset({"happened", "ongoing", "background"})


def answer_kind(sentence: Sentence, index: int) -> str | None:
    """refused or granted where the verb at `index` answers a request, else None."""
    words, token = read_answer_words(), sentence.tokens[index]
    if token.lemma in words.particles and not _particles(sentence, index) & set(words.particles[token.lemma]):
        return None
    if token.lemma in words.refuse:
        return "refused"
    return "granted" if token.lemma in words.grant else None


def read_outcome(sentence: Sentence, asking: Asking, governor: int | None) -> Asking:
    """The telling with what its sentence says became of the request. governor: the verb whose object the noun is."""
    if governor is None:
        return _read_subject(sentence, asking)
    words, verb = read_answer_words(), sentence.tokens[governor]
    stance = judge_clause(sentence, governor)
    decider = agent_of(sentence, governor)
    own = "voluntarily" in _particles(sentence, governor)  # "voluntarily dismissed the lawsuit"
    if own or verb.lemma in words.withdraw or _is_called_off(sentence, governor):
        requester = asking.requester if asking.requester is not None else decider
        return _answered(asking.but(requester=requester), "withdrawn", stance, decider)
    if verb.lemma in words.won | words.lost:  # the one who asked wins or loses
        asking = asking.but(requester=asking.requester if asking.requester is not None else decider)
        return _answered(asking, "granted" if verb.lemma in words.won else "refused", stance, None)
    left = verb.lemma == "leave" and (_is_unanswered(sentence, governor) or _is_unanswered(sentence, asking.at))
    if left or verb.lemma in words.ignore:
        return _answered(_to_decider(asking, decider), "ignored", stance, decider)
    if verb.lemma in words.reply:
        if stance.polarity == "negative":
            return _answered(_to_decider(asking, decider), "awaited", replace(stance, polarity="positive"), decider)
        return asking
    kind = answer_kind(sentence, governor) or _kind_over_noun(sentence, governor)
    return _answered(_to_decider(asking, decider), kind, stance, decider) if kind else asking


def _kind_over_noun(sentence: Sentence, governor: int) -> str | None:
    """Verbs that answer only with a request as their object: a motion is carried, a complaint is thrown out."""
    words, lemma = read_answer_words(), sentence.tokens[governor].lemma
    if lemma == "vote":
        particles = _particles(sentence, governor)
        return "refused" if particles & {"down", "against"} else "granted" if particles & {"for", "through"} else None
    if lemma in words.refuse_noun:
        return "refused"
    return "granted" if lemma in words.grant_noun else None


def _to_decider(asking: Asking, decider: int | None) -> Asking:
    return asking.but(stance="happened", addressee=asking.addressee if asking.addressee is not None else decider)


def _answered(asking: Asking, kind: str, stance: Stance, decider: int | None) -> Asking:
    real = _real(stance.factuality, stance.polarity)
    return asking.but(answer=kind, answer_stance=real, decider=decider, stance="happened")


def _read_subject(sentence: Sentence, asking: Asking) -> Asking:
    """ "The motion failed", "the ultimatum expired", "let the ultimatum pass", a headline's "Bid rejected"."""
    token, words = sentence.tokens[asking.at], read_answer_words()
    if token.dep not in ("nsubj", "nsubjpass") or token.head == asking.at:
        return asking
    head = token.head
    verb = sentence.tokens[head]
    above = sentence.tokens[verb.head]
    if above.lemma == "let" and verb.lemma in words.by_subject | {"pass": "", "run": "", "go": ""}:
        decider = agent_of(sentence, verb.head)
        return _answered(_to_decider(asking, decider), "ignored", judge_clause(sentence, verb.head), decider)
    over = verb.lemma == "run" and "out" in _particles(sentence, head)
    gone = verb.lemma in ("go", "remain", "be") and _is_unanswered(sentence, head)
    kind = "ignored" if over or gone else words.by_subject.get(verb.lemma)
    if kind and verb.tag in _PAST:
        stance = judge_clause(sentence, head)
        if stance.polarity == "positive":
            return _answered(asking, kind, stance, None)
    bare = verb.tag == "VBD" and not any(True for _ in children_by(sentence, head, "dobj", "ccomp", "xcomp"))
    passive = answer_kind(sentence, head) or _kind_over_noun(sentence, head) if sentence.title and bare else None
    return _answered(asking, passive, judge_clause(sentence, head), None) if passive else asking


def find_answers(sentence: Sentence) -> Iterator[Asking]:
    """Answers that name no request: "the ministry refused the company a licence"; asked is what was refused."""
    for index, token in enumerate(sentence.tokens):
        answer = None
        if token.pos in ("VERB", "AUX"):
            answer = _read_bare(sentence, index) or _read_side(sentence, index) or _read_silence(sentence, index)
        elif token.pos == "NOUN":
            answer = _read_noun(sentence, index)
        if answer is not None:
            yield answer


def _read_bare(sentence: Sentence, index: int) -> Asking | None:
    order = sentence.tokens[index].lemma in read_answer_words().order
    kind = answer_kind(sentence, index) or ("granted" if order else None)
    if not kind:
        return None
    decider = agent_of(sentence, index)
    asked = next(children_by(sentence, index, "dobj", "xcomp", "ccomp", "nsubjpass"), None)
    if asked is None and sentence.title and sentence.tokens[index].tag == "VBD":  # a headline's "Dredging approved"
        decider, asked = None, decider
    if asked is None or sentence.tokens[asked].lemma in read_case_words().request_nouns:
        return None
    if sentence.tokens[asked].tag in ("WDT", "WP") and sentence.tokens[index].dep == "relcl":
        asked = sentence.tokens[index].head  # "the permit that was granted"
    stance = judge_clause(sentence, index)
    if kind == "granted" and stance.polarity == "negative" and stance.factuality in ("happened", "denied"):
        kind, stance = "refused", replace(stance, polarity="positive", factuality="happened")
    if order:  # what was asked stands in the verb too: "barred the operator from …"
        asked = index
    about = next(children_by(sentence, index, "dative"), None)
    about = about if about is not None else _proposer(sentence, asked)
    about = about if about is not None else _allowed(sentence, index, decider)
    again = not order and _is_of_before(sentence, asked)
    wording = None if again else phrase_span(sentence, asked)
    told = Asking(sentence, index, "", about, decider, wording, "", founds=False, pointing=again)
    return _answered(told, kind, stance, decider).but(stance="")


def _is_of_before(sentence: Sentence, asked: int) -> bool:
    """ "Upheld it", "refused that part": what was just spoken of."""
    pointing = any(sentence.tokens[child].lemma == "that" for child in children_by(sentence, asked, "det"))
    return sentence.tokens[asked].text.lower() in ("it", "them") or pointing


def _allowed(sentence: Sentence, index: int, decider: int | None) -> int | None:
    """ "Refused to let Mali station police", "allowed the firm to dig": who asked for it."""
    for clause in children_by(sentence, index, "xcomp", "ccomp"):
        for inner in (clause, *children_by(sentence, clause, "ccomp", "xcomp")):
            found = next(children_by(sentence, inner, "nsubj"), None)
            if found is not None and found != decider and sentence.tokens[found].pos != "PRON":
                return found
    return None


def _proposer(sentence: Sentence, asked: int) -> int | None:
    """ "A truce proposed by the bloc", "the visa sought by the singer": who asked for it."""
    words = read_case_words()
    for child in children_by(sentence, asked, "acl", "relcl"):
        if sentence.tokens[child].lemma in words.request_verbs | dict.fromkeys(words.weak_verbs, ()):
            return agent_of(sentence, child)
    return None


def _read_side(sentence: Sentence, index: int) -> Asking | None:
    """ "ruled in favour of the union", "found against it", "said no to the company"."""
    words, lemma = read_answer_words(), sentence.tokens[index].lemma
    if lemma == "vote":
        return _read_votes(sentence, index)
    kind = party = None
    if lemma in words.siding:
        for preposition in children_by(sentence, index, "prep"):
            word = sentence.tokens[preposition].lemma
            inner = next(children_by(sentence, preposition, "pobj"), None)
            if word == "in" and inner is not None and sentence.tokens[inner].lemma in words.favour:
                party, kind = next(objects_of_prepositions(sentence, inner, ("of",)), None), "granted"
            elif word in ("for", "with") and (lemma, word) in (("rule", "for"), ("find", "for"), ("side", "with")):
                party, kind = inner, "granted"
            elif word == "against" and lemma != "side":
                party, kind = inner, "refused"
    elif lemma == "say":
        said = {sentence.tokens[n].lemma for n in children_by(sentence, index, "intj", "dobj", "oprd")}
        kind = "granted" if "yes" in said else "refused" if "no" in said else None
        party = next(objects_of_prepositions(sentence, index, ("to",)), None)
    if kind is None:
        return None
    decider = agent_of(sentence, index)
    if decider is None and lemma == "say":  # "it took the court a year to say yes": the verb above it knows
        decider = next(children_by(sentence, sentence.tokens[index].head, "dobj", "dative"), None)
    told = Asking(sentence, index, "", party, decider, None, "", founds=False, pointing=party is None)
    return _answered(told, kind, judge_clause(sentence, index), decider).but(stance="")


def _read_votes(sentence: Sentence, index: int) -> Asking | None:
    """ "Eighteen members voted against it"."""
    for word, kind in (("against", "refused"), ("for", "granted")):
        found = next(objects_of_prepositions(sentence, index, (word,)), None)
        if found is not None and sentence.tokens[found].pos == "PRON":
            told = Asking(sentence, index, "motion", None, None, None, "", founds=False, pointing=True)
            return _answered(told, kind, judge_clause(sentence, index), None).but(stance="")
    return None


def _read_silence(sentence: Sentence, index: int) -> Asking | None:
    """ "The ministry has not replied", "the council has not yet decided"."""
    token = sentence.tokens[index]
    subject = subject_of(sentence, index) if token.lemma in read_answer_words().reply else None
    if subject is None:
        return None
    stance = judge_clause(sentence, index)
    object_ = [*children_by(sentence, index, "dobj", "prep", "ccomp", "xcomp")]
    if stance.polarity != "negative" or token.tag not in _PAST or object_:
        return None
    told = Asking(sentence, index, "", None, subject, None, "", founds=False, pointing=True)
    return _answered(told, "awaited", replace(stance, polarity="positive"), subject).but(stance="")


def _read_noun(sentence: Sentence, index: int) -> Asking | None:
    """ "the rejection by the force": an answer named by a noun, with who gave it."""
    words, lemma = read_answer_words(), sentence.tokens[index].lemma
    kind = "refused" if lemma in words.refusals else "granted" if lemma in words.approvals else None
    if kind is None:
        return None
    decider = next(children_by(sentence, index, "poss"), None)
    if decider is None:
        decider = next(objects_of_prepositions(sentence, index, ("by", "from")), None)
    stance = judge_clause(sentence, index)
    if decider is None or stance.factuality not in _REAL:
        return None
    told = Asking(sentence, index, "", None, decider, None, "", founds=False, pointing=True)
    return _answered(told, kind, stance, decider).but(stance="")


def _particles(sentence: Sentence, index: int) -> set[str]:
    return {sentence.tokens[child].lemma for child in children_by(sentence, index, "prt", "prep", "advmod")}


def _is_called_off(sentence: Sentence, index: int) -> bool:
    return sentence.tokens[index].lemma == "call" and "off" in _particles(sentence, index)


def _is_unanswered(sentence: Sentence, index: int) -> bool:
    children = children_by(sentence, index, "oprd", "acomp", "advcl", "ccomp", "xcomp", "acl", "amod")
    return any(sentence.tokens[child].text.lower() in read_answer_words().unanswered for child in children)


def _real(factuality: str, polarity: str) -> str:
    """happened, or what the answer is short of that: an expectation, a wish, a denial."""
    if polarity == "negative":
        return "denied"
    return "happened" if factuality in _REAL else factuality
