"""Sides joined by "and": pairs of those that can act, and never none."""

from tellings.annotate.parse import parse_report
from tellings.code_events.arguments import Naming
from tellings.code_events.frames import Frame
from tellings.code_events.pairing import Coded, build_pairs
from tellings.records import Report

MET = Frame("meet", (), (), "CONSULT", None, (), "meets")


def pair(text: str, actor: str, recipient: str) -> list[tuple[str | None, str | None]]:
    (sentence,) = parse_report(Report("r", "c", "own.txt", None, None, None, None, "en", text))
    words = [token.text for token in sentence.tokens]
    coded = Coded(words.index("met"), MET, words.index(actor), words.index(recipient))
    pairs = build_pairs(Naming(sentence, (), ()), coded)
    return [(one.name if one else None, other.name if other else None) for one, other in pairs]


def test_those_who_meet_are_paired() -> None:
    assert pair("Peru and Chile met in Lima.", "Peru", "Chile") == [("Peru", "Chile")]


def test_joined_things_that_cannot_act_are_one_pair_still() -> None:
    assert len(pair("Rain and snow met over the valley.", "Rain", "snow")) == 1
