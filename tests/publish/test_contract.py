import json
from pathlib import Path
from typing import Any

import pytest

from tellings.publish.contract import _events, _plain_name, build_contract, build_outline
from tellings.publish.contract_json import render_json
from tellings.publish.counting import find_same_events
from tellings.records import Account, Event, Judgement, Report, Span, Story, Tables

STORY_KEYS = {
    "id", "headline", "reports", "lineage", "entities", "places", "moments", "quantities", "quotes", "events",
    "findings", "cases", "timeline",
}  # fmt: skip


def spans_of(part: Any) -> list[dict[str, Any]]:
    """Everything in the contract that points at words of a report."""
    if isinstance(part, list):
        return [span for entry in part for span in spans_of(entry)]
    if not isinstance(part, dict):
        return []
    here = [part] if {"report", "start", "end"} <= part.keys() else []
    return here + [span for value in part.values() for span in spans_of(value)]


def test_keys_of_the_contract_are_there(contract: dict[str, Any]) -> None:
    assert {"tellings", "stories", "dropped"} <= contract.keys()
    assert all(story.keys() >= STORY_KEYS for story in contract["stories"])


def test_stories_of_several_reports_come_first(contract: dict[str, Any]) -> None:
    assert [len(story["reports"]) for story in contract["stories"]] == [5, 1]


def test_every_span_resolves(contract: dict[str, Any]) -> None:
    texts = {report["id"]: report["text"] for story in contract["stories"] for report in story["reports"]}
    spans = [span for story in contract["stories"] for span in spans_of(story)]
    assert len(spans) > 60
    assert all(texts[span["report"]][span["start"] : span["end"]].strip() for span in spans)


def test_counts_publishers_and_lines_apart(contract: dict[str, Any]) -> None:
    assert contract["stories"][0]["counts"] == {
        "reports": 5, "articles": 5, "publishers": 5, "unnamed_publishers": 0, "independent_lines": 3,
        "not_compared": 0,
    }  # fmt: skip


def test_independent_pairs_are_no_links(contract: dict[str, Any]) -> None:
    links = contract["stories"][0]["lineage"]["links"]
    assert [(link["left"], link["right"], link["relation"]) for link in links] == [
        ("r0", "r1", "copy"),
        ("r0", "r2", "derived"),
    ]


def test_inferred_dating_says_why(contract: dict[str, Any]) -> None:
    (report,) = (report for report in contract["stories"][0]["reports"] if report["id"] == "r2")
    assert report["published"] == {"start": "2031-03-04", "end": "2031-03-06", "precision": "range", "zone": None}
    assert report["dating"]["inferred"]
    assert "day before" in report["dating"]["reason"]


def test_speaker_is_joined_to_the_entity(contract: dict[str, Any]) -> None:
    quotes = contract["stories"][0]["quotes"]
    assert {(quote["speaker"], quote["speaker_entity"]) for quote in quotes} == {
        ("Brandvold", "e-mayor"),
        ("Eketorp", "e-director"),
    }


def test_places_of_one_gazetteer_entry_are_one(contract: dict[str, Any]) -> None:
    places = {place["name"]: len(place["mentions"]) for place in contract["stories"][0]["places"]}
    assert places == {"Halmar": 2, "Ostervik": 1}


def test_findings_are_ordered_by_weight(contract: dict[str, Any]) -> None:
    weights = [finding["weight"] for finding in contract["stories"][0]["findings"]]
    assert weights == sorted(weights, reverse=True)


def test_a_report_alone_says_what_it_was_nearest_to(contract: dict[str, Any]) -> None:
    assert contract["stories"][1]["nearest"]["report"] == "r0"


def test_a_story_without_account_is_told_from_its_reports(tables: Tables) -> None:
    tables.replace(Account, ())
    story = build_contract(tables, version="0")["stories"][0]
    assert story["headline"] == "Halmar still waits for an answer on wardens"
    assert len(story["lineage"]["lines"]) == 5


def test_reports_without_outlet_count_as_unnamed() -> None:
    reports = [Report(f"r{n}", "c", f"{n}.txt", None, None, None, None, "en", f"Text {n}") for n in range(3)]
    story = build_contract(Tables([*reports, Story("s", ("r0", "r1", "r2"))]), version="0")["stories"][0]
    assert (story["counts"]["publishers"], story["counts"]["unnamed_publishers"]) == (0, 3)


def test_json_reads_back_as_it_was(contract: dict[str, Any]) -> None:
    assert json.loads(render_json(contract)) == contract


def test_json_of_a_lone_surrogate_can_be_written() -> None:
    text = render_json({"text": "broken \ud83d here, \u0441\u043b\u043e\u0432\u043e"})
    assert "слово" in text.encode("utf-8").decode("utf-8")
    assert json.loads(text)["text"].startswith("broken \ud83d")


def keys_of(part: Any) -> set[str]:
    if isinstance(part, list):
        return set().union(*map(keys_of, part))
    if not isinstance(part, dict):
        return set()
    return set(part).union(*(keys_of(value) for key, value in part.items() if key != "identifiers"))


def test_every_key_is_described(contract: dict[str, Any]) -> None:
    described = (Path(__file__).parents[2] / "docs" / "account.md").read_text(encoding="utf-8")
    assert not [key for key in sorted(keys_of(contract)) if f"`{key}`" not in described and f'"{key}"' not in described]


@pytest.mark.parametrize(
    ("names", "shown"), [(["QUITO", "Quito"], "Quito"), (["KATHMANDU"], "Kathmandu"), (["USA", "USA"], "USA")]
)
def test_places_in_capitals_are_shown_plainly(names: list[str], shown: str) -> None:
    assert _plain_name(names) == shown


def test_events_of_one_happening_bear_its_name() -> None:
    def event(name: str) -> Event:
        span = Span("r", 0, 5)
        return Event(
            name, span, span, "plover", "CONSULT", None, (), 1, "meet", None, None, None, None, "happened", "positive"
        )

    same = Judgement("j", "a", "c", "same_event", True, 0.9, "", "events")
    told = _events([event("a"), event("b"), event("c")], find_same_events([same]))
    assert [(each["id"], each["happening"]) for each in told] == [("a", "a"), ("b", "b"), ("c", "a")]


def test_the_outline_is_a_part_of_the_contract(tables: Tables, contract: dict[str, Any]) -> None:
    outline = build_outline(tables)
    assert outline["dropped"] == contract["dropped"]
    for short, whole in zip(outline["stories"], contract["stories"], strict=True):
        for key in ("id", "headline", "judgements"):
            assert short[key] == whole[key]
        assert short["counts"] == {key: whole["counts"][key] for key in ("reports", "independent_lines")}
        for kind in ("reports", "findings"):
            told = {each["id"]: each for each in whole[kind]}
            assert len(short[kind]) == len(told)
            assert all(each.items() <= told[each["id"]].items() for each in short[kind])
