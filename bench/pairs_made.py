"""Running text in, pairs of sentences with what one is to the other out: pairs made in quantity, to train a scorer on.

usage: python bench/pairs_made.py STORIES GOLD_FOLDER OUT.jsonl [--reports N]

STORIES is a folder of JSON lines with `event`, `title` and `text`. Reports that share wording with a story of
GOLD_FOLDER are left out, so that the stories that figures are taken on stay unseen. A pair is

same       rewritten without a change of meaning (passive, order, synonyms, numbers spelled out, names cut, clauses
           dropped), or two reports of one event whose sentences are each other's nearest and hold the same figures
compatible coarser or weaker: "dozens" for 31, the month for the day, might for did, attributed for told outright
conflict   rewritten, and one thing changed: a number, a date, a name, a word for its opposite, who did it to whom, who
           said it, or whether it happened
unrelated  another sentence of the same report, or of another report of the event, near in meaning if there is one
"""

import argparse
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import spacy
from spacy.tokens import Span

from bench.rewriting import (
    COMPATIBLE,
    CONFLICT,
    NAMED,
    SAME,
    Pool,
    Rule,
    change_date,
    change_name,
    change_number,
    change_word,
    negate,
    rewrite,
    swap_roles,
)
from tellings.annotate.parse import MODEL
from tellings.linking.vectors import embed

SHORTEST, LONGEST = 6, 42  # words of a sentence
NEAREST = 0.72  # cosine from which two reports' nearest sentences are taken for one assertion
Row = tuple[str, str, str, str]  # label, how, left, right


@dataclass(frozen=True)
class Text:
    """A report: the event it tells of, and its sentences."""

    event: str
    sentences: tuple[Span, ...]


def read_texts(folder: Path, gold: Path, most: int) -> Iterator[tuple[str, str]]:
    """Event and text of each report that shares no wording with the gold stories."""
    kept = {shingle for path in gold.glob("*/r*.txt") for shingle in _shingles(path.read_text(encoding="utf-8"))}
    rows = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    by_event: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        by_event[row["event"]].append(f"{row['title']}.\n\n{row['text']}")
    number = 0
    for event, texts in by_event.items():
        if any(len(_shingles(text) & kept) > 30 for text in texts):
            print(f"left out, told by the gold: {event}", file=sys.stderr)
            continue
        for text in texts:
            number += 1
            if number <= most:
                yield event, text[:6000]


def _shingles(text: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[n : n + 8]) for n in range(len(words) - 7)}


def parse_texts(texts: Sequence[tuple[str, str]]) -> tuple[list[Text], Pool, dict[str, dict[str, list[str]]]]:
    """The reports' sentences that are whole ones; participles; names by event and kind."""
    nlp = spacy.load(MODEL)
    participles: dict[str, str] = {}
    names: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    out = []
    for (event, _), doc in zip(texts, nlp.pipe((text for _, text in texts), batch_size=16), strict=True):
        for token in doc:
            if token.tag_ == "VBN":
                participles.setdefault(token.lemma_, token.lower_)
        for ent in doc.ents:
            if ent.label_ in NAMED and ent.text[:1].isupper() and "\n" not in ent.text and len(ent) < 5:
                names[event][ent.label_].append(ent.text.removeprefix("the ").removesuffix("'s"))
        out.append(Text(event, tuple(s for s in doc.sents if _is_whole(s))))
    return out, Pool({}, participles), names


def _is_whole(sentence: Span) -> bool:
    text = sentence.text.strip()
    verb = sentence.root.pos_ in ("VERB", "AUX") and any(c.dep_.startswith("nsubj") for c in sentence.root.children)
    size = SHORTEST <= len(sentence) <= LONGEST
    return verb and size and text[-1:] in '.!"”' and text[:1].isupper() and "\n" not in text


