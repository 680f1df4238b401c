"""A wording in, the international organisation or mission it names out; the table is `organisations.tsv`."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from tellings.text.folding import fold, fold_accents


@dataclass(frozen=True, slots=True)
class Organisation:
    """A row of the table. nouns: common nouns that news puts for it once it was named ("the alliance")."""

    key: str
    names: tuple[str, ...]
    acronyms: tuple[str, ...]
    nouns: tuple[str, ...]

    @property
    def name(self) -> str:
        """The full name, or the acronym where it has no other."""
        return (*self.names, *self.acronyms)[0]


@lru_cache(maxsize=1)
def read_organisations() -> tuple[Organisation, ...]:
    """Every row of the table."""
    lines = files("tellings.text").joinpath("organisations.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return tuple(Organisation(key, _cut(names), _cut(short), _cut(nouns)) for key, names, short, nouns in rows)


@lru_cache(maxsize=16_384)
def parse_organisation(wording: str) -> Organisation | None:
    """The international organisation of that name or acronym, a leading article aside; acronyms by letter case."""
    plain = " ".join(fold_accents(wording).split())
    if plain[:4] in ("the ", "The "):
        plain = plain[4:]
    short = plain.upper() if len(plain) > 3 and plain.istitle() else plain  # "Nato", "Unicef" in British papers
    return _by_acronym().get(short) or _by_name().get(fold(plain))


def _cut(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))


@lru_cache(maxsize=1)
def _by_acronym() -> dict[str, Organisation]:
    return {acronym: found for found in read_organisations() for acronym in found.acronyms}


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Organisation]:
    return {fold(name): found for found in read_organisations() for name in found.names}
