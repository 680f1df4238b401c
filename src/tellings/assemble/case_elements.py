"""The tellings of one request in; its elements out: basis, conditions, expectations, decision, reasons, reactions."""

from collections.abc import Iterator, Sequence

from tellings.assemble.asking import Asking
from tellings.assemble.case_aftermath import find_aftermath
from tellings.assemble.case_grounds import find_basis, find_conditions, list_basis, list_conditions
from tellings.assemble.case_words import read_case_words
from tellings.assemble.story_index import StoryIndex
from tellings.records import CaseElement, Interval, Sentence, Span

_ROLES = ("request", "basis", "condition", "expectation", "decision", "reason", "reaction")
_AHEAD = frozenset({"possible", "planned", "asked", "threatened"})
_NEXT = 5  # sentences behind a telling of the request in which its grounds may be named


def find_elements(
    index: StoryIndex, askings: Sequence[Asking], lawful: Sequence[Sentence], asked_of: frozenset[str]
) -> tuple[list[CaseElement], tuple[str, ...], tuple[str, ...]]:
    """The elements in order of role and place, the wordings of the basis, those of the conditions.

    lawful: sentences on what is allowed in the matter; asked_of: keys of the party that is asked.
    """
    elements: dict[tuple[str, Span], CaseElement] = {}
    for asking in askings:
        _add(index, elements, _role(asking), asking.sentence)
    bases: list[Span] = []
    conditions: list[Span] = []
    for sentence in {s.id: s for s in [*find_about(index, askings), *lawful]}.values():
        basis, limits = find_basis(index, sentence), find_conditions(sentence, lawful=sentence in lawful)
        bases += basis
        conditions += limits
        if basis:
            _add(index, elements, "basis", sentence)
        if limits:
            _add(index, elements, "condition", sentence)
    for role, sentence in find_aftermath(index, askings, asked_of):
        _add(index, elements, role, sentence)
    listed = sorted(elements.values(), key=lambda e: (_ROLES.index(e.role), _place(index, e.span)))
    return listed, list_basis(index, bases), list_conditions(index, conditions)


def find_about(index: StoryIndex, askings: Sequence[Asking]) -> Iterator[Sentence]:
    """Sentences that tell the request, and those soon behind them that speak of it ("it", "the petition")."""
    words = read_case_words()
    for report in index.reports:
        places = [a.sentence.index for a in askings if a.sentence.report == report]
        for sentence in index.sentences.get(report, ()):
            if sentence.index in places:
                yield sentence
            elif any(0 < sentence.index - at <= _NEXT for at in places):
                first = sentence.tokens[0]
                spoken_of = any(t.lemma in words.request_nouns | words.answer_nouns for t in sentence.tokens)
                if spoken_of or first.lemma in ("it", "they", "this", "its"):
                    yield sentence


def _role(asking: Asking) -> str:
    if not asking.answer:
        return "request"
    if asking.answer_stance == "happened":
        return "decision"
    return "expectation" if asking.answer_stance in _AHEAD else "reaction"


def _add(index: StoryIndex, elements: dict[tuple[str, Span], CaseElement], role: str, sentence: Sentence) -> None:
    span = sentence.span
    speaker = index.speaker_of(span)
    elements.setdefault((role, span), CaseElement(role, span, index.words(span), _when(index, span), speaker))


def _when(index: StoryIndex, span: Span) -> Interval | None:
    return next((moment.interval for moment in index.moments_in(span) if moment.interval), None)


def _place(index: StoryIndex, span: Span) -> tuple[int, int]:
    return list(index.reports).index(span.report), span.start
