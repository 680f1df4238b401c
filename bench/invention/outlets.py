"""A world in, its press out: outlets with their habits, the publishers that own them, the agencies that they take."""

from dataclasses import dataclass
from random import Random

from bench.invention.world import World, rank_weights

FAMILIES, SINGLES = 46, 320
_PAPERS = ("Post", "Courier", "Herald", "Gazette", "Times", "Mirror", "Observer", "Chronicle", "Echo", "Voice", "Star")
_SITES = ("Daily", "Online", "News", "Live", "24", "Now", "Today", "Report", "Insider", "Wire Desk")
_WORDS = (
    "Meridian",
    "Harbour",
    "Compass",
    "Lantern",
    "Civic",
    "Public",
    "First",
    "Open",
    "Global",
    "Standard",
    "Plain",
)
_AGENCIES = (
    "Meridian Press Agency", "Transocean News Agency", "Polar Wire Service", "Harbour News Agency",
    "Southern Cross Press Agency", "Inland News Service",
)  # fmt: skip


@dataclass(frozen=True, eq=False, slots=True)
class Outlet:
    """A newspaper, site or station. own: how often it reports itself; shift: days by which its clock is wrong."""

    name: str | None
    host: str
    family: str
    country: str
    own: float
    straight: bool  # quotation marks
    capitals: bool  # headlines
    spelled: bool  # small numbers in letters
    credits: float
    boilerplate: int
    shift: int
    precision: str  # of its dates: minute, day, none
    byline: float


class Press:
    """All outlets, by how much they publish."""

    def __init__(self, world: World, seed: int) -> None:
        random = Random(f"{seed} press")
        self.outlets: list[Outlet] = []
        for number in range(FAMILIES):
            size = 2 + int(random.paretovariate(0.9)) if number else 60
            country = world.country(random)
            base, own = random.choice(_WORDS), random.uniform(0.1, 0.7)
            for _ in range(min(size, 60)):
                town = random.choice(country.towns).name
                self.outlets.append(
                    _make_outlet(f"{town} {random.choice(_PAPERS)}", f"{base}-{number}", own, country.name, random)
                )
        for number in range(SINGLES):
            country = world.country(random)
            name = _name_single(country.name, random.choice(country.towns).name, random)
            self.outlets.append(
                _make_outlet(name, f"single-{number}", random.betavariate(1.2, 1.2), country.name, random)
            )
        random.shuffle(self.outlets)
        self.weights = rank_weights(len(self.outlets), flat=12)
        self.agencies = list(_AGENCIES)
        self.network = [
            _make_outlet(f"{town.name} {random.choice(('Now', 'Local', 'Buzz'))}", "network", 0.0, country.name, random)
            for country in world.countries[:20]
            for town in country.towns
        ]


def _name_single(country: str, town: str, random: Random) -> str | None:
    way = random.random()
    if way < 0.06:
        return None
    if way < 0.4:
        return f"The {town} {random.choice(_PAPERS)}"
    if way < 0.6:
        return f"{country} {random.choice(_SITES)}"
    if way < 0.8:
        return f"{random.choice(_WORDS)} {random.choice(_SITES)}"
    return f"Radio {town}" if way < 0.9 else f"{random.choice(_WORDS)} {random.choice(_PAPERS)}"


def _make_outlet(name: str | None, family: str, own: float, country: str, random: Random) -> Outlet:
    letters = "".join(letter for letter in (name or f"site{random.randrange(999)}").lower() if letter.isalnum())
    clock = random.random()
    return Outlet(
        name=name,
        host=f"www.{letters}.example",
        family=family,
        country=country,
        own=own,
        straight=random.random() < 0.6,
        capitals=random.random() < 0.35,
        spelled=random.random() < 0.6,
        credits=random.choice((0.1, 0.5, 0.9)),
        boilerplate=random.randrange(1 << 16) if random.random() < 0.25 else -1,
        shift=-1 if clock < 0.01 else 1 if clock < 0.02 else 0,
        precision="none" if clock > 0.97 else "day" if clock > 0.8 else "minute",
        byline=random.choice((0.0, 0.5, 0.9)),
    )
