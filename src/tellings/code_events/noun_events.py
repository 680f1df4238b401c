"""A parsed sentence in, the nouns that name an event out: each with its frame and the words for its two sides."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tellings.code_events.arguments import Naming, is_actor, is_explained, sector_at
from tellings.code_events.circumstances import carrier_of
from tellings.code_events.clauses import Clause, build_clause, build_noun_clause
from tellings.code_events.frames import Frame, load_nouns, words_of_class
from tellings.code_events.matching import find_frame, is_scene, prepositions_of
from tellings.code_events.pairing import Coded
from tellings.code_events.verb_events import is_belonging, is_unreal, pair_sides
from tellings.linking.factuality import children_of
from tellings.records import Sentence
from tellings.text.countries import parse_demonym

_NAMES = frozenset({"PERSON", "ORG", "GPE", "WORK_OF_ART", "LAW", "EVENT", "PRODUCT", "FAC"})
_ARMED = frozenset({"MIL", "COP", "REB", "UAF", "CRM"})
_COMES_FROM = frozenset({"REQUEST", "THREATEN", "ACCUSE", "AID", "SUPPORT", "AGREE", "REJECT", "ASSAULT"})
_NEEDS_ACTOR = frozenset({"AGREE", "SUPPORT", "COOPERATE", "AID", "CONSULT", "ACCUSE", "REQUEST"})


def find_nouns(naming: Naming, verbs: Sequence[Coded]) -> Iterable[Coded]:
    frames = load_nouns()
    heads = {coded.head for coded in verbs}
    for index, token in enumerate(naming.sentence.tokens):
        common = token.pos == "NOUN" or (token.pos == "PROPN" and naming.sentence.title and not token.kind)
        if not common or token.dep in ("compound", "amod", "nmod") or token.kind in _NAMES or token.lemma not in frames:
            continue
        coded = _code_noun(naming, index, frames[token.lemma], heads)
        if coded:
            yield coded


def _code_noun(naming: Naming, index: int, frames: Sequence[Frame], heads: set[int]) -> Coded | None:
    sentence = naming.sentence
    clause = build_noun_clause(sentence, index)
    carrier = carrier_of(naming, index)
    if clause.subj is not None and sentence.tokens[clause.subj].tag == "PRP$" and not is_explained(naming, clause.subj):
        clause.subj = None  # "continued their attacks"
    if carrier is not None:
        clause.words.append("carried")
        clause.subj = build_clause(sentence, carrier).subj if clause.subj is None else clause.subj
    frame = find_frame(frames, clause, naming)
    if frame is None or frame.type == "NONE" or _is_elsewhere(sentence, frame):
        return None
    actor = clause.subj if clause.subj is not None and is_actor(naming, clause.subj) else None
    actor = _swap_agent(naming, index, clause, frame, actor)
    recipient = _first_actor(naming, clause, [slot for slot in frame.recipients if slot != "in"], actor)
    if recipient is None and actor is not None and _is_patient(naming, clause, frame, actor):
        if not _is_people(naming, actor):
            return None  # "the firm's release"
        actor, recipient = None, actor  # "her arrest"
    if carrier is not None and sentence.tokens[carrier].lemma in words_of_class("receive"):
        got = build_clause(sentence, carrier).subj  # "got a warning": the subject is who it is done to
        actor = actor if actor != got else _first_actor(naming, clause, ["from", "by"], got)
        return _pointed(naming, Coded(index, frame, actor, None), got)
    carrier = carrier if carrier is not None else _announcer_of(naming, index)
    if carrier is not None and carrier not in heads:
        actor, recipient = _take_carrier(naming, carrier, frame, actor, recipient)
    if actor is None and "from" not in frame.recipients and frame.type in _COMES_FROM:
        actor = _first_actor(naming, clause, ["from"], recipient)
    actor, recipient = _take_modifier(naming, index, frame, actor, recipient)
    actor, recipient = pair_sides(naming, clause, frame, actor, recipient)
    if (actor is None and recipient is None) or (actor is None and frame.type in _NEEDS_ACTOR):
        return None
    return Coded(index, frame, actor, recipient)


def _pointed(naming: Naming, coded: Coded, got: int | None) -> Coded | None:
    """The noun coded with the one who gets it as its recipient."""
    recipient = got if got is not None and got != coded.actor and is_actor(naming, got) else coded.recipient
    if recipient is None or (coded.actor is None and coded.frame.type in _NEEDS_ACTOR):
        return None
    return replace(coded, recipient=recipient)


def _announcer_of(naming: Naming, index: int) -> int | None:
    """The verb whose subject does what the noun says: "announced a suspension", "engaged in looting"."""
    token = naming.sentence.tokens[index]
    above = naming.sentence.tokens[token.head]
    if token.dep == "dobj" and above.lemma in words_of_class("announce"):
        return token.head
    if (
        token.dep == "pobj"
        and above.lemma == "in"
        and naming.sentence.tokens[above.head].lemma in ("engage", "indulge")
    ):
        return above.head
    return None


def _is_elsewhere(sentence: Sentence, frame: Frame) -> bool:
    return is_unreal(sentence, frame) or is_scene(sentence, "sport") or is_scene(sentence, "fiction")


def _is_patient(naming: Naming, clause: Clause, frame: Frame, actor: int) -> bool:
    """Whether the possessor of the noun is whom it is done to; "the army's shooting" is by the army."""
    if "poss" not in frame.recipients or actor in clause.preps.get("by", ()):
        return False
    return frame.type != "ASSAULT" or sector_at(naming, actor) not in _ARMED


def _is_people(naming: Naming, index: int) -> bool:
    return naming.sentence.tokens[index].kind not in ("ORG", "GPE", "PRODUCT", "WORK_OF_ART")


def _take_modifier(
    naming: Naming, index: int, frame: Frame, actor: int | None, recipient: int | None
) -> tuple[int | None, int | None]:
    """ "the Kenyan request" is Kenya's; "the Lagos attack" was in Lagos, and "the Kenya attack" in Kenya."""
    children = children_of(naming.sentence)[index]
    modifiers = [child for child in children if is_belonging(naming, child) and child not in (actor, recipient)]
    if frame.type == "COERCE":  # "a DUI arrest"
        modifiers = [one for one in modifiers if naming.sentence.tokens[one].kind != "ORG" or sector_at(naming, one)]
    # "the Greek protests" were in Greece, and a firm's lawsuit may be against it.
    if not modifiers or frame.type == "PROTEST" or (frame.type == "ACCUSE" and frame.mode == "allege"):
        return actor, recipient
    place = frame.type in ("ASSAULT", "PROTEST", "MOBILIZE") and _is_place_name(naming, modifiers[0])
    if place:
        return (actor, modifiers[0]) if recipient is None else (actor, recipient)
    return (modifiers[0], recipient) if actor is None else (actor, recipient)


