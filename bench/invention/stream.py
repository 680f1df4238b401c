"""A seed in, samples out, in the order in which they were published: the newsrooms of an invented world at work.

Stories are born at a steady rate and live for hours or months; only those alive are held, so memory does not grow. The
stream begins in the middle of things: stories born before it go on in it, so that its first day is like any other.
"""

import heapq
from bisect import bisect
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from bench.invention.desk import Author, lead_phase, write_headline, write_own
from bench.invention.lives import Births, Story
from bench.invention.manuscripts import Line, Text
from bench.invention.outlets import Outlet, Press
from bench.invention.setting import Sample, set_report
from bench.invention.taking import copy_text, mix_text, quote_text, rewrite_text, update_text
from bench.invention.wording import Kind, read_details, read_everyday, read_general, read_kinds
from bench.invention.world import World
from tellings.records import make_id

BEGIN = datetime(2031, 3, 3, 6, 0)
A_DAY = 1_500.0  # reports a day
STORY_SHARE, ALONE_SHARE, DIGEST_SHARE = 0.745, 0.25, 0.005
MEAN_SIZE = 4.73  # of stories, as drawn
BEFORE = 150  # days of stories that were born before the stream begins
ENOUGH_OWN = 3.0  # newsrooms with own reporting from which half of those that would go there take it instead
HELD = 14  # texts of a story that may still be taken from
FIRST_BURST, BURST_EVERY = 4_000, 30_000  # reports before and between bursts of one text through a network of sites
_HOW = (("own", 0.30), ("copy", 0.29), ("rewrite", 0.16), ("mix", 0.10), ("update", 0.08), ("quote", 0.07))


