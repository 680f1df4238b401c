"""Blocks in, a table of numbers out: what each line looks like, where it stands, what stands around it."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tellings.clean.blocks import Block
from tellings.clean.captions import is_caption
from tellings.clean.dates import find_date
from tellings.clean.furniture import KINDS, parse_kind
from tellings.clean.threads import build_columns, build_own, count_since
from tellings.text.sentences import ends_sentence
from tellings.text.stop_words import is_function_word, read_stop_words
from tellings.text.words import weigh_letters, words_of

Table = NDArray[np.float32]

_HEAD = 2000  # letters of a line that are looked at closely
_ADDRESS = re.compile(r"https?://|www\.|\w@\w[\w-]{0,60}\.\w|(?:^|\s)[@#]\w")
_SEPARATOR = re.compile(r"[|»›•·/]|\s-\s")
_AGO = re.compile(r"\b\d+\s*(?:min|h|hour|day|week|month|year)s?\b|\b\d\d?:\d\d\b", re.I)
_GLUED = re.compile(r"[a-z0-9.!?][A-Z][a-z]")
_SENTENCE_END = re.compile(r"[.!?।؟۔။។።][\"'”’»)\]]*(?=\s|$)|[。！？][”’」』）]*")
_CLOSERS = {"related", "comments", "subscription", "author box", "legal"}
_OFFSETS = (-3, -2, -1, 1, 2, 3)
_WINDOWS = (3, 8)
_WIDE = 25  # lines of the widest window, for text
_CASED = "\u0589"  # behind it stand scripts without capitals, Georgian and Cherokee aside
_LONG = 12  # words from which a line counts as running text

OWN = (
    "words", "letters", "stops", "frequent", "ends_sentence", "ends_colon", "ends_ellipsis", "ends_question",
    "starts_upper", "starts_lower", "capitalised", "all_caps", "digits", "commas", "bullet", "indent", "blanks",
    "blanks_after", "repeats", "dated", "address", "quoted", "caption", "sentences", "word_length", "separators",
    "ago", "copyright", "kind_any", "theme", "link_share",
    "glued", "run",
)  # fmt: skip
_AROUND = tuple(
    OWN.index(name)
    for name in ("words", "stops", "ends_sentence", "kind_any", "capitalised", "theme", "blanks", "link_share", "dated")
)
_SPREAD = tuple(
    OWN.index(name)
    for name in (
        "words", "stops", "ends_sentence", "kind_any", "theme", "link_share", "repeats", "dated", "ago", "bullet",
        "ends_ellipsis", "glued",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lines:
    """The words of each block, folded, once for all that looks at them."""

    blocks: tuple[Block, ...]
    words: tuple[tuple[str, ...], ...]
    content: tuple[frozenset[str], ...]
    language: str


def read_lines(blocks: Sequence[Block], language: str) -> Lines:
    """Split the blocks into words."""
    stops = read_stop_words(language)
    words = tuple(tuple(words_of(block.text)) for block in blocks)
    content = tuple(frozenset(word for word in line if len(word) > 2 and word not in stops) for line in words)
    return Lines(tuple(blocks), words, content, language)


def build_features(lines: Lines) -> Table:
    """One row a block."""
    own = _own_features(lines)
    parts = [own, _kind_features(lines), _place_features(lines), _around_features(own)]
    markup = [block.place for block in lines.blocks]
    if not any(markup):
        parts += _thread_features(lines, own)
    else:
        width = max(map(len, markup))
        parts.append(np.array([place or (0.0,) * width for place in markup], dtype=np.float32))
        parts.append(_vote_features(lines))
    return np.hstack(parts).astype(np.float32)


def _vote_features(lines: Lines) -> Table:
    """What the other extractor takes, here and around."""
    votes = np.array([block.vote or 0.0 for block in lines.blocks], dtype=np.float32)[:, None]
    declared = np.array(
        [-1.0 if block.declared is None else block.declared for block in lines.blocks], dtype=np.float32
    )
    after = mean_before(votes[::-1], 4)[::-1]
    by_path: dict[tuple[str, ...], list[float]] = {}
    for block, words in zip(lines.blocks, lines.words, strict=True):
        tally = by_path.setdefault(block.path, [0.0, 0.0])
        tally[0] += (block.vote or 0.0) * len(words)
        tally[1] += len(words)
    paths = np.array([by_path[block.path][0] / max(1.0, by_path[block.path][1]) for block in lines.blocks])
    columns = [votes, shift(votes, -1), shift(votes, 1), mean_before(votes, 4), after]
    return np.hstack([*columns, paths[:, None], declared[:, None]]).astype(np.float32)


def _thread_features(lines: Lines, own: Table) -> list[Table]:
    """What only text needs: see `threads`."""
    dated = (own[:, OWN.index("dated")] > 0) | (own[:, OWN.index("ago")] > 0)
    more = build_own(lines.words, dated)
    spread = np.hstack([own[:, _SPREAD], more])
    ends, long = own[:, [OWN.index("ends_sentence")]], own[:, [OWN.index("words")]]
    turns = np.abs(np.diff(ends, axis=0, prepend=ends[:1]))
    parts = [more, build_columns(lines.words, lines.content, more[:, 1])]
    parts += [_mean_around(more, window) for window in _WINDOWS] + [_mean_around(spread, _WIDE)]
    means, squares = _mean_around(long, _WINDOWS[-1]), _mean_around(long**2, _WINDOWS[-1])
    return [*parts, _mean_around(turns, _WINDOWS[-1]), np.sqrt(np.maximum(0, squares - means**2))]


def _mean_around(table: Table, window: int) -> Table:
    """For each row the means of the rows before it and of those behind it."""
    return np.hstack([mean_before(table, window), mean_before(table[::-1], window)[::-1]])


def _own_features(lines: Lines) -> Table:
    stops = read_stop_words(lines.language)
    if not stops:  # of Chinese and Japanese there is no list
        stops = frozenset(w for line in lines.words for w in line if is_function_word(w, lines.language))
    counts = Counter(word for line in lines.words for word in line)
    frequent = {word for word, _ in counts.most_common(40)}
    repeats = Counter(lines.words)
    themes = Counter(
        word for content, line in zip(lines.content, lines.words, strict=True) if len(line) >= _LONG for word in content
    )
    rows = []
    for i, block in enumerate(lines.blocks):
        after = lines.blocks[i + 1].blanks if i + 1 < len(lines.blocks) else 2
        rows.append(_describe(block, lines.words[i], lines.content[i], after, stops, frequent, repeats, themes))
    table = np.array(rows, dtype=np.float32).reshape(len(rows), len(OWN))
    _fill_runs(table, lines)
    return table


def _describe(
    block: Block, words: tuple[str, ...], content: frozenset[str], after: int, stops: frozenset[str],
    frequent: set[str], repeats: Counter[tuple[str, ...]], themes: Counter[str],
) -> tuple[float, ...]:  # fmt: skip
    text = block.text
    head = text[:_HEAD]
    raw = head.split()
    n = max(1, len(words))
    long = len(words) >= _LONG
    theme = sum(math.log1p(max(0, themes[word] - long)) for word in content) / max(1, len(content))
    letters = max(1, len(text))
    return (
        math.log1p(len(words)),
        math.log1p(weigh_letters(text)),
        sum(word in stops for word in words) / n,
        sum(word in frequent for word in words) / n,
        (bool(_SENTENCE_END.search(text[-4:])) or (not text.isascii() and ends_sentence(text)))
        and not text.endswith("..."),
        text[-1] in ":：",
        text.endswith(("...", "…", "[…]", "[...]")),
        text[-1] in "?？",
        text[0].isupper() or (text[0] > _CASED and text[0].isalpha()),
        text[0].islower(),
        sum(word[0].isupper() for word in raw) / max(1, len(raw)),
        text.isupper(),
        sum(map(str.isdigit, text)) / letters,
        sum(map(text.count, ",،、，;")) / n,
        block.bullet,
        min(block.indent, 20),
        min(block.blanks, 4),
        min(after, 4),
        math.log(repeats[words]),
        find_date(text[:200]) is not None if any(map(str.isdigit, text[:200])) else False,
        bool(_ADDRESS.search(head)),
        sum(map(text.count, '"“”„«»')) > 0,
        is_caption(block),
        math.log1p(len(_SENTENCE_END.findall(text))),
        sum(map(weigh_letters, words)) / n,
        min(5, len(_SEPARATOR.findall(head))),
        bool(_AGO.search(head)),
        "©" in text,
        parse_kind(text) is not None,
        theme,
        block.link_share,
        min(5, len(_GLUED.findall(head))),
        0.0,  # run: filled in for the page as a whole
    )


def _fill_runs(table: Table, lines: Lines) -> None:
    """How heavy the run of text is in which a line stands, against the heaviest; two other lines may interrupt it."""
    runs, last = [0] * len(lines.words), -9
    mass: list[float] = [0.0]
    for i, words in enumerate(lines.words):
        if len(words) >= _LONG:
            if i - last > 3:
                mass.append(0.0)
            mass[-1] += len(words)
            last = i
        runs[i] = len(mass) - 1 if i - last <= 2 else 0
    heaviest = max(1.0, max(mass))
    table[:, OWN.index("run")] = [mass[run] / heaviest for run in runs]


def _kind_features(lines: Lines) -> Table:
    table = np.zeros((len(lines.blocks), len(KINDS) + 2), dtype=np.float32)
    since, said = 99, 0
    for i, block in enumerate(lines.blocks):
        kind = parse_kind(block.text)
        if kind:
            table[i, KINDS.index(kind)] = 1
        since += 1
        if kind in _CLOSERS and len(block.text) < 100:
            since, said = 0, said + 1
        table[i, -2], table[i, -1] = min(since, 60), min(said, 8)
    return table


def _place_features(lines: Lines) -> Table:
    """Where on the page: by lines, by words, by words of running text."""
    lengths = np.array([len(words) for words in lines.words], dtype=np.float64)
    prose = np.where(lengths >= _LONG, lengths, 0)
    count = len(lengths)
    index = np.arange(count)
    columns: list[NDArray[np.float64]] = [index / max(1, count), np.log1p(index), np.log1p(count - index)]
    for weights in (lengths, prose):
        total = max(1.0, float(weights.sum()))
        before = np.cumsum(weights) - weights
        columns += [before / total, np.log1p(before), np.log1p(total - before)]
    columns += [np.full(count, math.log1p(count)), np.full(count, math.log1p(float(prose.sum())))]
    columns += [count_since(prose > 0), count_since((prose > 0)[::-1])[::-1]]
    return np.stack(columns, axis=1).astype(np.float32).reshape(count, len(columns))


def _around_features(own: Table) -> Table:
    parts = [shift(own[:, _AROUND], offset) for offset in _OFFSETS]
    for window in _WINDOWS:
        parts.append(_mean_around(own[:, _SPREAD], window))
    return np.hstack(parts)


def shift(table: Table, offset: int) -> Table:
    """Each row's neighbour at the offset; -1 beyond the ends."""
    out = np.full_like(table, -1)
    if offset > 0:
        out[:-offset] = table[offset:]
    else:
        out[-offset:] = table[:offset]
    return out


def mean_before(table: Table, window: int) -> Table:
    """For each row the mean of up to `window` rows before it; -1 at the start."""
    sums = np.vstack([np.zeros((1, table.shape[1]), dtype=np.float64), np.cumsum(table, axis=0, dtype=np.float64)])
    at = np.arange(len(table))
    low = np.maximum(0, at - window)
    counts = (at - low)[:, None]
    return np.where(counts > 0, (sums[at] - sums[low]) / np.maximum(1, counts), -1).astype(np.float32)
