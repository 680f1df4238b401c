"""A parsed sentence in, the verbs that name an event out: each with its frame and the words for its two sides."""

from collections.abc import Iterable, Sequence

from tellings.code_events.arguments import Naming, is_actor, is_explained
from tellings.code_events.clauses import Clause, build_clause, spread_sides
from tellings.code_events.frames import QUADS, Frame, load_verbs, words_of_class
from tellings.code_events.matching import fillers, find_frame, is_scene, prepositions_of
from tellings.code_events.pairing import Coded, is_reciprocal
from tellings.linking.factuality import children_of, load_effects, subject_of
from tellings.records import Sentence

_MATERIAL_CONFLICT = 4
_DATELINE = 10  # words within which the dash of a dateline stands
_ABOUT_ACTS = frozenset({"AGREE", "REJECT", "THREATEN"})
_INNER = ("dative", "to", "obj", "with", "against", "on", "from", "for", "in")
_PLACES = frozenset({"in", "at", "near", "along", "outside"})
_THIRD = frozenset({"it", "he", "she", "they"})
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
    clause.subj = after_dateline(naming.sentence, stand_for(naming, index, clause.subj))
    frame = find_frame(frames, clause, naming)
    if frame is None or frame.type == "NONE" or is_unreal(naming.sentence, frame):
        return None
    if frame.type == "ASSAULT" and _is_timeless(naming.sentence, index) and not _is_supposed(naming.sentence, index):
        return None
    if clause.obj is None and clause.inf is not None:
        clause.obj = _subject_inside(naming, clause.inf)
    actor = clause.subj if clause.subj is not None and is_actor(naming, clause.subj) else None
    recipient = _find_recipient(naming, clause, frame, actor)
    recipient = _owner_of_machine(naming, frame, recipient)
    actor, recipient = pair_sides(naming, clause, frame, actor, recipient)
    if actor is None and recipient is None and not _is_of_request(naming, clause, frame):
        return None
    return Coded(index, frame, actor, recipient)


def stand_for(naming: Naming, verb: int, subject: int | None) -> int | None:
    """ "Peru said it had …": a pronoun that no mention explains is who is said to say so."""
    sentence = naming.sentence
    if subject is None or sentence.tokens[subject].text.lower() not in _THIRD or is_explained(naming, subject):
        return subject
    place = verb
    while sentence.tokens[place].dep in ("conj", "xcomp") and sentence.tokens[place].head != place:
        place = sentence.tokens[place].head
    above = sentence.tokens[place].head
    if sentence.tokens[place].dep != "ccomp" or load_effects().get((sentence.tokens[above].lemma, "verb")) != "said":
        return subject
    speaker = subject_of(sentence, above)
    return speaker if speaker is not None and is_actor(naming, speaker) else subject


def after_dateline(sentence: Sentence, subject: int | None) -> int | None:
    """ "LIMA, Peru — A court fined …": the subject stands after the dash, whatever the parser took for it."""
    marks = [i for i, token in enumerate(sentence.tokens[:_DATELINE]) if token.text in ("—", "–", "--", "-")]
    if subject is None or not marks or subject > marks[0] or not sentence.tokens[0].text.isupper():
        return subject
    below = [child for child in children_of(sentence)[subject] if child > marks[0]]
    return next((child for child in below if sentence.tokens[child].pos in ("NOUN", "PROPN")), None)


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


def _is_supposed(sentence: Sentence, index: int) -> bool:
    """ "if Sudan attacks": what a condition supposes, told as conditional."""
    return any(sentence.tokens[child].lemma in ("if", "unless") for child in children_of(sentence)[index])


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
    owned = frame.type != "CONSULT" or not frame.recipients  # whose plan is discussed is not with whom
    near, far = [s for s in slots if s not in _PLACES], [s for s in slots if s in _PLACES]
    for group in (near, far):  # "protested against Israeli policies in the valley": whose policies comes before where
        found = _find_filler(naming, clause, group, actor)
        if found is None:
            objects = ("obj",) if group is near and owned else ()
            found = _find_owner(naming, clause, dict.fromkeys((*group, *objects)), actor)
        if found is not None:
            return found
    return _recipient_inside(naming, clause, frame, actor)


def _owner_of_machine(naming: Naming, frame: Frame, recipient: int | None) -> int | None:
    """ "seized its aircraft": the one who had it; what shoots is no side that anything is done to."""
    if recipient is None or frame.type == "ASSAULT":
        return recipient
    if naming.sentence.tokens[recipient].lemma not in words_of_class("machine"):
        return recipient
    below = children_of(naming.sentence)[recipient]
    owners = [child for child in below if naming.sentence.tokens[child].dep == "poss" and is_actor(naming, child)]
    return next(iter(owners), next((child for child in below if is_belonging(naming, child)), None))


def _find_filler(naming: Naming, clause: Clause, slots: Iterable[str], actor: int | None) -> int | None:
    for slot in slots:
        for place in fillers(clause, naming, slot):
            if place != actor and is_actor(naming, place) and not _is_mere_place(naming, slot, place):
                return place
    return None


def _find_owner(naming: Naming, clause: Clause, slots: Iterable[str], actor: int | None) -> int | None:
    for slot in slots:
        for place in fillers(clause, naming, slot):
            owner = _owner(naming, place)
            if owner is not None and owner != actor:
                return owner
    return None


def _recipient_inside(naming: Naming, clause: Clause, frame: Frame, actor: int | None) -> int | None:
    """ "offered to hand the men over to Chad": whom the offer, refusal or threat concerns stands within it."""
    if clause.inf is None or frame.type not in _ABOUT_ACTS:
        return None
    inner = build_clause(naming.sentence, clause.inf)
    for slot in _INNER:
        for place in fillers(inner, naming, slot):
            if place not in (actor, clause.obj) and is_actor(naming, place) and not _is_mere_place(naming, slot, place):
                return place
    return None


def _is_mere_place(naming: Naming, slot: str, index: int) -> bool:
    """ "in the capital" says where, "in Chad" may say whom."""
    return slot in _PLACES and naming.sentence.tokens[index].kind != "GPE"


def _owner(naming: Naming, index: int) -> int | None:
    """Whose it is: the possessor, the "of", "by" or "from" phrase, or the adjective of a country."""
    if is_actor(naming, index):
        return None
    children = children_of(naming.sentence)[index]
    for child in children:
        if naming.sentence.tokens[child].dep == "poss" and is_actor(naming, child):
            return child
    for name in ("by", "of", "from", "against", "on", "in"):
        for place in prepositions_of(naming.sentence, index, name):
            if is_actor(naming, place) and not _is_own(naming, place) and not _is_mere_place(naming, name, place):
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
    sides = [side for place in fillers(clause, naming, "between") for side in spread_sides(naming.sentence, place)]
    if len(sides) > 1 and actor is None:
        return sides[0], sides[1]
    if not is_reciprocal(frame) or recipient is not None or actor is None:
        return actor, recipient
    joined = [place for place in spread_sides(naming.sentence, actor) if is_actor(naming, place)]
    return (joined[0], joined[1]) if len(joined) > 1 else (actor, recipient)
