"""The lexicon: wide enough, well formed, every type of the scheme, every condition readable."""

from tellings.code_events.arguments import SECTORS
from tellings.code_events.contexts import load_contexts
from tellings.code_events.frames import QUADS, Condition, Frame, load_classes, load_nouns, load_verbs


def test_width_and_types() -> None:
    verbs = {lemma for lemma, frames in load_verbs().items() if any(frame.type != "NONE" for frame in frames)}
    nouns = {lemma for lemma, frames in load_nouns().items() if any(frame.type != "NONE" for frame in frames)}
    assert len(verbs) >= 900 and len(nouns) >= 400
    types = {frame.type for frames in (*load_verbs().values(), *load_nouns().values()) for frame in frames}
    assert types == {*QUADS, "NONE"}
    assert all(frame.why for frames in load_verbs().values() for frame in frames)


def test_what_is_no_event_is_looked_at_first() -> None:
    for frames in load_verbs().values():
        kinds = [frame.type != "NONE" for frame in frames]
        assert kinds == sorted(kinds)


def test_sectors_and_contexts_have_words() -> None:
    assert all(load_classes()[sector] for sector in SECTORS)
    assert load_contexts()["uranium"] == "cbrn"


def test_complements_without_which_a_frame_cannot_fit() -> None:
    conditions = (
        Condition("obj", ("soldiers",)),
        Condition("subj", ("any",)),  # an adverb may stand for it
        Condition("dative", ("court",), absent=True),
        Condition("with", ("knife",)),  # may stand at the object
        Condition("inf"),
    )
    assert Frame("hit", conditions, (), "ASSAULT", None, (), "").asked == {"obj"}
