"""Constructions that attribute, one own sentence each: source, cue and content as words."""

import pytest

from tellings.annotate.parse import parse_report
from tellings.annotate.quotes import attribute
from tellings.annotate.quotes_cues import read_sayings
from tests.reports import make_report


def read(text: str) -> list[tuple[str, str, str]]:
    report = make_report(text)
    return [
        (
            text[slice(*one.source)] if one.source else "",
            text[slice(*one.cue)],
            " … ".join(text[start:end] for start, end in one.contents),
        )
        for one in attribute(report, parse_report(report))
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # nouns with a verb that has no sense of its own
        ("The minister made no mention of the ferry.", ("The minister", "made no mention of", "the ferry")),
        ("The council expressed concern about the bridge.", ("The council", "expressed concern about", "the bridge")),
        ("The harbour chief took swipes at the unions.", ("The harbour chief", "took swipes at", "the unions")),
        # adjectives, with the verb before them
        ("The pilots are wary of the new runway.", ("The pilots", "are wary of", "the new runway")),
        ("Farmers grew nervous about the drought.", ("Farmers", "grew nervous about", "the drought")),
        # participles that tell what somebody feels
        ("Residents were alarmed by the smell.", ("Residents", "were alarmed by", "the smell")),
        # an object with "as"
        ("The mayor sees the tunnel as a mistake.", ("The mayor", "sees", "the tunnel as a mistake")),
        # words said or written as the object
        ("The ministry released a statement on Monday.", ("The ministry", "released", "a statement")),
        # verbs with particles
        ("The premier ruled out a second vote.", ("The premier", "ruled out", "a second vote")),
        ("The captain lashed out at the owners.", ("The captain", "lashed out at", "the owners")),
        ("The union spoke out against the merger.", ("The union", "spoke out against", "the merger")),
        # "for" with a clause
        ("Fishermen called for the minister to resign.", ("Fishermen", "called for", "the minister to resign")),
        # "made it clear", a noun and what it was, views and words of somebody
        ("The mayor made it clear that the tunnel stays.", ("The mayor", "made it clear", "that the tunnel stays")),
        ("The report makes clear that nobody looked.", ("The report", "makes clear", "that nobody looked")),
        ("Her answer was that the tunnel would stay.", ("Her", "answer", "that the tunnel would stay")),
        ("In the mayor's view, the tunnel is safe.", ("the mayor", "view", "the tunnel is safe")),
        ("In the words of the pilot, the sky was ink.", ("the pilot", "In the words of", "the sky was ink")),
        ("The envoy hopes to meet both sides.", ("The envoy", "hopes", "to meet both sides")),
        ("The envoy was hoping to meet both sides.", ("The envoy", "was hoping", "to meet both sides")),
    ],
)
def test_a_construction_attributes(text: str, wanted: tuple[str, str, str]) -> None:
    assert wanted in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "The rebels released the prisoners on Monday.",
        "The rebels attacked the village at dawn.",
        "The army raised a flag over the fort.",
        "Two suspects were being held in the town of Arven.",
        "The family embraced the soldier at the station.",
        "The market held a fair.",
    ],
)
def test_what_is_done_is_no_attribution(text: str) -> None:
    assert read(text) == []


def test_who_answers_a_question_has_not_asked_it() -> None:
    assert not [one for one in read("The mayor avoided questions about the tunnel.") if one[0] == "The mayor"]


def test_in_favour_of_counts_as_for() -> None:
    ((source, _, content),) = read("The deputy voted in favour of the tax.")
    assert (source, content) == ("The deputy", "the tax")


def test_a_light_verb_and_its_noun_are_one_cue() -> None:
    found = read("The guild made a request that the lake be drained.")
    assert [cue for _, cue, _ in found] == ["made a request"]


def test_what_was_released_takes_no_quotation_that_follows() -> None:
    found = read('The army will release 40 men, it was learned. "The gate is open."')
    assert not [one for one in found if "release" in one[1]]


def test_told_to_is_no_feeling() -> None:
    found = read("Visitors were encouraged to leave their cars at home.")
    assert not [one for one in found if one[0] == "Visitors"]


