"""Groups of a key worked on beside this process: the same rows, whichever process has which group."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tellings.cluster import related, same_story, stories
from tellings.engines import key_runs
from tellings.engines.hands import Processes
from tellings.engines.key_runs import run_by_key
from tellings.engines.local import run_plan
from tellings.plan import PLAN
from tellings.records import ACROSS, Appearance, Dating, Drop, Judgement, Profile, Story, Tables
from tellings.stage import Cut, Group, Stage
from tests.engines.test_workers import QUOTES, REPORTS, WORDS

KEYS = [f"key-{n:02}" for n in range(12)]
PROFILES = [
    Profile(f"profile-{n}", f"report-{n}", ((f"term-{n}", 1.0),), (), None, None, tuple(KEYS[n % 3 :: 2]), ())
    for n in range(40)
]


def count_members(group: Group) -> Iterable[Dating]:
    """Who stands in the group, and the process that was asked."""
    members = group.of(Profile)
    if group.key == "key-05":
        raise ValueError("a bad key")
    terms = " ".join(term for member in members for term, _ in member.terms)
    return [Dating(f"dating-{group.key}", members[0].report, None, False, f"{os.getpid()} {terms}")]


COUNT = Stage("count", (Profile,), (Dating,), Cut.BY_KEY, count_members, key="keys")


@pytest.fixture(scope="module")
def hands() -> Iterator[Processes]:
    two = Processes(2)
    yield two
    two.close()


@pytest.fixture(autouse=True)
def little_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_runs, "_PAYS", 50)
    monkeypatch.setattr(key_runs, "_AT_ONCE", 30)


def told(rows: Iterable[object]) -> list[tuple[str, str, str]]:
    return sorted((d.id, d.report, d.reason.partition(" ")[2]) for d in rows if isinstance(d, Dating))


def test_beside_this_process_as_in_it(hands: Processes) -> None:
    seen: list[tuple[str, int, int]] = []
    made = run_by_key(
        COUNT, Tables(PROFILES), hands=hands, progress=lambda name, done, of: seen.append((name, done, of))
    )
    alone = run_plan([COUNT], PROFILES)
    assert made and told(made) == told(alone.of(Dating)) and len(told(made)) == 11
    assert str(os.getpid()) not in {row.reason.split()[0] for row in made if isinstance(row, Dating)}
    assert [row for row in made if isinstance(row, Drop)] == list(alone.of(Drop)) != []
    assert seen == [("count", n, 12) for n in range(12)]


def test_strict_raises_what_a_group_raised(hands: Processes) -> None:
    with pytest.raises(ValueError, match="a bad key"):
        run_by_key(COUNT, Tables(PROFILES), hands=hands, strict=True)


def test_a_plan_takes_that_way_where_others_work() -> None:
    plan, records = (WORDS, QUOTES, COUNT), [*REPORTS, *PROFILES]
    here, beside = run_plan(plan, records), run_plan(plan, records, workers=2)
    assert told(here.of(Dating)) == told(beside.of(Dating))
    assert {row.reason.split()[0] for row in here.of(Dating)} == {str(os.getpid())}
    assert str(os.getpid()) not in {row.reason.split()[0] for row in beside.of(Dating)}


LIKE = [
    Profile(f"profile-{n}", f"report-{n}", terms, (), None, None, (KEYS[n // 6], KEYS[11]))
    for n in range(36)
    for terms in [((f"own-{n}", 0.3), (f"place-{n // 3}", 0.8), (f"thing-{n // 6}", 0.5))]
]
CLUSTER = (same_story.STAGE, stories.STAGE, related.STAGE)


@pytest.mark.parametrize("held", [(), ("yes",), ("yes", "no")])
def test_stories_come_of_judgements_that_nobody_has_read(
    held: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless people hold something of the reports."""
    monkeypatch.setattr(key_runs, "_OFTEN", 1)
    said = [
        Judgement(f"judgement-{n}", "report-0", f"report-{7 + n}", "same_story", word == "yes", 1.0, "", "Ana")
        for n, word in enumerate(held)
    ]
    records = [*REPORTS, *LIKE, *(Appearance(f"appearance-{n}", f"report-{n}", None, None) for n in range(36)), *said]
    plan = (WORDS, QUOTES, *CLUSTER)
    here, beside = run_plan(plan, records), run_plan(plan, records, workers=2)
    unread = beside.find_unread(Judgement)
    assert unread is None if held else unread is not None and set(unread) == {None}
    assert beside.of(Story) == here.of(Story) and 2 < len(here.of(Story)) < 36
    assert beside.of(Judgement) == here.of(Judgement)
    assert {judgement.relation for judgement in here.of(Judgement)} == {"same_story", "related_story"}


def test_what_is_made_across_stories_is_of_none() -> None:
    """So an engine hands none of it to stages that look at one story or report."""
    made = run_plan(CLUSTER, [*LIKE, *(Appearance(f"appearance-{n}", f"report-{n}", None, None) for n in range(36))])
    written = {stage.name: {row.relation for row in made.of(Judgement) if row.by == stage.name} for stage in PLAN}
    assert {stage.name for stage in PLAN if stage.across} == {name for name, found in written.items() if found & ACROSS}
    assert set().union(*written.values()) <= ACROSS


@pytest.mark.parametrize("why", ["few", "two kinds", "of a story", "each alone", "half a character", "seldom"])
def test_other_stages_are_not_for_the_hands(why: str, hands: Processes, monkeypatch: pytest.MonkeyPatch) -> None:
    stage, profiles = COUNT, PROFILES
    if why == "few":
        monkeypatch.setattr(key_runs, "_PAYS", 10_000)
    elif why == "two kinds":
        stage = replace(COUNT, reads=(Profile, Appearance))
    elif why == "of a story":
        stage = replace(COUNT, key="story")
    elif why == "each alone":
        stage = replace(COUNT, cut=Cut.EACH, key="")
    elif why == "half a character":
        profiles = [replace(PROFILES[0], names=("\ud800",)), *PROFILES[1:]]
    else:
        profiles = [replace(profile, keys=profile.keys[:2]) for profile in PROFILES]
    assert run_by_key(stage, Tables(profiles), hands=hands) is None


def test_nothing_stays_in_the_file_system(hands: Processes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert run_by_key(COUNT, Tables(PROFILES), hands=hands)
    assert list(tmp_path.iterdir()) == []
