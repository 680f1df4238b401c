"""What came in and what was read out of it: Capture, Draft, Report, Span, Revision, Drop."""

from dataclasses import dataclass, field

from tellings.records.interval import Interval


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes as received. `origin` is the path or address as the user would recognise it; `digest` is sha256, hex."""

    id: str
    origin: str
    media_type: str
    fetched: str | None
    digest: str
    content: bytes
    hints: tuple[tuple[str, str], ...] = ()  # what the container knew: ("url", …), ("published", …), ("title", …)


@dataclass(frozen=True, slots=True)
class Furniture:
    """A piece of the page that is no part of the report, and its kind: menu, ticker, teaser, caption …"""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """One article by one outlet. `text` is title, blank line, body; offsets everywhere are characters of it."""

    id: str
    capture: str
    origin: str
    outlet: str | None
    title: str | None
    byline: str | None
    published: Interval | None
    language: str
    text: str
    furniture: tuple[Furniture, ...] = ()
    supersedes: str | None = None
    url: str | None = None
    dateline: str | None = None
    credits: tuple[str, ...] = ()  # agencies and sources that the page names: "Reuters", "Agencies"
    published_inferred: bool = False  # `published` was inferred from the text or the story, not read off the page
    captions: tuple[str, ...] = ()  # of its pictures: of plain text they stand in `text` too, of HTML only here
    modified: Interval | None = None
    section: str | None = None
    disclaimers: tuple[str, ...] = ()  # lines that say whose text this is: "not edited by our staff", "from a feed"

    @property
    def body_start(self) -> int:
        """Offset at which the body begins: 0 without a title."""
        if not self.title or not self.text.startswith(self.title):
            return 0
        return min(len(self.text), len(self.title) + 2)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (not included) of a report's text."""

    report: str
    start: int
    end: int

    def of(self, report: Report) -> str:
        """The wording. Raises ValueError when the span is not of this report or lies outside its text."""
        if report.id != self.report or not 0 <= self.start < self.end <= len(report.text):
            raise ValueError(f"{self} does not lie in report {report.id} of {len(report.text)} characters")
        return report.text[self.start : self.end]

    def overlap(self, other: "Span") -> int:
        """Characters that both cover; 0 in different reports."""
        if self.report != other.report or self.end <= other.start or other.end <= self.start:
            return 0
        return min(self.end, other.end) - max(self.start, other.start)

    def holds(self, other: "Span") -> bool:
        """Whether the other lies wholly within this one."""
        return self.report == other.report and self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Draft:
    """A page read on its own, not yet compared with others of its site. alone: the report as this page alone tells it.

    site: what it is compared within: the letters of its outlet's name, else of its host, else the digest of its bytes.
    fetched, digest: of its capture.
    """

    id: str
    site: str
    alone: Report
    fetched: str | None
    digest: str


@dataclass(frozen=True, slots=True)
class Change:
    """A place where two versions of an article differ, in the earlier (`before`) and in the later one (`after`).

    kind: headline, number, name, added (then no `before`), removed (no `after`), reworded, correction.
    """

    kind: str
    before: Span | None
    after: Span | None


@dataclass(frozen=True, slots=True)
class Revision:
    """Two versions of one article: `report` took the place of `earlier`. reason: how it is known that they are one
    article, and which came first; ordered: False where nothing tells which came first. more: changes beyond those."""

    id: str
    report: str
    earlier: str
    reason: str
    ordered: bool
    changes: tuple[Change, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Dating:
    """When a report was published, as later stages take it: read off the page, or inferred from its text and its story
    (then `inferred`, with the reason in words and the spans it rests on). published None: nothing tells."""

    id: str
    report: str
    published: Interval | None
    inferred: bool
    reason: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Drop:
    """Something that was rejected: what (an origin or an id), at which stage, and why, in words for a person."""

    id: str
    capture: str
    stage: str
    reason: str
    detail: str = field(default="")
    same_as: str | None = None  # the report that this page is once more: nothing of it is lost
