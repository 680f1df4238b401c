"""A story's records in, its Cases out: requests with what they rest on, what they met and what followed.

Legal basis, conditions, purposes, reasons and reactions are looked for where the request is told and next to it. What
is asked of nobody in particular, of the public or of a friend is no case, unless it was asked in due form or answered.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import itemgetter

import numpy as np

from tellings.assemble.asked import Asking
from tellings.assemble.case_elements import find_elements
from tellings.assemble.case_grounds import find_lawful
from tellings.assemble.case_requests import Request, group_requests
from tellings.assemble.case_states import build_states, find_verdict, read_kind, read_when
from tellings.assemble.parties import Party, most_named, read_party
from tellings.assemble.story_index import StoryIndex
from tellings.linking.vectors import embed_cached as embed
from tellings.records import Case, CaseElement, Interval, Sentence, Span, day, make_id

_NEIGHBOUR, _FEW = 0.15, 4  # what it adds to that to stand within so many sentences of the request
_RELATED = 0.4  # cosine to what is asked, from which a sentence on what is lawful is about the request


def build_cases(index: StoryIndex) -> list[Case]:
    """The story's cases, those told by most reports first."""
    requests = [request for request in group_requests(index) if is_case(index, request)]
    lawful = share_lawful(index, requests)
    cases = [case for request in requests if (case := build_case(index, request, lawful.get(id(request), [])))]
    return sorted(cases, key=lambda case: (-len({e.span.report for e in case.elements}), case.id))


def is_case(index: StoryIndex, request: Request) -> bool:
    """Whether somebody asks, in due form or of somebody who can be asked so, or was answered."""
    requester, addressee = find_parties(request)
    if requester is None or request.centre is None:
        return False
    formal = any(asking.formal for asking in request.askings)
    answered = any(a.answer in ("refused", "granted") and a.answer_stance == "happened" for a in request.askings)
    official = addressee is not None and addressee.official
    private = addressee is not None and not (addressee.official or addressee.certain)
    return formal or official or (answered and (requester.official or not private))


def find_parties(request: Request) -> tuple[Party | None, Party | None]:
    """Who asks and who is asked; nobody asks himself: then who is asked is not known."""
    requester = most_named(request.requesters)
    for parties in (request.addressees, request.answering):
        others = [(report, p) for report, p in parties if not requester or p.name != requester.name]
        if others:
            return requester, most_named(others)
    return requester, None


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
    """The case of the request. lawful: sentences on what is allowed in its matter."""
    requester, addressee = find_parties(request)
    if requester is None:
        return None
    answered = [a for a in request.askings if a.answer not in (None, "awaited") and a.answer_stance == "happened"]
    elements, basis, conditions = find_elements(index, request, lawful)
    verdict = find_verdict(index, answered)
    decider = requester if verdict == "withdrawn" else _find_decider(index, answered, addressee)
    sides = _find_sides(index, answered) if verdict == "granted in part" else None
    asked = _asked(index, request)
    states = build_states(index, request.askings, elements)
    return Case(
        id=make_id("case", index.story.id, requester.name, asked),
        story=index.story.id,
        requester=requester.name,
        addressee=addressee.name if addressee else "",
        asked=asked,
        basis=basis,
        conditions=conditions,
        decision=sides or (f"{verdict} by {decider.name}" if verdict and decider else verdict),
        decided=_decided(index, answered),
        decided_by=decider.name if decider and verdict else None,
        reasons=_gists(elements, "reason"),
        reactions=_gists(elements, "reaction"),
        elements=tuple(elements),
        kind=read_kind(request.askings),
        state=next((s.state for s in reversed(states) if s.state != "expected"), "filed"),
        states=states,
    )


def _find_decider(index: StoryIndex, answered: Sequence[Asking], addressee: Party | None) -> Party | None:
    deciders = [(a.sentence.report, p) for a in answered if (p := read_party(index, a.sentence, a.decider))]
    same = addressee is not None and any(party.same_as(addressee, by_country=False) for _, party in deciders)
    return addressee if same else most_named(deciders)


def _find_sides(index: StoryIndex, answered: Sequence[Asking]) -> str | None:
    """ "granted by one, refused by the other", where two were asked and answer differently; else None."""
    said: dict[str, Party] = {}
    for kind in ("granted", "refused"):
        told = [a for a in answered if a.answer == kind]
        party = most_named([(a.sentence.report, p) for a in told if (p := read_party(index, a.sentence, a.decider))])
        if party is None or not party.certain:
            return None
        said[kind] = party
    one, other = said["granted"], said["refused"]
    return None if one.same_as(other) else f"granted by {one.name}, refused by {other.name}"


def _asked(index: StoryIndex, request: Request) -> str:
    """The wording of what is asked that lies nearest to all others; numbers and a middling length count for it."""
    founding = [asking for asking in request.askings if asking.asked and asking.founds]
    bodies = [asking for asking in founding if not asking.sentence.title] or founding  # titles are cut short
    spans = [asking.asked for asking in bodies if asking.asked]
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
    """The span without a time gone by at its end: "… last month" tells when it was asked, "… in May" for when."""
    end = span.end
    published = index.published(span.report)
    latest = published.last_day() if published else None
    for moment in reversed(index.moments_in(span)):
        day_of = moment.interval.last_day() if moment.interval else None
        ahead = latest is not None and day_of is not None and day_of > latest
        if span.end - moment.span.end <= 1 and moment.span.start > span.start and not ahead:
            end = moment.span.start
    report = index.reports[span.report]
    words = report.text[span.start : end].rstrip()
    words = words.removesuffix(" in").removesuffix(" on")
    return Span(span.report, span.start, span.start + max(1, len(words)))


def _decided(index: StoryIndex, answered: Iterable[Asking]) -> Interval | None:
    """The day by which the answer was made known: the one that most tellings of the answer give."""
    edges = [(when.first_day(), when.last_day()) for asking in answered if (when := read_when(index, asking))]
    days = Counter(first for first, last in edges if first and first == last)
    return day(min(days, key=lambda known: (-days[known], known))) if days else None


def _gists(elements: Iterable[CaseElement], role: str) -> tuple[str, ...]:
    return tuple(element.gist for element in elements if element.role == role)
