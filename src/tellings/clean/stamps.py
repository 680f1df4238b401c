"""Blocks in, the page's own dates out: when it was published and when it was last changed, each only if one day stands
out among all that the page shows. A date of a teaser, a comment, a picture or a footer is none of the page's."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tellings.clean.blocks import Block
from tellings.clean.dates import Dated, Reading, drop_dates, find_dates
from tellings.clean.imprint_words import find_label, words_for
from tellings.records import Interval, Precision
from tellings.text.folding import fold

HEAD = 400  # letters of a line in which a stamp stands
_LONGEST = 10  # words beside the dates on a line that is there to give them
PROSE = 160  # letters from which a line of the body is running text, which gives no dates of the page
ABOVE, BELOW = 6, 8  # lines around headline and first body line in which a page says of itself who wrote it and when
_NEIGHBOURS = 12  # lines on both sides among which a list of dated teasers or comments shows
_SOLE = 0.8  # for the only line with a date
_ENOUGH, _CLEAR = 1.6, 0.5  # what the best date must reach, and be ahead of any other day
_BY = re.compile(rf"^\W*{words_for('by', 'by_only')}\b")
_URL_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:([/-])(0?[1-9]|1[0-2]|[a-z]{3})\2([0-2]?\d|3[01])|()(0[1-9]|1[0-2])([0-2]\d|3[01]))(?!\d)"
)
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])(?=[/-])")
_SHORT_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_COPYRIGHT = re.compile(r"©|\(c\)|copyright|all rights", re.I)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date shown on the page that may be its own: the line, what it is said to be, and how much speaks for it."""

    line: int
    when: Interval
    role: str
    score: float


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the article stands on the page: the lines that give its headline (pages repeat it), its body's lines."""

    headlines: Sequence[int]
    body: Sequence[int]

    def anchors(self, i: int) -> list[int]:
        """Beginning of the text, and the line of the headline that is nearest to this one."""
        nearest = [min(self.headlines, key=lambda line: abs(line - i))] if self.headlines else []
        return [*nearest, *self.body[:1]]


@dataclass(frozen=True, slots=True)
class _Shown:
    """A page with the dates that it shows, by line."""

    blocks: Sequence[Block]
    frame: Frame
    dates: Mapping[int, Sequence[Dated]]


def find_stamps(blocks: Sequence[Block], frame: Frame, reading: Reading) -> list[Stamp]:
    """Every date that may be the page's own, scored."""
    prose = {i for i in frame.body if len(blocks[i].text) >= PROSE}
    found = {
        i: dates
        for i, block in enumerate(blocks)
        if i not in prose and (dates := find_dates(block.text[:HEAD], reading)) and _is_stamp(block.text, dates)
    }
    shown = _Shown(blocks, frame, found)
    stamps = []
    for i, dates in found.items():
        start = 0
        for dated in dates:
            label = find_label(blocks[i].text[start : dated.start]) or (_label_above(blocks, i) if not start else None)
            start = dated.end
            if label != "other":
                score = _score(shown, i, dated, label)
                stamps.append(Stamp(i, dated.when, label or "published", score))
    return stamps


def pick_stamp(stamps: Sequence[Stamp], role: str, *, url: str | None = None) -> Stamp | None:
    """The one of the role that stands out, with what the address says; none where two days have as much for them."""
    best: dict[str, Stamp] = {}
    for stamp in stamps:
        day = (stamp.when.start or "")[:10]
        agreed = replace(stamp, score=stamp.score + (_agree_with_url(day, url) if role == "published" else 0.0))
        if stamp.role == role and (day not in best or _worth(agreed) > _worth(best[day])):
            best[day] = agreed
    ranked = sorted(best.values(), key=_worth, reverse=True)
    if not ranked or ranked[0].score < _ENOUGH:
        return None
    return None if len(ranked) > 1 and ranked[0].score < ranked[1].score + _CLEAR else ranked[0]


def _worth(stamp: Stamp) -> tuple[float, int]:
    return stamp.score, -stamp.line