def test_the_list_of_sayings_is_read() -> None:
    assert "statement" in read_sayings()
    assert not [word for word in read_sayings() if word != word.lower() or word.startswith("#")]


def test_claims_that_nobody_owns_are_still_claims() -> None:
    ((source, cue, content),) = read("Allegations that the dam was cracked go back ten years.")
    assert (source, cue, content) == ("", "Allegations", "that the dam was cracked")


def test_an_attitude_within_a_block_of_speech_does_not_end_it() -> None:
    found = read(
        "According to the harbour chief, the owners waited until the last week of the season to punish us:\n\n"
        "They gave us a response when we had lost hope, and we know why."
    )
    assert any(source == "the harbour chief" and content.startswith("They gave") for source, _, content in found)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # what the speaker says next is no part of what was said
        (
            "The mayor said the bridge was safe and urged drivers to slow down.",
            ("The mayor", "urged", "drivers to slow down"),
        ),
        (
            "The mayor said the bridge was safe and urged drivers to slow down.",
            ("The mayor", "said", "the bridge was safe"),
        ),
        (
            "Lopes said the dam was old, adding that nobody had looked at it.",
            ("Lopes", "adding", "that nobody had looked at it"),
        ),
        ("Lopes said the dam was old, while Berg said it was safe.", ("Lopes", "said", "the dam was old")),
        # a relative clause behind a comma is the reporter's
        ("Lopes accused the firm, which was founded in 1990.", ("Lopes", "accused", "the firm")),
        # polls and headlines
        ("In a poll last week, half of the voters were against the tunnel.", (
            "a poll last week", "In", "half of the voters were against the tunnel")),
        ("Police: Two boats sank off Arven", ("Police", ":", "Two boats sank off Arven")),
        # whom a thing struck; what somebody opposes
        ("The verdict angered many farmers in the valley.", ("many farmers", "angered", "The verdict")),
        ("It was a tax opposed by farmers.", ("farmers", "opposed", "a tax")),
        # questions, reminders, answers
        ("The pilot described how the engine failed.", ("The pilot", "described", "how the engine failed")),
        ("She reminded voters of his promise.", ("She", "reminded", "his promise")),
        ("The ministry did not respond to the request.", ("The ministry", "did not respond to", "the request")),
        # the sentence before its cue
        ("The ferry will sail again in May, the harbour chief told a council on Monday.", (
            "the harbour chief", "told", "The ferry will sail again in May")),
        # of whom it is expected, too
        ("The envoy is expected to leave on Friday.", ("", "is expected", "The envoy … to leave on Friday")),
        # an object with what it is blamed for
        ("The senator attacked her rival for his silence.", ("The senator", "attacked", "her rival for his silence")),
        # who is quoted for a saying: the saying's own source comes after
        ("The army said that ten had fled, according to the paper.", ("The army", "said", "that ten had fled")),
    ],
)  # fmt: skip
def test_more_constructions_attribute(text: str, wanted: tuple[str, str, str]) -> None:
    assert wanted in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Firefighters responded to the blaze.",
        "The league called off the match.",
        "Contents: Three maps and a table",
        "PHOTOS: Floods in the valley",
        "The team sank in the polls.",
    ],
)
def test_acts_and_headings_are_no_attribution(text: str) -> None:
    assert read(text) == []


def test_a_title_between_marks_is_no_speech() -> None:
    found = read('Lopes said that the dam was cracked, speaking on "The Late Hour." Nobody laughed.')
    assert [content for _, _, content in found] == ["that the dam was cracked"]


def test_a_quotation_a_paragraph_behind_its_colon() -> None:
    found = read(
        'In the evening Lopes told the council on the stairs of the hall:\n\n"The dam has to be emptied by May."'
    )
    assert ("Lopes", "told", '"The dam has to be emptied by May."') in found


def test_a_quotation_goes_on_behind_a_long_cue_clause() -> None:
    text = (
        '"The dam is old," said Maria Lopes, the head of the water board of the northern province, of the work that '
        'has been going on above the town since the spring of last year. "It has to be emptied, and nobody will do it."'
    )
    found = [one for one in read(text) if one[1] == "said"]
    assert found[0][2].endswith('"It has to be emptied, and nobody will do it."')
