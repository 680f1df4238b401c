"""What the stress test measures with, on small sets made for these tests."""

import numpy as np
from bench.stress import Pair, judge_pairs, mend, rate_hindsight, rate_left_out


def test_a_tokenised_sentence_is_mended() -> None:
    assert mend("The tug -LRB- built 1980 -RRB- did n't sink .") == "The tug (built 1980) didn't sink."


def test_the_best_threshold_in_hindsight() -> None:
    scores = np.array([0.1, 0.2, 0.8, 0.9])
    assert rate_hindsight(scores, [False, False, True, True], macro=False) == 1.0
    assert rate_hindsight(scores, [True, True, False, False], macro=True) == 1.0


def test_a_question_is_rated_by_the_threshold_of_the_others() -> None:
    golds = [np.array([True, False]), np.array([True, False])]
    assert rate_left_out([np.array([0.9, 0.1]), np.array([0.8, 0.1])], golds) == 1.0
    assert rate_left_out([np.array([0.9, 0.7]), np.array([0.3, 0.1])], golds) == 0.5


def test_a_pair_is_told_as_a_story_of_two() -> None:
    told = "Officials said 84 miners were killed in the explosion at the Norhaven colliery on Monday."
    other = "Officials said 31 miners were killed in the explosion at the Norhaven colliery on Monday."
    away = "The museum opens a show of glass on Saturday."
    assert judge_pairs([Pair(told, other, True), Pair(told, away, False)]) == ["differ", "single"]
