"""A country, sector, body or PLOVER code in, what other schemes call it out: the tables of this folder, read once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from tellings.text.countries import country_of
from tellings.text.organisations import parse_organisation

QUADS = ("VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT")
_ROOT = 2  # digits of a root
_VERBAL_COOPERATION, _MATERIAL_COOPERATION, _VERBAL_CONFLICT = 5, 8, 13  # the last CAMEO root of each quad


@dataclass(frozen=True, slots=True)
class CountryCodes:
    """A row of `countries.tsv`; None for none."""

    iso2: str
    fips: str | None
    number: str | None
    cameo: str | None
    gw: int | None
    acled: str | None
    ucdp: str | None


@dataclass(frozen=True, slots=True)
class SectorCodes:
    """A row of `sectors.tsv`; "" for none."""

    cameo: str
    acled: str
    side: str
    arms: str = ""
    weight: str = ""


def codes_of(iso2: str | None) -> CountryCodes | None:
    """The codes of the country with that ISO 3166 alpha-2 code."""
    return _countries().get(iso2 or "")


def iso3_of(iso2: str | None) -> str | None:
    country = country_of(iso2)
    return country.iso3 if country else None


def name_of(iso2: str | None) -> str | None:
    country = country_of(iso2)
    return country.name if country else None


def sector_codes(sector: str | None) -> SectorCodes:
    """What other schemes call that sector."""
    return _sectors().get(sector or "", SectorCodes("", "", ""))


def group_code(name: str) -> str | None:
    """CAMEO's code of the international body of that name."""
    body = parse_organisation(name)
    return _groups().get(body.key) if body else None


def state_code(name: str | None) -> str | None:
    """The two letters of a state of the United States."""
    return _states().get(name or "")


def cameo_of(kind: str, mode: str | None, contexts: Iterable[str]) -> str | None:
    """The CAMEO code of a PLOVER type, mode and contexts: no more special than they tell.

    Of the codes whose mode and contexts are all there, those that ask for most; where several do, what they have in
    common ("104" of "1041" and "1042"). A mode that the mapping does not know counts as none. None where codes of
    several roots remain, or for a type that is none of the scheme's.
    """
    rows = [row for row in _cameo() if row[1] == kind]
    held = frozenset(contexts)
    for wanted in dict.fromkeys((mode or "", "")):
        fitting = [(code, needs) for code, _, has, needs in rows if has == wanted and needs <= held]
        if fitting:
            return _meet(fitting)
    return _meet([(code, frozenset()) for code, _, has, _ in rows if has == _PLAIN_MODE.get(kind, has)])


_PLAIN_MODE = {"ACCUSE": "disapprove", "REJECT": "", "THREATEN": "", "PROTEST": ""}


def _meet(fitting: list[tuple[str, frozenset[str]]]) -> str | None:
    most = max((len(needs) for _, needs in fitting), default=0)
    best = sorted({code for code, needs in fitting if len(needs) == most})
    shared = _shared_start(best)
    if len(shared) < _ROOT:
        return None
    if len(best) == 1 or shared in best:
        return shared
    return shared + "0" if len(shared) == _ROOT else shared


def _shared_start(codes: list[str]) -> str:
    first, last = min(codes, default=""), max(codes, default="")
    end = next((place for place, letter in enumerate(first) if last[place : place + 1] != letter), len(first))
    return first[:end]


def goldstein_of(code: str) -> float | None:
    """Goldstein's value of a CAMEO code: its own, else that of the code it is a part of."""
    while code:
        if code in _goldstein():
            return _goldstein()[code]
        code = code[:-1]
    return None


def quad_of(code: str) -> int:
    """GDELT's quad class of a CAMEO code."""
    root = int(code[:2])
    return 1 + (root > _VERBAL_COOPERATION) + (root > _MATERIAL_COOPERATION) + (root > _VERBAL_CONFLICT)


def read_rows(name: str) -> Iterator[list[str]]:
    """The rows of a table of this folder, without its notes."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))


@lru_cache(maxsize=1)
def _countries() -> dict[str, CountryCodes]:
    rows = list(read_rows("countries.tsv"))[1:]
    return {row[0]: _parse_country(row) for row in rows}


def _parse_country(row: list[str]) -> CountryCodes:
    iso2, fips, number, cameo, gw, acled, ucdp = (cell or None for cell in row)
    return CountryCodes(iso2 or "", fips, number, cameo, int(gw) if gw else None, acled, ucdp)


@lru_cache(maxsize=1)
def _sectors() -> dict[str, SectorCodes]:
    return {row[0]: SectorCodes(*row[1:]) for row in read_rows("sectors.tsv")}


@lru_cache(maxsize=1)
def _groups() -> dict[str, str]:
    return {row[0]: row[1] for row in read_rows("groups.tsv")}


@lru_cache(maxsize=1)
def _states() -> dict[str, str]:
    return {row[0]: row[1] for row in read_rows("us_states.tsv")}


@lru_cache(maxsize=1)
def _goldstein() -> dict[str, float]:
    return {code: float(value) for code, value in read_rows("goldstein.tsv")}


@lru_cache(maxsize=1)
def _cameo() -> tuple[tuple[str, str, str, frozenset[str]], ...]:
    return tuple((code, kind, mode, frozenset(needs.split())) for code, kind, mode, needs in read_rows("cameo.tsv"))
