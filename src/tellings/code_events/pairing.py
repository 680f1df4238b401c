"""A coded word with its two sides in, one pair of Arguments for each actor and recipient joined by "and" out.

Three states that condemn two are six pairs, as event data count them; of two that meet there is one pair, marked as
mutual. Where a list would give more than `MOST_PAIRS`, each side stays one argument with all its names.
"""

from dataclasses import dataclass, replace
from itertools import combinations, product

from tellings.code_events.arguments import Naming, build_argument, is_actor
from tellings.code_events.clauses import spread_sides
from tellings.code_events.frames import Frame
from tellings.records import Argument

MOST_PAIRS = 8
RECIPROCAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
MUTUAL = frozenset(
    "sign ratify initial clash fight skirmish battle exchange trade sever break establish restore".split()
)
# Objects that two have together.
_SHARED = frozenset({"relations", "relationsopen", "agreement", "trade", "cooperation", "views"})
_ONE_SIDED = frozenset({"visit", "phone"})
_BETWEEN = frozenset({"with", "between"})

Pair = tuple[Argument | None, Argument | None]


@dataclass(frozen=True, slots=True)
class Coded:
    """A frame found at a word, with the indices of who does it to whom."""

    head: int
    frame: Frame
    actor: int | None
    recipient: int | None
    by: str = "lexicon"


def is_reciprocal(frame: Frame) -> bool:
    """Whether those joined as its subject do it to one another: meet, sign, upgrade ties."""
    if frame.type in RECIPROCAL or frame.lemma in MUTUAL:
        return True
    return any(one.slot == "obj" and _SHARED.intersection(one.words) for one in frame.conditions)


def is_mutual(naming: Naming, coded: Coded) -> bool:
    """Whether each side does it to the other: "A and B met", "A met with B", "talks between A and B"."""
    if coded.actor is None or coded.recipient is None or coded.frame.mode in _ONE_SIDED:
        return False
    if not is_reciprocal(coded.frame) and coded.frame.lemma != "meet":
        return False
    tokens = naming.sentence.tokens
    token = tokens[coded.recipient]
    by_preposition = token.dep == "pobj" and tokens[token.head].lemma in _BETWEEN
    met = coded.frame.lemma == "meet" and coded.frame.type == "CONSULT"
    return by_preposition or met or coded.recipient in spread_sides(naming.sentence, coded.actor)


def build_pairs(naming: Naming, coded: Coded) -> list[Pair]:
    """Every pair of an actor and a recipient, at least one pair."""
    if coded.actor is not None and coded.recipient in spread_sides(naming.sentence, coded.actor):
        heads = [place for place in spread_sides(naming.sentence, coded.actor) if is_actor(naming, place)]
        pairs = list(combinations(heads, 2))
        if 0 < len(pairs) <= MOST_PAIRS:
            return [(_alone(naming, one), _alone(naming, other)) for one, other in pairs]
        if heads:
            return [(_alone(naming, heads[0]), build_argument(naming, heads[1]) if heads[1:] else None)]
    actors, recipients = _heads(naming, coded.actor), _heads(naming, coded.recipient)
    if 1 < len(actors) * len(recipients) <= MOST_PAIRS:
        return [(_alone(naming, one), _alone(naming, other)) for one, other in product(actors, recipients)]
    return [_keep_apart(build_argument(naming, coded.actor), build_argument(naming, coded.recipient))]


def _heads(naming: Naming, index: int | None) -> list[int | None]:
    if index is None:
        return [None]
    first, *joined = spread_sides(naming.sentence, index)
    return [first, *(other for other in joined if is_actor(naming, other))]


def _alone(naming: Naming, index: int | None) -> Argument | None:
    return build_argument(naming, index, alone=True)


def _keep_apart(actor: Argument | None, recipient: Argument | None) -> Pair:
    """Nobody does it to himself: one entity on both sides is the actor."""
    if actor and recipient and actor.chain is not None and actor.chain == recipient.chain:
        return replace(actor), None
    return actor, recipient
