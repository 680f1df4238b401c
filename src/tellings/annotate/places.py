"""Report, Sentences and Mentions in, Places out: every naming of a place with its gazetteer entry, or with none.

A name that the gazetteer lacks, or whose entries all fit the report badly, stays unresolved (with the candidates and
the country the report is about) rather than being given the largest town of that name.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from tellings.annotate.gazetteer import Entry, Gazetteer, find_index, load_gazetteer
from tellings.annotate.gazetteer_build import fold_name
from tellings.annotate.places_find import find_toponyms
from tellings.annotate.places_names import Toponym, find_candidates, no_places
from tellings.annotate.places_rank import Name, Weights, lies_in, rank_names
from tellings.annotate.places_use import is_literal
from tellings.records import Mention, Place, Report, Sentence, Span, make_id
from tellings.stage import Cut, Group, Stage
from tellings.text.countries import parse_country, parse_demonym

_SAME_LETTERS = 0.75  # of a spelling that the gazetteer lacks, beside equal consonants: Strpac/Strpce .83
_OWN_COUNTRY = 0.3  # share from which the one place of that name in a country is taken, however small
_MAIN_COUNTRY = 0.1  # share of the report's naming from which a country's gazetteer is searched for other spellings
_TOWN = frozenset({"PPL", "PPLC"})
_DISTRICT = frozenset({"ADM1", "ADM2"})
_SORTS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"\b(?:city|town|village|capital|port|suburb|hamlet|settlement|resort) (?:of )?$"), _TOWN),
    (re.compile(r"\b(?:province|region|district|state|department|governorate|county|prefecture|municipality) of $"),
     _DISTRICT),
)  # fmt: skip
_SORTS_BEHIND: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"^ (?:city|town|village)\b"), _TOWN),
    (re.compile(r"^ (?:province|region|district|state|department|governorate|county|prefecture|municipality)\b"),
     _DISTRICT),
)  # fmt: skip
_NATURE_BEHIND = re.compile(
    r" (?:[Rr]iver|[Ll]ake|[Bb]ay|[Ss]ea|[Ss]trait|[Mm]ountains?|[Ff]orest|[Cc]reek|[Dd]esert)\b"
)
_BEHIND = re.compile(r"^, (?:in (?:the )?)?$")
_SHORT_BEHIND = re.compile(r"^,? \(?([A-Z][A-Za-z]{0,4}\.(?: ?[A-Z][a-z]?\.)*|[A-Z]{2,3})(?![A-Za-z])")


def resolve_toponyms(
    report: Report, toponyms: Sequence[Toponym], sentences: Sequence[Sentence], weights: Weights | None = None
) -> list[Place]:
    """One place for each naming, in the order given."""
    weights = weights or Weights()
    gazetteer = load_gazetteer()
    names = _build_names(report, toponyms, gazetteer)
    hints = _find_hints(sentences)
    ranked = list({id(name): name for name in names}.values())
    rank_names(ranked, hints, weights)
    countries = _countries(ranked, hints)
    shares = dict(countries)
    places = []
    literal = dict(_uses(toponyms, sentences))
    for toponym, name in zip(toponyms, names, strict=True):
        entry = name.best if name.score >= weights.least or _is_only_one(name, shares) else None
        if entry is None and not name.candidates and _may_be_spelt_otherwise(report, toponym):
            entry = _find_alike(toponym, gazetteer, [c for c, share in countries if share >= _MAIN_COUNTRY])
        places.append(_build_place(toponym, entry, name, countries, gazetteer, literal.get(toponym.span, True)))
    return places


def _build_names(report: Report, toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> list[Name]:
    """The name of each toponym; namings with one key are one name, unless the text says that they lie apart."""
    names: dict[tuple[str, str], Name] = {}
    first: dict[str, Name] = {}
    found: list[Name | None] = [None] * len(toponyms)
    for n in reversed(range(len(toponyms))):  # what lies behind a name is needed first
        toponym = toponyms[n]
        behind = toponyms[n + 1] if n + 1 < len(toponyms) else None
        whole: Name | None = None
        if behind and _BEHIND.match(report.text[toponym.span.end : behind.span.start]):
            whole = found[n + 1]
        else:
            short = _SHORT_BEHIND.match(report.text[toponym.span.end : toponym.span.end + 14])
            entries = gazetteer.find(short.group(1), after_comma=True) if short else ()
            whole = Name("", entries) if entries else None
        after = "." in toponym.wording or report.text[max(0, toponym.span.start - 2) : toponym.span.start] == ", "
        candidates = find_candidates(toponym.key, toponym.wording, gazetteer, after)
        if _names_water_or_land(report, toponym):
            candidates = ()  # the gazetteer has no rivers; the town of that name may lie elsewhere
        if whole and not any(lies_in(entry, whole) for entry in candidates):
            whole = None
        if whole is None:
            candidates = _rather_country(toponym.wording, candidates)
        key = (toponym.key, whole.key or str(whole.candidates[0].id) if whole else "")
        name = names.get(key)
        if name is None:
            name = Name(toponym.key, candidates, uses=0, within=whole, wanted=_wanted(report, toponym))
            names[key] = name
        name.uses += 1
        if whole:
            first[toponym.key] = name
        found[n] = name
    done: list[Name] = []
    for name in found:  # "Springfield" alone is the Springfield that was placed elsewhere in the report
        assert name is not None
        done.append(first.get(name.key, name) if name.within is None else name)
    return done


def _is_only_one(name: Name, shares: Mapping[str, float]) -> bool:
    """Whether the gazetteer has the name once, in a country that the report is about, however small the place."""
    return len(name.candidates) == 1 and shares.get(name.candidates[0].country or "", 0.0) >= _OWN_COUNTRY


def _names_water_or_land(report: Report, toponym: Toponym) -> bool:
    return bool(_NATURE_BEHIND.match(report.text, toponym.span.end)) and not parse_country(toponym.wording)


def _may_be_spelt_otherwise(report: Report, toponym: Toponym) -> bool:
    return toponym.key not in no_places() and not _names_water_or_land(report, toponym)


def _rather_country(wording: str, candidates: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Without the towns of that name where a country has it and no state is named behind: Texas has a China too."""
    country = parse_country(wording)
    if country is None or not any(entry.id == country.geonames for entry in candidates):
        return candidates
    return tuple(entry for entry in candidates if entry.feature in ("PCLI", "ADM1"))


