"""A story's claims in, each laid ready to be compared: its words with their vectors, weights, names and numbers."""

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from tellings.align.clauses import Clause, is_content
from tellings.align.counts import Count, find_counts
from tellings.align.surroundings import find_focus, is_away
from tellings.linking.vectors.words import embed_words
from tellings.records import Claim, Dating, Entity, Moment, Place, Quantity, Quote, Report, Sentence, Span
from tellings.stage import Group
from tellings.text.folding import fold

Vectors = NDArray[np.float32]
Rest = ParamSpec("Rest")
Read = TypeVar("Read")
_STRAIGHT = re.compile(r'"[^"]+(?:"|$)')
_CURLY = re.compile("[“„«][^”»\n]+(?:[”»]|$)", re.MULTILINE)
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


@dataclass(frozen=True, slots=True)
class Side:
    """One claim as the scorer sees it. words: indices of its content words in the sentence; weights: their rarity."""

    claim: Claim
    clause: Clause
    words: tuple[int, ...]
    lemmas: tuple[str, ...]
    weights: NDArray[np.float32]
    meaning: "Meaning"
    names: frozenset[str]
    numbers: frozenset[str]
    folded: tuple[str, ...]  # every word, folded, for common runs
    place: float  # where in its report, 0 to 1
    text: str
    passage: str  # the sentence that the claim stands in
    quote: Quote | None
    quoted: bool = False
    moments: tuple[Moment, ...] = ()
    dates: tuple[Moment, ...] = ()  # of the whole sentence
    day: date | None = None  # of publication, read or inferred
    dated: bool = True  # whether the day was read; else it is inferred from the other reports
    quantities: tuple[Quantity, ...] = ()
    entities: frozenset[str] = frozenset()  # ids of those named, or meant, in the clause
    named: frozenset[str] = frozenset()  # in the whole sentence
    subject_entity: str | None = None
    speaker_entity: str | None = None
    counts: tuple[Count, ...] = ()
    amounts: tuple[Quantity, ...] = ()  # quantities of the whole sentence
    naming: tuple[tuple[Span, Entity], ...] = ()  # who and what is named in the whole sentence
    places: tuple[Place, ...] = ()  # of the whole sentence, those that stand for themselves
    elsewhere: bool = False  # whether those all lie away from where the story happens
    counted: Set[tuple[str, float]] = frozenset()  # every noun and number that its report counts anywhere
    deeds: Set[str] = frozenset()  # the lemmas of every verb of its report
    kept: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)  # see `once_a_side`

    def is_laid(self, other: "Side", *, least: float = 0.75, both: bool = True) -> bool:
        """Whether nearly every word of each (or, not `both`, of one of them) finds its like in the other."""
        table = self.vectors @ other.vectors.T
        there, back = float(table.max(axis=1).mean()), float(table.max(axis=0).mean())
        return (min(there, back) if both else max(there, back)) >= least

    @property
    def report(self) -> str:
        """The report that makes the claim."""
        return self.claim.report

    @property
    def vectors(self) -> Vectors:
        """Of its content words, in their sentence."""
        return self.meaning.vectors

    @property
    def vector(self) -> Vectors:
        """Of the clause."""
        return self.meaning.vector


def once_a_side(read: Callable[Concatenate[Side, Rest], Read]) -> Callable[Concatenate[Side, Rest], Read]:
    """`read`, whose outcome is kept with the side: it is compared with fifty others and more. What `read` takes
    besides must be hashable."""

    @wraps(read)
    def keep(side: Side, *rest: Rest.args, **named: Rest.kwargs) -> Read:
        key = (read, *rest, *named.values())
        if key not in side.kept:
            side.kept[key] = read(side, *rest, **named)
        found: Read = side.kept[key]
        return found

    return cast(Callable[Concatenate[Side, Rest], Read], keep)


class Embedding:
    """The word vectors of a story's sentences, by id. None is read before one is asked for, and then all are: of a
    story with one report, most of those that a stream brings, nearly never; each takes 2 ms.

    A wording that stands in several reports is read once.
    """

    def __init__(self, sentences: Iterable[Sentence], texts: Mapping[str, str]) -> None:
        self._sentences = {s.id: s for s in sentences}
        self._texts = texts

    @cached_property
    def _rows(self) -> dict[str, Vectors]:
        wording = {s.id: self._texts[s.report][s.span.start : s.span.end] for s in self._sentences.values()}
        first: dict[str, Sentence] = {}
        for sentence in self._sentences.values():
            first.setdefault(wording[sentence.id], sentence)
        asked = [
            (text, [(token.start - s.span.start, token.end - s.span.start) for token in s.tokens])
            for text, s in first.items()
        ]
        made = dict(zip(first, embed_words(asked), strict=True))
        return {sentence: made[text] for sentence, text in wording.items()}

    def read(self, sentence: Sentence) -> Vectors:
        """A row for each of its words."""
        rows = self._rows[sentence.id]
        if len(rows) != len(sentence.tokens):
            rows = np.resize(rows, (len(sentence.tokens), rows.shape[1]))
        return rows


