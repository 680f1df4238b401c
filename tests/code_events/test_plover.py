"""What is coded from own sentences: type, sides, how real, who says so; and what stays uncoded."""

from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.annotate import mentions, parse, places
from tellings.annotate.parse import parse_report
from tellings.code_events.plover import STAGE, Reading, code_sentence
from tellings.engines.groups import run_group
from tellings.records import Dating, Event, Interval, Mention, Moment, Place, Precision, Quote, Report, Sentence, Span
from tellings.stage import Group

Told = tuple[str, str | None, str | None, str, str, str | None]


def report_of(text: str) -> Report:
    return Report("r", "c", "own.txt", None, None, None, None, "en", text)


@lru_cache(maxsize=256)
def code(text: str) -> tuple[Event, ...]:
    found: list[Event] = []
    for sentence in parse_report(report_of(text)):
        found += code_sentence(sentence, Reading((), (), (), (), None))
    return tuple(found)


def told(text: str) -> list[Told]:
    return [
        (
            event.type,
            event.actor.name if event.actor else None,
            event.recipient.name if event.recipient else None,
            event.factuality,
            event.polarity,
            event.says,
        )
        for event in code(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chad rejected the proposal of Sudan.", ("REJECT", "Chad", "Sudan", "happened", "positive", None)),
        ("The proposal was rejected by Chad.", ("REJECT", "Chad", None, "happened", "positive", None)),
        ("Kenya turned down a request from Uganda.", ("REJECT", "Kenya", "Uganda", "happened", "positive", None)),
        ("Chad turned down an invitation from Mali.", ("REJECT", "Chad", "Mali", "happened", "positive", None)),
        ("The refusal of the request by the mayor was brief.", ("REJECT", "mayor", None, "happened", "positive", None)),
        ("Rebels attacked the villagers at dawn.", ("ASSAULT", "Rebels", "villagers", "happened", "positive", None)),
        ("The rebels' raid on the villagers failed.", ("ASSAULT", "rebels", "villagers", "happened", "positive", None)),
        ("Mali asked Chad to send troops.", ("REQUEST", "Mali", "Chad", "happened", "positive", None)),
        ("Mali asked Chad to send troops to Gao.", ("MOBILIZE", "Chad", "Gao", "asked", "positive", None)),
        ("Mali's request would likely be denied.", ("REJECT", None, "Mali", "possible", "positive", None)),
        ("Police arrested two journalists.", ("COERCE", "Police", "two journalists", "happened", "positive", None)),
        ("Brazil and Peru signed a treaty.", ("SUPPORT", "Brazil", "Peru", "happened", "positive", None)),
        ("Brazil and Peru held talks.", ("CONSULT", "Brazil", "Peru", "happened", "positive", None)),
        ("Talks between Brazil and Peru resumed.", ("CONSULT", "Brazil", "Peru", "happened", "positive", None)),
        ("The army did not inform the mayor.", ("CONSULT", "army", "mayor", "happened", "negative", None)),
        ("Mali threatened Chad with sanctions.", ("THREATEN", "Mali", "Chad", "happened", "positive", None)),
        ("Peru will impose sanctions on Chile.", ("COERCE", "Peru", "Chile", "planned", "positive", None)),
        ("Dozens of nurses marched in the rain.", ("PROTEST", "Dozens of nurses", None, "happened", "positive", None)),
        ("Norway donated food to Malawi.", ("AID", "Norway", "Malawi", "happened", "positive", None)),
        ("The king accused Chad of shelling a village.", ("ASSAULT", "Chad", None, "possible", "positive", "king")),
        ("Mali released the prisoners on Friday.", ("RETREAT", "Mali", "prisoners", "happened", "positive", None)),
        ("Soldiers who shot a farmer were detained.", ("ASSAULT", "Soldiers", "farmer", "happened", "positive", None)),
        ("The mayor said rebels had killed a nurse.", ("ASSAULT", "rebels", "nurse", "happened", "positive", "mayor")),
    ],
)  # fmt: skip
def test_sentences(text: str, expected: Told) -> None:
    assert expected in told(text)


def test_one_event_for_what_is_joined_by_and() -> None:
    assert [event.type for event in code("Gunmen shot and wounded two farmers.")] == ["ASSAULT"]


@pytest.mark.parametrize(
    "text",
    [
        "Kosovo beat Malta 2-1 in the qualifier.",
        "In the film, soldiers attack a village and kill its elder.",
        "An earthquake killed forty people in the valley.",
        "Shares plunged after the bank cut its forecast.",
        "The two firms struck a balance between price and speed.",
        "Their hit song stormed into the shops.",
    ],
)
def test_no_violence_where_there_is_none(text: str) -> None:
    assert not [event for event in code(text) if event.type == "ASSAULT"]


def test_country_and_sector() -> None:
    (event,) = code("The Kenyan foreign minister condemned the Ugandan army.")
    assert event.actor and (event.actor.country, event.actor.sector) == ("KE", "GOV")
    assert event.recipient and (event.recipient.country, event.recipient.sector) == ("UG", "MIL")
    assert (event.type, event.quad) == ("ACCUSE", 3)


