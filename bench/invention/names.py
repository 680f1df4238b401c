"""Syllables in, names out: persons, towns and countries that nobody has."""

import tomllib
from bisect import bisect
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from random import Random

GIVEN, FAMILIES = 140, 420  # names of a culture; some are common, most rare, as everywhere


class Culture:
    """The names of one people, made once from its syllables."""

    def __init__(self, name: str, table: dict[str, list[list[str]]], random: Random) -> None:
        self.name = name
        self._table = table
        self.given = self._make("given", GIVEN, random)
        self.families = self._make("family", FAMILIES, random)
        self._common = list(accumulate(1.0 / (place + 4) for place in range(len(self.families))))

    def _make(self, part: str, number: int, random: Random) -> list[str]:
        found: dict[str, None] = {}
        for _ in range(number * 6):
            if len(found) < number:
                found.setdefault(self.word(part, random))
        return list(found)

    def word(self, part: str, random: Random) -> str:
        """One name of that part: given, family, town, country."""
        return "".join(random.choice(syllables) for syllables in self._table[part])

    def person(self, random: Random) -> tuple[str, str]:
        """A given name and a family name; common family names come often."""
        family = self.families[bisect(self._common, random.random() * self._common[-1])]
        return random.choice(self.given), family


@lru_cache(maxsize=4)
def read_cultures(seed: int) -> tuple[Culture, ...]:
    """All cultures, their names made from the seed."""
    tables = tomllib.loads((Path(__file__).parent / "cultures.toml").read_text(encoding="utf-8"))
    return tuple(Culture(name, table, Random(f"{seed} {name}")) for name, table in tables.items())
