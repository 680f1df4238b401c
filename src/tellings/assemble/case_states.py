"""The tellings of one request in; its kind, what became of it, and the states that it went through, out.

Reports of different dates tell different states: what is announced today is filed next week and refused in a month.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from tellings.assemble.asked import Asking
from tellings.assemble.case_words import read_case_words
from tellings.assemble.story_index import StoryIndex
from tellings.records import CaseElement, CaseState, Interval, Span, day

AHEAD = frozenset({"possible", "planned", "asked", "threatened", "conditional"})
_OPEN = ("announced", "filed", "expected")


def read_kind(askings: Iterable[Asking]) -> str:
    """The kind that the words for it tell most often; a plain request only where nothing tells more."""
    words = read_case_words()
    told = Counter(kind for a in askings if (kind := words.kinds.get(a.noun)) and a.answer is None)
    told += Counter(words.kinds[a.noun] for a in askings if a.noun in words.kinds and a.answer)
    return max(told, key=lambda kind: (told[kind], kind), default="request")


def find_verdict(index: StoryIndex, answered: Sequence[Asking]) -> str | None:
    """refused, granted, granted in part (where both are told), withdrawn or ignored; None: open."""
    kinds = Counter(asking.answer for asking in answered)
    if kinds["withdrawn"]:
        return "withdrawn"
    if not kinds["refused"] and not kinds["granted"]:
        return "ignored" if kinds["ignored"] else None
    few = min(kinds["refused"], kinds["granted"])
    if 4 * few >= len(answered):
        return _find_last(index, answered) or "granted in part"
    return "refused" if kinds["refused"] > few else "granted"


def _find_last(index: StoryIndex, answered: Sequence[Asking]) -> str | None:
    """Where all reports of one answer are later than all of the other, the later one."""
    days: dict[str, list[str]] = defaultdict(list)
    for asking in answered:
        published = index.published(asking.sentence.report)
        days[str(asking.answer)].append((published.start or "")[:10] if published else "")
    refused, granted = days["refused"], days["granted"]
    if all(refused) and all(granted):
        if max(refused) < min(granted):
            return "granted"
        if max(granted) < min(refused):
            return "refused"
    return None


def read_when(index: StoryIndex, asking: Asking) -> Interval | None:
    """When what the telling tells of happened: the moment next to its word, outside the wording of what is asked."""
    at = asking.sentence.tokens[asking.at].start
    moments = [m for m in index.moments_in(asking.sentence.span) if m.interval and m.kind in ("date", "time")]
    free = [m for m in moments if asking.asked is None or not asking.asked.holds(m.span)] or moments
    nearest = min(free, key=lambda moment: abs(moment.span.start - at), default=None)
    return nearest.interval if nearest else None


def state_of(asking: Asking) -> str | None:
    """The state that the telling tells of, None where it tells none."""
    if asking.answer == "awaited":
        return "expected"
    if asking.answer:
        if asking.answer_stance == "happened":
            return asking.answer
        return "expected" if asking.answer_stance in AHEAD else None
    if asking.stance in AHEAD:
        return "announced"
    return "filed" if asking.made or asking.formal else None


def build_states(
    index: StoryIndex, askings: Sequence[Asking], elements: Sequence[CaseElement]
) -> tuple[CaseState, ...]:
    """The states in order of time, each with when it came and when it was first reported."""
    told: dict[str, list[tuple[Span, Interval | None]]] = defaultdict(list)
    for asking in askings:
        state = state_of(asking)
        if state:
            told[state].append((asking.sentence.span, read_when(index, asking)))
    for element in elements:
        if element.role == "expectation" and all(element.span != span for span, _ in told["expected"]):
            told["expected"].append((element.span, None))
    _drop_overtaken(index, told)
    states = [_build_state(index, state, tellings) for state, tellings in told.items() if tellings]
    return tuple(sorted(states, key=_order))


def _order(state: CaseState) -> tuple[int, str]:
    """Open states in the order in which they come, answers after them in order of time."""
    known = state.when or state.reported
    return _OPEN.index(state.state) if state.state in _OPEN else len(_OPEN), (known.start or "9") if known else "9"


def _drop_overtaken(index: StoryIndex, told: dict[str, list[tuple[Span, Interval | None]]]) -> None:
    """A request of which some report says that it was made was announced only where an earlier report says so."""
    filed = [_published(index, span) for span, _ in told["filed"]]
    if filed:
        told["announced"] = [row for row in told["announced"] if (_published(index, row[0]) or "9") < max(filed)]


def _build_state(index: StoryIndex, state: str, tellings: Sequence[tuple[Span, Interval | None]]) -> CaseState:
    edges = [(when.first_day(), when.last_day()) for _, when in tellings if when]
    days = Counter(first for first, last in edges if first and first == last)
    when = day(min(days, key=lambda known: (-days[known], known))) if days else None
    if when is None or state == "expected":
        when = None if state == "expected" else next((known for _, known in tellings if known), None)
    published = [known for span, _ in tellings if (known := index.published(span.report)) and known.start]
    reported = min(published, key=lambda known: known.rank(), default=None)
    return CaseState(state, when, reported, tuple(dict.fromkeys(span for span, _ in tellings)))


def _published(index: StoryIndex, span: Span) -> str:
    published = index.published(span.report)
    return (published.start or "")[:10] if published else ""