class Newsrooms:
    """Everything that writes: the world, its press, the stories alive."""

    def __init__(self, seed: int) -> None:
        self.random = Random(f"{seed} stream")
        self.world = World(seed)
        self.press = Press(self.world, seed)
        self.births = Births(self.world, read_kinds(), self.random)
        self.everyday = read_everyday()
        self.alive: list[tuple[datetime, int, Story]] = []
        self.recent: deque[Text] = deque(maxlen=60)  # of which digests are made
        self.seed, self.serial, self.born = seed, 0, 0
        self.next_burst = FIRST_BURST
        self.next_birth = BEGIN - timedelta(days=BEFORE)
        self.between = timedelta(days=MEAN_SIZE / (A_DAY * STORY_SHARE))

    def run(self) -> Iterator[Sample]:
        """Reports without end."""
        others = timedelta(days=1.0 / (A_DAY * (ALONE_SHARE + DIGEST_SHARE)))
        self._warm_up()
        next_other = BEGIN
        while True:
            self._bear(until=self.alive[0][0] if self.alive else self.next_birth)
            while next_other < self.alive[0][0]:
                yield self._write_other(next_other)
                next_other += others * self.random.expovariate(1.0)
            now, born, story = heapq.heappop(self.alive)
            _, phase = story.plan.pop()
            if story.plan:
                heapq.heappush(self.alive, (story.plan[-1][0], born, story))
            if self.serial > self.next_burst and len(story.texts) > 1:
                self.next_burst += round(BURST_EVERY * self.random.uniform(0.6, 1.4))
                yield from self._burst(story, now)
                continue
            yield self._write(story, phase, now)

    def _warm_up(self) -> None:
        while self.next_birth < BEGIN:
            self._bear(until=self.next_birth)
            while self.alive and self.alive[0][0] < BEGIN:
                _, born, story = heapq.heappop(self.alive)
                while story.plan and story.plan[-1][0] < BEGIN:
                    story.plan.pop()
                if story.plan:
                    heapq.heappush(self.alive, (story.plan[-1][0], born, story))

    def _bear(self, *, until: datetime) -> None:
        """Stories born until then; a story's first report comes within hours of its birth."""
        while self.next_birth <= until:
            story = self.births.story(self.next_birth, since=BEGIN)
            if story:
                self.born += 1
                heapq.heappush(self.alive, (story.plan[-1][0], self.born, story))
            self.next_birth += self.between * self.random.expovariate(1.0)

    def _name(self) -> str:
        self.serial += 1
        return make_id("report", "invented", self.seed, self.serial)

    def _outlet(self, country: str = "") -> Outlet:
        """An outlet, large ones most often, those of the country where it happened more often still."""
        press, random = self.press, self.random
        for _ in range(4):
            outlet = press.outlets[bisect(press.weights, random.random() * press.weights[-1])]
            if not country or outlet.country == country or random.random() < 0.4:
                break
        return outlet

    def _write(self, story: Story, phase: int, now: datetime) -> Sample:
        text, outlet = self._make(story, phase, now)
        if not text.byline and self.random.random() < outlet.byline and text.relation in ("original", "independent"):
            text.byline = " ".join(story.country.culture.person(self.random))
        if outlet.boilerplate >= 0 and self.random.random() < 0.7 and text.relation != "version":
            text.notes.append(self._boilerplate(story, outlet, now))
        if len(text.lines) >= 3:
            self._keep(story, text)
        sample = set_report(text, outlet, now=now, story=story.id)
        if not story.plan:
            story.texts.clear()
        return sample

    def _keep(self, story: Story, text: Text) -> None:
        if len(story.texts) >= HELD:
            del story.texts[1 if self.random.random() < 0.8 else 0]
        story.texts.append(text)
        self.recent.append(text)

    def _make(self, story: Story, phase: int, now: datetime) -> tuple[Text, Outlet]:
        random = self.random
        outlet = self._outlet(story.country.name)
        author = self._author(story, outlet, phase, now)
        if random.random() < 0.012:
            return self._short(author, outlet), outlet
        fresh = [text for text in story.texts if text.phase >= phase - 1]
        wired = [text for text in fresh if text.agency and text.outlet is None]
        if not wired and story.size > 1 and random.random() < 0.75:
            wired = [self._wire(story, phase, now)]
            fresh += wired
        how = _draw_how(random, outlet)
        if how == "own" and random.random() < story.own / (story.own + ENOUGH_OWN):
            how = random.choice(("copy", "copy", "rewrite", "mix"))
        own_earlier = [text for text in story.texts if text.outlet is outlet]
        if how == "update" and not own_earlier and random.random() < 0.8:
            published = [
                text for text in fresh if text.outlet and text.relation in ("original", "independent", "version")
            ]
            if published:  # the outlet that had it comes back to it
                earlier = random.choice(published)
                outlet = earlier.outlet  # type: ignore[assignment]
                own_earlier = [earlier]
                author = self._author(story, outlet, phase, now)
        if how == "update" and own_earlier:
            return update_text(own_earlier[-1], author, self._name()), outlet
        sources = (
            wired
            if wired and (how == "mix" or random.random() < 0.65)
            else [t for t in fresh if t.outlet is not outlet]
        )
        if how in ("own", "update") or not sources or (how == "mix" and not wired):
            return self._own(author, outlet, story), outlet
        make = {"copy": copy_text, "rewrite": rewrite_text, "mix": mix_text, "quote": quote_text}[how]
        akin = [text for text in sources if text.outlet and text.outlet.family == outlet.family]
        source = random.choice(akin if akin and random.random() < 0.6 else sources)  # papers of one owner share
        return make(source, author, self._name()), outlet

    def _author(self, story: Story, outlet: Outlet | None, phase: int, now: datetime) -> Author:
        return Author(story, outlet, phase, now, story.figures(phase, self.random, careless=0.15), self.random)

    def _own(self, author: Author, outlet: Outlet, story: Story) -> Text:
        given = self._name()
        headline = write_headline(author, lead_phase(story, author.phase))
        text = Text(given, given, author.phase, headline, write_own(author), author.figures, outlet)
        story.own += 1
        text.relation, text.words = "independent" if story.texts else "original", author.words
        if self.random.random() < 0.25:
            text.dateline = f"{story.town.name.upper()} —"
        return text

    def _wire(self, story: Story, phase: int, now: datetime) -> Text:
        """An agency's text, which is in no stream itself."""
        author = self._author(story, None, phase, now)
        agency = self.random.choice(self.press.agencies)
        self.serial += 1
        given = make_id("wire", self.seed, self.serial)
        headline = write_headline(author, lead_phase(story, phase))
        text = Text(given, given, phase, headline, write_own(author, wire=True), author.figures, agency=agency)
        text.dateline = f"{story.town.name.upper()} , {now:%B} {now.day} ( {agency} ) —"
        text.words = author.words
        self._keep(story, text)
        return text

    def _short(self, author: Author, outlet: Outlet) -> Text:
        """A report of hardly more than its headline."""
        given = self._name()
        way = self.random.choice(read_general()["short"])
        text = Text(given, given, author.phase, author.write(way), [], author.figures, outlet)
        text.relation = "independent"
        return text

    def _boilerplate(self, story: Story, outlet: Outlet, now: datetime) -> Line:
        ways = read_general()["boilerplate"]
        author = self._author(story, outlet, 0, now)
        line = author.write(ways[outlet.boilerplate % len(ways)])
        widths = line.template.widths
        return replace(line, choices=tuple(outlet.boilerplate // (n + 7) % width for n, width in enumerate(widths)))

    def _burst(self, story: Story, now: datetime) -> Iterator[Sample]:
        """One text on every site of a network within the hour, to the letter."""
        source = self.random.choice(story.texts)
        sites = self.press.network[: self.random.randint(300, 1000)]
        for number, outlet in enumerate(sites):
            text = replace(
                source, id=self._name(), outlet=outlet, relation="copy", source=source.id, supersedes=None, notes=[]
            )
            yield set_report(
                text,
                replace(outlet, straight=False, capitals=False),
                now=now + timedelta(seconds=number),
                story=story.id,
            )

    def _write_other(self, now: datetime) -> Sample:
        if self.random.random() < DIGEST_SHARE / (DIGEST_SHARE + ALONE_SHARE) and len(self.recent) > 20:
            return self._digest(now)
        return self._alone(now)

    def _alone(self, now: datetime) -> Sample:
        """A report of everyday: weather, a column, a horoscope; a story of one."""
        random = self.random
        kind: Kind = random.choices(self.everyday, [k.counts.get("often", (1, 1, False))[0] for k in self.everyday])[0]
        country = self.world.country(random)
        story = self.births.alone(kind, country, now)
        outlet = self._outlet(country.name)
        author = self._author(story, outlet, 0, now)
        given = self._name()
        points = list(kind.points[0])
        if kind.counts.get("shuffled"):
            random.shuffle(points)
        points = [point for point in points if point.needed or random.random() < 0.6]
        if not kind.counts.get("bare"):
            points += random.sample(read_details(), random.randint(4, 12))
        lines = [author.write(random.choice(point.ways), point=point) for point in points]
        text = Text(
            given,
            given,
            0,
            author.write(random.choice(kind.headlines[0]), headline=True),
            lines,
            author.figures,
            outlet,
        )
        text.relation = "alone"
        return set_report(text, outlet, now=now, story=story.id)

    def _digest(self, now: datetime) -> Sample:
        """A live blog or press review: a sentence or two from each of many stories, with who wrote them."""
        random, given, general = self.random, self._name(), read_general()
        outlet = self._outlet()
        story = self.births.alone(self.everyday[0], self.world.country(random), now)
        author = self._author(story, outlet, 0, now)
        headline = author.write(random.choice(general["digest"]), headline=True)
        lines: list[Line] = []
        for text in random.sample(list(self.recent), random.randint(5, 14)):
            lines += text.lines[: random.randint(1, 2)]
        made = Text(given, given, 0, headline, lines, {}, outlet)
        made.relation = "digest"
        return set_report(made, outlet, now=now, story=f"digest-{given[7:]}")


def _draw_how(random: Random, outlet: Outlet) -> str:
    """What the newsroom does: outlets that report for themselves seldom take."""
    if random.random() < outlet.own * 0.5:
        return "own"
    draw = random.random()
    for how, share in _HOW:
        draw -= share
        if draw < 0:
            return how
    return "own"


def invent_reports(seed: int, reports: int) -> Iterator[Sample]:
    """That many samples; a longer stream of the same seed begins with the same ones."""
    for _, sample in zip(range(reports), Newsrooms(seed).run(), strict=False):
        yield sample
