"""Reports kept and told day by day: one folder, one writer at a time, readers meanwhile. docs/store.md describes it."""

from tellings.store.pages import CaseRow, DropRow, EntityRow, Facet, Page, ReportRow, RulingRow, StoryRow
from tellings.store.view import View

__all__ = ["CaseRow", "DropRow", "EntityRow", "Facet", "Page", "ReportRow", "RulingRow", "StoryRow", "View"]
