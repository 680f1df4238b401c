"""The front door of the library: pages told in one run (`telling`), or kept and told day by day (`keeping`)."""

from tellings.front.keeping import add, open_store
from tellings.front.showing import show
from tellings.front.telling import read_reports, tell

__all__ = ["add", "open_store", "read_reports", "show", "tell"]
