"""A wording in, the place name in it and what the gazetteer has under that name out."""

import re
from dataclasses import dataclass
from functools import lru_cache

from tellings.annotate.gazetteer import Entry, Gazetteer
from tellings.annotate.gazetteer_build import fold_name, read_table
from tellings.records import Report, Span
from tellings.text.countries import is_part, parse_country, parse_demonym

_SIDE = (
    "north|south|east|west|central|mid|upper|lower|inner|outer|greater|rural|downtown|mainland|upstate|northeast|"
    "northwest|southeast|southwest"
)
_PART = re.compile(rf"^(?:near|outside|around|(?:{_SIDE})(?:ern)?)(?:[- ](?:north|south|east|west|central)(?:ern)?)? ")
_SORT_WORD = re.compile(
    r"^(?:city|town|village|state|province) of | (?:city|town|village|province|region|area|islands?|state|peninsula)$"
)
# Common nouns of the land: "the Valley" is no town, though Anguilla's capital is called so.
_NOUNS = frozenset(
    """valley river lake island islands mountain mountains coast bay beach hill hills forest park bridge road street
    village town city province region area zone border district county state country port harbour harbor airport
    station square north south east west central""".split()
)
CONTINENTS = {"african": "Africa", "european": "Europe", "asian": "Asia", "africans": "Africa", "europeans": "Europe"}


@lru_cache(maxsize=1)
def no_places() -> frozenset[str]:
    """Regions, seas and blocs that no gazetteer entry stands for."""
    return frozenset(fold_name(row[0]) for row in read_table("regions.tsv") if row[1] == "0")


@dataclass(frozen=True, slots=True)
class Toponym:
    """A naming of a place in the text; `key` is what it is looked up by ("kosovo" in "northern Kosovo")."""

    span: Span
    wording: str
    key: str


def build_toponym(report: Report, span: Span) -> Toponym | None:
    """The naming at that span; None where no letters are left once article and possessive are cut."""
    wording = span.of(report)
    kept = wording if re.search(r"\.[A-Za-z]\.$", wording) else re.sub(r"(?:['’]s?|[\s.,;:)]+)$", "", wording)
    kept = kept or wording
    lead = re.match(r"(?:[Tt]he\s+|[\s(\[\"'“‘•*-]+)", kept)
    start = lead.end() if lead and lead.end() < len(kept) else 0
    span = Span(span.report, span.start + start, span.start + len(kept))
    wording = kept[start:]
    key = fold_name(wording)
    return Toponym(span, wording, key) if key else None


def find_candidates(key: str, wording: str, gazetteer: Gazetteer, after_comma: bool = False) -> tuple[Entry, ...]:
    """Entries of that name; of the name without "northern" or "district of"; the country of a people."""
    if key in no_places() or key in _NOUNS:
        return ()
    if continent := CONTINENTS.get(key):
        return gazetteer.find(continent)
    country = parse_country(wording)
    if country is None and (part := _PART.sub("", key)) != key and parse_country(part.title()):
        key = part  # "south Lebanon" is no town in Ohio
    if len(wording.replace(".", "")) <= 3 and wording.isupper() and not gazetteer.is_alias(key, after_comma):
        entry = gazetteer.entry(country.geonames) if country else None
        return (entry,) if entry else ()
    country = country or parse_demonym(wording)
    for name in (key, _PART.sub("", key), _SORT_WORD.sub("", key)):
        entries = gazetteer.find(name, after_comma=after_comma)
        if entries or (name == key and country):
            break
        country = country or parse_demonym(_PART.sub("", key).title())
    entry = gazetteer.entry(country.geonames) if country and not is_part(wording) else None
    return entries if entry is None or entry in entries else (*entries, entry)
