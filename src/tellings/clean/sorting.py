"""Blocks and their scores in, an article out: which are body, which is the headline, of what kind the rest is."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from tellings.clean.blocks import Block
from tellings.clean.captions import is_caption
from tellings.clean.dates import ENGLISH, Reading
from tellings.clean.furniture import parse_kind
from tellings.clean.headline import find_headline, flat, match_title
from tellings.clean.imprint import Imprint, read_imprint
from tellings.clean.next_article import before_next
from tellings.clean.places_on_page import name_place
from tellings.clean.scoring import Scores, choose_blocks
from tellings.records import Furniture
from tellings.text.sentences import ends_sentence
from tellings.text.words import content_words, count_words, shingles, words_of

_CLOSES = ("related", "comments", "author box", "legal", "subscription", "share line", "menu")
_NEVER = (*_CLOSES, "tags", "advertisement", "picture control")
_CUT_OFF = re.compile(r"(?:\.\.\.|…|\[…\])\s*$")
_ENDS = re.compile(r"[.!?:;：；][\"'”’»)\]]*$")
_SENTENCE = 8  # words from which a line with an end mark counts as a sentence
_FAR = 4  # other lines that part two runs of text
_HEAVY = 0.3  # of the heaviest run's letters
_AKIN, _LOOSE = (
    (0.35, 0.4),
    (0.15, 0.2),
)  # of a run's words known to the heaviest one, of its themes: anywhere, below the headline
_DOUBTED = 0.1  # below: the scorer does not believe a line, whatever its place and wording
_GAP = 3  # lines between two body lines across which sentences belong to the body
_BARE_LONG, _BARE_PROSE = 0.88, 0.55  # of the words stand in long lines, and in sentences, on a page cut down already
_BANNER = 6  # lines above the headline, words in one, letters of a name, that may name the outlet
_LAST, _SIGNATURE = 3, 45  # body lines from the end, and words in one, that may be a signature
_SAYS_WHO = re.compile(
    r"^(?:\S+ ){1,8}?(?:is|are|was|covers|writes|reports|works|lives|teaches|edits|studies|has (?:been|covered|written|"
    r"reported)|publishes)\b"
)
_LONG_DOUBLE = 60  # four-grams; shorter passages may be quoted again in full
_DOUBLE = 0.8  # of the four-grams seen before: the same text again


@dataclass(frozen=True, slots=True)
class Sorted:
    """The article of a page: title, body blocks in order, captions among them, and what was cut."""

    title: str | None
    body: tuple[int, ...]
    captions: tuple[int, ...]
    furniture: tuple[Furniture, ...]
    imprint: Imprint


def sort_blocks(
    blocks: Sequence[Block], scores: Scores, *, titles: Sequence[str] = (), reading: Reading = ENGLISH
) -> Sorted:
    """Tell body from furniture; `titles`: what the page declares as its title; `reading`: how its dates are read."""
    markup = any(block.place for block in blocks)
    bare = not markup and is_bare(blocks)
    body = _keep_prose(blocks) if bare else choose_blocks(scores, blocks)
    if not markup and not bare:
        body = _within_article(blocks, body)
    found = match_title(blocks, body, titles) if titles else None
    headline = find_headline(blocks, body, bare=bare) if found is None else found
    title = blocks[headline].text if headline is not None else (titles[0] if titles else None)
    if not markup:  # in HTML the elements tell more than these rules: F1 .970 without them, .966 with them
        if headline is not None:
            body = [i for i in body if i > headline or _is_sentence(blocks[i])]
            known = set(body)
            added = _add_standfirst(blocks, headline, body)
            body = [i for i in added if i in known or scores[i] >= _DOUBTED]
        body = body if bare else _fill_gaps(blocks, body)
    else:
        body = before_next(blocks, headline, body)
    body = [i for i in body if parse_kind(blocks[i].text) not in _NEVER]
    imprint = read_imprint(blocks, headline, body, reading=reading)
    own = {*imprint.lines, *find_signatures(blocks, headline, body, imprint.byline)}
    body = [i for i in body if i not in own and not (title and flat(blocks[i].text) == flat(title))]
    bar = _DOUBTED * float(np.mean(scores[body])) if body else 0.0
    captions = [] if markup else [i for i in _find_captions(blocks, headline, body) if scores[i] >= bar]
    body = _once(blocks, sorted({*body, *captions}))
    if markup:  # kept apart from the text, whose paragraphs they part
        captions = [i for i in _find_captions(blocks, headline, body) if i not in body]
    else:
        captions = [i for i in captions if i in set(body)]
    kept = {*body, *captions, headline}
    furniture = (
        Furniture(_kind_of(blocks, i, body, title, own), blocks[i].text) for i in range(len(blocks)) if i not in kept
    )
    return Sorted(title, tuple(body), tuple(captions), tuple(furniture), imprint)


def find_signatures(
    blocks: Sequence[Block], headline: int | None, body: Sequence[int], byline: str | None
) -> set[int]:  # fmt: skip
    """Lines at the end that say who the author or the outlet is: they begin with the name in the byline or with a
    line above the headline, and go on in the present tense."""
    above = range(min(headline if headline is not None else 0, _BANNER))
    names = [blocks[i].text for i in above if 1 <= count_words(blocks[i].text) <= _BANNER]
    names += [" ".join(byline.split()[:n]) for n in (2, 3)] if byline else []
    flats = [name for name in map(flat, names) if len(name) >= _BANNER]
    found = set()
    for i in body[-_LAST:]:
        called = next((name for name in flats if flat(blocks[i].text).startswith(name)), None)
        if called and count_words(blocks[i].text) < _SIGNATURE and _SAYS_WHO.search(blocks[i].text):
            found.add(i)
    return found


def is_bare(blocks: Sequence[Block]) -> bool:
    """Whether the page is hardly more than its article: nearly all words in long lines, most of them in sentences, no
    menu, no list of teasers."""
    words = [count_words(block.text) for block in blocks]
    long = [(n, block) for n, block in zip(words, blocks, strict=True) if n >= _SENTENCE]
    prose = sum(n for n, block in long if _ends(block.text))
    if sum(n for n, _ in long) < _BARE_LONG * sum(words) or prose < _BARE_PROSE * sum(words) or prose < 40:
        return False
    teasers = sum(bool(_CUT_OFF.search(block.text)) for block in blocks)
    closers = sum(parse_kind(block.text) in _CLOSES and n <= 6 for n, block in zip(words, blocks, strict=True))
    return teasers <= 1 and closers <= 1 and sum(n <= 3 for n in words) * 4 <= len(blocks)


def _keep_prose(blocks: Sequence[Block]) -> list[int]:
    """On a bare page everything but what says itself that it is furniture, and the list after a last read-more."""
    kept, more = [], False
    for i, block in enumerate(blocks):
        kind = parse_kind(block.text)
        more = kind == "read-more" or (more and not _ends(block.text))
        if kind is None and not more:
            kept.append(i)
    return kept


def _within_article(blocks: Sequence[Block], body: Sequence[int]) -> list[int]:
    """The heaviest run of the body's blocks, and the other runs that are heavy too or speak of the same; tickers and
    teasers do neither. A headline within the heaviest run or below it says nothing of the runs before it (F1 .9264;
    without that condition .9243, without the rule .9248)."""
    if not body:
        return []
    runs = [[body[0]]]
    for i in body[1:]:
        between = range(runs[-1][-1] + 1, i)
        if len(between) >= _FAR or any(_closes(blocks[j]) for j in between):
            runs.append([])
        runs[-1].append(i)
    mass = [sum(len(blocks[i].text) for i in run) for run in runs]
    heaviest = runs[mass.index(max(mass))]
    headline = find_headline(blocks, heaviest)
    if headline is not None and headline >= heaviest[0]:
        headline = None
    counts = Counter(word for i in heaviest for word in set(_content(blocks[i].text)))
    themes = {word for word, count in counts.items() if count >= max(2, len(heaviest) / 4)}
    kept = []
    for run, weight in zip(runs, mass, strict=True):
        shared, on_theme = _goes_on(blocks, run, counts, themes)
        if run is heaviest or shared >= _AKIN[0] or on_theme >= _AKIN[1]:
            kept += run
        elif headline is None or run[0] > headline:
            kept += run if weight > _HEAVY * max(mass) or shared >= _LOOSE[0] or on_theme >= _LOOSE[1] else []
    return kept


def _goes_on(
    blocks: Sequence[Block], run: Sequence[int], counts: Counter[str], themes: set[str]
) -> tuple[float, float]:  # fmt: skip
    """How far a run goes on with what the heaviest one tells: the share of its words, and of the themes, in common."""
    words = [word for i in run for word in _content(blocks[i].text)]
    common = themes & set(words)
    return sum(word in counts for word in words) / max(1, len(words)), len(common) / max(1, len(themes)) * (
        len(common) > 1
    )


@lru_cache(maxsize=1024)  # each rule asks again for the words of the same lines: a tenth of the time of a page
def _content(text: str) -> tuple[str, ...]:
    return tuple(content_words(text))


def _closes(block: Block) -> bool:
    return len(block.text) < 80 and parse_kind(block.text) in _CLOSES


def _add_standfirst(blocks: Sequence[Block], headline: int, body: list[int]) -> list[int]:
    """Sentences between headline and body that speak of what these speak of."""
    if not body:
        return body
    known = {word for i in (headline, *body[:6]) for word in _content(blocks[i].text)}
    first = next((i for i in body if i > headline), headline)
    added = [i for i in range(headline + 1, first) if _is_sentence(blocks[i]) and _speaks_of(blocks[i], known)]
    return sorted({*added, *body})


def _fill_gaps(blocks: Sequence[Block], body: list[int]) -> list[int]:
    """Sentences in short gaps between body lines."""
    filled = list(body[:1])
    for before, after in pairwise(body):
        if 1 < after - before <= _GAP + 1:
            filled += [i for i in range(before + 1, after) if _is_sentence(blocks[i]) and not is_caption(blocks[i])]
        filled.append(after)
    return filled


def _ends(text: str) -> bool:
    return bool(_ENDS.search(text)) or ends_sentence(text)


def _is_sentence(block: Block) -> bool:
    text = block.text
    if count_words(text) < _SENTENCE or block.link_share > 0.5 or parse_kind(text):
        return False
    return _ends(text) and not _CUT_OFF.search(text)


def _speaks_of(block: Block, known: set[str]) -> bool:
    words = _content(block.text)
    return sum(word in known for word in words) * 2 >= len(words)


def _find_captions(blocks: Sequence[Block], headline: int | None, body: Sequence[int]) -> list[int]:
    """Captions among the body that name what the article names."""
    if not body:
        return []
    known = {word for i in body for word in _content(blocks[i].text)}
    first = headline + 1 if headline is not None else body[0]
    among = [i for i in range(first, body[-1] + 1) if is_caption(blocks[i])]
    return [i for i in among if len(set(_content(blocks[i].text)) & known) >= 2]


def _once(blocks: Sequence[Block], body: Sequence[int]) -> list[int]:
    """Without what comes a second time."""
    seen: set[tuple[str, ...]] = set()
    lines: set[str] = set()
    kept = []
    for i in body:
        grams = shingles(words_of(blocks[i].text), 4)
        double = len(grams) >= _LONG_DOUBLE and sum(gram in seen for gram in grams) >= _DOUBLE * len(grams)
        if double or (flat(blocks[i].text) in lines and len(grams) >= _SENTENCE):
            continue
        seen.update(grams)
        lines.add(flat(blocks[i].text))
        kept.append(i)
    return kept


def _kind_of(blocks: Sequence[Block], i: int, body: Sequence[int], title: str | None, own: set[int]) -> str:
    """The kind of a block that was cut: by its wording, else by where it stands."""
    text = blocks[i].text
    if title and flat(text) == flat(title):
        return "doubled headline"
    if kind := parse_kind(text):
        return kind
    if is_caption(blocks[i]):
        return "caption"
    if i in own:
        return "dateline"
    if kind := name_place(blocks[i]):
        return kind
    long = count_words(text) > 7
    if body and body[0] < i < body[-1]:
        return "insert"
    if body and i < body[0]:
        return "ticker" if long else "menu"
    return "teaser" if long else "menu"
