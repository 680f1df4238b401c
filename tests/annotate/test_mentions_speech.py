"""First-person pronouns between quotation marks; the texts are written for these tests."""

import pytest

from tests.annotate.test_mentions import read

FERRY = (
    "Marta Olsen, director of the Harbour Agency, closed the pier on Monday.\n\n"
    "“I saw the cracks myself,” Olsen said. “We cannot repair our pier before spring.”\n\n"
    "Peter Lind lives near the pier. “We hear the ferry at night,” said Lind."
)


def pronouns(body: str) -> dict[str, str]:
    report, mentions = read(body)
    return {m.span.of(report): m.name for m in mentions if m.form == "pronoun"}


def test_i_is_the_speaker() -> None:
    assert pronouns(FERRY)["I"] == "Marta Olsen"
    assert pronouns(FERRY)["myself"] == "Marta Olsen"


def test_we_is_whom_the_speaker_speaks_for() -> None:
    assert pronouns(FERRY)["We"] == "Harbour Agency"
    assert pronouns(FERRY)["our"] == "Harbour Agency"


def test_we_of_one_person_without_a_post_stays_open() -> None:
    report, mentions = read(FERRY)
    last = report.text.rindex("We")
    assert not [mention for mention in mentions if mention.span.start == last]


@pytest.mark.parametrize(
    ("body", "wording", "name"),
    [
        ("The Harbour Agency said: “We were not asked.”", "We", "Harbour Agency"),
        ("Kenyan President Amos Baraka spoke. “We will not wait,” Baraka told reporters.", "We", "Kenya"),
        ("According to Ana Ruiz, “my house was shaking”.", "my", "Ana Ruiz"),
    ],
)
def test_speakers_are_found_on_either_side(body: str, wording: str, name: str) -> None:
    assert pronouns(body).get(wording) == name


@pytest.mark.parametrize(
    ("body", "wording"),
    [
        ("Ana Ruiz said we would see.", "we"),  # the report's own words: hers are not marked off
        ("“Let us pray,” said Bishop Karl Haas.", "us"),
        ("“We all sleep,” said Karl Haas, a resident of Peru.", "We"),
        ("“We were lucky.” The road stayed closed.", "We"),
    ],
)
def test_what_the_text_leaves_open_stays_open(body: str, wording: str) -> None:
    assert wording not in pronouns(body)


def test_spans_lead_to_the_pronoun() -> None:
    report, mentions = read(FERRY)
    spoken = [m.span.of(report) for m in mentions if m.form == "pronoun"]
    assert spoken == ["I", "myself", "We", "our"]
