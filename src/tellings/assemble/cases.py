"""A story's records in, its Cases out: requests with what they rest on, what they met and what followed.

The tellings of one request are brought together by who asks and by what is asked (cosine of the wordings); answers,
legal basis, conditions, reasons and reactions are then looked for where the request is told and next to it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from tellings.assemble.asking import Asking, find_answers, find_askings
from tellings.assemble.case_elements import find_elements
from tellings.assemble.case_grounds import find_lawful
from tellings.assemble.parties import Party, most_named, read_party
from tellings.assemble.story_index import StoryIndex
from tellings.linking.vectors import embed_cached as embed
from tellings.records import Case, CaseElement, Interval, Sentence, Span, day, make_id

_NAMES = frozenset({"GPE", "NORP", "ORG", "PERSON", "LOC", "FAC", "DATE"})
# Cosines of two wordings of what was asked, names left out; seen on the seven gold stories.
_SAME_ASKED = 0.5
_ANSWERED_BY_ASKED = 0.4
_SAME_ASKED_OF_SAME = 0.45  # where the same party asks the same party
_NEIGHBOUR, _FEW = 0.15, 4  # what it adds to that to stand within so many sentences of the request
_RELATED = 0.4  # cosine to what is asked, from which a sentence on what is lawful is about the request


@dataclass(slots=True)
class Request:
    """The tellings of one request so far."""

    askings: list[Asking] = field(default_factory=list)
    requesters: list[tuple[str, Party]] = field(default_factory=list)
    addressees: list[tuple[str, Party]] = field(default_factory=list)
    vectors: list[NDArray[np.float32]] = field(default_factory=list)

    @property
    def centre(self) -> NDArray[np.float32] | None:
        """Mean direction of what is asked, None where no telling says it."""
        if not self.vectors:
            return None
        total = np.sum(self.vectors, axis=0)
        return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), dtype=np.float32)


def build_cases(index: StoryIndex) -> list[Case]:
    """The story's cases, those told by most reports first."""
    requests = group_requests(index)
    lawful = share_lawful(index, requests)
    cases = [case for request in requests if (case := build_case(index, request, lawful.get(id(request), [])))]
    return sorted(cases, key=lambda case: (-len({e.span.report for e in case.elements}), case.id))


def group_requests(index: StoryIndex) -> list[Request]:
    """The story's askings, one Request for each thing that is asked."""
    sentences = [s for report in index.reports for s in index.sentences.get(report, ())]
    askings = [asking for sentence in sentences for asking in find_askings(sentence)]
    answers = [answer for sentence in sentences for answer in find_answers(sentence)]
    wordings = sorted({read_matter(a) for a in (*askings, *answers) if a.asked})
    vector_of = dict(zip(wordings, embed(wordings), strict=True))
    requests: list[Request] = []
    for asking in sorted(askings, key=lambda asking: not (asking.founds and asking.requester is not None)):
        _place(index, asking, requests, vector_of, may_found=asking.founds)
    for answer in answers:
        _place(index, answer, requests, vector_of, may_found=False)
    return requests


def read_matter(asking: Asking) -> str:
    """The wording of what is asked without names: the names of a story make all that is asked in it look alike."""
    span = asking.asked
    if span is None:
        return ""
    tokens = [token for token in asking.sentence.tokens if span.start <= token.start and token.end <= span.end]
    plain = [token.text for token in tokens if token.pos != "PROPN" and token.kind not in _NAMES]
    return " ".join(plain or [token.text for token in tokens])


def _place(
    index: StoryIndex,
    asking: Asking,
    requests: list[Request],
    vector_of: dict[str, NDArray[np.float32]],
    *,
    may_found: bool,
) -> None:
    """Add the asking to the request that it tells of, or to a new one where it may found one."""
    report = asking.sentence.report
    requester = read_party(index, asking.sentence, asking.requester)
    addressee = read_party(index, asking.sentence, asking.addressee)
    vector = vector_of[read_matter(asking)] if asking.asked else None
    best, best_score = None, 0.0
    for request in requests:
        score = _score(asking, requester, addressee, vector, request)
        if score > best_score:
            best, best_score = request, score
    if best is None:
        if not may_found or (requester is None and addressee is None):
            return
        best = Request()
        requests.append(best)
    best.askings.append(asking)
    if requester:
        best.requesters.append((report, requester))
    if addressee:
        best.addressees.append((report, addressee))
    if vector is not None and asking.founds:
        best.vectors.append(vector)


def _score(
    asking: Asking,
    requester: Party | None,
    addressee: Party | None,
    vector: NDArray[np.float32] | None,
    request: Request,
) -> float:
    """How well the asking fits the request: 0 where it does not."""
    asked_by = any(requester.same_as(party) for _, party in request.requesters) if requester else None
    bare = asking.answer is not None and not asking.founds
    asked_of = (
        any(addressee.same_as(party, by_country=not bare) for _, party in request.addressees) if addressee else None
    )
    certain = requester is not None and requester.certain
    if asked_by is False and certain and request.requesters:
        return 0.0
    centre = request.centre
    here = any(a.sentence.report == asking.sentence.report for a in request.askings)
    if vector is None or centre is None:  # "declined the request": by its parties, or the request told just before
        if asked_by or (asked_of and here):
            return 0.6 + 0.1 * here
        return 0.4 if here and requester is None and asking.founds is False and asking.answer else 0.0
    likeness = float(vector @ centre)
    needed = _SAME_ASKED_OF_SAME if asking.founds and asked_by and asked_of is not False else _SAME_ASKED
    if bare and asked_of:
        needed = _ANSWERED_BY_ASKED  # the party that was asked acts in the matter
    if bare and vector is not None and not (asked_of or asked_by):
        return 0.0  # "refuses to recognise": an answer that names no request must name a party of it
    return likeness if likeness >= needed else 0.0