def _wanted(report: Report, toponym: Toponym) -> frozenset[str]:
    before = report.text[max(0, toponym.span.start - 30) : toponym.span.start].lower()
    behind = report.text[toponym.span.end : toponym.span.end + 20].lower()
    for pattern, features in _SORTS:
        if pattern.search(before):
            return features
    for pattern, features in _SORTS_BEHIND:
        if pattern.search(behind):
            return features
    return frozenset()


def _find_hints(sentences: Sequence[Sentence]) -> dict[str, float]:
    """Countries whose people or things are named ("Serbian"), each naming half a mention."""
    hints: dict[str, float] = {}
    for sentence in sentences:
        for token in sentence.tokens:
            if token.kind == "NORP" and (country := parse_demonym(token.text)):
                hints[country.iso2] = hints.get(country.iso2, 0.0) + 0.5
    return hints


def _countries(names: Sequence[Name], hints: dict[str, float]) -> list[tuple[str, float]]:
    """Countries that the report names, with the share of its naming that lies in each, largest first."""
    counts = dict(hints)
    for name in names:
        for entry, chance in zip(name.candidates, name.chances, strict=True):
            if entry.country:
                counts[entry.country] = counts.get(entry.country, 0.0) + chance * name.uses
    total = sum(counts.values()) or 1.0
    return sorted(((c, count / total) for c, count in counts.items()), key=lambda pair: (-pair[1], pair[0]))


def _find_alike(toponym: Toponym, gazetteer: Gazetteer, countries: Sequence[str]) -> Entry | None:
    """An entry in the report's countries that is spelt much the same; the likeliest, or None."""
    close = [
        (SequenceMatcher(None, toponym.key, fold_name(entry.name)).ratio(), entry)
        for entry in gazetteer.find_alike(toponym.wording, countries)
    ]
    close = [(ratio, entry) for ratio, entry in close if ratio >= _SAME_LETTERS]
    return max(close, key=lambda pair: (pair[0], pair[1].feature == "PPL", pair[1].population))[1] if close else None


def _uses(toponyms: Sequence[Toponym], sentences: Sequence[Sentence]) -> Iterable[tuple[Span, bool]]:
    ordered = sorted(sentences, key=lambda sentence: sentence.span.start)
    starts = [sentence.span.start for sentence in ordered]
    for toponym in toponyms:
        place = bisect_right(starts, toponym.span.start) - 1
        if place >= 0 and ordered[place].span.holds(toponym.span):
            people = parse_demonym(toponym.wording) and not parse_country(toponym.wording)
            yield toponym.span, not people and is_literal(ordered[place], toponym.span)


def _build_place(
    toponym: Toponym,
    entry: Entry | None,
    name: Name,
    countries: Sequence[tuple[str, float]],
    gazetteer: Gazetteer,
    literal: bool,
) -> Place:
    order = sorted(range(len(name.candidates)), key=lambda n: -name.scores[n])[:5]
    candidates = tuple(name.candidates[n].id for n in order)
    place = make_id("place", toponym.span.report, toponym.span.start, toponym.span.end)
    if entry is None:
        main = countries[0][0] if countries and countries[0][1] >= 0.5 else None
        return Place(place, toponym.span, toponym.wording, None, None, None, main, None, None, literal, candidates)
    admin = gazetteer.entry(entry.admin1) if entry.admin1 else None
    return Place(
        place,
        toponym.span,
        toponym.wording,
        entry.id,
        entry.lat,
        entry.lon,
        entry.country,
        admin.name if admin else None,
        entry.feature,
        literal,
        candidates,
    )


def find_places(report: Report, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> list[Place]:
    """Every naming of a place in the report."""
    return resolve_toponyms(report, find_toponyms(report, sentences, mentions), sentences)


def _run(group: Group) -> Iterable[Place]:
    return find_places(group.one(Report), group.of(Sentence), group.of(Mention))


def _make_ready() -> None:
    find_index()


STAGE = Stage("places", reads=(Report, Sentence, Mention), writes=(Place,), cut=Cut.EACH, run=_run, ready=_make_ready)
