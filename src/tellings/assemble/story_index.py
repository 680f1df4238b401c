"""The records of one story in; look-ups by place in the text out: who is named here, when, who speaks."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypeVar

from tellings.records import (
    Dating,
    Entity,
    Event,
    Interval,
    Mention,
    Moment,
    Place,
    Quote,
    Report,
    Sentence,
    Span,
    Story,
)
from tellings.stage import Group
from tellings.text.markup import drop_markup

R = TypeVar("R", Event, Mention, Moment, Quote, Sentence)


class StoryIndex:
    """One story's reports, in its order, with what was read in them."""

    def __init__(self, group: Group) -> None:
        self.story = group.one(Story)
        held = {report.id: report for report in group.of(Report)}
        self.reports: dict[str, Report] = {key: held[key] for key in self.story.reports if key in held}
        self.superseded = frozenset(r.supersedes for r in self.reports.values() if r.supersedes)  # by newer versions
        self.sentences = _by_report(group.of(Sentence))
        self._mentions = _by_report(group.of(Mention))
        self._moments = _by_report(group.of(Moment))
        self._quotes = _by_report(group.of(Quote))
        self._events = _by_report(group.of(Event))
        self._dating = {dating.report: dating for dating in group.of(Dating)}
        self._entity_of = {chain: entity for entity in group.of(Entity) for chain in entity.chains}
        self._words: dict[Span, str] = {}  # the same clauses are asked for again and again

    def words(self, span: Span) -> str:
        """The wording, on one line and without marks of Markdown."""
        if span not in self._words:
            self._words[span] = " ".join(drop_markup(span.of(self.reports[span.report])).split())
        return self._words[span]

    def published(self, report: str) -> Interval | None:
        """When the report was published, as read or inferred."""
        dating = self._dating.get(report)
        return dating.published if dating else self.reports[report].published

    def mentions_in(self, span: Span) -> list[Mention]:
        """Mentions that lie in the span, in order."""
        return _within(self._mentions.get(span.report, ()), span)

    def events_in(self, span: Span) -> list[Event]:
        """Events whose naming word lies in the span, in order."""
        return [event for event in self._events.get(span.report, ()) if span.holds(event.head)]

    def moments_in(self, span: Span) -> list[Moment]:
        """Moments that lie in the span, in order."""
        return _within(self._moments.get(span.report, ()), span)

    def entity_of(self, mention: Mention) -> Entity | None:
        """The entity that the mention names, once the story's mentions have been resolved."""
        return self._entity_of.get(mention.chain)

    def mention_at(self, sentence: Sentence, index: int) -> Mention | None:
        """The smallest mention that covers the token."""
        token = sentence.tokens[index]
        spans = self._mentions.get(sentence.report, ())
        held = [m for m in spans if m.span.start <= token.start and token.end <= m.span.end]
        return min(held, key=lambda mention: mention.span.end - mention.span.start, default=None)

    def place_name(self, place: Place) -> str:
        """The name that the story's entity for the place bears, else the wording itself."""
        entities = [entity for mention in self.mentions_in(place.span) if (entity := self.entity_of(mention))]
        return next((entity.name for entity in entities if entity.kind == "place"), place.name)

    def speaker_of(self, span: Span) -> str | None:
        """Who says what stands in the span, where most of it is attributed speech."""
        best, share = None, 0.5
        for quote in self._quotes.get(span.report, ()):
            covered = quote.span.overlap(span) / max(1, span.end - span.start)
            if covered > share and quote.speaker_name:
                best, share = self._speaker_name(quote), covered
        return best

    def _speaker_name(self, quote: Quote) -> str | None:
        entity = self._entity_of.get(quote.speaker_chain or "")
        return entity.name if entity else quote.speaker_name


def _by_report(records: Sequence[R]) -> dict[str, list[R]]:
    held: dict[str, list[R]] = defaultdict(list)
    for record in records:
        held[record.report].append(record)
    for found in held.values():
        found.sort(key=_start)
    return dict(held)


def _start(record: Any) -> tuple[int, int]:
    return record.span.start, record.span.end


def _within(records: Sequence[R], span: Span) -> list[R]:
    first = bisect_left(records, (span.start, 0), key=_start)
    found = []
    for record in records[first:]:
        if record.span.start >= span.end:
            break
        if record.span.end <= span.end:
            found.append(record)
    return found
