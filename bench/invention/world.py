"""A seed in, an invented world out: countries with towns, offices and bodies; some of them in the news every day."""

from bisect import bisect
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from random import Random
from typing import TypeVar

from bench.invention.fillers import Filler, fill_name
from bench.invention.names import Culture, read_cultures

T = TypeVar("T")
COUNTRIES, TOWNS, COMPANIES, CLUBS = 64, 60, 30, 18
OFFICES = (
    "president", "prime minister", "foreign minister", "interior minister", "finance minister", "defence minister",
    "health minister", "transport minister", "opposition leader", "police chief", "army chief", "central bank governor",
    "chief prosecutor", "archbishop", "football coach", "union leader",
)  # fmt: skip
BODIES = {
    "union": (
        "{c} Federation of Labour", "United Workers of {c}", "{c} Dockers and Carriers Union", "{c} Union of Teachers",
        "{c} Nurses Alliance",
    ),
    "party": ("{n} People's Party", "Free {c}", "Green Alliance of {c}", "{n} Labour Movement"),
    "court": ("Supreme Court of {c}", "Criminal Court of {t}", "Court of Appeal of {t}"),
    "agency": (
        "{n} Disaster Relief Agency", "{n} Weather Service", "{n} Health Institute", "{n} Geological Survey",
        "{n} Maritime Authority", "{n} Aviation Board", "{n} Competition Office",
    ),
    "ministry": ("Ministry of the Interior", "Ministry of Transport", "Ministry of Health", "Ministry of Justice"),
    "charity": ("Open Hands", "Doctors in Need", "{n} Red Lantern", "Children First {c}", "Rights Monitor {c}"),
    "university": ("University of {t}", "{t} Institute of Technology"),
    "rebels": (
        "{c} Liberation Front", "Army of the Dawn", "Sons of the {r}", "Movement for a Free {c}", "Black Ridge Brigade",
    ),
    "space": ("{n} Space Centre", "{c} Orbital"),
    "bank": ("Central Bank of {c}",),
    "exchange": ("{t} Stock Exchange",),
    "federation": ("{n} Football Federation",),
    "parliament": ("National Assembly of {c}",),
}  # fmt: skip
_TRADES = ("Shipping", "Steel", "Energy", "Foods", "Motors", "Telecom", "Air", "Mining", "Bank", "Textiles", "Pharma")
_TAILS = ("Group", "Holding", "Works", "Industries", "")
_SIDES = ("northern", "southern", "eastern", "western", "central", "north-eastern", "south-western")
_PREFIXES = ("Upper", "Lower", "Old", "New", "Saint", "Port", "Fort", "Little", "Great", "East", "West")
_CLUBS = ("United", "Rovers", "Athletic", "City", "Wanderers", "Sporting", "Rangers")


@dataclass(eq=False)
class Entity:
    """Somebody or something with a name. kind: of the mention; entity: the parser's type."""

    name: str
    kind: str
    entity: str
    country: str | None = None
    short: str = ""  # family name, acronym
    role: str = ""
    article: bool = False
    side: str = ""  # of a town: in which part of its country

    @cached_property
    def full(self) -> Filler:
        """The whole name."""
        return self._fill(self.name, before="the" if self.article else "")

    @cached_property
    def brief(self) -> Filler:
        """The short name."""
        form = "acronym" if self.short.isupper() and len(self.short) > 2 else "name"
        return self._fill(self.short or self.name, before="the" if self.article else "", form=form)

    @cached_property
    def titled(self) -> Filler:
        """Office and name: "Interior Minister Dana Torik"."""
        return self._fill(self.name, before=" ".join(word.capitalize() for word in self.role.split()))

    @cached_property
    def explained(self) -> Filler:
        """The name with its short form in brackets."""
        full = self.full
        if not self.article or not self.short:
            return full
        root, at = full.root, len(full.words)
        more = (
            ("(", "(", "PUNCT", "-LRB-", "punct", root, "", False, 1),
            (self.short, self.short, "PROPN", "NNP", "appos", root, "ORG", True, 0),
            (")", ")", "PUNCT", "-RRB-", "punct", root, "", False, 0),
        )
        naming = (at + 1, at + 1, self.kind, "acronym", self.name, self.name, None, self.country)
        return Filler((*full.words, *more), root, (*full.namings, naming))

    @cached_property
    def nominal(self) -> Filler:
        """The office alone: "the minister"."""
        word = (self.role or "official").split()[-1]
        words = (
            ("the", "the", "DET", "DT", "det", 1, "", False, 1),
            (word, word, "NOUN", "NN", "dep", -1, "", False, 1),
        )
        return Filler(words, 1, ((0, 1, self.kind, "nominal", self.name, self.name, self.role or None, self.country),))

    def _fill(self, wording: str, *, before: str = "", form: str = "name") -> Filler:
        return fill_name(
            wording, self.entity, chain=self.name, name=self.name, kind=self.kind, form=form, before=before,
            role=self.role or None, country=self.country,
        )  # fmt: skip


