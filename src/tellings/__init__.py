"""tellings: many news reports of one event in, one sourced, checkable account out. It never says what is true.

>>> import tellings
>>> tables = tellings.tell(["saved-pages/"])        # doctest: +SKIP
>>> contract = tellings.build_contract(tables, version=tellings.__version__)  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_WHERE = {
    "tell": "tellings.front",
    "read_reports": "tellings.front",
    "build_contract": "tellings.publish.contract",
    "render": "tellings.publish.formats",
    "build_rows": "tellings.publish.frames",
    "build_frame": "tellings.publish.frames",
    "show": "tellings.front",
    "add": "tellings.front",
    "open_store": "tellings.front",
    "Ruling": "tellings.ingest.judgements",
    "ReadConfig": "tellings.ingest",
    **dict.fromkeys(
        [
            "Account",
            "Case",
            "Claim",
            "Entity",
            "Event",
            "Finding",
            "Happening",
            "Judgement",
            "Report",
            "Story",
            "Tables",
        ],
        "tellings.records",
    ),
}
__all__ = ["__version__", *_WHERE]

if TYPE_CHECKING:
    from tellings.front import add as add
    from tellings.front import open_store as open_store
    from tellings.front import read_reports as read_reports
    from tellings.front import show as show
    from tellings.front import tell as tell
    from tellings.ingest import ReadConfig as ReadConfig
    from tellings.ingest.judgements import Ruling as Ruling
    from tellings.publish.contract import build_contract as build_contract
    from tellings.publish.formats import render as render
    from tellings.publish.frames import build_frame as build_frame
    from tellings.publish.frames import build_rows as build_rows
    from tellings.records import Account as Account
    from tellings.records import Case as Case
    from tellings.records import Claim as Claim
    from tellings.records import Entity as Entity
    from tellings.records import Event as Event
    from tellings.records import Finding as Finding
    from tellings.records import Happening as Happening
    from tellings.records import Judgement as Judgement
    from tellings.records import Report as Report
    from tellings.records import Story as Story
    from tellings.records import Tables as Tables


def __getattr__(name: str) -> Any:
    """Names are loaded when first asked for: `import tellings` stays quick."""
    if name not in _WHERE:
        raise AttributeError(f"module 'tellings' has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)
