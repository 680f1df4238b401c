import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.annotate.parse import parse_report
from tellings.code_events.doubt import Doubt, find_about, find_signs, load_doubt, score_events
from tellings.code_events.plover import Reading, code_sentence
from tellings.records import Report, Sentence

_READING = Reading((), (), (), (), None)


def parse(text: str) -> list[Sentence]:
    return parse_report(Report("r", "c", "own", None, None, None, None, "en", text))


def test_trees_ask_for_signs_there_are() -> None:
    doubt = load_doubt()
    asked = set[int]()
    todo = list(doubt.trees)
    while todo:
        tree = todo.pop()
        if isinstance(tree, list):
            sign, _, below, above = tree
            assert isinstance(sign, int)
            asked.add(sign)
            todo += [below, above]
    assert asked and max(asked) < len(doubt.signs)
    assert 0 < doubt.least < 1


def test_signs_of_an_event() -> None:
    sentence = parse("The minister did not accuse Chad of anything.")[0]
    event = code_sentence(sentence, _READING)[0]
    signs = find_signs(event, sentence, 0, ())
    assert signs["type ACCUSE"] == signs["negative"] == signs["both ACCUSE"] == signs["first"] == 1
    assert signs["actor sector GOV"] == 1 and "recipient none" not in signs


def test_a_walk_takes_the_branch_of_the_sign() -> None:
    doubt = Doubt(("direct speech", "title"), ([0, 0.5, 1.0, [1, 0.5, -1.0, -3.0]],), 0.0, 0.5)
    seen = [{}, {"direct speech": 1.0}, {"direct speech": 1.0, "title": 1.0, "no such sign": 1.0}]
    plain, spoken, loud = score_events(seen, doubt, {})
    assert plain == pytest.approx(1 / (1 + math.exp(-1.0)))
    assert spoken == pytest.approx(1 / (1 + math.exp(1.0)))
    assert loud == pytest.approx(1 / (1 + math.exp(3.0)))
    assert score_events([{}], doubt, {"direct speech": 1.0}) == [spoken]  # a sign of the whole report
    assert score_events([], doubt, {}) == []


@given(st.dictionaries(st.sampled_from(load_doubt().signs), st.floats(0, 1)))
def test_a_chance_is_a_chance(signs: dict[str, float]) -> None:
    doubt = load_doubt()
    total = doubt.start
    for tree in doubt.trees:
        while isinstance(tree, list):
            sign, limit, below, above = tree
            assert isinstance(sign, int) and not isinstance(limit, list)
            tree = below if signs.get(doubt.signs[sign], 0.0) <= limit else above
        total += tree
    assert score_events([{}, signs], doubt, {})[1] == pytest.approx(1 / (1 + math.exp(-total)))


def test_what_a_report_is_about() -> None:
    about = find_about(parse("The court freed a rebel. The striker scored twice in the cup final. It rained."))
    assert 0 < about["about sport"] < 1 and 0 < about["about civic"] < 1
    assert find_about([])["about sport"] == 0
