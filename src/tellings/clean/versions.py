"""The drafts of one site in, its articles out: for each the pages that carry it, the earliest version first.

Two pages carry one article where they stand at one address and have something in common, or where nearly all of their
text is the same. Nothing else will do: the next report on the same matter, with the background copied from the one
before, is another article.
"""

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, cmp_to_key
from heapq import nsmallest
from itertools import combinations

from tellings.clean.addresses import even_address, even_host
from tellings.clean.corrections import find_corrections
from tellings.clean.topics import share_words, weigh_words
from tellings.linking.groups import build_groups
from tellings.records import Draft, Interval, Report
from tellings.text.words import content_words, shingles, words_of

_GRAM = 4  # words in a run that is compared
_MOST_WORDS = 6_000  # of a page that are compared
_ALIKE = 0.75  # of the shorter text's runs stand in the longer one: nearly the same text
_WHOLE = 0.6  # … and of the longer one's in the shorter
_TWO_ADDRESSES = 0.85  # the same where the site itself gives two addresses
_HALF = 0.5  # of the shorter one's runs: mostly the same text, under the same headline
_HEADLINE = 0.8  # of the words of two headlines in common: the same headline
_AT_ADDRESS = 0.25  # of the shorter one's runs, at one address
_REST = 0.05  # … where the headline is the same: a live page
_TOPIC = 0.5  # of the rarer words of the poorer text: at one address, written anew
_FEWEST = 25  # words below which a text is no evidence
_TELLING = 80  # words from which a text is one article's whatever the headline; a video's page may hold none of its own
_DAYS = 3  # between the days on which two versions say they were published; a site may date a new version anew
_SKETCH = 8  # lowest hashes of runs by which pages that may be alike are found: of two texts that share half of their
# runs, all eight differ in one pair of 250
_WIDEST = 30  # pages under one key that are compared all with all; beyond, with their neighbours in time
_NEAR = 6


@dataclass(frozen=True)
class Page:
    """A draft as it is compared."""

    draft: Draft

    @property
    def report(self) -> Report:
        return self.draft.alone

    @cached_property
    def address(self) -> str | None:
        return even_address(self.report.url)

    @cached_property
    def host(self) -> str | None:
        return even_host(self.report.url)

    @cached_property
    def words(self) -> list[str]:
        return words_of(self.report.text[self.report.body_start :])[:_MOST_WORDS]

    @cached_property
    def grams(self) -> frozenset[int]:
        return _hash_runs(self.words)

    @cached_property
    def headline(self) -> Counter[str]:
        return Counter(content_words(self.report.title or ""))

    @cached_property
    def topic(self) -> dict[str, float]:
        """The rarer words of its text, with their weight."""
        return weigh_words(" ".join(self.words))

    @cached_property
    def corrections(self) -> int:
        """How many notes on it say that it was changed."""
        return len(find_corrections(self.report.text))

    def find_keys(self) -> Iterator[str]:
        """What another page that carries the same article most likely has too."""
        if self.address:
            yield f"address {self.address}"
        if sum(self.headline.values()) > 2:
            yield "headline " + " ".join(sorted(self.headline))
        runs = _hash_runs(words_of(self.report.text[self.report.body_start :])[:_MOST_WORDS])  # many pages: not kept
        yield from (f"run {number}" for number in nsmallest(_SKETCH, runs))
        yield f"bytes {self.draft.digest}"


def _hash_runs(words: list[str]) -> frozenset[int]:
    return frozenset(zlib.crc32(" ".join(gram).encode("utf-8", "replace")) for gram in shingles(words, _GRAM))


def group_versions(drafts: Sequence[Draft]) -> list[list[Draft]]:
    """The drafts of a site by article, those of one article in the order of their versions."""
    pages = {draft.id: Page(draft) for draft in sorted(drafts, key=lambda draft: draft.id)}
    links = [
        (left.draft.id, right.draft.id) for left, right in _find_pairs(list(pages.values())) if is_one(left, right)
    ]
    groups = build_groups(pages, links)
    ordered = [sorted((pages[draft] for draft in group), key=cmp_to_key(_compare)) for group in groups]
    return [[page.draft for page in group] for group in ordered]


def _find_pairs(pages: Sequence[Page]) -> Iterator[tuple[Page, Page]]:
    """Pairs of pages that share a key."""
    sharing: dict[str, list[Page]] = defaultdict(list)
    for page in pages if len(pages) > 1 else ():
        for key in page.find_keys():
            sharing[key].append(page)
    seen = set()
    for under in sharing.values():
        for left, right in _pair_up(under):
            if (pair := (left.draft.id, right.draft.id)) not in seen:
                seen.add(pair)
                yield left, right


