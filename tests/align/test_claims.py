"""Claims: slots, polarity and speaker of a clause."""

from tests.align.stories import read_group
from tests.reports import make_report

from tellings.records import Claim


def claims_of(text: str) -> dict[str, Claim]:
    report = make_report(text)
    return {claim.span.of(report): claim for claim in read_group([report]).of(Claim)}


def test_slots_are_filled_from_the_parse() -> None:
    claim = claims_of("The harbour board sold two cranes.")["The harbour board sold two cranes"]
    assert (claim.verb, claim.who, claim.kind) == ("sell", "The harbour board", "quantity")
    assert claim.whom is not None and claim.whom.endswith("cranes")


def test_a_negated_clause_is_negative() -> None:
    (claim,) = [c for w, c in claims_of("The board did not sell the cranes.").items() if "sell" in w]
    assert claim.polarity == "negative"


def test_what_is_said_has_its_speaker_and_what_is_told_has_none() -> None:
    found = claims_of("Lena Holt said the pump had failed. The cellar flooded in an hour.")
    assert found["the pump had failed"].speaker == "Lena Holt"
    assert found["The cellar flooded in an hour"].speaker is None


def test_the_same_report_gives_the_same_claims() -> None:
    text = "The kiln exploded on Sunday and two potters were hurt."
    assert claims_of(text) == claims_of(text)