def make_person(name: tuple[str, str], country: str, *, role: str = "") -> Entity:
    """Somebody of that name."""
    return Entity(" ".join(name), "person", "PERSON", country, short=name[1], role=role)


@dataclass(eq=False)
class Country:
    """A country and what stands in it. The first towns, bodies and companies are in the news most."""

    name: str
    adjective: str
    culture: Culture
    place: Entity
    towns: list[Entity] = field(default_factory=list)
    rivers: list[Entity] = field(default_factory=list)
    offices: dict[str, Entity] = field(default_factory=dict)
    bodies: dict[str, list[Entity]] = field(default_factory=dict)
    companies: list[Entity] = field(default_factory=list)
    clubs: list[Entity] = field(default_factory=list)
    currency: str = "crowns"

    @property
    def capital(self) -> Entity:
        """Its first town."""
        return self.towns[0]


def rank_weights(number: int, *, flat: int) -> list[float]:
    """Running sums of 1 / (rank + flat): the first come most often."""
    return list(accumulate(1.0 / (place + flat) for place in range(number)))


_TOWN_WEIGHTS = rank_weights(TOWNS, flat=3)


def pick(choices: list[T], sums: list[float], random: Random) -> T:
    """One of them, by running sums of weights."""
    return choices[bisect(sums, random.random() * sums[len(choices) - 1])]


class World:
    """Everything that stands while stories come and go."""

    def __init__(self, seed: int) -> None:
        random = Random(f"{seed} world")
        cultures = read_cultures(seed)
        self.countries: list[Country] = []
        taken: set[str] = set()
        for number in range(COUNTRIES):
            self.countries.append(_make_country(cultures[number % len(cultures)], taken, random))
        random.shuffle(self.countries)
        self._weights = rank_weights(COUNTRIES, flat=5)

    def country(self, random: Random) -> Country:
        """A country, the well-known ones most often."""
        return pick(self.countries, self._weights, random)

    def town(self, country: Country, random: Random) -> Entity:
        """A town of it; its capital and large towns most often."""
        return pick(country.towns, _TOWN_WEIGHTS, random)


def _fresh(culture: Culture, part: str, taken: set[str], random: Random) -> str:
    for _ in range(40):
        name = culture.word(part, random)
        if name not in taken:
            break
    else:
        name = f"New {name}" if part == "country" else f"{random.choice(_PREFIXES)} {name}"
    taken.add(name)
    return name


def _name_people(country: str) -> str:
    word = country.split()[-1]
    if word.endswith("ia"):
        return f"{word}n"
    if word.endswith(("land", "mark", "reich")):
        return f"{word}ic"
    if word.endswith(("a", "e")):
        return f"{word}n"
    if word.endswith(("o", "u", "i")):
        return f"{word}an"
    return f"{word}ese" if len(word) % 2 else f"{word}i"


def _make_country(culture: Culture, taken: set[str], random: Random) -> Country:
    name = _fresh(culture, "country", taken, random)
    here: set[str] = set()  # towns of two countries may share a name, as they do
    country = Country(name, _name_people(name), culture, Entity(name, "place", "GPE", name))
    for _ in range(TOWNS):
        town = Entity(_fresh(culture, "town", here, random), "place", "GPE", name, side=random.choice(_SIDES))
        country.towns.append(town)
    for _ in range(8):
        country.rivers.append(Entity(_fresh(culture, "town", here, random), "place", "LOC", name))
    for office in OFFICES:
        country.offices[office] = make_person(culture.person(random), name, role=office)
    for what, patterns in BODIES.items():
        country.bodies[what] = [_make_body(pattern, country, random) for pattern in patterns]
    for _ in range(COMPANIES):
        words = (random.choice(culture.families), random.choice(_TRADES), random.choice(_TAILS))
        country.companies.append(Entity(" ".join(filter(None, words)), "organisation", "ORG", name, short=words[0]))
    for town in country.towns[:CLUBS]:
        country.clubs.append(
            Entity(f"{town.name} {random.choice(_CLUBS)}", "organisation", "ORG", name, short=town.name)
        )
    country.currency = random.choice(
        ("crowns", "tallers", "marks", "pesetas", "dinars", "florins", "lira", "shillings")
    )
    return country


def _make_body(pattern: str, country: Country, random: Random) -> Entity:
    town = random.choice(country.towns[:6])
    name = pattern.format(c=country.name, n=country.adjective, t=town.name, r=random.choice(country.rivers).name)
    letters = "".join(word[0] for word in name.split() if word[0].isupper())
    kind = "group" if "Army" in name or "Sons" in name else "organisation"
    return Entity(name, kind, "ORG", country.name, short=letters if len(letters) > 2 else "", article=True)