class Meaning:
    """Vectors of one claim: of its content words, of its clause, its sentence, its head, subject and object."""

    def __init__(
        self, embedding: Embedding, clause: Clause, words: Sequence[int], weights: NDArray[np.float32]
    ) -> None:
        self._embedding, self._clause, self._words, self._weights = embedding, clause, words, weights

    @cached_property
    def rows(self) -> Vectors:
        """Of every word of the sentence."""
        return self._embedding.read(self._clause.sentence)

    @cached_property
    def vectors(self) -> Vectors:
        """Of the content words, shape (words, 384)."""
        vectors: Vectors = self.rows[list(self._words)]
        return vectors

    @cached_property
    def vector(self) -> Vectors:
        """Of the clause: of the content words, weighed."""
        return _unit((self.vectors * self._weights[:, None]).sum(axis=0))

    @cached_property
    def whole(self) -> Vectors:
        """Of the sentence."""
        return _unit(self.rows.sum(axis=0))

    @property
    def head(self) -> Vectors:
        row: Vectors = self.rows[self._clause.head]
        return row

    @property
    def subject(self) -> Vectors | None:
        return None if self._clause.subject is None else self.rows[self._clause.subject]

    @property
    def object(self) -> Vectors | None:
        return None if self._clause.object is None else self.rows[self._clause.object]


def weigh_lemmas(sentences: Sequence[Sentence]) -> dict[str, float]:
    """How much each lemma tells within the story: the logarithm of how rare it is among the sentences."""
    seen: Counter[str] = Counter()
    for sentence in sentences:
        seen.update({fold(token.lemma) for token in sentence.tokens if is_content(token)})
    total = len(sentences) + 1
    return {lemma: math.log(total / (count + 0.5)) + 0.1 for lemma, count in seen.items()}


def build_sides(pairs: Sequence[tuple[Claim, Clause]], sentences: Sequence[Sentence], group: Group) -> list[Side]:
    """A side for each claim. `pairs` joins every claim with its clause; `group` has what else was read in the story."""
    texts = {report.id: report.text for report in group.of(Report)}
    quoted = _quoted_stretches(group, texts)
    moments = _by_report(group.of(Moment))
    quotes = _by_report(group.of(Quote))
    days = {report.id: report.published.first_day() for report in group.of(Report) if report.published}
    read = frozenset(days)
    days |= {dating.report: dating.published.first_day() for dating in group.of(Dating) if dating.published}
    quantities = _by_report(group.of(Quantity))
    places = _by_report(group.of(Place))
    named = _named_stretches(group)
    weight_of = weigh_lemmas(sentences)
    embedding = Embedding({clause.sentence.id: clause.sentence for _, clause in pairs}.values(), texts)
    lengths = Counter(sentence.report for sentence in sentences)
    counted: dict[str, set[tuple[str, float]]] = {}
    deeds: dict[str, set[str]] = defaultdict(set)
    for sentence in sentences:
        deeds[sentence.report].update(fold(token.lemma) for token in sentence.tokens if token.pos == "VERB")
    focus = find_focus(group.of(Place), len(lengths))
    named_in: dict[str, tuple[tuple[Span, Entity], ...]] = {}
    sides = []
    for claim, clause in pairs:
        sentence = clause.sentence
        words = tuple(n for n in range(clause.first, clause.last + 1) if is_content(sentence.tokens[n]))
        lemmas = tuple(fold(sentence.tokens[n].lemma) for n in words)
        weights = np.array([weight_of.get(lemma, 1.0) for lemma in lemmas], dtype=np.float32)
        stretch = sentence.tokens[clause.first : clause.last + 1]
        naming = named_in.get(sentence.id)
        if naming is None:
            naming = named_in[sentence.id] = _named_within(named[claim.report], sentence.span)
        counts = tuple(find_counts(clause))
        counted.setdefault(claim.report, set()).update((count.noun, count.value) for count in counts)
        here = tuple(place for place in _within(places, sentence.span) if place.literal)
        sides.append(
            Side(
                claim=claim,
                clause=clause,
                words=words,
                lemmas=lemmas,
                weights=weights,
                meaning=Meaning(embedding, clause, words, weights),
                names=frozenset(fold(token.text) for token in stretch if token.pos == "PROPN" and len(token.text) > 1),
                numbers=frozenset(number for token in stretch for number in _NUMBER.findall(token.text)),
                folded=tuple(fold(token.text) for token in stretch if any(map(str.isalnum, token.text))),
                place=sentence.index / max(1, lengths[sentence.report]),
                day=days.get(claim.report),
                dated=claim.report in read,
                quote=_quote_over(quotes.get(claim.report, ()), claim),
                passage=texts[claim.report][sentence.span.start : sentence.span.end],
                text=texts[claim.report][claim.span.start : claim.span.end],
                quoted=any(s <= claim.span.start + 1 and claim.span.end - 1 <= e for s, e in quoted[claim.report]),
                moments=_within(moments, claim.span),
                dates=tuple(m for m in _within(moments, sentence.span) if m.interval and m.kind in ("date", "time")),
                quantities=_within(quantities, claim.span),
                entities=frozenset(entity.id for span, entity in naming if claim.span.holds(span)),
                named=frozenset(entity.id for _, entity in naming),
                subject_entity=_entity_at(naming, clause, clause.subject),
                speaker_entity=_entity_at(naming, clause, clause.speaker),
                counts=counts,
                counted=counted[claim.report],
                deeds=deeds[claim.report],
                amounts=_within(quantities, sentence.span),
                naming=naming,
                places=here,
                elsewhere=is_away(here, focus),
            )
        )
    return sides