def _is_place_name(naming: Naming, index: int) -> bool:
    """A name of a place that is no adjective; short forms ("US", "UN") stand before a noun like adjectives."""
    token = naming.sentence.tokens[index]
    return token.kind == "GPE" and parse_demonym(token.text) is None and not token.text.replace(".", "").isupper()


def _swap_agent(naming: Naming, index: int, clause: Clause, frame: Frame, actor: int | None) -> int | None:
    """ "the refusal of the request by the mission": the mission refuses, though the parser hangs it on the request."""
    requests = words_of_class("request")
    if actor is None and frame.type != "REJECT":
        agents = [
            agent
            for slot in frame.recipients
            for place in clause.preps.get(slot, ())
            if naming.sentence.tokens[place].lemma not in load_nouns()  # its own agent: "protest at the killing by …"
            for agent in prepositions_of(naming.sentence, place, "by")
        ]
        return next((agent for agent in agents if is_actor(naming, agent)), None)
    if frame.type == "REJECT" and actor is None:
        for place in clause.preps.get("of", ()):
            if naming.sentence.tokens[place].lemma in requests:
                agents = prepositions_of(naming.sentence, place, "by")
                return next((agent for agent in agents if is_actor(naming, agent)), None)
    if actor is not None and actor in clause.preps.get("by", ()) and naming.sentence.tokens[index].dep == "pobj":
        above = naming.sentence.tokens[naming.sentence.tokens[index].head]
        governor = naming.sentence.tokens[above.head].lemma
        if above.lemma == "of" and any(row.type == "REJECT" for row in load_nouns().get(governor, ())):
            return None
    return actor


def _first_actor(naming: Naming, clause: Clause, slots: Sequence[str], other: int | None) -> int | None:
    for slot in slots:
        for place in clause.preps.get(slot, ()):
            if place != other and place != clause.subj and is_actor(naming, place):
                return place
    for slot in slots:  # "a suspension of flights to Libya"
        for place in clause.preps.get(slot, ()):
            found = _side_below(naming, place, other) if not is_actor(naming, place) else None
            if found is not None:
                return found
    return None


def _side_below(naming: Naming, place: int, other: int | None) -> int | None:
    """ "a suspension of flights to Libya", "the offer from Chile", "an attack on the Fijian boat": whose it is."""
    for name in ("with", "to", "on", "against", "from"):
        for one in prepositions_of(naming.sentence, place, name):
            if one != other and is_actor(naming, one):
                return one
    children = children_of(naming.sentence)[place]
    return next((child for child in children if child != other and is_belonging(naming, child)), None)


def _take_carrier(
    naming: Naming, carrier: int, frame: Frame, actor: int | None, recipient: int | None
) -> tuple[int | None, int | None]:
    clause = build_clause(naming.sentence, carrier)
    doer = clause.obj if clause.passive and naming.sentence.tokens[carrier].lemma == "engage" else clause.subj
    if actor is None and doer is not None and is_actor(naming, doer):
        actor = doer
    if recipient is None:
        recipient = _first_actor(naming, clause, [slot for slot in frame.recipients if slot != "in"], actor)
    if recipient is None and clause.dative is not None and is_actor(naming, clause.dative):
        recipient = clause.dative
    return actor, recipient