def _pair_up(pages: list[Page]) -> Iterator[tuple[Page, Page]]:
    if len(pages) <= _WIDEST:
        yield from combinations(pages, 2)
        return
    by_time = sorted(pages, key=lambda page: (_rank(page.report.published), page.draft.id))
    for place, left in enumerate(by_time):
        for right in by_time[place + 1 : place + 1 + _NEAR]:
            yield (left, right) if left.draft.id < right.draft.id else (right, left)


def is_one(left: Page, right: Page) -> bool:
    """Whether the two pages carry one article."""
    return bool(explain_one(left, right))


def explain_one(left: Page, right: Page) -> str:
    """Why the two pages are held to carry one article; "" where they are not."""
    if left.draft.digest == right.draft.digest:
        return "the same page"
    if left.host and right.host and left.host != right.host and left.report.outlet != right.report.outlet:
        return ""
    shared = len(left.grams & right.grams)
    shorter = shared / max(1, min(len(left.grams), len(right.grams)))
    longer = shared / max(1, len(left.grams), len(right.grams))
    headline = _same_headline(left, right)
    if left.address and left.address == right.address:
        told = shorter >= _AT_ADDRESS or (headline and shorter >= _REST) or _share_topic(left, right) >= _TOPIC
        return "the same address" if told else ""
    if left.words == right.words and headline:
        return "the same text"
    if min(len(left.words), len(right.words)) < _FEWEST or _days_apart(left.report, right.report) > _DAYS:
        return ""
    if left.address and right.address:
        return "nearly the same text" if longer >= _TWO_ADDRESSES and headline else ""
    if shorter >= _ALIKE and longer >= _WHOLE and (headline or len(left.words) >= _TELLING):
        return "nearly the same text"
    return "the same headline and mostly the same text" if headline and shorter >= _HALF else ""


def _same_headline(left: Page, right: Page) -> bool:
    if left.headline == right.headline:
        return True
    whole = sum(left.headline.values()) + sum(right.headline.values())
    return whole > 4 and 2 * sum((left.headline & right.headline).values()) >= _HEADLINE * whole


def _share_topic(left: Page, right: Page) -> float:
    """Weight of the words that both use, as a share of the poorer one's."""
    if min(len(left.words), len(right.words)) < _FEWEST:
        return 0.0
    return share_words(left.topic, right.topic)


def _days_apart(left: Report, right: Report) -> int:
    """Days between the two days of publication; 0 where one is not known."""
    first, second = (report.published.first_day() if report.published else None for report in (left, right))
    return abs((first - second).days) if first and second else 0


def explain_order(earlier: Draft, later: Draft) -> tuple[str, bool]:
    """How it is known which of two versions came first, and whether it is known."""
    sign, reason = _weigh_order(Page(earlier), Page(later))
    return reason, sign != 0


def _compare(left: Page, right: Page) -> int:
    sign, _ = _weigh_order(left, right)
    if sign:
        return sign
    names = [(len(page.report.origin), page.report.origin, page.draft.id) for page in (left, right)]
    return -1 if names[0] < names[1] else 1


def _weigh_order(left: Page, right: Page) -> tuple[int, str]:
    """-1 where the left one is the earlier, 1 where the right one is, 0 where nothing tells; and what tells it."""
    one, other = left.report, right.report
    if sign := _set_apart(one.modified or one.published, other.modified or other.published):
        return sign, "by the times that the pages give"
    if sign := _set_apart(one.published, other.published):
        return sign, "by the times that the pages give"
    if left.corrections != right.corrections:
        return (-1 if left.corrections < right.corrections else 1), "by the note of a correction"
    if left.draft.fetched and right.draft.fetched and left.draft.fetched != right.draft.fetched:
        return (-1 if left.draft.fetched < right.draft.fetched else 1), "by when the pages were fetched"
    return 0, "nothing tells which of them came first"


def _set_apart(left: Interval | None, right: Interval | None) -> int:
    """-1 where the left time lies before the right one, 1 where it lies after, 0 where they may be the same."""
    if left is None or right is None:
        return 0
    first, second = left.rank(), right.rank()
    size = min(len(first), len(second))  # a day and a minute of it cannot be told apart
    if first[:size] == second[:size]:
        return 0
    return -1 if first < second else 1


def _rank(when: Interval | None) -> str:
    return when.rank() if when else "9999"