def _named_stretches(group: Group) -> dict[str, list[tuple[Span, Entity]]]:
    """Where each report names or means an entity of the story, in order."""
    found: dict[str, list[tuple[Span, Entity]]] = {report.id: [] for report in group.of(Report)}
    for entity in group.of(Entity):
        for span in entity.mentions:
            found.setdefault(span.report, []).append((span, entity))
    for stretches in found.values():
        stretches.sort(key=_start)
    return found


def _start(stretch: tuple[Span, Entity]) -> tuple[int, int, str]:
    return stretch[0].start, stretch[0].end, stretch[1].id


def _named_within(stretches: Sequence[tuple[Span, Entity]], span: Span) -> tuple[tuple[Span, Entity], ...]:
    first = bisect_left(stretches, span.start, key=lambda stretch: stretch[0].start)
    found = []
    for stretch in stretches[first:]:
        if stretch[0].start >= span.end:
            break
        if stretch[0].end <= span.end:
            found.append(stretch)
    return tuple(found)


def _entity_at(naming: Sequence[tuple[Span, Entity]], clause: Clause, n: int | None) -> str | None:
    """The entity that a word of the clause's sentence stands for: that of the shortest mention over it."""
    if n is None:
        return None
    token = clause.sentence.tokens[n]
    over = [
        (span.end - span.start, entity.id)
        for span, entity in naming
        if span.start <= token.start and token.end <= span.end
    ]
    return min(over)[1] if over else None


def _within(records: dict[str, list[Any]], span: Span) -> tuple[Any, ...]:
    """The records of a report, in order of their places, that lie in the span."""
    own = records.get(span.report, [])
    first = bisect_left(own, span.start, key=lambda record: record.span.start)
    found = []
    for record in own[first:]:
        if record.span.start >= span.end:
            break
        if record.span.end <= span.end:
            found.append(record)
    return tuple(found)


def _by_report(records: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for record in records:
        found.setdefault(record.report, []).append(record)
    for own in found.values():
        own.sort(key=lambda record: (record.span.start, record.span.end))
    return found


def _quote_over(quotes: Sequence[Quote], claim: Claim) -> Quote | None:
    """The quotation that most of the claim lies in."""
    half = (claim.span.end - claim.span.start) / 2
    return next((quote for quote in quotes if quote.span.overlap(claim.span) > half), None)


def _quoted_stretches(group: Group, texts: dict[str, str]) -> dict[str, list[tuple[int, int]]]:
    """Where words stand in quotation marks, in each report; an open quotation ends with its paragraph."""
    found = {report: list(find_quoted(text)) for report, text in texts.items()}
    for quote in group.of(Quote):
        if quote.kind == "direct":
            found[quote.report].append((quote.span.start, quote.span.end))
    return found


def find_quoted(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text between quotation marks. Straight marks that do not pair off within a paragraph say
    nothing, unless the first of them opens it, as where a quotation runs on into the next."""
    for match in _CURLY.finditer(text):
        yield match.span()
    start = 0
    for line in text.split("\n"):
        marks = line.count('"')
        if marks % 2 == 0 or line.startswith('"'):
            for match in _STRAIGHT.finditer(line):
                yield start + match.start(), start + match.end()
        start += len(line) + 1


def _unit(vector: Vectors) -> Vectors:
    unit: Vectors = vector / max(float(np.linalg.norm(vector)), 1e-9)
    return unit
