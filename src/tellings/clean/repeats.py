"""A site's articles in, what stands on several of them and belongs to none out: lines, its name in headlines.

A sentence that stands in two articles of a site is either the site's own (subscribe, follow, an author's line, a teaser
that was left in) or copied from one article into the next: background, agency text, a quotation. The second kind speaks
of what its article speaks of and the first does not; that is what is asked here, and never whether a line is known.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from tellings.clean.corrections import find_corrections
from tellings.clean.declared import part_title
from tellings.clean.topics import share_words, weigh_words
from tellings.records import Draft, Furniture, Report, make_id
from tellings.text.agencies import ACRONYM, read_agencies
from tellings.text.sentences import ends_sentence
from tellings.text.words import words_of

_SHORT = 8  # words up to which a line's figures may differ ("5 minutes' reading", "12 comments"), and it is no sentence
_MANY = 3  # articles from which a line may speak of one of them by chance
_FOREIGN, _MOSTLY_FOREIGN = 0.34, 0.5  # weight of a line's words that the rest of the article knows
# Weight of the poorer article's words that another has too: of 3,221 pairs of articles of one outlet on different
# matters 92 of 100 lie below, of 61 on one matter 23.
_RELATED = 0.2
_LOOKED_AT = 12  # articles with a line that are compared
_QUOTED = re.compile(r"[\"“«„][^\"“”«»„]{12,}[\"”»“]")
_QUOTED_WORDS = 4
_HEADLINE = 4  # words from which a line may be another article's headline
_MOST_CUT = 0.5  # of a report's words; where more would go, the page holds nothing else and is left as it is
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Repeats:
    """lines: each as compared, with its kind; names: ends of headlines that name the site, as compared."""

    lines: dict[str, str]
    names: frozenset[str]


def find_repeats(articles: Sequence[Sequence[Draft]]) -> Repeats:
    """What repeats over the articles of a site; each is given with all its versions."""
    if len(articles) < 2:
        return Repeats({}, frozenset())
    where: dict[str, dict[int, tuple[Report, str]]] = defaultdict(dict)
    headlines: dict[str, int] = {}
    for number, versions in enumerate(articles):
        for draft in versions:
            if draft.alone.title:
                headlines.setdefault(even_line(draft.alone.title), number)
            for line in _cut_lines(draft.alone):
                where[even_line(line)].setdefault(number, (draft.alone, line))
    repeated = {key: found for key, found in where.items() if len(found) > 1 and key}
    topics = _Topics(repeated)
    lines = {key: "repeated line" for key, found in repeated.items() if _is_foreign(list(found.values()), topics)}
    for key, number in headlines.items():
        if len(key.split()) >= _HEADLINE and where.get(key, {}).keys() - {number}:
            lines[key] = "teaser"
    return Repeats(lines, _find_names(articles))


def cut_repeats(report: Report, repeats: Repeats) -> Report:
    """The report without them; they are kept in its furniture."""
    title = _trim_headline(report.title, repeats.names)
    own = even_line(title or "")
    lines = _cut_lines(report)
    cut = [line for line in lines if even_line(line) in repeats.lines and even_line(line) != own]
    if sum(len(line.split()) for line in cut) > _MOST_CUT * sum(len(line.split()) for line in lines):
        cut = []
    if not cut and title == report.title:
        return report
    gone = set(cut)
    furniture = [Furniture(repeats.lines[even_line(line)], line) for line in cut]
    if title != report.title and title and report.title:
        furniture.insert(0, Furniture("name of the site", report.title[len(title) :]))
    body = "\n\n".join(line for line in lines if line not in gone)
    text = f"{title}\n\n{body}" if title else body
    return replace(
        report,
        id=make_id("report", report.capture, text),
        title=title,
        text=text,
        furniture=(*report.furniture, *furniture),
        captions=tuple(caption for caption in report.captions if caption not in gone),
        disclaimers=tuple(dict.fromkeys((*report.disclaimers, *filter(_names_agency, cut)))),
    )


def _names_agency(line: str) -> bool:
    """Whether the line names a news agency: then it may say whose text this is, and is kept as saying so."""
    folded = line.lower()
    wordings = (wording for names in read_agencies().values() for wording in names)
    return any(
        re.search(rf"\b{re.escape(wording)}\b", line, re.NOFLAG if len(wording) <= ACRONYM else re.IGNORECASE)
        for wording in wordings
        if wording.lower() in folded
    )


def even_line(line: str) -> str:
    """The line as it is compared: its words alone, in a short one without its figures."""
    words = words_of(line)
    even = " ".join(words)
    return _DIGITS.sub("0", even) if len(words) <= _SHORT else even


def _cut_lines(report: Report) -> list[str]:
    return [line for line in report.text[report.body_start :].split("\n\n") if line.strip()]


class _Topics:
    """What each article speaks of, by the lines of it that do not repeat: its words with their weight."""

    def __init__(self, repeated: Iterable[str]) -> None:
        self.repeated = repeated
        self.made: dict[str, dict[str, float]] = {}

    def of(self, report: Report) -> dict[str, float]:
        """The words of its title and of its own lines."""
        if report.id not in self.made:
            lines = [line for line in _cut_lines(report) if even_line(line) not in self.repeated]
            self.made[report.id] = weigh_words(" ".join([report.title or "", *lines]))
        return self.made[report.id]

    def know(self, report: Report, line: str) -> float:
        """Weight of the line's words that stand elsewhere in the report."""
        known, weights = self.of(report), weigh_words(line)
        return sum(weight for word, weight in weights.items() if word in known) / max(1e-6, sum(weights.values()))

    def apart(self, reports: Sequence[Report]) -> bool:
        """Whether two of them tell of different matters."""
        return any(share_words(self.of(left), self.of(right)) < _RELATED for left, right in combinations(reports, 2))


def _is_foreign(found: Sequence[tuple[Report, str]], topics: _Topics) -> bool:
    """Whether the line speaks of none of the articles that it stands in."""
    line = found[0][1]
    if find_corrections(line) or any(len(q.split()) >= _QUOTED_WORDS for q in _QUOTED.findall(line)):
        return False
    sentence = ends_sentence(line) and len(line.split()) > _SHORT
    if len(found) < _MANY and not sentence:  # two pages of a theatre share hours and prices
        return False
    looked_at = found[:_LOOKED_AT]
    shares = [topics.know(report, line) for report, line in looked_at]
    if sentence and not topics.apart([report for report, _ in looked_at]):
        return False
    return max(shares) < _FOREIGN or (len(found) >= _MANY and sum(shares) / len(shares) < _MOSTLY_FOREIGN)


def _find_names(articles: Sequence[Sequence[Draft]]) -> frozenset[str]:
    """Ends of headlines, behind a dash or bar, that stand on several articles and are of the site's own name."""
    ends: dict[str, set[int]] = defaultdict(set)
    for number, versions in enumerate(articles):
        for draft in versions:
            _, end = part_title(draft.alone.title or "")
            if end and _is_name_of(end, draft):
                ends[even_line(end)].add(number)
    return frozenset(end for end, found in ends.items() if len(found) > 1)


def _is_name_of(end: str, draft: Draft) -> bool:
    words, site = words_of(end), words_of(f"{draft.alone.outlet or ''} {draft.site}")
    return bool(words) and (set(words) <= set(site) or "".join(words) in "".join(site))


def _trim_headline(title: str | None, names: frozenset[str]) -> str | None:
    bare, end = part_title(title or "")
    return bare if bare and end and even_line(end) in names else title