def test_what_lies_long_before_publication_is_background() -> None:
    report = report_of("Rebels attacked the town in 1997.")
    (sentence,) = parse_report(report)
    year = Interval("1997-01-01", "1997-12-31", Precision.YEAR)
    moment = Moment("m", Span("r", 28, 32), year, "absolute", "date", "1997")
    published = Interval("2024-05-02", "2024-05-02", Precision.DAY)
    (event,) = code_sentence(sentence, Reading((), (), (moment,), (), published))
    assert (event.factuality, event.when) == ("background", year)


def test_stage_takes_mentions_and_quotes() -> None:
    text = "“We will not surrender the island,” Adaobi Nwosu said."
    report = report_of(text)
    sentences = parse_report(report)
    place = text.index("Adaobi")
    speaker = Span("r", place, place + len("Adaobi Nwosu"))
    mention = Mention("m", speaker, "person", "name", "chain-1", "Adaobi Nwosu")
    quote = Quote("q", Span("r", 1, 34), "direct", None, speaker, "Adaobi Nwosu", "chain-1")
    dating = Dating("d", "r", None, True, "nothing tells")
    rows: dict[type, list[object]] = {
        Report: [report], Sentence: list(sentences), Mention: [mention], Quote: [quote], Dating: [dating],
    }  # fmt: skip
    events = list(STAGE.run(Group("r", rows)))
    assert [(e.type, e.polarity, e.says) for e in events] == [("RETREAT", "negative", "Adaobi Nwosu")]
    assert events[0].actor and events[0].actor.chain == "chain-1"


@pytest.mark.parametrize(("kind", "name"), [("direct", "it"), ("indirect", "Norway")])
def test_pronouns_in_direct_speech_are_left_open(kind: str, name: str) -> None:
    text = "Norway spoke. “It expelled two envoys,” he said."
    report = report_of(text)
    place = text.index("It")
    mentions = (
        Mention("m1", Span("r", 0, 6), "place", "name", "c1", "Norway", None, "NO"),
        Mention("m2", Span("r", place, place + 2), "place", "pronoun", "c1", "Norway", None, "NO"),
    )
    quote = Quote("q", Span("r", place - 1, text.index(" he said")), kind, None, None, "Adaobi Nwosu", "c2")
    found = [e for s in parse_report(report) for e in code_sentence(s, Reading(mentions, (), (), (quote,), None))]
    assert [event.actor.name for event in found if event.actor] == [name]


def test_private_sides_make_no_political_event() -> None:
    text = "The baker thanked her sister. The baker condemned the ministry."
    reading = Reading((), (), (), (), None, known=True)
    found = [event for sentence in parse_report(report_of(text)) for event in code_sentence(sentence, reading)]
    assert [event.lemma for event in found] == ["condemn"]


WORDS = st.sampled_from(
    "Chad Mali rebels army attacked killed not will refused to a request of by and said talks , . 😀 \u200f".split()
)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=30))
def test_spans_resolve_and_ids_are_stable(words: list[str]) -> None:
    text = " ".join(words)
    report = report_of(text)
    for sentence in parse_report(report):
        events = code_sentence(sentence, Reading((), (), (), (), None))
        assert events == code_sentence(sentence, Reading((), (), (), (), None))
        assert len({event.id for event in events}) == len(events)
        for event in events:
            assert event.head.of(report) and event.span.holds(event.head)
            for argument in (event.actor, event.recipient):
                assert argument is None or (argument.span.of(report) and argument.name)


@pytest.mark.parametrize(
    "text",
    [
        "The striker was treated for cardiac arrest in Lima.",
        "The factory charged them for the water.",
        "She handcuffed herself to the gate.",
        "The driver struck a boy on the crossing.",
        "The governor defended himself in court.",
        "The senator made plans for the summer.",
        "A gang made a raid on a jewelry store.",
    ],
)
def test_words_in_other_senses(text: str) -> None:
    assert not [one for one in told(text) if one[0] in ("ASSAULT", "SUPPORT", "REQUEST")]
    assert not [one for one in told(text) if one[0] == "COERCE" and one[1] is None and "raid" not in text]


def test_a_purpose_of_those_who_gather_is_what_they_do() -> None:
    assert ("PROTEST", "Nurses", None, "happened", "positive", None) in told("Nurses gathered to protest.")


@pytest.mark.parametrize(
    ("text", "place"),
    [("The two ministers met and signed a treaty in Lima.", "Lima"), ("Police in Paris arrested a man.", "Paris")],
)
def test_place_of_the_clause(text: str, place: str) -> None:
    report = report_of(text)
    rows: dict[type, list[object]] = {Report: [report]}
    for kind, stage in ((Sentence, parse.STAGE), (Mention, mentions.STAGE), (Place, places.STAGE)):
        rows[kind] = run_group(stage, Group(report.id, rows), strict=True)
    assert place in [event.place for event in run_group(STAGE, Group(report.id, rows), strict=True)]
