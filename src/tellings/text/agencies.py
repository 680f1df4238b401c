"""A name in, the news agency that it is out, or None. The names are in `agencies.tsv`."""

import re
from functools import lru_cache

from tellings.text.lists import read_rows

_GENERIC = re.compile(
    r"^(?:the )?(?:[\w.'’-]+ ){0,4}(?:news agency|press agency|newswire|wire service|associated press|news service)$",
    re.I,
)
_STAFF = re.compile(r"[\s-]+(?:staff|reporters?|correspondents?|news|report|newsroom|desk)$", re.I)
ACRONYM = 4  # letters up to which an agency's name must stand in capitals: "Petra" may be written "PETRA", not "ap"


@lru_cache(maxsize=1)
def read_agencies() -> dict[str, tuple[str, ...]]:
    """Agency -> its wordings, its name first."""
    return {wordings[0]: tuple(wordings) for wordings in read_rows(__package__, "agencies.tsv")}


@lru_cache(maxsize=1)
def _by_wording() -> dict[str, str]:
    return {wording.lower(): name for name, wordings in read_agencies().items() for wording in wordings}


def name_agency(wording: str) -> str | None:
    """The agency that the wording names: "Reuters Staff" is Reuters, "Ruritanian News Agency" itself."""
    trimmed = _STAFF.sub("", wording.strip(" .,;:-–—()[]/"))
    named = _by_wording().get(trimmed.lower().removeprefix("the "))
    short = len(trimmed) <= ACRONYM and not trimmed.isupper() and trimmed not in read_agencies()
    if named and not short:
        return named
    return trimmed if _GENERIC.match(trimmed) else None