def _is_stamp(text: str, dates: Sequence[Dated]) -> bool:
    """Whether a line with dates is there to give them: it holds hardly anything else."""
    if "@" in text[:HEAD].replace("@ ", "") and not _BY.match(fold(text[:60])):
        return False
    rest = drop_dates(text[:HEAD], dates)
    if len(text) > HEAD or _COPYRIGHT.search(rest):
        return False
    return len(re.findall(r"\w+", rest)) <= _LONGEST + 4 * len(dates)


def _label_above(blocks: Sequence[Block], i: int) -> str | None:
    """The label that is a line of its own, above the date."""
    above = blocks[i - 1].text if i else ""
    return find_label(above) if len(above) <= 30 and len(above.split()) <= 3 else None


def _score(shown: _Shown, i: int, dated: Dated, label: str | None) -> float:
    """How much speaks for a date of line i being the page's own."""
    blocks, frame = shown.blocks, shown.frame
    rest = blocks[i].text[: dated.start] + " " + blocks[i].text[dated.end : HEAD]
    words = len(re.findall(r"\w+", rest))
    score = 2.0 * (label is not None) + _near(i, frame)
    score += 0.4 * (dated.when.precision is Precision.MINUTE) + 0.3 * (words == 0) - 0.08 * max(0, words - 6)
    score += 0.8 * any(_BY.match(fold(blocks[j].text[:60])) for j in range(max(0, i - 2), min(len(blocks), i + 3)))
    day = (dated.when.start or "")[:10]
    score += _SOLE * (len(shown.dates) == 1 and (not frame.body or i < frame.body[-1]))
    others = [
        j for j, dates in shown.dates.items() if j != i and abs(j - i) <= _NEIGHBOURS and not _has_day(dates, day)
    ]
    if len(others) >= 2:
        score -= 0.8 if _leads(i, frame) else 2.0
    score += 0.5 * any(j != i and _has_day(dates, day) for j, dates in shown.dates.items())
    return score


def _has_day(dates: Sequence[Dated], day: str) -> bool:
    return any((dated.when.start or "")[:10] == day for dated in dates)


def _leads(i: int, frame: Frame) -> bool:
    """Whether the line stands between headline and text, or right at them."""
    anchors = frame.anchors(i)
    return bool(anchors) and min(anchors) - 2 <= i <= max(anchors) + 2 and max(anchors) - min(anchors) <= 30


def _near(i: int, frame: Frame) -> float:
    """How near the line stands to headline and beginning of the text."""
    anchors = frame.anchors(i)
    if not anchors:
        return 0.0
    if _leads(i, frame):
        return 2.0
    distance = min(abs(i - anchor) for anchor in anchors)
    if i > max(anchors):
        last = frame.body[-1] if frame.body else max(anchors)
        return 1.2 if distance <= BELOW else 0.6 if 0 < i - last <= 3 else -0.3
    return 1.5 if distance <= ABOVE else 0.3 if distance <= 3 * ABOVE else 0.0


def parse_url_day(url: str | None) -> tuple[str, int]:
    """The day or month ("2024-05-03", "2024-05") that an address gives, with how many letters of it; "", 0 for none."""
    path = re.sub(r"^[a-z]+://[^/]*", "", (url or "").lower())[:500]
    if found := _URL_DAY.search(path):
        year, month, day = found[1], found[3] or found[6], found[4] or found[7]
        number = _SHORT_MONTHS.index(month) + 1 if month in _SHORT_MONTHS else int(month) if month.isdigit() else 0
        try:
            return date(int(year), number, int(day)).isoformat(), 10
        except ValueError:
            pass
    if found := _URL_MONTH.search(path):
        return f"{found[1]}-{found[2]}", 7
    return "", 0


def _agree_with_url(day: str, url: str | None) -> float:
    told, length = parse_url_day(url)
    if not length:
        return 0.0
    if day == told:
        return 2.5
    return 0.8 if day[:7] == told[:7] else -1.5
