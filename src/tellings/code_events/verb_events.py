"""A parsed sentence in, the verbs that name an event out: each with its frame and the words for its two sides."""

from collections.abc import Iterable, Sequence

from tellings.code_events.arguments import Naming, is_actor
from tellings.code_events.clauses import Clause, build_clause, spread
from tellings.code_events.frames import QUADS, Frame, load_verbs, words_of_class
from tellings.code_events.matching import fillers, find_frame, is_scene, prepositions_of
from tellings.code_events.pairing import Coded, is_reciprocal
from tellings.linking.factuality import children_of, load_effects
from tellings.records import Sentence

_MATERIAL_CONFLICT = 4
_RISE = 4  # words climbed to the tense of a participle
_RECIPIENTS = ("dative", "obj", "to", "against", "with", "on", "at", "from", "for", "of")


def find_verbs(naming: Naming) -> Iterable[Coded | None]:
    frames = load_verbs()
    for index, token in enumerate(naming.sentence.tokens):
        if token.pos != "VERB" or token.dep in ("amod", "compound", "nmod") or token.lemma not in frames:
            continue
        if not _is_on_noun(naming.sentence, index):
            yield _code_verb(naming, index, frames[token.lemma])


def _is_on_noun(sentence: Sentence, index: int) -> bool:
    """ "dancers and backing musicians": a participle joined to a noun describes what follows it."""
    token = sentence.tokens[index]
    return token.tag == "VBG" and token.dep == "conj" and sentence.tokens[token.head].pos in ("NOUN", "PROPN")


def _code_verb(naming: Naming, index: int, frames: Sequence[Frame]) -> Coded | None:
    clause = build_clause(naming.sentence, index)
    frame = find_frame(frames, clause, naming)
    if frame is None or frame.type == "NONE" or is_unreal(naming.sentence, frame):
        return None
    if frame.type == "ASSAULT" and _is_timeless(naming.sentence, index):
        return None
    if clause.obj is None and clause.inf is not None:
        clause.obj = _subject_inside(naming, clause.inf)
    actor = clause.subj if clause.subj is not None and is_actor(naming, clause.subj) else None
    recipient = _find_recipient(naming, clause, frame, actor)
    actor, recipient = pair_sides(naming, clause, frame, actor, recipient)
    if actor is None and recipient is None and not _is_of_request(naming, clause, frame):
        return None
    return Coded(index, frame, actor, recipient)


def _is_of_request(naming: Naming, clause: Clause, frame: Frame) -> bool:
    """ "the request would be denied": what is refused names the happening, though neither side is named."""
    if frame.type not in ("REJECT", "REQUEST") or clause.obj is None or not frame.conditions:
        return False
    return naming.sentence.tokens[clause.obj].lemma in words_of_class("request")


def is_unreal(sentence: Sentence, frame: Frame) -> bool:
    """Whether the sentence is about sport, games, fiction, dreams or rehearsals, where attacks are none."""
    if QUADS[frame.type] != _MATERIAL_CONFLICT:
        return False
    scenes = ("sport", "game", "fiction") if frame.type == "MOBILIZE" else ("sport", "game", "fiction", "staged")
    return any(is_scene(sentence, name) for name in scenes)


def _is_timeless(sentence: Sentence, index: int) -> bool:
    """Violence in the simple present outside headlines: plots, pictures, figures of speech, what is so in general.

    Headlines are known as such, or by having no full stop.
    """
    if sentence.title or sentence.tokens[-1].text not in (".", "!", "?", "”", '"', "’"):
        return False
    place = index
    for _ in range(_RISE):
        token = sentence.tokens[place]
        if token.tag in ("VBZ", "VBP"):
            helped = any(sentence.tokens[child].dep in ("aux", "auxpass") for child in children_of(sentence)[place])
            return not helped and (place == index or load_effects().get((token.lemma, "verb")) != "said")
        if token.tag in ("VBD", "VBN", "MD", "VB") or token.head == place:
            return False
        place = token.head
    return False


def _subject_inside(naming: Naming, infinitive: int) -> int | None:
    """ "asked the force to leave": the parser may hang the force on "leave"."""
    for child in children_of(naming.sentence)[infinitive]:
        if naming.sentence.tokens[child].dep == "nsubj":
            return child
    return None


def _find_recipient(naming: Naming, clause: Clause, frame: Frame, actor: int | None) -> int | None:
    slots = ("dative", *frame.recipients) if frame.recipients else _RECIPIENTS
    for slot in slots:
        for place in fillers(clause, naming, slot):
            if place != actor and is_actor(naming, place) and not _is_mere_place(naming, slot, place):
                return place
    for slot in dict.fromkeys((*slots, "obj")):
        for place in fillers(clause, naming, slot):
            owner = _owner(naming, place)
            if owner is not None and owner != actor:
                return owner
    return None


def _is_mere_place(naming: Naming, slot: str, index: int) -> bool:
    """ "in the capital" says where, "in Chad" may say whom."""
    return slot in ("in", "at", "near", "along", "outside") and naming.sentence.tokens[index].kind != "GPE"


def _owner(naming: Naming, index: int) -> int | None:
    """Whose it is: the possessor, the "of", "by" or "from" phrase, or the adjective of a country."""
    if is_actor(naming, index):
        return None
    children = children_of(naming.sentence)[index]
    for child in children:
        if naming.sentence.tokens[child].dep == "poss" and is_actor(naming, child):
            return child
    for name in ("by", "of", "from", "against", "on"):
        for place in prepositions_of(naming.sentence, index, name):
            if is_actor(naming, place) and not _is_own(naming, place):
                return place
    return next((child for child in children if is_belonging(naming, child)), None)


def _is_own(naming: Naming, index: int) -> bool:
    """ "our forces", "its citizens": the side that acts, not the one that is acted upon."""
    children = children_of(naming.sentence)[index]
    return any(naming.sentence.tokens[child].tag == "PRP$" for child in children)


def is_belonging(naming: Naming, index: int) -> bool:
    token = naming.sentence.tokens[index]
    return token.dep in ("amod", "compound", "nmod") and token.kind in ("NORP", "GPE", "ORG")


def pair_sides(
    naming: Naming, clause: Clause, frame: Frame, actor: int | None, recipient: int | None
) -> tuple[int | None, int | None]:
    """Both sides where they stand together: "between A and B", "A and B met"."""
    sides = [side for place in fillers(clause, naming, "between") for side in spread(naming.sentence, place)]
    if len(sides) > 1 and actor is None:
        return sides[0], sides[1]
    if not is_reciprocal(frame) or recipient is not None or actor is None:
        return actor, recipient
    joined = [place for place in spread(naming.sentence, actor) if is_actor(naming, place)]
    return (joined[0], joined[1]) if len(joined) > 1 else (actor, recipient)
