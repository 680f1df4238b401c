"""What stands around a word that names a happening, read from the parse of own sentences."""

from typing import Any

import pytest

from tellings.annotate.parse import parse_report
from tellings.records import Entity, Interval, Mention, Moment, Place, Precision, Report, Span
from tellings.resolve.events_group import group_occurrences, link_group
from tellings.resolve.events_read import Occurrence, build_occurrence, build_readings, find_head
from tellings.resolve.events_score import SAME, score_pair

DAY = Interval("2024-03-04", "2024-03-04", Precision.DAY)


def read(
    text: str, words: list[str], *, name: str = "r", title: str | None = None, **found: object
) -> list[Occurrence]:
    """The occurrences that the words name, each the first time after the one before it."""
    report = Report(name, "c", "o", None, title, None, DAY, "en", text)
    around: list[Any] = [found.get(kind, []) for kind in ("mentions", "moments", "places", "entities")]
    mentions, moments, places, entities = around
    readings = build_readings(parse_report(report), mentions, moments, places, entities, {name: DAY})
    out, at = [], 0
    for word in words:
        at = text.index(word, at)
        span = Span(name, at, at + len(word))
        for reading in readings[name]:
            index = find_head(reading.sentence, span)
            if index is not None:
                out.append(build_occurrence(reading, index, id=f"{name}:{at}", span=span))
                break
        at += len(word)
    return out


def test_sides_of_a_verb_its_passive_and_its_noun() -> None:
    text = (
        "The flood wrecked the pier. The pier was wrecked by the flood. The flood's destruction of the pier was filmed."
    )
    active, passive, noun = read(text, ["wrecked", "wrecked", "destruction"])
    for occurrence in (active, passive):
        assert "flood" in occurrence.who
        assert "pier" in occurrence.whom
    assert "flood" in noun.who
    assert "pier" in noun.whom


def test_figures_count_alike_in_words_and_digits() -> None:
    one, other = read("The yard built 12 trawlers. The yard has built twelve trawlers.", ["built", "built"])
    assert one.numbers == other.numbers == {"12"}
    assert one.many is True


def test_a_date_belongs_to_its_own_verb() -> None:
    text = "The council met on Monday after the dam burst in June."
    span = Span("r", text.index("Monday"), text.index("Monday") + 6)
    moment = Moment("m", span, DAY, "publication", "date", "2024-03-04")
    met, burst = read(text, ["met", "burst"], moments=[moment])
    assert met.when == DAY
    assert burst.when is None


def test_a_place_rules_out_another_and_holds_what_lies_in_it() -> None:
    text = "A bomb went off in Westford. A bomb went off in Eastford. A bomb went off in Norland."
    names = [("Westford", "PPL", 1, "A"), ("Eastford", "PPL", 2, "B"), ("Norland", "PCLI", 3, None)]
    places = [
        Place(
            name, Span("r", text.index(name), text.index(name) + len(name)), name, number, 0.0, 0.0, "NN", region, kind
        )
        for name, kind, number, region in names
    ]
    west, east, land = read(text, ["went", "went", "went"], places=places)
    assert score_pair(west, east)[0] == 0.0
    assert score_pair(west, land)[0] > 0.0


def test_headline_and_lead_are_one_and_another_kind_is_not() -> None:
    title = "Shipyard delivers last ferry"
    text = title + "\n\nThe shipyard has delivered its last ferry. A previous delivery was of a tug."
    first, lead, before = read(text, ["delivers", "delivered", "delivery"], title=title)
    assert score_pair(first, lead)[0] >= SAME
    assert score_pair(lead, before)[0] < score_pair(first, lead)[0]
    assert sorted(map(len, group_occurrences([before, lead, first], {}))) == [1, 2]


def test_weak_words_join_nothing_by_themselves() -> None:
    one, other = read("The mayor said taxes rise. A nurse said wards close.", ["said", "said"])
    assert score_pair(one, other)[0] < SAME


def test_two_named_things_in_two_reports_are_other_sides() -> None:
    texts = {"a": "Holm Lines bought a ferry.", "b": "Lind Marine bought a ferry."}
    found = []
    for name, text in texts.items():
        who = " ".join(text.split()[:2])
        mention = Mention(name + who, Span(name, 0, len(who)), "organisation", "name", name + who, who)
        entity = Entity(name, "s", who, "organisation", (), (), (), (mention.chain,))
        found += read(text, ["bought"], name=name, mentions=[mention], entities=[entity])
    assert score_pair(found[0], found[1])[0] < SAME


def test_what_lies_within_a_longer_naming_is_not_the_same() -> None:
    text = "They sell music and have begun to sell films."
    whole = Span("r", text.index("sell"), text.index("begun") + 5)
    (part,) = read(text, ["sell"])
    report = Report("r", "c", "o", None, None, None, DAY, "en", text)
    (reading,) = build_readings(parse_report(report), [], [], [], [], {})["r"]
    index = find_head(reading.sentence, whole)
    assert index is not None
    assert score_pair(part, build_occurrence(reading, index, id="whole", span=whole))[0] == 0.0


def test_links_give_each_but_the_first_once_with_a_reason() -> None:
    found = [o for name in "abc" for o in read("The court jailed the captain.", ["jailed"], name=name)]
    (group,) = group_occurrences(found, {})
    links = link_group(group)
    assert [link.right.report for link in links] == ["b", "c"]
    assert all(link.reason and link.score >= SAME for link in links)


@pytest.mark.parametrize("text", ["\u202e\u200f attack \ud800 attack", "attack " * 3000, "😀 attack 😀"])
def test_broken_text_is_read_in_bounded_time(text: str) -> None:
    assert read(text, ["attack"])
