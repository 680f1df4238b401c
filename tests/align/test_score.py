"""The scorer: packaged weights fit the signals; retold claims outscore unrelated ones."""

import numpy as np
from tests.align.stories import read_group
from tests.reports import make_report

from tellings.align.pairs import SIGNALS, is_name_near, measure_pairs
from tellings.align.score import explain_pair, normalise, read_weights, score_pairs
from tellings.align.table import read_sides


def test_weights_fit_the_signals() -> None:
    weights = read_weights()
    assert weights.mean.shape == weights.scale.shape == (len(SIGNALS),)
    assert all(hidden.shape == (len(SIGNALS), len(biases)) for hidden, biases, _, _ in weights.networks)


def test_no_pairs_no_scores() -> None:
    assert score_pairs(measure_pairs([], [])).shape == (0,)


def test_a_retelling_outscores_another_subject() -> None:
    texts = (
        "Firefighters rescued nine miners from the flooded shaft. The price of copper fell again.",
        "Nine miners were pulled out of the flooded shaft by firefighters. A new school opens in spring.",
    )
    sides = read_sides(read_group([make_report(text, name=f"{n}.txt") for n, text in enumerate(texts)]))
    place = {side.text.split()[0]: n for n, side in enumerate(sides)}
    pairs = [(place["Firefighters"], place["Nine"]), (place["The"], place["A"])]
    rows = measure_pairs(sides, pairs)
    scores = score_pairs(rows)
    assert scores[0] > 0.5 > scores[1]
    assert explain_pair(normalise(rows, read_weights())[0])


def test_names_in_two_spellings_are_near() -> None:
    assert is_name_near("krasnohorivka", "krasnogorivka")
    assert not is_name_near("kerrin", "halcyon")


def test_scores_are_likelihoods() -> None:
    rows = np.random.default_rng(1).normal(size=(50, len(SIGNALS))).astype(np.float32)
    scores = score_pairs(rows)
    assert ((scores >= 0) & (scores <= 1)).all()
