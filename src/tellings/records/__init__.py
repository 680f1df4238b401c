"""What flows through the house: frozen, typed records whose ids are hashes of their content."""

from tellings.records.identity import make_id
from tellings.records.interval import Interval, Precision, day
from tellings.records.readings import Argument, Event, Mention, Moment, Place, Quantity, Quote, Sentence, Token
from tellings.records.reports import Capture, Change, Dating, Draft, Drop, Furniture, Report, Revision, Span
from tellings.records.stories import (
    ACROSS,
    Account,
    Appearance,
    Case,
    CaseElement,
    CaseState,
    Claim,
    Entity,
    Finding,
    Happening,
    Judgement,
    Profile,
    Story,
    Telling,
    Witness,
)
from tellings.records.tables import KINDS, Tables, Unread, read_row, write_row

__all__ = [
    "ACROSS", "KINDS", "Account", "Appearance", "Argument", "Capture", "Case", "CaseElement", "CaseState", "Change",
    "Claim", "Dating", "Draft", "Drop", "Entity", "Event", "Finding", "Furniture", "Happening", "Interval", "Judgement",
    "Mention", "Moment", "Place", "Precision", "Profile", "Quantity", "Quote", "Report", "Revision", "Sentence", "Span",
    "Story", "Tables", "Telling", "Token", "Unread", "Witness", "day", "make_id", "read_row", "write_row",
]  # fmt: skip
