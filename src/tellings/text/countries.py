"""A wording in, the country it names out: by name or alias, by the word for its people, by its capital.

Letter case counts for names of up to four letters ("US" is a country, "us" is not); accents and other case do not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from tellings.text.folding import fold, fold_accents

_SHORT = 4
_REMEMBERED = 16_384  # wordings: a report asks for the same ones again and again
_UNCHANGED = ("ish", "ese", "ch", "ss", "men", "people")  # demonyms that are their own plural


@dataclass(frozen=True, slots=True)
class Country:
    """A row of `countries.tsv`. cow: Correlates of War number; parts: (name, demonyms) of parts known by own names."""

    iso2: str
    iso3: str
    cow: int | None
    geonames: int
    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]


@lru_cache(maxsize=1)
def read_countries() -> tuple[Country, ...]:
    """Every country and territory of the table, states with a Correlates of War number first."""
    lines = files("tellings.text").joinpath("countries.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if not line.startswith("#")][1:]
    return tuple(sorted(map(_parse_row, rows), key=lambda country: country.cow is None))


def country_of(code: str | None) -> Country | None:
    """The country with that ISO 3166 code of two or three letters."""
    return _by_code().get(code or "")


@lru_cache(maxsize=_REMEMBERED)
def parse_country(wording: str) -> Country | None:
    """The country that the wording names ("the United States", "Kosova", "Scotland"), a leading article aside."""
    key = _key(wording)
    return _by_name().get(key) or _by_name().get(fold(key))  # the second for headlines in capitals: "PERU"


@lru_cache(maxsize=_REMEMBERED)
def parse_demonym(wording: str) -> Country | None:
    """The country whose people or things the wording stands for: "Kenyan", "Serbs", "the Dutch"."""
    return _by_demonym().get(_key(wording))


def parse_capital(wording: str) -> Country | None:
    """The country whose capital the wording names. It says nothing of whether the town or the government is meant."""
    return _by_capital().get(_key(wording))


def parse_any(wording: str) -> Country | None:
    """The country that the wording stands for, by name, demonym or capital, in this order; a possessive is cut."""
    bare = fold_accents(wording).removesuffix("'s").removesuffix("'")
    return parse_country(bare) or parse_demonym(bare) or parse_capital(bare)


def names_people(wording: str) -> bool:
    """Whether the demonym names people only ("Serb", "Turk"), the country having another for all else ("Serbian")."""
    country, plain = parse_demonym(wording), fold(wording)
    if country is None or not plain.isalpha():
        return False
    return any(
        fold(word)[:3] == plain[:3] and fold(word) in (plain + "ian", plain + "ish") for word in country.demonyms
    )


def is_part(wording: str) -> bool:
    """Whether the wording names a part of a country ("Scotland"): in it, but not the same thing."""
    return _key(wording) in _part_names()


@lru_cache(maxsize=_REMEMBERED)
def _key(wording: str) -> str:
    plain = " ".join(fold_accents(wording).split())
    if plain[:4] in ("the ", "The ", "THE "):
        plain = plain[4:]
    letters = plain.replace(".", "") if plain.count(".") > 1 else plain
    if len(letters) <= _SHORT and letters.isupper():
        return letters
    return fold(letters) if len(letters) > _SHORT or letters.istitle() else "=" + letters


def _parse_row(row: str) -> Country:
    iso2, iso3, cow, geonames, name, aliases, demonyms, capitals, parts = row.split("\t")
    return Country(
        iso2,
        iso3,
        int(cow) if cow else None,
        int(geonames),
        name,
        _cut(aliases),
        _cut(demonyms),
        _cut(capitals),
        tuple((part.split("=")[0], _cut(part.split("=")[1], ",")) for part in _cut(parts)),
    )


def _cut(cell: str, mark: str = "|") -> tuple[str, ...]:
    return tuple(filter(None, cell.split(mark)))


def _names(country: Country) -> Iterator[str]:
    yield country.name
    yield from country.aliases
    yield from (name for name, _ in country.parts)


def _demonyms(country: Country) -> Iterator[str]:
    for word in (*country.demonyms, *(word for _, words in country.parts for word in words)):
        yield word
        if not word.endswith(_UNCHANGED):
            yield word + "s"


def _index(pairs: Iterator[tuple[str, Country]]) -> dict[str, Country]:
    table: dict[str, Country] = {}
    for wording, country in pairs:
        table.setdefault(_key(wording), country)
    return table


@lru_cache(maxsize=1)
def _by_code() -> dict[str, Country]:
    return {code: country for country in read_countries() for code in (country.iso2, country.iso3)}


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Country]:
    return _index((name, country) for country in read_countries() for name in _names(country))


@lru_cache(maxsize=1)
def _by_demonym() -> dict[str, Country]:
    return _index((word, country) for country in read_countries() for word in _demonyms(country))


@lru_cache(maxsize=1)
def _by_capital() -> dict[str, Country]:
    return _index((name, country) for country in read_countries() for name in country.capitals)


@lru_cache(maxsize=1)
def _part_names() -> frozenset[str]:
    return frozenset(_key(name) for country in read_countries() for name, _ in country.parts)
