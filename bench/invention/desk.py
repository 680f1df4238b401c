"""A story and an outlet in, the Text out that it would publish: its own reporting, a copy, a rewriting, an update."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from random import Random

from bench.invention.fillers import ABOUT, Filler, day_filler, fill_name, fill_number, fill_plain, move_namings
from bench.invention.lives import Story
from bench.invention.manuscripts import Line, choose, cut_filler, set_filler
from bench.invention.outlets import Outlet
from bench.invention.wording import Point, Template, read_details, read_general, read_nouns, read_words
from bench.invention.world import Country, Entity, make_person

LEAST, MOST = 3, 40  # sentences
_FAR = 1 << 30
COMMON = 0.25  # share of the words of details that others of the story have too
MINOR = 0.5  # share of what is not the main thing that one reporter has
MIDDLE, SPREAD = 17.0, 0.5  # of their number, log-normal
_LOOSE = ("reaction", "context", "outlook", "colour")
_VOICES = ("resident", "shopkeeper", "analyst", "lecturer", "taxi driver", "lawyer", "nurse", "student", "councillor")
_SPEAKERS = (
    "president", "prime minister", "foreign minister", "interior minister", "defence minister", "opposition leader",
    "archbishop",
)  # fmt: skip
_SOURCES = (
    ("police", "NOUN/NN"), ("officials", "NOUN/NNS"), ("witnesses", "NOUN/NNS"), ("the authorities", "DET/DT NOUN/NNS"),
    ("local media", "ADJ/JJ NOUN/NNS"), ("a spokesman", "DET/DT NOUN/NN"),
    ("a government source", "DET/DT NOUN/NN NOUN/NN"),
    ("two people with knowledge of the matter", "NUM/CD NOUN/NNS ADP/IN NOUN/NN ADP/IN DET/DT NOUN/NN"),
)  # fmt: skip
SOURCES = tuple(fill_plain(wording, tags) for wording, tags in _SOURCES)


class Author:
    """Somebody writing one report: fills slots as a report does, names in full first and shortly afterwards."""

    def __init__(
        self, story: Story, outlet: Outlet | None, phase: int, now: datetime, figures: dict[str, int], random: Random
    ) -> None:
        self.story, self.outlet, self.phase, self.now, self.random = story, outlet, phase, now, random
        self.figures = figures
        self.named: set[int] = set()
        self.quoted: set[int] = set()
        self.told: set[Template] = set()
        self.telling = ""
        self.words: dict[str, Filler] = {}  # what this reporter saw: details that nobody else has
        self.spelled = outlet.spelled if outlet else False

    def write(self, template: Template, *, point: Point | None = None, headline: bool = False, **more: Filler) -> Line:
        """The template with its choices made and its slots filled."""
        phase = point.phase if point else self.phase
        self.telling = point.name if point else ""
        fills = tuple(more.get(slot) or self._fill(slot, phase, headline) for slot in template.slots)
        return Line(template, choose(template, self.random, self.story.id), fills, point, more.get("quote"))

    def tell(self, point: Point, *, attributed: bool = True) -> Line:
        """The point, in the way that was used least so far, so that two who report themselves seldom share words."""
        random = self.random
        line = self.write(choose_way(self, point.ways), point=point)
        if attributed and random.random() < 0.14:
            wrap = random.choice(read_general()["attribution"])
            clause = set_filler(line, clause=True)
            return replace(self.write(wrap, clause=clause), point=point)
        return line

    def join(self, first: Line, second: Line) -> Line:
        """Two points in one sentence."""
        wrap = self.random.choice(read_general()["joined"])
        clauses = (set_filler(line, clause=True) for line in (first, second))
        made = self.write(wrap, clause=next(clauses), second=next(clauses))
        return replace(made, section="joined", parts=(first, second))

    def _fill(self, slot: str, phase: int, headline: bool) -> Filler:
        story, random = self.story, self.random
        if slot in story.cast:
            return self.name(story.cast[slot], headline=headline)
        if slot in self.figures:
            value = self.figures[slot]
            if slot.startswith("year") and value > 1000:
                return fill_plain(str(value), "NUM/CD", entity="DATE")
            loose = value >= 100 or (value > 12 and story.kind.counts[slot][2])
            about = random.choice(ABOUT) if loose and not headline and random.random() < 0.3 else ""
            return fill_number(value, spelled=self.spelled and not headline, about=about)
        if slot in _DRAWN:
            key = f"{slot} {self.telling}"
            if key not in self.words:
                drawn = draw_word(slot.rstrip("23"), story.country, random)
                self.words[key] = story.words.setdefault(slot, drawn) if random.random() < COMMON else drawn
            return self.words[key]
        if slot == "when":
            day = story.days[min(phase, len(story.days) - 1)]
            return day_filler(min(day, self.now), now=self.now, form=random.randrange(10))
        return self._fill_place(slot, headline)

    def _fill_place(self, slot: str, headline: bool) -> Filler:
        story, random = self.story, self.random
        country = story.country
        if slot == "town":
            return self._place(story.town, headline)
        if slot == "town2":
            return story.second.full
        if slot == "capital":
            return country.capital.full
        if slot == "country":
            return country.place.full
        if slot == "neighbour":
            return story.neighbour.place.full
        if slot == "river":
            return story.river.full
        if slot in ("nat", "nats"):
            return fill_people(country.adjective, country.name, plural=slot == "nats")
        if slot == "region":
            return fill_region(story.town, country.name)
        if slot == "currency":
            return fill_plain(country.currency, "NOUN/NNS")
        if slot == "source":
            return random.choice(SOURCES)
        if slot == "person":
            return self.name(make_person(country.culture.person(random), country.name, role=random.choice(_VOICES)))
        if slot == "outlet":
            return fill_outlet(self.outlet.name if self.outlet and self.outlet.name else "this website")
        if slot in ("million", "share", "age"):  # of a country, the same whenever it is told
            return fill_number(
                2 + (len(country.name) * 37 + ord(slot[0]) * 11 + ord(country.name[1])) % 60, spelled=False
            )
        raise LookupError(f"nothing fills {{{slot}}} in a story of kind {story.kind.name}")

    def name(self, entity: Entity, *, headline: bool = False) -> Filler:
        """Somebody as the report names them: in full with the office at first, then shortly."""
        random = self.random
        if headline:
            return entity.brief if entity.role in ("president", "prime minister") or entity.entity != "PERSON" else (
                entity.brief if random.random() < 0.5 else entity.full)  # fmt: skip
        if id(entity) in self.named:
            if entity.role and random.random() < 0.2:
                return entity.nominal
            return entity.brief
        self.named.add(id(entity))
        if entity.entity == "PERSON":
            return entity.titled if entity.role else entity.full
        return entity.explained if random.random() < 0.4 else entity.full

    def _place(self, town: Entity, headline: bool) -> Filler:
        if headline or id(town) in self.named:
            return town.full
        self.named.add(id(town))
        if self.random.random() < 0.35 and town is not self.story.country.capital:
            return fill_town(town, self.random)
        return town.full


_DRAWN = frozenset(
    (
        "object",
        "object2",
        "building",
        "goods",
        "goods2",
        "trade",
        "trade2",
        "street",
        "worker",
        "noun",
        "noun2",
        "noun3",
    )
)


def draw_word(what: str, country: Country, random: Random) -> Filler:
    """A word for a detail of which nobody else has heard."""
    if what == "street":
        name = f"{random.choice(country.culture.families)} {random.choice(_STREETS)}"
        return fill_name(name, "FAC", chain=name, name=name, kind="place", country=country.name)
    if what == "noun":
        return fill_plain(f"the {random.choice(read_nouns())}", "DET/DT NOUN/NN")
    if what == "worker":
        return make_person(country.culture.person(random), country.name).full
    word = random.choice(read_words()[what])
    if what == "goods":
        return fill_plain(word, "NOUN/NNS")
    return fill_plain(f"{'an' if word[0] in 'aeiou' and word != 'ukulele' else 'a'} {word}", "DET/DT NOUN/NN")


_STREETS = ("Street", "Square", "Road", "Lane", "Avenue")


def fill_town(town: Entity, random: Random) -> Filler:
    """The town with where it lies: "the northern town of Dobnice"."""
    what = random.choice(("town", "city", "port", "district"))
    side = town.side
    words = (
        ("the", "the", "DET", "DT", "det", 2, "", False, 1), (side, side, "ADJ", "JJ", "amod", 2, "", False, 1),
        (what, what, "NOUN", "NN", "dep", -1, "", False, 1), ("of", "of", "ADP", "IN", "prep", 2, "", False, 1),
    )  # fmt: skip
    place = town.full
    names = tuple((*w[:5], 3 if w[5] < 0 else w[5] + 4, *w[6:]) for w in place.words)
    return Filler((*words, *names), 2, move_namings(place.namings, 4))


def fill_region(town: Entity, country: str) -> Filler:
    """ "northern Velnia"."""
    return fill_name(country, "GPE", chain=country, name=country, kind="place", country=country, before=town.side)


def fill_people(adjective: str, country: str, *, plural: bool) -> Filler:
    """The people of a country, or what is theirs."""
    wording = adjective if not plural or adjective.endswith("ese") else f"{adjective}s"
    pos, tag = ("PROPN", "NNPS") if plural else ("ADJ", "JJ")
    naming = (0, 0, "group", "name", f"{country} people", wording, None, country)
    return Filler(((wording, adjective, pos, tag, "dep", -1, "NORP", True, 1),), 0, (naming,))


def fill_outlet(name: str) -> Filler:
    """An outlet or an agency that is named."""
    return fill_name(name, "ORG", chain=name, name=name, kind="organisation")


def lead_phase(story: Story, phase: int) -> int:
    """The latest phase up to this one of which the kind has something to tell."""
    return next((p for p in range(phase, -1, -1) if story.kind.points[p]), 0)


def write_headline(author: Author, phase: int) -> Line:
    """A headline of its own for the phase."""
    ways = author.story.kind.headlines[phase] or author.story.kind.headlines[0]
    return author.write(choose_way(author, ways), headline=True)


def write_own(author: Author, *, most: int | None = None, wire: bool = False) -> list[Line]:
    """Own reporting: what is new first, in an order of its own, with quotations, background and outlook between."""
    random = author.random
    target = most or min(MOST, max(LEAST, round(MIDDLE * random.lognormvariate(0, SPREAD))))
    points = choose_points(author, target, wire=wire)
    lines: list[Line] = []
    loose = list(_LOOSE)
    random.shuffle(loose)
    for place, point in enumerate(points):
        joined = place > 1 and lines[-1].point is not None and random.random() < 0.3
        line = author.tell(point, attributed=not joined)
        if joined:
            lines[-1] = author.join(lines[-1], line)
        else:
            lines.append(line)
        if place and random.random() < 0.2:
            lines.append(write_quote(author, place))
        if place > 2 and loose and random.random() < 0.1:
            lines.append(_write_loose(author, loose.pop()))
    target = min(target, round(len(lines) * 1.15))  # no report is mostly padding
    while len(lines) < target and loose:
        lines.append(_write_loose(author, loose.pop()) if random.random() < 0.7 else write_quote(author, 9))
    return lines[: max(target, LEAST)]


def choose_points(author: Author, target: int, *, wire: bool) -> list[Point]:
    """The points of a report: the newest lead, then the rest, then what had happened before."""
    random, story = author.random, author.story
    phase = lead_phase(story, author.phase)
    new = list(story.kind.points[phase])
    older = list(story.kind.points[0]) if phase == 1 else []
    news = [point for point in new + older if point.needed] or new
    before = [] if phase < 2 else [p for p in story.kind.points[0] if p.needed or random.random() < 0.3]
    lead = news[0] if wire or random.random() < 0.6 else random.choice(news)
    details = read_details()
    minor = (point for point in new + older if point in story.minor and random.random() < MINOR)
    rest = [point for point in (*new, *older) if point is not lead and point.needed]
    rest += [point for point in minor if point is not lead and not point.needed]
    rest += random.sample(details, min(len(details), random.randint(2, 4) + target * 2 // 5))
    rest.sort(key=lambda point: (0 if point.needed else 2.5) + random.random() * 5)
    keep = max(1, round(target * 0.75))
    return [lead, *rest[: keep - min(len(before), 3)], *before[:4]][: max(keep, 2)]


def choose_way(author: Author, ways: Sequence[Template]) -> Template:
    """The way that the story has used least so far, from a random one on: two seldom hit on the same words."""
    used, first = author.story.used, author.random.randrange(len(ways))
    best, least = ways[first], _FAR
    for way in (*ways[first:], *ways[:first]):
        if used.get(way, 0) < least and way not in author.told:
            best, least = way, used.get(way, 0)
            if not least:
                break
    used[best] = used.get(best, 0) + 1
    author.told.add(best)
    return best


def _write_loose(author: Author, section: str) -> Line:
    return replace(author.write(choose_way(author, read_general()[section])), section=section)


def write_quote(author: Author, place: int) -> Line:
    """Somebody's words: of a public statement that many quote, or said to this reporter alone."""
    random, story, general = author.random, author.story, read_general()
    public = random.random() < 0.45
    fresh = [statement for statement in story.statements if id(statement[1]) not in author.quoted]
    if public and fresh and (len(story.statements) >= 4 or random.random() < 0.6):
        speaker, quote = random.choice(fresh)
    else:
        own = story.kind.quotes
        apt = bool(own) and random.random() < 0.4
        way = choose_way(author, own if apt else general["quote"])
        quote = set_filler(author.write(way), clause=False)
        quote = (
            Filler(quote.words[:-1], min(quote.root, len(quote.words) - 2), quote.namings)
            if quote.words[-1][0] == "."
            else quote
        )
        speaker = _choose_speaker(author, cast=apt, public=public)
        if public and len(story.statements) < 6:
            story.statements.append((speaker, quote))
    author.quoted.add(id(quote))
    if random.random() < 0.3:
        quote = cut_filler(quote)
    wrap = random.choice(general["say"])
    return replace(author.write(wrap, quote=quote, speaker=author.name(speaker)), speaker=speaker, quote=quote)


def _choose_speaker(author: Author, *, cast: bool, public: bool) -> Entity:
    random, story = author.random, author.story
    if cast or public or random.random() < 0.3 or story.kind.name == "match":
        known = [one for name, one in story.cast.items() if one.entity == "PERSON" and name != "victim"]
        office = story.country.offices[random.choice(_SPEAKERS)]
        return random.choice(known if cast or story.kind.name == "match" else [*known, office]) if known else office
    return make_person(story.country.culture.person(random), story.country.name, role=random.choice(_VOICES))
