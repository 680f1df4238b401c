"""What a watch tells while it goes on: to be shown to a person, or handed to a programme."""

from collections.abc import Callable
from dataclasses import dataclass

from tellings.front.keeping import Added


@dataclass(frozen=True, slots=True)
class FeedTold:
    """What came of a feed. status: new, unchanged, failed; entries, new: in the feed and of these not seen before;
    left_out: entries that lead nowhere; next: when it is asked again; moved: where it has gone for good."""

    feed: str
    status: str
    entries: int = 0
    new: int = 0
    left_out: int = 0
    reason: str = ""
    next: float = 0.0
    moved: str = ""


@dataclass(frozen=True, slots=True)
class ArticleTold:
    """An article that could not be had. next: when it is tried again, None for never."""

    address: str
    reason: str
    next: float | None


@dataclass(frozen=True, slots=True)
class RoundTold:
    """What came of a round. feeds: how many of the list; unchanged, failed: articles; put_off: those whose host wanted
    it; waiting: articles that later rounds take; added: what came of it in the store; next: when the next begins."""

    round: int
    feeds: int
    feeds_new: int
    feeds_unchanged: int
    feeds_failed: int
    fetched: int
    unchanged: int
    failed: int
    put_off: int
    waiting: int
    added: Added
    next: float | None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a person should know."""

    text: str


Told = FeedTold | ArticleTold | RoundTold | Notice
Tell = Callable[[Told], None]
