"""Profiles: rare words and names above common ones, keys for finding candidates."""

import math

import pytest

from tellings.annotate.parse import parse_report
from tellings.cluster.profile import KEYS, TERMS, build_profile
from tellings.records import Profile
from tests.reports import make_report

STORY = (
    "The harbour ferry Oduya ran aground off Kettleby on Friday. Forty people were brought ashore by lifeboat crews."
)


def profile_of(text: str, *, title: str | None = None, language: str = "en") -> Profile:
    report = make_report(text, title=title, language=language)
    return build_profile(report, parse_report(report), [])


def test_names_and_rare_words_weigh_most() -> None:
    terms = dict(profile_of(STORY, title="Ferry aground off Kettleby").terms)
    assert max(terms, key=terms.__getitem__) == "kettleby"
    assert terms["oduya"] > terms["people"]
    assert "the" not in terms


def test_terms_are_a_unit_vector_and_bounded() -> None:
    long = " ".join(f"Marker{number} met Visitor{number} at gate {number}." for number in range(300))
    profile = profile_of(long)
    assert len(profile.terms) == TERMS
    assert len(profile.keys) == KEYS
    assert math.isclose(sum(weight * weight for _, weight in profile.terms), 1.0, abs_tol=1e-3)


def test_accents_make_no_difference() -> None:
    assert "jasmusic" in dict(profile_of("Mayor Jašmušić resigned.").terms)


@pytest.mark.parametrize("text", ["", "   ", "🙂 🙂", "ok", "‏مرحبا"])
def test_hardly_a_text_still_has_a_profile(text: str) -> None:
    profile = profile_of(text)
    assert all(math.isfinite(weight) for _, weight in profile.terms)


def test_broken_letters_are_no_obstacle() -> None:
    assert dict(build_profile(make_report("\ud800 Kettleby"), [], []).terms)["kettleby"] > 0


def test_another_language_is_profiled_by_its_words() -> None:
    profile = profile_of("Die Fähre lief vor Kettleby auf Grund.", language="de")
    assert {"kettleby", "fahre"} <= set(profile.keys)
