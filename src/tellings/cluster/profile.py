"""Report, Sentences and Mentions in, one Profile out: what is compared to tell whether two reports belong together; and
its Appearance, which is all that is asked of it once pairs are judged.

Terms are weighted by how rare a word is in general English, never by the reports at hand: five reports have no document
frequencies worth the name, and a profile must not change when another report arrives.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from tellings.linking.rarity import rarity
from tellings.linking.vectors import embed_cached, load_vectors
from tellings.records import Appearance, Mention, Profile, Report, Sentence, make_id
from tellings.stage import Cut, Group, Stage
from tellings.text.folding import fold
from tellings.text.sentences import find_sentences
from tellings.text.stems import find_stem
from tellings.text.stop_words import is_function_word
from tellings.text.times.phrases import MONTHS, WEEKDAYS
from tellings.text.words import STOP_WORDS, find_words

# Swept on news_cluster (average link, best threshold in hindsight): rarity squared .944 B3 F1, cubed .938; proper names
# at 1 .928, 1.5 .944, 2 .935; weight falling by 5 % a sentence .948 against .944 without.
RARITY_POWER = 2.0
NAME_BOOST = 1.5
DECAY = 0.05
TITLE_BOOST = 2.0
WEIGHT_DIGITS = 4  # of a term's weight: so it is a small whole number of steps, which a stream keeps in two bytes
VECTOR_DIGITS = 5  # of a part of the vector: so two are compared as whole numbers
TERMS = 150
KEYS = 16
LEAD = 3  # sentences, title included, whose vector is kept
FIRST = 3.0  # weight of the title, or of the first sentence, among them
LONGEST = 600  # characters of a sentence that are embedded: more than the model reads
MOST_PLAIN = 20_000  # characters of a report that no model parses which are profiled
# Of a word of which no list tells how rare it is: short ones are common (Zipf). The same sweep on reports taken as if
# they were in an unknown language: .950 at these, .936 without, .938 without names above others.
SHORTEST, RARE_LETTERS = 0.4, 6
_FIRST_UNPARTED = "\u0e00"  # Thai; from here on a letter says more than one of an alphabet
# When something happened is compared as a date, elsewhere; as words these are shared by all that was written that day.
# ECB+ 1-35 .927 without them, .921 with them; news_cluster .954 either way.
_DAYS = frozenset((*WEEKDAYS, *MONTHS, "today", "yesterday", "tomorrow", "tonight"))
_LEXICAL = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM", "X"})
_NAMED = frozenset({"person", "organisation", "group", "place", "law", "event", "work", "product"})


def build_profile(
    report: Report, sentences: Sequence[Sentence], mentions: Sequence[Mention], *, vector: bool = True
) -> Profile:
    """The profile of one report. A report that could not be parsed is profiled by its plain words, and has no vector:
    the model that makes them reads English only, and takes all reports in one other language for alike.

    vector: whether the openings are read by the model of sentences: 7 ms of one core, the rest takes under 1 ms. B3
    F1 without and with it on news_cluster .939 and .954, on ECB+ 1-35 .913 and .927.
    """
    vector = vector and bool(sentences) and bool(report.text.strip())
    weights = weigh_terms(sentences) if sentences else weigh_plain(report)
    terms = _keep_best(weights)
    names = sorted({fold(m.name) for m in mentions if m.form in ("name", "acronym") and m.kind in _NAMED})
    return Profile(
        id=make_id("profile", report.id),
        report=report.id,
        terms=terms,
        names=tuple(names),
        days=None,
        published=report.published,
        keys=tuple(sorted(term for term, _ in sorted(terms, key=lambda t: (-t[1], t[0]))[:KEYS])),
        vector=_mean_vector(_find_opening(report, sentences)) if vector else (),
    )


def weigh_terms(sentences: Sequence[Sentence]) -> dict[str, float]:
    """Content lemmas with their weights: how often and how early they stand, how rare they are, names above others."""
    counts: defaultdict[str, float] = defaultdict(float)
    names: set[str] = set()
    for order, sentence in enumerate(sentences):
        share = (TITLE_BOOST if sentence.title or order < LEAD else 1.0) * math.exp(-DECAY * order)
        for token in sentence.tokens:
            pos = token.pos
            if pos not in _LEXICAL:
                continue
            term = _find_term(token.text if pos in ("PROPN", "NUM") else token.lemma)
            if term is None:
                continue
            counts[term] += share
            if pos == "PROPN":
                names.add(term)
    return {term: _weigh(count, term) * (NAME_BOOST if term in names else 1.0) for term, count in counts.items()}


@lru_cache(maxsize=1 << 16)
def _find_term(wording: str) -> str | None:
    """The folded word; None for a word of no content."""
    term = fold(wording)
    return None if term in STOP_WORDS or term in _DAYS or not any(map(str.isalnum, term)) else term


def weigh_plain(report: Report) -> dict[str, float]:
    """The same for the stems of a report that no model could parse, in any language. Words that begin with a
    capital within a sentence count as names; such words stand whole as well, as they do in other languages."""
    counts: defaultdict[str, float] = defaultdict(float)
    boost: dict[str, float] = {}
    for order, (start, end) in enumerate(find_sentences(report.text[:MOST_PLAIN])):
        share = (TITLE_BOOST if order < LEAD else 1.0) * math.exp(-DECAY * order)
        sentence = report.text[start:end]
        for place, (at, _, word) in enumerate(find_words(sentence)):
            word = word.removesuffix("'s")
            if len(word) < 2 or is_function_word(word, report.language):
                continue
            capital = sentence[at].isupper()
            terms = {find_stem(word), word} if capital else {find_stem(word)}
            for term in terms:
                counts[term] += share
                boost[term] = max(
                    boost.get(term, 0.0), (NAME_BOOST if capital and place else 1.0) / math.sqrt(len(terms))
                )
    return {term: (1.0 + math.log1p(count)) * _rate_plain(term) * boost[term] for term, count in counts.items()}


def _rate_plain(term: str) -> float:
    if any(map(str.isdigit, term)) or term[:1] > _FIRST_UNPARTED:
        return _rate(term)
    return math.pow(min(1.0, SHORTEST + (1.0 - SHORTEST) * len(term) / RARE_LETTERS), RARITY_POWER)


def _weigh(count: float, term: str) -> float:
    return (1.0 + math.log1p(count)) * _rate(term)


@lru_cache(maxsize=1 << 16)
def _rate(term: str) -> float:
    return math.pow(rarity(term), RARITY_POWER)


def _keep_best(weights: dict[str, float]) -> tuple[tuple[str, float], ...]:
    best = sorted(weights.items(), key=lambda term: (-term[1], term[0]))[:TERMS]
    length = math.sqrt(sum(weight * weight for _, weight in best)) or 1.0
    return tuple(sorted((term, round(weight / length, WEIGHT_DIGITS)) for term, weight in best if weight > 0))


def _find_opening(report: Report, sentences: Sequence[Sentence]) -> list[str]:
    return [sentence.span.of(report)[:LONGEST] for sentence in sentences[:LEAD]]


def _mean_vector(wordings: list[str]) -> tuple[float, ...]:
    weights = [FIRST, *[1.0] * (len(wordings) - 1)]
    mean = (embed_cached(wordings) * np.array(weights, dtype=np.float32)[:, None]).sum(axis=0)
    length = float((mean * mean).sum()) ** 0.5 or 1.0
    return tuple([round(part / length, VECTOR_DIGITS) for part in mean.tolist()])


def build_appearance(report: Report) -> Appearance:
    """When a report appeared."""
    return Appearance(make_id("appearance", report.id), report.id, report.published, report.supersedes)


def _run(group: Group) -> Iterable[Profile | Appearance]:
    report = group.one(Report)
    return [build_profile(report, group.of(Sentence), group.of(Mention)), build_appearance(report)]


def _run_together(groups: Sequence[Group]) -> None:
    """Read the openings at once: what is kept of them the profiles find."""
    openings = [wording for group in groups for wording in _find_opening(group.one(Report), group.of(Sentence))]
    embed_cached(openings, again=True)  # where their story is told


STAGE = Stage(
    "profile",
    reads=(Report, Sentence, Mention),
    writes=(Profile, Appearance),
    cut=Cut.EACH,
    run=_run,
    together=_run_together,
    load=load_vectors,
)