def share_lawful(index: StoryIndex, requests: Sequence[Request]) -> dict[int, list[Sentence]]:
    """Sentences on what is allowed and on which terms, each to the request whose matter it is nearest to."""
    centres = [(request, centre) for request in requests if (centre := request.centre) is not None]
    told = {asking.sentence.id for request in requests for asking in request.askings}
    sentences = [sentence for sentence in find_lawful(index) if sentence.id not in told]
    shared: dict[int, list[Sentence]] = {}
    vectors = embed([index.words(sentence.span) for sentence in sentences])
    for sentence, vector in zip(sentences, vectors, strict=True):
        nearness = ((float(vector @ centre) + _NEIGHBOUR * _is_near(sentence, r), r) for r, centre in centres)
        near, request = max(nearness, key=itemgetter(0), default=(0.0, None))
        if request is not None and near >= _RELATED:
            shared.setdefault(id(request), []).append(sentence)
    return shared


def _is_near(sentence: Sentence, request: Request) -> bool:
    """Whether the request is told within a few sentences of it."""
    told = [a.sentence for a in request.askings if a.sentence.report == sentence.report and not a.sentence.title]
    return any(abs(other.index - sentence.index) <= _FEW for other in told)


def build_case(index: StoryIndex, request: Request, lawful: Sequence[Sentence]) -> Case | None:
    """The case of the request, or None where too little is told: nobody asked, no answer, one report.

    lawful: sentences on what is allowed in its matter.
    """
    requester, addressee = most_named(request.requesters), most_named(request.addressees)
    if requester and addressee and addressee.name == requester.name:  # nobody asks himself: who is asked is not known
        others = [(report, party) for report, party in request.addressees if party.name != requester.name]
        addressee = most_named(others)
    answered = [a for a in request.askings if a.answer and a.answer_stance == "happened"]
    reports = {asking.sentence.report for asking in request.askings}
    if not requester or not (addressee or answered or len(reports) > 1) or request.centre is None:
        return None
    asked_of = frozenset().union(*(party.keys for _, party in request.addressees))
    elements, basis, conditions = find_elements(index, request.askings, lawful, asked_of)
    deciders = [(a.sentence.report, p) for a in answered if (p := read_party(index, a.sentence, a.decider))]
    same = addressee is not None and any(party.same_as(addressee, by_country=False) for _, party in deciders)
    decider = addressee if same else most_named(deciders)
    asked = _asked(index, request)
    return Case(
        id=make_id("case", index.story.id, requester.name, asked),
        story=index.story.id,
        requester=requester.name,
        addressee=addressee.name if addressee else "",
        asked=asked,
        basis=basis,
        conditions=conditions,
        decision=_decision(answered, decider),
        decided=_decided(index, answered),
        decided_by=decider.name if decider else None,
        reasons=_gists(elements, "reason"),
        reactions=_gists(elements, "reaction"),
        elements=tuple(elements),
    )


def _asked(index: StoryIndex, request: Request) -> str:
    """The wording of what is asked that lies nearest to all others; numbers and a middling length count for it."""
    spans = [asking.asked for asking in request.askings if asking.asked and asking.founds]
    wordings = sorted({index.words(_without_time(index, span)) for span in spans})
    vectors = embed(wordings)
    nearness = vectors @ np.mean(vectors, axis=0)
    scored = [(float(near) + _fullness(wording), wording) for near, wording in zip(nearness, wordings, strict=True)]
    return max(scored)[1]


def _fullness(wording: str) -> float:
    """What speaks for a wording beside its nearness: a number in it, and neither too few words nor too many."""
    words = len(wording.split())
    return 0.15 * any(letter.isdigit() for letter in wording) + 0.02 * min(words, 12) - 0.02 * max(0, words - 16)


def _without_time(index: StoryIndex, span: Span) -> Span:
    """The span without a time expression at its end ("… last month" tells when it was asked)."""
    end = span.end
    for moment in reversed(index.moments_in(span)):
        if span.end - moment.span.end <= 1 and moment.span.start > span.start:
            end = moment.span.start
    report = index.reports[span.report]
    words = report.text[span.start : end].rstrip()
    words = words.removesuffix(" in").removesuffix(" on")
    return Span(span.report, span.start, span.start + max(1, len(words)))


def _decided(index: StoryIndex, answered: Iterable[Asking]) -> Interval | None:
    """The day by which the answer was made known: the one that most sentences with the answer give."""
    moments = [moment for asking in answered for moment in index.moments_in(asking.sentence.span)]
    edges = [(m.interval.first_day(), m.interval.last_day()) for m in moments if m.interval]
    days = Counter(first for first, last in edges if first and first == last)
    return day(min(days, key=lambda known: (-days[known], known))) if days else None


def _decision(answered: list[Asking], decider: Party | None) -> str | None:
    """What was decided: refused, granted, or granted in part where both are told of it, and by whom."""
    if not answered:
        return None
    kinds = Counter(asking.answer for asking in answered)
    few = min(kinds["refused"], kinds["granted"])
    verdict = "granted in part" if 4 * few >= len(answered) else "refused" if kinds["refused"] > few else "granted"
    return f"{verdict} by {decider.name}" if decider else verdict


def _gists(elements: Iterable[CaseElement], role: str) -> tuple[str, ...]:
    return tuple(element.gist for element in elements if element.role == role)
