"""A story's claims in, each laid ready to be compared: its words with their vectors, weights, names and numbers."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tellings.align.clauses import Clause, is_content
from tellings.linking.vectors.words import embed_words
from tellings.records import Claim, Dating, Entity, Moment, Quantity, Quote, Report, Sentence, Span
from tellings.stage import Group
from tellings.text.folding import fold

Vectors = NDArray[np.float32]
_QUOTED = re.compile(r'"[^"\n]+(?:"|$)', re.MULTILINE)
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


@dataclass(frozen=True, slots=True)
class Side:
    """One claim as the scorer sees it. words: indices of its content words in the sentence; weights: their rarity."""

    claim: Claim
    clause: Clause
    words: tuple[int, ...]
    lemmas: tuple[str, ...]
    weights: NDArray[np.float32]
    vectors: Vectors  # of its content words, in their sentence
    vector: Vectors  # of the clause
    whole: Vectors  # of the sentence
    names: frozenset[str]
    numbers: frozenset[str]
    folded: tuple[str, ...]  # every word, folded, for common runs
    place: float  # where in its report, 0 to 1
    head: Vectors
    subject: Vectors | None
    object: Vectors | None
    rows: Vectors  # of every word of the sentence
    text: str
    passage: str  # the sentence that the claim stands in
    quote: Quote | None
    quoted: bool = False
    moments: tuple[Moment, ...] = ()
    dates: tuple[Moment, ...] = ()  # of the whole sentence
    day: date | None = None  # of publication, read or inferred
    quantities: tuple[Quantity, ...] = ()
    entities: frozenset[str] = frozenset()  # ids of those named, or meant, in the clause
    named: frozenset[str] = frozenset()  # in the whole sentence
    subject_entity: str | None = None
    speaker_entity: str | None = None

    def is_laid(self, other: "Side", *, least: float = 0.75, both: bool = True) -> bool:
        """Whether nearly every word of each (or, not `both`, of one of them) finds its like in the other."""
        table = self.vectors @ other.vectors.T
        there, back = float(table.max(axis=1).mean()), float(table.max(axis=0).mean())
        return (min(there, back) if both else max(there, back)) >= least

    @property
    def report(self) -> str:
        """The report that makes the claim."""
        return self.claim.report


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
    days |= {dating.report: dating.published.first_day() for dating in group.of(Dating) if dating.published}
    quantities = _by_report(group.of(Quantity))
    named = _named_stretches(group)
    weight_of = weigh_lemmas(sentences)
    embedded = _embed_sentences(sentences, texts)
    counts = Counter(sentence.report for sentence in sentences)
    sides = []
    for claim, clause in pairs:
        sentence = clause.sentence
        rows = embedded[sentence.id]
        words = tuple(n for n in range(clause.first, clause.last + 1) if is_content(sentence.tokens[n]))
        lemmas = tuple(fold(sentence.tokens[n].lemma) for n in words)
        weights = np.array([weight_of.get(lemma, 1.0) for lemma in lemmas], dtype=np.float32)
        vectors = rows[list(words)]
        stretch = sentence.tokens[clause.first : clause.last + 1]
        sides.append(
            Side(
                claim=claim,
                clause=clause,
                words=words,
                lemmas=lemmas,
                weights=weights,
                vectors=vectors,
                vector=_unit((vectors * weights[:, None]).sum(axis=0)),
                whole=_unit(rows.sum(axis=0)),
                names=frozenset(fold(token.text) for token in stretch if token.pos == "PROPN" and len(token.text) > 1),
                numbers=frozenset(number for token in stretch for number in _NUMBER.findall(token.text)),
                folded=tuple(fold(token.text) for token in stretch if any(map(str.isalnum, token.text))),
                place=sentence.index / max(1, counts[sentence.report]),
                head=rows[clause.head],
                subject=None if clause.subject is None else rows[clause.subject],
                object=None if clause.object is None else rows[clause.object],
                rows=rows,
                day=days.get(claim.report),
                quote=_quote_over(quotes.get(claim.report, ()), claim),
                passage=texts[claim.report][sentence.span.start : sentence.span.end],
                text=texts[claim.report][claim.span.start : claim.span.end],
                quoted=any(s <= claim.span.start + 1 and claim.span.end - 1 <= e for s, e in quoted[claim.report]),
                moments=tuple(m for m in moments.get(claim.report, ()) if claim.span.holds(m.span)),
                dates=tuple(
                    m
                    for m in moments.get(claim.report, ())
                    if sentence.span.holds(m.span) and m.interval and m.kind in ("date", "time")
                ),
                quantities=tuple(q for q in quantities.get(claim.report, ()) if claim.span.holds(q.span)),
                entities=frozenset(entity for span, entity in named[claim.report] if claim.span.holds(span)),
                named=frozenset(entity for span, entity in named[claim.report] if sentence.span.holds(span)),
                subject_entity=_entity_at(named[claim.report], clause, clause.subject),
                speaker_entity=_entity_at(named[claim.report], clause, clause.speaker),
            )
        )
    return sides


def _named_stretches(group: Group) -> dict[str, list[tuple[Span, str]]]:
    """Where each report names or means an entity of the story."""
    found: dict[str, list[tuple[Span, str]]] = {report.id: [] for report in group.of(Report)}
    for entity in group.of(Entity):
        for span in entity.mentions:
            found.setdefault(span.report, []).append((span, entity.id))
    return found


def _entity_at(named: Sequence[tuple[Span, str]], clause: Clause, n: int | None) -> str | None:
    """The entity that a word of the clause's sentence stands for: that of the shortest mention over it."""
    if n is None:
        return None
    token = clause.sentence.tokens[n]
    over = [
        (span.end - span.start, entity) for span, entity in named if span.start <= token.start and token.end <= span.end
    ]
    return min(over)[1] if over else None


