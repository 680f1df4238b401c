"""A plan that takes milliseconds a report, and pages for it: the real stages, but for those that read closely.

What a store does with a plan is the same whatever its stages cost; this one lets it be done thousands of times.
"""

import hashlib
import random
from collections.abc import Iterable, Sequence

from tellings.clean import pages, settle
from tellings.cluster import profile, related, same_story, stories
from tellings.records import Account, Appearance, Capture, Judgement, Profile, Report, Story, make_id
from tellings.stage import Cut, Group, Stage

_PLACES = "Abrel Borin Castra Dunmor Elvas Farholm Gresten Halvik Istrad Jorvin".split()
_PEOPLE = "Ansel Berit Corin Dagny Edda Finn Gudrun Halla Ivar Jonna".split()
_THINGS = "bridge harbour school mill market dam library station quarry orchard".split()
_DEEDS = "closed opened flooded burned sold rebuilt painted searched guarded measured".split()
_OUTLETS = "Morning Post,Evening Herald,Coast Gazette,Valley Bulletin".split(",")


def _profile(group: Group) -> Iterable[Profile | Appearance]:
    report = group.one(Report)
    return [profile.build_profile(report, (), (), vector=False), profile.build_appearance(report)]


def _account(group: Group) -> Iterable[Account]:
    reports = {report.id: report for report in group.of(Report)}
    for story in group.of(Story):
        headline = next((reports[r].title for r in story.reports if reports[r].title), None) or "Untitled"
        lines = tuple((report,) for report in story.reports)
        yield Account(make_id("account", story.id), story.id, headline, None, (), lines, None, ())


CHEAP_PLAN: tuple[Stage, ...] = (
    pages.STAGE,
    settle.STAGE,
    Stage("profile", reads=(Report,), writes=(Profile, Appearance), cut=Cut.EACH, run=_profile),
    same_story.STAGE,
    stories.STAGE,
    related.STAGE,
    Stage("account", reads=(Story, Report, Judgement), writes=(Account,), cut=Cut.BY_KEY, run=_account, key="story"),
)


def invent_captures(number: int, *, seed: int) -> list[Capture]:
    """Pages of plain text: some of one happening, some versions of an article, some that are none."""
    chance = random.Random(seed)
    captures: list[Capture] = []
    while len(captures) < number:
        place, person = chance.choice(_PLACES), chance.choice(_PEOPLE)
        thing, deed = chance.choice(_THINGS), chance.choice(_DEEDS)
        day = chance.randint(1, 28)
        for _ in range(chance.randint(1, 4)):
            captures.append(make_page(_tell(chance, (place, person, thing, deed), day), f"{len(captures):05}.txt"))
        if chance.random() < 0.1:
            captures.append(make_page("Subscribe.", f"{len(captures):05}.txt"))
        if chance.random() < 0.1:
            again = captures[chance.randrange(len(captures))]
            captures.append(make_page(again.content.decode(), f"{len(captures):05}.txt"))
    return captures[:number]


def make_page(text: str, name: str) -> Capture:
    """A capture of plain text."""
    content = text.encode()
    digest = hashlib.sha256(content).hexdigest()
    return Capture(make_id("capture", name, digest), name, "text/plain", None, digest, content)


def _tell(chance: random.Random, what: Sequence[str], day: int) -> str:
    place, person, thing, deed = what
    outlet = chance.choice(_OUTLETS)
    lines = [
        f"{thing.title()} of {place} {deed}",
        f"{outlet}",
        f"Posted on March {day}, 2031",
        f"The {thing} of {place} was {deed} on the day before, {person} of the council of {place} told the {outlet}. "
        f"Some {chance.randint(2, 90)} people had come to look at the {thing}.",
        f"{person} said that the {thing} had been {deed} once before, when the {chance.choice(_THINGS)} of "
        f"{chance.choice(_PLACES)} was {chance.choice(_DEEDS)}, and that nobody in {place} was surprised.",
    ]
    return "\n\n".join(lines) + "\n"