def make_pairs(sentence: Span, rng: random.Random, pool: Pool) -> Iterator[Row]:
    """Pairs of one sentence: label, how, left, right."""
    plain = re.sub(r"\s+", " ", sentence.text).strip()
    left = plain
    if rng.random() < 0.5:  # the left one is rewritten too, so that being untouched tells nothing
        made = rewrite(sentence, rng.sample(SAME, 3), rng, pool)
        left = made[0] if made and made[0] != plain else plain
    for label, wanted in (("same", 1), ("conflict", 2), ("compatible", 1)):
        for _ in range(wanted):
            mild = rng.sample(SAME, rng.choice((0, 1, 2, 3)))
            if label == "same":
                rules: list[Rule] = rng.sample(SAME, 4)
            elif label == "conflict":
                rules = [rng.choices([r for r, _ in CONFLICT], [w for _, w in CONFLICT])[0], *mild]
            else:
                rules = [rng.choice(COMPATIBLE), *mild]
            made = None
            for _ in range(4):
                made = made or rewrite(sentence, rules, rng, pool)
                rng.shuffle(rules) if label == "same" else None
            if made and made[0] not in (plain, left):
                pair = (left, made[0]) if rng.random() < 0.5 else (made[0], left)
                yield label, "+".join(made[1]), *pair


def pair_reports(texts: Sequence[Text], rng: random.Random, pools: dict[str, Pool]) -> Iterator[Row]:
    """Across the reports of an event: nearest sentences as one assertion, those changed as a conflict, others near as
    another assertion."""
    for event in dict.fromkeys(text.event for text in texts):
        told = [text for text in texts if text.event == event]
        spans = [(n, s) for n, text in enumerate(told) for s in text.sentences[:14]][:260]
        if len(told) < 2 or len(spans) < 4:
            continue
        plain = [re.sub(r"\s+", " ", s.text).strip() for _, s in spans]
        vectors = embed(plain)
        cosines = vectors @ vectors.T
        owner = np.array([n for n, _ in spans])
        across = np.where(owner[:, None] == owner[None, :], -1.0, cosines)
        within = np.where(owner[:, None] == owner[None, :], cosines, -1.0)
        np.fill_diagonal(within, -1.0)
        for a in range(len(spans)):
            b = int(across[a].argmax())
            if a < b and int(across[b].argmax()) == a and across[a, b] >= NEAREST and _like(plain[a], plain[b]):
                yield "same", "across", plain[a], plain[b]
                yield from _change_one(plain[a], spans[b][1], rng, pools[event])
                yield from _change_one(plain[b], spans[a][1], rng, pools[event])
            near = int(within[a].argmax())
            if within[a, near] < 0.8:
                yield "unrelated", "within", plain[a], plain[near]
            far = [int(n) for n in np.argsort(-across[a])[1:8] if 0.2 < across[a, n] < 0.55]
            if far and rng.random() < 0.5:
                yield "unrelated", "across", plain[a], plain[far[0]]


def _change_one(left: str, right: Span, rng: random.Random, pool: Pool) -> Iterator[Row]:
    """The right one of two that say the same, with a change in something that the left one says too."""
    for rule in rng.sample([change_number, change_date, change_name, negate, change_word, swap_roles], 3):
        made = rewrite(right, [rule], rng, pool)
        if made is None:
            continue
        lost = set(re.findall(r"\w+", right.text)) - set(re.findall(r"\w+", made[0]))
        if rule in (negate, swap_roles) or lost & set(re.findall(r"\w+", left)):
            yield "conflict", f"across+{made[1][0]}", left, made[0]


def _like(left: str, right: str) -> bool:
    """Whether the figures of one are those of the other, and the wordings are not one."""
    ours, theirs = (set(re.findall(r"\d[\d,.]*\d|\d", text)) for text in (left, right))
    words, others = (set(re.findall(r"\w+", text.lower())) for text in (left, right))
    return (ours <= theirs or theirs <= ours) and len(words & others) < 0.8 * len(words | others)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stories", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--reports", type=int, default=10_000)
    options = parser.parse_args()
    rng = random.Random(0)
    texts, general, names = parse_texts(list(read_texts(options.stories, options.gold, options.reports)))
    pools = {event: Pool(dict(kinds), general.participles) for event, kinds in names.items()}
    counts: dict[str, int] = defaultdict(int)
    with options.out.open("w", encoding="utf-8") as out:

        def write(event: str, rows: Iterator[Row]) -> None:
            for label, how, left, right in rows:
                counts[label] += 1
                row = {"event": event, "label": label, "how": how, "left": left, "right": right}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")

        for text in texts:
            pool = pools.get(text.event, general)
            for sentence in rng.sample(text.sentences, min(9, len(text.sentences))):
                write(text.event, make_pairs(sentence, rng, pool))
        for event in dict.fromkeys(text.event for text in texts):
            write(event, pair_reports([t for t in texts if t.event == event], rng, defaultdict(lambda: general, pools)))
    print("pairs-made", *(f"{label}={count}" for label, count in sorted(counts.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
