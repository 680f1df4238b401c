"""The tellings of one request in; its elements out: basis, conditions, purposes, expectations, decision, aftermath."""

from collections.abc import Iterator, Sequence

from tellings.assemble.asked import Asking
from tellings.assemble.case_aftermath import find_aftermath
from tellings.assemble.case_grounds import (
    find_basis,
    find_conditions,
    find_deadline,
    find_purpose,
    list_basis,
    list_conditions,
)
from tellings.assemble.case_requests import Request
from tellings.assemble.case_states import AHEAD, read_when
from tellings.assemble.case_words import read_aftermath_words, read_case_words
from tellings.assemble.parties import Party, read_party
from tellings.assemble.story_index import StoryIndex
from tellings.linking.factuality import subject_of
from tellings.records import CaseElement, Interval, Sentence, Span

_ROLES = ("request", "basis", "condition", "purpose", "expectation", "decision", "reason", "reaction")
_NEXT = 5  # sentences behind a telling of the request in which its grounds may be named
_SOON = 2  # sentences behind it in which who is asked, or who asks, states a condition


def find_elements(
    index: StoryIndex, request: Request, lawful: Sequence[Sentence]
) -> tuple[list[CaseElement], tuple[str, ...], tuple[str, ...]]:
    """The elements in order of role and place, the wordings of the basis, those of the conditions.

    lawful: sentences on what is allowed in the matter.
    """
    elements: dict[tuple[str, Span], CaseElement] = {}
    for asking in request.askings:
        if role := role_of(asking):
            _add(index, elements, role, asking.sentence, read_when(index, asking))
    aftermath = list(find_aftermath(index, request))
    argued = {sentence.id for role, sentence in aftermath if role in ("reason", "reaction")}
    bases: list[Span] = []
    conditions: list[Span] = []
    requesters = [party for _, party in request.requesters]
    told = {asking.sentence.id for asking in request.askings if role_of(asking) == "request"}
    for sentence in {s.id: s for s in [*find_about(index, request), *lawful]}.values():
        limits = [*find_conditions(sentence, lawful=sentence in lawful), *find_deadline(sentence)]
        conditions += limits
        if limits:
            _add(index, elements, "condition", sentence)
        apart = sentence.id not in argued and sentence.id not in told
        if find_purpose(sentence) and (sentence.id in told or (apart and _is_by(index, sentence, requesters))):
            _add(index, elements, "purpose", sentence)
        basis = find_basis(index, sentence) if sentence.id in told or sentence.id not in argued else []
        bases += basis
        if basis:
            _add(index, elements, "basis", sentence)
    for role, sentence in aftermath:
        threat = any(token.lemma in read_case_words().threats for token in sentence.tokens)
        if role != "reaction" or not threat or ("condition", sentence.span) not in elements:  # "warned that if …"
            _add(index, elements, role, sentence)
    listed = sorted(elements.values(), key=lambda e: (_ROLES.index(e.role), _place(index, e.span)))
    return listed, list_basis(index, bases), list_conditions(index, conditions)


def find_about(index: StoryIndex, request: Request) -> Iterator[Sentence]:
    """Sentences that tell the request, and those soon behind them that speak of it ("it", "the petition")."""
    words, after = read_case_words(), read_aftermath_words()
    parties = [party for _, party in (*request.requesters, *request.asked)]
    for report in index.reports:
        places = [a.sentence.index for a in request.askings if a.sentence.report == report]
        for sentence in index.sentences.get(report, ()):
            if sentence.index in places:
                yield sentence
            elif any(0 < sentence.index - at <= _NEXT for at in places):
                first = sentence.tokens[0]
                lemmas = {token.lemma.lower() for token in sentence.tokens}
                spoken_of = bool(lemmas & (words.request_nouns | after.answer_nouns | words.condition_deadlines))
                soon = any(0 < sentence.index - at <= _SOON for at in places)
                bound = bool({token.text.lower() for token in sentence.tokens} & words.condition_marks)
                if (
                    spoken_of
                    or first.lemma.lower() in ("it", "they", "this", "its")
                    or (soon and (bound or lemmas & words.laws) and _is_by(index, sentence, parties))
                ):
                    yield sentence


def _is_by(index: StoryIndex, sentence: Sentence, parties: Sequence[Party]) -> bool:
    """Whether a party of the request is the subject of the sentence."""
    for n, token in enumerate(sentence.tokens):
        if token.pos == "VERB":
            party = read_party(index, sentence, subject_of(sentence, n))
            if party and any(party.same_as(other) for other in parties):
                return True
    return False


def role_of(asking: Asking) -> str | None:
    """The role of what the telling tells; None where it only speaks of the request ("called the motion …")."""
    if not asking.answer:
        return None if asking.pointing and not asking.made and asking.asked is None else "request"
    if asking.answer == "awaited":
        return "expectation"
    if asking.answer_stance == "happened":
        return "decision"
    return "expectation" if asking.answer_stance in AHEAD else None


def _add(
    index: StoryIndex,
    elements: dict[tuple[str, Span], CaseElement],
    role: str,
    sentence: Sentence,
    when: Interval | None = None,
) -> None:
    span = sentence.span
    known = when or next((moment.interval for moment in index.moments_in(span) if moment.interval), None)
    elements.setdefault((role, span), CaseElement(role, span, index.words(span), known, index.speaker_of(span)))


def _place(index: StoryIndex, span: Span) -> tuple[int, int]:
    return list(index.reports).index(span.report), span.start
