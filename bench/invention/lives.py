"""A kind of happening and a country in, a story out: who takes part, what is counted, when what becomes known."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bench.invention.fillers import Filler
from bench.invention.manuscripts import Text
from bench.invention.wording import PHASES, Kind, Point
from bench.invention.world import Country, Entity, World, make_person, rank_weights

LARGEST = 700
MINOR = 0.75  # share of what could be told of a kind of happening that there is to tell of one
TAIL = 1.15  # exponent of the sizes: the smaller, the more large stories
GROWTH = (0.45, 0.7, 1.0, 1.05, 1.05)  # what is known of a rising count, by phase
_BODY = rank_weights(10, flat=1)
_COMPANY = rank_weights(200, flat=4)
_SHIPS = ("Star of {t}", "{t} Express", "Queen of {t}", "{f} Trader", "{t} Pearl", "{f} Pioneer")
_DISEASES = ("cholera", "measles", "dengue fever", "bird flu", "meningitis", "typhoid", "polio", "swine fever")
_ROCKETS = ("Kestrel", "Aurora", "Longbow", "Pathfinder", "Comet", "Zephyr")


@dataclass(eq=False, slots=True)
class Story:
    """A happening and what becomes of it. days: when each phase begins; plan: reports to come, last first."""

    id: str
    kind: Kind
    country: Country
    town: Entity
    second: Entity
    river: Entity
    neighbour: Country
    cast: dict[str, Entity]
    counts: dict[str, int]
    days: list[datetime]
    plan: list[tuple[datetime, int]]
    size: int
    texts: list[Text] = field(default_factory=list)
    used: dict[object, int] = field(default_factory=dict)
    statements: list[tuple[Entity, Filler]] = field(default_factory=list)
    words: dict[str, Filler] = field(default_factory=dict)  # that come up in details here and there
    own: int = 0  # newsrooms that reported for themselves
    minor: frozenset[Point] = frozenset()  # what can be told of it besides the main thing

    def figures(self, phase: int, random: Random, *, careless: float = 0.0) -> dict[str, int]:
        """What is known of its counts in a phase; a careless report gives an old or wrong one."""
        known = {}
        for name, value in self.counts.items():
            if self.kind.counts[name][2]:
                value = max(2, round(value * GROWTH[phase]))
                if random.random() < careless:
                    value = max(2, value + random.choice((-3, -2, -1, 1, 2)))
            known[name] = value
        return known


def draw_size(random: Random) -> int:
    """How many reports a story gets: most one to three, few hundreds."""
    return min(LARGEST, int(random.paretovariate(TAIL)))


def _draw_days(start: datetime, size: int, random: Random) -> list[datetime]:
    days = [start, start + timedelta(hours=random.uniform(3, 12))]
    reach = 1 + sum(random.random() < min(0.9, 0.12 + size / 60) for _ in range(3))
    for least, most in ((1.5, 6), (10, 40), (60, 160))[: reach - 1]:
        days.append(start + timedelta(days=random.uniform(least, most)))
    return days


def _draw_plan(days: Sequence[datetime], size: int, random: Random) -> list[tuple[datetime, int]]:
    plan = []
    shares = (0.5, 0.25, 0.12, 0.08, 0.05)[: len(days)]
    for number in range(size):
        phase = 0 if not number else random.choices(range(len(days)), shares)[0]
        mean = (3.0, 8.0, 14.0, 20.0, 20.0)[phase]
        delay = 0.2 + random.expovariate(1 / mean) if number else random.uniform(0.1, 2)
        plan.append((days[phase] + timedelta(hours=min(delay, mean * 5)), phase))
    return sorted(plan, reverse=True)


class Births:
    """Makes stories; now and then one much like another of the same week."""

    def __init__(self, world: World, kinds: Sequence[Kind], random: Random) -> None:
        self._world, self._kinds, self._random = world, kinds, random
        self._recent: list[Story] = []
        self._count = 0
        self._weights = [random.uniform(0.5, 1.5) for _ in kinds]

    def story(self, start: datetime, *, since: datetime) -> Story | None:
        """A story that begins then; None for one that is over by `since`."""
        random = self._random
        size = draw_size(random)
        days = _draw_days(start, size, random)
        plan = _draw_plan(days, size, random)
        self._count += 1
        if plan[0][0] < since:
            return None
        twin = random.choice(self._recent) if self._recent and random.random() < 0.12 else None
        kind = twin.kind if twin else random.choices(self._kinds, self._weights)[0]
        country = twin.country if twin and random.random() < 0.6 else self._world.country(random)
        town = self._world.town(country, random)
        if twin and town is twin.town:
            town = random.choice(country.towns)
        story = Story(
            id=f"story-{self._count:07d}",
            kind=kind,
            country=country,
            town=town,
            second=random.choice([other for other in country.towns if other is not town]),
            river=random.choice(country.rivers),
            neighbour=self._world.country(random),
            cast={},
            counts={name: _draw_count(low, high, random) for name, (low, high, _) in kind.counts.items()},
            days=days,
            plan=plan,
            size=size,
        )
        for name, (what, more) in kind.roles.items():
            shared = twin and twin.country is country and random.random() < 0.35
            story.cast[name] = twin.cast[name] if twin and shared else cast_role(what, more, country, town, random)
        story.minor = frozenset(p for phase in kind.points for p in phase if random.random() < MINOR)
        self._keep(story)
        return story

    def alone(self, kind: Kind, country: Country, now: datetime) -> Story:
        """What a report of everyday stands for: nothing comes of it."""
        random = self._random
        self._count += 1
        town = self._world.town(country, random)
        return Story(
            id=f"alone-{self._count:07d}",
            kind=kind,
            country=country,
            town=town,
            second=random.choice([other for other in country.towns if other is not town]),
            river=random.choice(country.rivers),
            neighbour=self._world.country(random),
            cast={name: cast_role(what, more, country, town, random) for name, (what, more) in kind.roles.items()},
            counts={name: _draw_count(low, high, random) for name, (low, high, _) in kind.counts.items()},
            days=[now],
            plan=[],
            size=1,
        )

    def _keep(self, story: Story) -> None:
        """One of the last hundred or so, the stories of a day."""
        if len(self._recent) < 400:
            self._recent.append(story)
        else:
            self._recent[self._random.randrange(400)] = story


def _draw_count(low: int, high: int, random: Random) -> int:
    value = round(low * float((high / low) ** random.random()))
    return value if value < 100 else round(value, -1) if value < 2000 else round(value, -2)


def cast_role(what: str, more: str, country: Country, town: Entity, random: Random) -> Entity:
    """Who plays the part: somebody standing, or somebody of whom nobody has heard."""
    if what == "office":
        return country.offices[more]
    if what in ("person", "local"):
        return make_person(country.culture.person(random), country.name, role=more)
    if what == "body":
        bodies = country.bodies[more]
        return bodies[min(len(bodies) - 1, int(random.expovariate(1.0)))]
    if what == "company":
        companies = country.companies
        return companies[min(len(companies) - 1, int(random.expovariate(0.15)))]
    if what == "team":
        return random.choice(country.clubs)
    return _invent_thing(what, country, town, random)


def _invent_thing(what: str, country: Country, town: Entity, random: Random) -> Entity:
    if what == "ship":
        name = random.choice(_SHIPS).format(
            t=random.choice(country.towns).name, f=random.choice(country.culture.families)
        )
        return Entity(name, "product", "PRODUCT", country.name, article=True)
    if what == "disease":
        return Entity(random.choice(_DISEASES), "other", "")
    if what == "rocket":
        return Entity(f"{random.choice(_ROCKETS)} {random.randrange(2, 60)}", "product", "PRODUCT", country.name)
    raise ValueError(f"no way to cast {what!r}; phases are {PHASES}")
