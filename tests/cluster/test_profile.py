"""Profiles: rare words and names above common ones, keys for finding candidates."""

import math

import pytest

from tellings.annotate.parse import parse_report
from tellings.cluster.linkage import THRESHOLD
from tellings.cluster.profile import KEYS, STAGE, TERMS, build_profile
from tellings.linking import vectors
from tellings.records import Profile, Report, Sentence
from tellings.stage import Group
from tests.cluster.test_same_story import score_pair
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


def test_openings_read_together_are_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    reports = [make_report(f"{STORY} A crew of {number} stayed aboard.") for number in (3, 14)]
    groups = [Group(report.id, {Report: (report,), Sentence: parse_report(report)}) for report in reports]
    alone = [list(STAGE.run(group)) for group in groups]
    monkeypatch.setattr(vectors, "_KEPT", {})
    assert STAGE.together
    STAGE.together(groups)
    monkeypatch.setattr(
        vectors, "stream_states", lambda wordings, **_: pytest.fail("read again") if wordings else iter(())
    )
    assert [list(STAGE.run(group)) for group in groups] == alone


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


def test_reports_in_another_language_have_no_vector_of_an_english_model() -> None:
    assert profile_of("Die Fähre lief vor Kettleby auf Grund.", language="de").vector == ()
    assert profile_of(STORY).vector


FERRY = "Die Fähre Oduya lief am Freitag vor Kettleby auf Grund. Rettungsboote brachten 40 Passagiere an Land."
FERRIES = "Vor Kettleby ist die Fähre Oduya gestrandet. Die 40 Passagiere wurden von Rettungsbooten geholt."
CHESS = "Die Meisterschaft im Schach gewann am Sonntag Ilves aus Brens. Sie schlug acht Gegner in Folge."


def test_one_event_is_told_from_another_in_another_language() -> None:
    ferry, ferries, chess = (profile_of(text, language="de") for text in (FERRY, FERRIES, CHESS))
    assert score_pair(ferry, ferries)[0] > 2 * THRESHOLD
    assert score_pair(ferry, chess)[0] < THRESHOLD


def test_names_and_numbers_join_reports_across_languages() -> None:
    assert score_pair(profile_of(STORY), profile_of(FERRY, language="de"))[0] > THRESHOLD
    assert score_pair(profile_of(STORY), profile_of(CHESS, language="de"))[0] < THRESHOLD
