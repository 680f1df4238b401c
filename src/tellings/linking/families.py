"""Reports in, families of publishers out: outlets of one owner, or on one platform, count once.

It rests on what the reports tell themselves: the outlet's name, the address, the lines of the page that name the
holder of the rights or the group that it is part of. There is no list of outlets or owners. What is not told is not
known: outlets of one owner whose pages do not say so count apart. This is no judgement about the texts; whether one
was written from another is a question of its own (`lines.py`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from tellings.linking.groups import build_groups
from tellings.linking.rarity import rarity
from tellings.records import Report
from tellings.text.agencies import name_agency
from tellings.text.countries import parse_country, parse_demonym
from tellings.text.folding import fold
from tellings.text.hosts import find_host, own_label, registered_domain
from tellings.text.owners import find_owners, plain_owner, short_owner

# A name of words that many outlets bear ("The Guardian", "Daily Express") says nothing of its owner when its edition is
# cut off; one of rare words or capitals does. Of the words in names of outlets, guardian, observer and telegraph are
# rated .83 to .89, reuters, jazeera and xinhua .99 and more.
TELLING = 0.93
_NAMED = 3  # outlets of a family that its reason names
_QUIET = frozenset({"comments", "caption", "teaser", "related", "tags", "insert"})  # no page names its owner in these


@dataclass(frozen=True, slots=True)
class Family:
    """The reports of one publisher. name: None where nothing names it. reason: why several outlets are held to be of
    one, in words for a reader; "" where there is one only. outlets: the names, as the reports have them."""

    name: str | None
    reports: tuple[str, ...]
    outlets: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Imprint:
    """What one report tells of its publisher: name as shown, folded, as it is compared (a host by what was registered
    of it), domain, its own label, owners (what is compared -> as worded)."""

    name: str | None
    folded: str
    plain: str
    domain: str
    label: str
    owners: Mapping[str, str]


_Keys = Callable[[_Imprint], Iterable[str]]
_Ground = tuple[str, str]  # how two reports are known to be of one publisher, and the name, domain or owner that tells
_ORDER = ("domain", "owner", "edition", "name")  # in which they are told: what a page says before what we make of it
_SAID = {
    "name": "one name",
    "edition": "editions of one name",
    "domain": "both at {key}",
    "owner": "their pages name {key} as owner",
}


def build_families(reports: Sequence[Report]) -> tuple[Family, ...]:
    """The families over these reports, in the order given; each report is in exactly one. A report that names neither
    outlet nor address nor owner is a family of its own."""
    imprints = {report.id: _read_imprint(report) for report in reports}
    links = list(_link(imprints))
    groups = build_groups(imprints, ((left, right) for left, right, _ in links))
    grounds: dict[str, dict[_Ground, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    first = {report: group[0] for group in groups for report in group}
    for left, right, ground in links:
        for report in (left, right):
            named = grounds[first[left]][ground]
            named.setdefault(imprints[report].folded, imprints[report].name or "a page without a name")
    return tuple(_build_family(group, imprints, grounds[group[0]]) for group in groups)


def _build_family(
    group: Sequence[str], imprints: Mapping[str, _Imprint], grounds: Mapping[_Ground, Mapping[str, str]]
) -> Family:
    names: dict[str, str] = {}
    for report in group:
        names.setdefault(imprints[report].folded, imprints[report].name or "")
    outlets = tuple(filter(None, names.values()))
    owner = next((name for report in group for name in imprints[report].owners.values()), None)
    told: list[str] = []
    explained: set[str] = set()
    for ground, named in sorted(grounds.items(), key=lambda entry: _ORDER.index(entry[0][0])):
        if len(named) > 1 and not named.keys() <= explained:
            told.append(f"{_list(list(named.values()))}: {_SAID[ground[0]].format(key=ground[1])}")
            explained |= named.keys()
    return Family(outlets[0] if outlets else owner, tuple(group), outlets, "; ".join(told))


def _list(names: Sequence[str]) -> str:
    """A, B, C and 4 more."""
    shown, more = (names[:-1], names[-1]) if len(names) <= _NAMED else (names[:_NAMED], f"{len(names) - _NAMED} more")
    return f"{', '.join(shown)} and {more}" if shown else more


def _read_imprint(report: Report) -> _Imprint:
    named_host = find_host(report.outlet) if report.outlet and " " not in report.outlet.strip() else None
    host = named_host or find_host(report.url)
    name = report.outlet or host
    owners: dict[str, str] = {}
    for piece in report.furniture:
        if piece.kind not in _QUIET:
            for owner in find_owners(piece.text):
                if name_agency(owner) is None or plain_owner(owner) == plain_owner(report.outlet or ""):
                    owners.setdefault(_owner_key(owner), owner)
    owners.pop("", None)
    plain = registered_domain(named_host) if named_host else plain_owner(report.outlet or host or "")
    folded = host if named_host and host else plain_owner(name or "")
    return _Imprint(
        name, folded, plain, registered_domain(host) if host else "", own_label(host) if host else "", owners
    )


def _owner_key(owner: str) -> str:
    """The letters that are compared: of the short form where it tells, else of the whole name; "" for a single word
    that many bear."""
    short = short_owner(owner)
    if short and _is_telling(short.split(), owner):
        return _letters(short)
    plain = plain_owner(owner)
    return _letters(plain) if len(plain.split()) > 1 else ""


def _is_telling(words: Sequence[str], name: str) -> bool:
    """Whether a word among them is rare, or stands in capitals in a name that does not stand so as a whole."""
    shown = {fold(word): word for word in name.replace(".", " ").split()}
    capitals = not name.isupper() or len(words) == 1
    return any(
        rarity(word) >= TELLING or (capitals and 1 < len(word) < 6 and shown.get(word, "").isupper()) for word in words
    )


def _link(imprints: Mapping[str, _Imprint]) -> Iterable[tuple[str, str, _Ground]]:
    """Pairs of reports of one publisher, each with the ground."""
    yield from _chain("name", imprints, lambda imprint: [imprint.plain])
    yield from _chain("edition", imprints, _editions)
    yield from _chain("domain", _at_home(imprints), lambda imprint: [imprint.domain])
    yield from _chain("owner", imprints, lambda imprint: [*imprint.owners, _owner_key(_name(imprint))])


def _name(imprint: _Imprint) -> str:
    """The name, or the label of a host that stands for one."""
    return imprint.label if "." in imprint.folded else imprint.name or ""


def _chain(ground: str, imprints: Mapping[str, _Imprint], keys: _Keys) -> Iterable[tuple[str, str, _Ground]]:
    """Each report with the first before it that shares a key."""
    held: dict[str, str] = {}
    shown: dict[str, str] = {}
    for report, imprint in imprints.items():
        for key in filter(None, keys(imprint)):
            other = held.setdefault(key, report)
            wording = imprint.owners.get(key) if ground == "owner" else key
            shown[key] = shown.get(key) or wording or imprint.name or key
            if other != report:
                told = ground != "owner" or key in imprint.owners or key in imprints[other].owners
                yield other, report, (ground, shown[key]) if told and ground != "edition" else ("edition", "")


def _at_home(imprints: Mapping[str, _Imprint]) -> dict[str, _Imprint]:
    """Those whose address tells of their outlet. One that has a site of its own name elsewhere, or stands at several
    that bear other names, is a guest there: a platform that carries an agency's report does not own the agency."""
    homes: dict[str, set[str]] = defaultdict(set)
    places: dict[str, set[str]] = defaultdict(set)
    for imprint in imprints.values():
        if imprint.domain:
            places[imprint.plain].add(imprint.domain)
            name, label = _letters(imprint.plain), _letters(imprint.label)
            if len(label) > 1 and (name.startswith(label) or label.startswith(name)):
                homes[imprint.plain].add(imprint.domain)
    return {
        report: imprint
        for report, imprint in imprints.items()
        if imprint.domain in homes[imprint.plain] or (not homes[imprint.plain] and len(places[imprint.plain]) == 1)
    }


def _letters(wording: str) -> str:
    return "".join(letter for letter in wording if letter.isalnum())


def _editions(imprint: _Imprint) -> list[str]:
    """The name without the words at its end that say which edition it is, where what is left tells of one outlet."""
    words = imprint.plain.split()
    while len(words) > 1 and (words[-1] in _edition_words() or _names_country(words[-1])):
        words.pop()
    if "." in imprint.folded or not words or not imprint.name or not _is_telling(words, imprint.name):
        return []
    return [" ".join(words)]


def _names_country(word: str) -> bool:
    return bool(parse_country(word.title()) or parse_country(word.upper()) or parse_demonym(word.title()))


@lru_cache(maxsize=1)
def _edition_words() -> frozenset[str]:
    lines = files("tellings.linking").joinpath("editions.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
