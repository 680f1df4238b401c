"""A story's claims in, each laid ready to be compared: its words with their vectors, weights, names and numbers."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, wraps
from itertools import compress
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from tellings.align.clauses import Clause, Tree
from tellings.align.counts import Count, find_counts
from tellings.align.stretches import Stretches, span_of
from tellings.align.surroundings import find_focus, is_away
from tellings.linking.vectors.words import embed_words
from tellings.records import Claim, Dating, Entity, Moment, Place, Quantity, Quote, Report, Sentence, Span, Token
from tellings.stage import Group

Vectors = NDArray[np.float32]
Rest = ParamSpec("Rest")
Read = TypeVar("Read")
_STRAIGHT = re.compile(r'"[^"]+(?:"|$)')
_CURLY = re.compile("[“„«][^”»\n]+(?:[”»]|$)", re.MULTILINE)
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


@dataclass(frozen=True, slots=True)
class Side:
    """One claim as the scorer sees it. words: indices of its content words in the sentence; weights: their rarity."""

    report: str  # that makes the claim
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
        key: object = (read, *rest, *named.values()) if rest or named else read
        found: Read
        try:
            found = side.kept[key]
        except KeyError:
            found = side.kept[key] = read(side, *rest, **named)
        return found

    return cast(Callable[Concatenate[Side, Rest], Read], keep)


@once_a_side
def list_words(side: Side) -> list[Token]:
    """The words of the clause that have a letter or a figure: those that `folded` spells."""
    tree = side.clause.tree
    return [tree.tokens[n] for n in range(side.clause.first, side.clause.last + 1) if tree.lettered[n]]


class Embedding:
    """The word vectors of a story's sentences, by id. None is read before one is asked for, and then all are: of a
    story with one report, most of those that a stream brings, nearly never; each takes 2 ms.

    A wording that stands in several reports is read once.
    """

    def __init__(self, sentences: Iterable[Sentence], texts: Mapping[str, str]) -> None:
        self._sentences = {s.id: s for s in sentences}
        self._texts = texts
        self._wholes: dict[str, Vectors] = {}

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

    def read_whole(self, sentence: Sentence) -> Vectors:
        """One for all of its words together."""
        if sentence.id not in self._wholes:
            self._wholes[sentence.id] = _unit(self.read(sentence).sum(axis=0))
        return self._wholes[sentence.id]


class Meaning:
    """Vectors of one claim: of its content words, of its clause, its sentence, its head, subject and object."""

    def __init__(
        self, embedding: Embedding, clause: Clause, words: Sequence[int], weights: NDArray[np.float32]
    ) -> None:
        self._embedding, self._clause, self._words, self._weights = embedding, clause, words, weights

    @property
    def rows(self) -> Vectors:
        """Of every word of the sentence."""
        return self._embedding.read(self._clause.sentence)

    @cached_property
    def vectors(self) -> Vectors:
        """Of the content words, shape (words, 384)."""
        vectors: Vectors = self.rows.take(self._words, axis=0)
        return vectors

    @cached_property
    def vector(self) -> Vectors:
        """Of the clause: of the content words, weighed."""
        return _unit((self.vectors * self._weights[:, None]).sum(axis=0))

    @property
    def whole(self) -> Vectors:
        """Of the sentence."""
        return self._embedding.read_whole(self._clause.sentence)

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


def weigh_lemmas(trees: Sequence[Tree]) -> dict[str, float]:
    """How much each lemma tells within the story: the logarithm of how rare it is among the sentences."""
    seen: Counter[str] = Counter()
    for tree in trees:
        seen.update(set(compress(tree.lemmas, tree.content)))
    total = len(trees) + 1
    return {lemma: math.log(total / (count + 0.5)) + 0.1 for lemma, count in seen.items()}


def build_sides(pairs: Sequence[tuple[Claim, Clause]], trees: Sequence[Tree], group: Group) -> list[Side]:
    """A side for each claim. `pairs` joins every claim with its clause; trees: of every sentence of the story; `group`
    has what else was read in it."""
    reader = _Reader([clause.sentence for _, clause in pairs], trees, group)
    return [reader.build_side(claim, clause) for claim, clause in pairs]


@dataclass(frozen=True, slots=True)
class _Passage:
    """What was read in one sentence, in the order of the text. place: where in its report it stands, 0 to 1; quoted:
    stretches between quotation marks that may reach into it."""

    text: str
    place: float
    moments: Sequence[Moment]
    dates: tuple[Moment, ...]
    quantities: tuple[Quantity, ...]
    places: tuple[Place, ...]
    elsewhere: bool
    naming: tuple[tuple[Span, Entity], ...]
    named: frozenset[str]
    quotes: Sequence[Quote]
    quoted: Sequence[tuple[int, int]]


class _Reader:
    """Lays claims ready; knows what was read in the story, and in each sentence."""

    def __init__(self, telling: Sequence[Sentence], trees: Sequence[Tree], group: Group) -> None:
        """telling: the sentences that make claims."""
        self._texts = {report.id: report.text for report in group.of(Report)}
        self._quoted = _quoted_stretches(group, self._texts)
        self._moments = Stretches(group.of(Moment), span_of)
        self._quotes = Stretches(group.of(Quote), span_of)
        self._quantities = Stretches(group.of(Quantity), span_of)
        self._places = Stretches(group.of(Place), span_of)
        self._naming = _named_stretches(group)
        self._days = {report.id: report.published.first_day() for report in group.of(Report) if report.published}
        self._dated = frozenset(self._days)
        self._days |= {dating.report: dating.published.first_day() for dating in group.of(Dating) if dating.published}
        self._weight_of = weigh_lemmas(trees)
        self._embedding = Embedding({sentence.id: sentence for sentence in telling}.values(), self._texts)
        self._lengths = Counter(tree.sentence.report for tree in trees)
        self._focus = find_focus(group.of(Place), len(self._lengths))
        self._counted: dict[str, set[tuple[str, float]]] = defaultdict(set)
        self._deeds: dict[str, set[str]] = defaultdict(set)
        for tree in trees:
            verbs = [lemma for lemma, token in zip(tree.lemmas, tree.tokens, strict=True) if token.pos == "VERB"]
            self._deeds[tree.sentence.report].update(verbs)
        self._passages: dict[str, _Passage] = {}

    def build_side(self, claim: Claim, clause: Clause) -> Side:
        """One claim, with what stands in its clause and in its sentence."""
        report, span, tree, passage = claim.report, claim.span, clause.tree, self._read_passage(clause.sentence)
        tokens, stretch = tree.tokens, range(clause.first, clause.last + 1)
        words = tuple([n for n in stretch if tree.content[n]])
        lemmas = tuple([tree.lemmas[n] for n in words])
        weights = np.array([self._weight_of.get(lemma, 1.0) for lemma in lemmas], dtype=np.float32)
        counts = tuple(find_counts(clause))
        self._counted[report].update((count.noun, count.value) for count in counts)
        return Side(
            report=report,
            claim=claim,
            clause=clause,
            words=words,
            lemmas=lemmas,
            weights=weights,
            meaning=Meaning(self._embedding, clause, words, weights),
            names=frozenset([word for n in stretch if tokens[n].pos == "PROPN" and len(word := tree.words[n]) > 1]),
            numbers=_find_numbers(tokens[clause.first : clause.last + 1]),
            folded=tuple([tree.words[n] for n in stretch if tree.lettered[n]]),
            place=passage.place,
            day=self._days.get(report),
            dated=report in self._dated,
            quote=_quote_over(passage.quotes, claim),
            passage=passage.text,
            text=self._texts[report][span.start : span.end],
            quoted=any(start <= span.start + 1 and span.end - 1 <= end for start, end in passage.quoted),
            moments=tuple([moment for moment in passage.moments if span.holds(moment.span)]),
            dates=passage.dates,
            quantities=tuple([quantity for quantity in passage.quantities if span.holds(quantity.span)]),
            entities=frozenset([entity.id for where, entity in passage.naming if span.holds(where)]),
            named=passage.named,
            subject_entity=_entity_at(passage.naming, clause, clause.subject),
            speaker_entity=_entity_at(passage.naming, clause, clause.speaker),
            counts=counts,
            counted=self._counted[report],
            deeds=self._deeds[report],
            amounts=passage.quantities,
            naming=passage.naming,
            places=passage.places,
            elsewhere=passage.elsewhere,
        )

    def _read_passage(self, sentence: Sentence) -> _Passage:
        if sentence.id not in self._passages:
            self._passages[sentence.id] = self._build_passage(sentence)
        return self._passages[sentence.id]

    def _build_passage(self, sentence: Sentence) -> _Passage:
        report, span = sentence.report, sentence.span
        moments = self._moments.within(span)
        places = tuple([place for place in self._places.within(span) if place.literal])
        naming = tuple(self._naming.within(span))
        return _Passage(
            text=self._texts[report][span.start : span.end],
            place=sentence.index / max(1, self._lengths[report]),
            moments=moments,
            dates=tuple([moment for moment in moments if moment.interval and moment.kind in ("date", "time")]),
            quantities=tuple(self._quantities.within(span)),
            places=places,
            elsewhere=is_away(places, self._focus),
            naming=naming,
            named=frozenset([entity.id for _, entity in naming]),
            quotes=self._quotes.touching(span),
            quoted=[(start, end) for start, end in self._quoted[report] if start <= span.end and span.start <= end],
        )


def _find_numbers(tokens: Sequence[Token]) -> frozenset[str]:
    """The numbers in figures."""
    texts = [token.text for token in tokens if not token.text.isalpha()]
    return frozenset([number for text in texts for number in _NUMBER.findall(text)])


def _named_stretches(group: Group) -> Stretches[tuple[Span, Entity]]:
    """Where each report names or means an entity of the story."""
    entities = sorted(group.of(Entity), key=lambda entity: entity.id)
    return Stretches([(span, entity) for entity in entities for span in entity.mentions], lambda named: named[0])


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
    unit: Vectors = vector / max(math.sqrt(vector.dot(vector)), 1e-9)
    return unit