def _by_report(records: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for record in records:
        found.setdefault(record.report, []).append(record)
    return found


def _quote_over(quotes: Sequence[Quote], claim: Claim) -> Quote | None:
    """The quotation that most of the claim lies in."""
    half = (claim.span.end - claim.span.start) / 2
    return next((quote for quote in quotes if quote.span.overlap(claim.span) > half), None)


def _quoted_stretches(group: Group, texts: dict[str, str]) -> dict[str, list[tuple[int, int]]]:
    """Where words stand in quotation marks, in each report; an open quotation ends with its paragraph."""
    found: dict[str, list[tuple[int, int]]] = {}
    for report, text in texts.items():
        found[report] = [match.span() for match in _QUOTED.finditer(fold(text))]
    for quote in group.of(Quote):
        if quote.kind == "direct":
            found[quote.report].append((quote.span.start, quote.span.end))
    return found


def _embed_sentences(sentences: Sequence[Sentence], texts: dict[str, str]) -> dict[str, Vectors]:
    """The word vectors of each sentence, by its id; a wording that stands in several reports is embedded once."""
    wording = {s.id: texts[s.report][s.span.start : s.span.end] for s in sentences}
    first: dict[str, Sentence] = {}
    for sentence in sentences:
        first.setdefault(wording[sentence.id], sentence)
    asked = [
        (text, [(token.start - s.span.start, token.end - s.span.start) for token in s.tokens])
        for text, s in first.items()
    ]
    made = dict(zip(first, embed_words(asked), strict=True))
    out = {}
    for sentence in sentences:
        rows = made[wording[sentence.id]]
        if len(rows) != len(sentence.tokens):
            rows = np.resize(rows, (len(sentence.tokens), rows.shape[1]))
        out[sentence.id] = rows
    return out


def _unit(vector: Vectors) -> Vectors:
    unit: Vectors = vector / max(float(np.linalg.norm(vector)), 1e-9)
    return unit
