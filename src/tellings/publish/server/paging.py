"""The length of a list and a page of it in, the way to the pages beside it out."""

from collections.abc import Callable
from dataclasses import dataclass

from tellings.publish.server.asking import MOST_PAGES
from tellings.publish.server.config import PER_PAGE


@dataclass(frozen=True, slots=True)
class Turning:
    """The rows that a page shows, of how many, and the addresses of the pages before and after it, "" for none. cut:
    the list goes on beyond the last page that can be turned to."""

    first: int
    last: int
    total: int
    before: str
    after: str
    cut: bool


def build_turning(total: int, page: int, address: Callable[[int], str]) -> Turning:
    """address: of a page of the list."""
    first = (page - 1) * PER_PAGE
    last = min(total, first + PER_PAGE)
    return Turning(
        first=min(first + 1, total),
        last=last,
        total=total,
        before=address(page - 1) if page > 1 else "",
        after=address(page + 1) if last < total and page < MOST_PAGES else "",
        cut=last < total and page == MOST_PAGES,
    )
