"""What lies between two sides of a sentence: features that stand still, and the packaged model on plain cases."""

import numpy as np

from tellings.annotate.parse import parse_report
from tellings.code_events.model import Model
from tellings.code_events.pairs import Pair, cut_between, grams_of, mask_sides, score_pairs
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


def test_plain_cases_are_told_apart() -> None:
    cases = [
        ("Ghana condemned Togo for the raid.", "Ghana", "Togo", "ACCUSE"),
        ("Ghana recalled its ambassador from Togo.", "Ghana", "Togo", "SANCTION"),
        ("Rebels ambushed a convoy of the army near the river.", "Rebels", "army", "ASSAULT"),
        ("The premier of Fiji met the king of Tonga.", "premier", "king", "CONSULT"),
    ]
    found = score_pairs([pair_of(text, actor, recipient) for text, actor, recipient, _ in cases])
    assert [root for root, _ in found] == [root for *_, root in cases]
    assert all(0 < chance <= 1 for _, chance in found)
    assert score_pairs([]) == []


def test_model_weighs_grams_to_one_length() -> None:
    grams = [["a", "b"], ["a", "b"], ["a"]]
    model = Model.of_grams(grams)
    joined = model.join(np.zeros((3, 2), dtype=np.float32), grams)
    assert joined.shape == (3, 4)
    assert np.allclose(np.linalg.norm(joined, axis=1), 3.0)
