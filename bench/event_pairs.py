"""A sentence and two stretches of it in, features of what the first side does to the second out.

Three views: the lexicon's own coding (types, sides and factuality of the events found), sentence embeddings of the
sentence, of it with the sides masked, and of what stands between the sides, and the words between the sides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tellings.code_events.frames import load_nouns, load_verbs
from tellings.code_events.plover import Reading, code_sentence
from tellings.linking.factuality import subject_of
from tellings.linking.vectors import embed
from tellings.records import Argument, Event, Sentence

ROOTS = (
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT", "REQUEST",
    "SANCTION", "SUPPORT", "THREATEN", "YIELD",
)  # fmt: skip
FACTUALITIES = (
    "happened", "ongoing", "planned", "threatened", "asked", "refused", "denied", "possible", "conditional",
    "background",
)  # fmt: skip
ACTOR, RECIPIENT = "Alpha", "Beta"
AFTER = 5  # words kept after the second side: "… on <t>Chad</t> for its raids"
_WEIGHTS = (2.0, 2.0, 3.0)  # of sentence, masked sentence and what stands between; tried 2 to 6
_NO_READING = Reading((), (), (), (), None)
_YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}  # older sets know the two as one
_SPOKEN = frozenset({"REJECT", "ACCUSE"})


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence's text and parse, and where its two sides stand (start, end)."""

    text: str
    sentences: tuple[Sentence, ...]
    actor: tuple[int, int]
    recipient: tuple[int, int]


def root_of(event: Event) -> str:
    """The type as sets without factuality have it: a refused visit is REJECT, a planned one AGREE."""
    kind, factuality = _YIELD.get(event.type, event.type), event.factuality
    kindly = event.quad in (1, 2)
    if factuality == "refused" or (kindly and event.polarity == "negative"):
        return "REJECT"
    if factuality == "threatened" or (factuality == "planned" and event.quad == 4):
        return "THREATEN"
    if factuality == "asked" and kind not in _SPOKEN:
        return "REQUEST"
    return "AGREE" if factuality == "planned" and kindly else kind


def mask_sides(pair: Pair) -> str:
    """The sentence with a stand-in for each side."""
    text = pair.text
    for (start, end), name in sorted(((pair.actor, ACTOR), (pair.recipient, RECIPIENT)), reverse=True):
        text = f"{text[:start]} {name} {text[end:]}"
    return " ".join(text.split())


def cut_between(masked: str) -> str:
    """From the first stand-in to a few words after the second."""
    words = masked.split()
    places = [place for place, word in enumerate(words) if word.startswith((ACTOR, RECIPIENT))]
    return " ".join(words[places[0] : places[-1] + 1 + AFTER]) if len(places) > 1 else masked


def grams_of(pair: Pair) -> list[str]:
    """Lemmas from one side to a few words after the other, each two in a row, and the verb that the actor governs."""
    words: list[str] = []
    verbs: list[str] = []
    first, second = sorted((pair.actor, pair.recipient))
    left = AFTER
    for sentence in pair.sentences:
        for place, token in enumerate(sentence.tokens):
            if token.pos == "VERB" and _is_actors(sentence, place, pair):
                verbs.append(f"does {token.lemma}")
            if token.start < first[0] or left == 0 or token.pos == "PUNCT":
                continue
            side = _side_of(token.start, pair)
            words += [side or token.lemma] if not side or words[-1:] != [side] else []
            left -= token.start >= second[1]
    return words + [f"{left} {right}" for left, right in pairwise(words)] + verbs


def _side_of(start: int, pair: Pair) -> str:
    if pair.actor[0] <= start < pair.actor[1]:
        return ACTOR
    return RECIPIENT if pair.recipient[0] <= start < pair.recipient[1] else ""


def _is_actors(sentence: Sentence, verb: int, pair: Pair) -> bool:
    subject = subject_of(sentence, verb)
    return subject is not None and pair.actor[0] <= sentence.tokens[subject].start < pair.actor[1]


def count_lexicon(pair: Pair) -> NDArray[np.float32]:
    """What the lexicon finds: roots and types by how well the sides fit, factualities, and readings of the verbs."""
    roots = {root: place for place, root in enumerate(ROOTS)}
    typed = np.zeros((4, 2, len(ROOTS)), dtype=np.float32)
    held = np.zeros((4, len(FACTUALITIES) + 1), dtype=np.float32)
    for sentence in pair.sentences:
        for event in code_sentence(sentence, _NO_READING):
            fit = _fit(event, pair)
            typed[fit, 0, roots[root_of(event)]] = 1
            typed[fit, 1, roots[_YIELD.get(event.type, event.type)]] = 1
            held[fit, FACTUALITIES.index(event.factuality)] = 1
            held[fit, -1] = max(held[fit, -1], event.polarity == "negative")
    return np.concatenate([typed.ravel(), held.ravel(), _count_readings(pair, roots).ravel()])


def _fit(event: Event, pair: Pair) -> int:
    actor, recipient = _meets(event.actor, pair.actor), _meets(event.recipient, pair.recipient)
    return 0 if actor and recipient else 1 if actor else 2 if recipient else 3


def _meets(argument: Argument | None, side: tuple[int, int]) -> bool:
    return argument is not None and argument.span.start < side[1] and side[0] < argument.span.end


def _count_readings(pair: Pair, roots: dict[str, int]) -> NDArray[np.float32]:
    """Types of all frames of each noun and verb (apart: verbs whose subject is the actor), conditions aside."""
    counts = np.zeros((2, len(roots)), dtype=np.float32)
    for sentence in pair.sentences:
        for place, token in enumerate(sentence.tokens):
            frames = load_verbs() if token.pos == "VERB" else load_nouns() if token.pos == "NOUN" else {}
            own = token.pos == "VERB" and _is_actors(sentence, place, pair)
            for frame in frames.get(token.lemma, ()):
                if frame.type != "NONE":
                    root = roots[_YIELD.get(frame.type, frame.type)]
                    counts[0 if own else 1, root] += 1.0 if token.pos == "VERB" else 0.5
    return (np.minimum(counts, 2) / 2).astype(np.float32)


def build_features(pairs: Sequence[Pair]) -> tuple[NDArray[np.float32], list[list[str]]]:
    """A row of numbers for each pair, and its word grams (which a model weighs by its own vocabulary)."""
    masked = [mask_sides(pair) for pair in pairs]
    between = [cut_between(text) for text in masked]
    views = [embed([pair.text for pair in pairs]), embed(masked), embed(between)]
    weighted = [weight * view for weight, view in zip(_WEIGHTS, views, strict=True)]
    lexicon = np.stack([count_lexicon(pair) for pair in pairs])
    return np.hstack([lexicon, *weighted]).astype(np.float32), [grams_of(pair) for pair in pairs]
