"""What lies between two sides of a sentence: features that stand still."""

import numpy as np
from bench.event_model import Model
from bench.event_pairs import Pair, cut_between, grams_of, mask_sides

from tellings.annotate.parse import parse_report
from tellings.records import Report


def pair_of(text: str, actor: str, recipient: str) -> Pair:
    report = Report("r", "c", "own.txt", None, None, None, None, "en", text)
    left, right = text.index(actor), text.index(recipient)
    return Pair(text, tuple(parse_report(report)), (left, left + len(actor)), (right, right + len(recipient)))


def test_sides_are_masked_and_words_counted_by_lemma() -> None:
    pair = pair_of("On Friday Ghana condemned the raids of Togo in a letter.", "Ghana", "Togo")
    masked = mask_sides(pair)
    assert masked == "On Friday Alpha condemned the raids of Beta in a letter."
    assert cut_between(masked) == "Alpha condemned the raids of Beta in a letter."
    assert {"Alpha condemn", "does condemn", "of Beta"} <= set(grams_of(pair))


def test_model_weighs_grams_to_one_length() -> None:
    grams = [["a", "b"], ["a", "b"], ["a"]]
    model = Model.of_grams(grams)
    joined = model.join(np.zeros((3, 2), dtype=np.float32), grams)
    assert joined.shape == (3, 4)
    assert np.allclose(np.linalg.norm(joined, axis=1), 3.0)
