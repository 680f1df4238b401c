"""Annotations of one report in, its PLOVER Events out: verbs and event nouns that fit a frame of the lexicon.

Types, modes and contexts are those of PLOVER (16 types in four quads); see `verbs.tsv` and `nouns.tsv`. How real an
event is comes from `linking.factuality`; one dated more than a year before the report's publication is background.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from tellings.code_events.arguments import Naming, build_argument, is_actor
from tellings.code_events.circumstances import carrier_of, find_place, find_when, has_old_year, is_of_age
from tellings.code_events.clauses import Clause, build_clause, build_noun_clause, spread
from tellings.code_events.contexts import find_contexts
from tellings.code_events.frames import QUADS, Frame, load_nouns, load_verbs, words_of_class
from tellings.code_events.matching import fillers, find_frame, is_scene, prepositions_of
from tellings.linking.factuality import Stance, children_of, judge_clause, load_effects
from tellings.records import (
    Argument,
    Dating,
    Event,
    Interval,
    Mention,
    Moment,
    Place,
    Quote,
    Report,
    Sentence,
    Span,
    make_id,
)
from tellings.stage import Cut, Group, Stage

SCHEME = "plover"
BACKGROUND_AFTER = timedelta(days=366)
_RISE = 4  # words climbed to the tense of a participle
LONGEST = 400  # tokens: what is longer is no sentence but broken text
_RECIPIENTS = ("dative", "obj", "to", "against", "with", "on", "at", "from", "for", "of")
_RECIPROCAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
_MUTUAL = frozenset(
    "sign ratify initial clash fight skirmish battle exchange trade sever break establish restore".split()
)
_SAID = frozenset({"REQUEST", "AGREE", "THREATEN", "ACCUSE", "REJECT", "SUPPORT"})  # refusing one does not undo it
_NAMES = frozenset({"PERSON", "ORG", "GPE", "WORK_OF_ART", "LAW", "EVENT", "PRODUCT", "FAC"})
_NEEDS_ACTOR = frozenset({"AGREE", "SUPPORT", "COOPERATE", "AID", "CONSULT", "ACCUSE", "REQUEST"})


@dataclass(frozen=True, slots=True)
class Reading:
    """The annotations of one report that coding looks at."""

    mentions: Sequence[Mention]
    places: Sequence[Place]
    moments: Sequence[Moment]
    quotes: Sequence[Quote]
    published: Interval | None


@dataclass(frozen=True, slots=True)
class Coded:
    """A frame found at a word, with the indices of who does it to whom."""

    head: int
    frame: Frame
    actor: int | None
    recipient: int | None


def code_sentence(sentence: Sentence, reading: Reading) -> list[Event]:
    """The events of one sentence, in order of their head words."""
    if len(sentence.tokens) > LONGEST:
        return []
    naming = _build_naming(sentence, reading)
    found = [coded for coded in _find_verbs(naming) if coded]
    taken = {(place, coded.frame.type) for coded in found for place in _complements(naming, coded)}
    found += [coded for coded in _find_nouns(naming, found) if (coded.head, coded.frame.type) not in taken]
    found.sort(key=lambda coded: coded.head)
    return [_build_event(naming, coded, reading) for coded in found if not _is_double(sentence, coded, found)]


def _is_double(sentence: Sentence, coded: Coded, found: Sequence[Coded]) -> bool:
    """Whether a word before it, joined by "and", tells the same happening: "shot and wounded"."""
    return any(
        other.head == sentence.tokens[coded.head].head
        and sentence.tokens[coded.head].dep == "conj"
        and (other.frame.type, other.actor, other.recipient) == (coded.frame.type, coded.actor, coded.recipient)
        for other in found
    )


def _build_naming(sentence: Sentence, reading: Reading) -> Naming:
    mentions = [mention for mention in reading.mentions if sentence.span.overlap(mention.span)]
    places = [place for place in reading.places if sentence.span.overlap(place.span)]
    return Naming(sentence, mentions, places)


def _find_verbs(naming: Naming) -> Iterable[Coded | None]:
    frames = load_verbs()
    for index, token in enumerate(naming.sentence.tokens):
        if token.pos == "VERB" and token.dep not in ("amod", "compound", "nmod") and token.lemma in frames:
            yield _code_verb(naming, index, frames[token.lemma])


def _code_verb(naming: Naming, index: int, frames: Sequence[Frame]) -> Coded | None:
    clause = build_clause(naming.sentence, index)
    frame = find_frame(frames, clause, naming)
    if frame is None or frame.type == "NONE" or (QUADS[frame.type] == 4 and _is_staged(naming.sentence)):
        return None
    if frame.type == "ASSAULT" and _is_timeless(naming.sentence, index):
        return None
    if clause.obj is None and clause.inf is not None:
        clause.obj = _subject_inside(naming, clause.inf)
    actor = clause.subj if clause.subj is not None and is_actor(naming, clause.subj) else None
    recipient = _find_recipient(naming, clause, frame, actor)
    actor, recipient = _pair(naming, clause, frame, actor, recipient)
    if actor is None and recipient is None and not _is_of_request(naming, clause, frame):
        return None
    return Coded(index, frame, actor, recipient)


def _is_of_request(naming: Naming, clause: Clause, frame: Frame) -> bool:
    """ "the request would be denied": what is refused names the happening, though neither side is named."""
    if frame.type not in ("REJECT", "REQUEST") or clause.obj is None or not frame.conditions:
        return False
    return naming.sentence.tokens[clause.obj].lemma in words_of_class("request")


def _is_staged(sentence: Sentence) -> bool:
    """Whether the sentence is about sport or fiction, where attacks are none."""
    return is_scene(sentence, "sport") or is_scene(sentence, "fiction")


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
    return next((child for child in children if _is_belonging(naming, child)), None)


def _is_own(naming: Naming, index: int) -> bool:
    """ "our forces", "its citizens": the side that acts, not the one that is acted upon."""
    children = children_of(naming.sentence)[index]
    return any(naming.sentence.tokens[child].tag == "PRP$" for child in children)


def _is_belonging(naming: Naming, index: int) -> bool:
    token = naming.sentence.tokens[index]
    return token.dep in ("amod", "compound", "nmod") and token.kind in ("NORP", "GPE", "ORG")


def _pair(
    naming: Naming, clause: Clause, frame: Frame, actor: int | None, recipient: int | None
) -> tuple[int | None, int | None]:
    """Both sides where they stand together: "between A and B", "A and B met"."""
    sides = [side for place in fillers(clause, naming, "between") for side in spread(naming.sentence, place)]
    if len(sides) > 1 and actor is None:
        return sides[0], sides[1]
    mutual = frame.type in _RECIPROCAL or frame.lemma in _MUTUAL
    if not mutual or recipient is not None or actor is None:
        return actor, recipient
    joined = [place for place in spread(naming.sentence, actor) if is_actor(naming, place)]
    return (joined[0], joined[1]) if len(joined) > 1 else (actor, recipient)


def _complements(naming: Naming, coded: Coded) -> list[int]:
    """The words that belong to a coded verb, so that they are not coded once more as the same type."""
    children = children_of(naming.sentence)
    found = list(children[coded.head])
    for child in children[coded.head]:
        found += children[child]
    return found


def _find_nouns(naming: Naming, verbs: Sequence[Coded]) -> Iterable[Coded]:
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
    if carrier is not None:
        clause.words.append("carried")
        clause.subj = build_clause(sentence, carrier).subj if clause.subj is None else clause.subj
    frame = find_frame(frames, clause, naming)
    if frame is None or frame.type == "NONE" or _is_staged(sentence):
        return None
    actor = clause.subj if clause.subj is not None and is_actor(naming, clause.subj) else None
    actor = _swap_agent(naming, index, clause, frame, actor)
    recipient = _first_actor(naming, clause, [slot for slot in frame.recipients if slot != "in"], actor)
    if (
        "poss" in frame.recipients
        and recipient is None
        and actor is not None
        and actor not in clause.preps.get("by", ())
    ):
        actor, recipient = None, actor  # "her arrest"
    if carrier is not None and carrier not in heads:
        actor, recipient = _take_carrier(naming, carrier, frame, actor, recipient)
    if actor is None:
        actor = _first_actor(naming, clause, ["from"] if "from" not in frame.recipients else [], recipient)
    if actor is None:
        modifiers = [child for child in children_of(sentence)[index] if _is_belonging(naming, child)]
        actor = modifiers[0] if modifiers and modifiers[0] != recipient else None
    actor, recipient = _pair(naming, clause, frame, actor, recipient)
    if (actor is None and recipient is None) or (actor is None and frame.type in _NEEDS_ACTOR):
        return None
    return Coded(index, frame, actor, recipient)


def _swap_agent(naming: Naming, index: int, clause: Clause, frame: Frame, actor: int | None) -> int | None:
    """ "the refusal of the request by the mission": the mission refuses, though the parser hangs it on the request."""
    requests = words_of_class("request")
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
    return None


def _take_carrier(
    naming: Naming, carrier: int, frame: Frame, actor: int | None, recipient: int | None
) -> tuple[int | None, int | None]:
    clause = build_clause(naming.sentence, carrier)
    if actor is None and clause.subj is not None and is_actor(naming, clause.subj):
        actor = clause.subj
    if recipient is None:
        recipient = _first_actor(naming, clause, [slot for slot in frame.recipients if slot != "in"], actor)
    if recipient is None and clause.dative is not None and is_actor(naming, clause.dative):
        recipient = clause.dative
    return actor, recipient


def _build_event(naming: Naming, coded: Coded, reading: Reading) -> Event:
    sentence, frame = naming.sentence, coded.frame
    token = sentence.tokens[coded.head]
    actor, recipient = build_argument(naming, coded.actor), build_argument(naming, coded.recipient)
    actor, recipient = _keep_apart(naming, coded, actor, recipient)
    if actor and recipient and actor.chain is not None and actor.chain == recipient.chain:
        recipient = None
    quote = _find_quote(naming, coded.head, reading.quotes)
    actor, recipient = (
        _own_voice(naming, coded.actor, actor, quote),
        _own_voice(naming, coded.recipient, recipient, quote),
    )
    when = find_when(naming, coded.head, reading.moments)
    stance = judge_clause(sentence, coded.head)
    factuality = _factuality(frame, token.pos, stance, when, reading.published)
    old = is_of_age(sentence) or (when is None and has_old_year(naming, coded.head, reading.published))
    span = _clause_span(sentence, coded)
    return Event(
        id=make_id("event", SCHEME, sentence.report, token.start, token.end, frame.type),
        span=span,
        head=Span(sentence.report, token.start, token.end),
        scheme=SCHEME,
        type=frame.type,
        mode=frame.mode,
        contexts=find_contexts(sentence, span, frame.contexts),
        quad=QUADS[frame.type],
        lemma=token.lemma,
        actor=actor,
        recipient=recipient,
        when=when,
        place=find_place(naming, coded.head),
        factuality="background" if old and stance.factuality in ("happened", "ongoing") else factuality,
        polarity=stance.polarity,
        says=quote.speaker_name if quote else _find_speaker(naming, stance),
    )


def _keep_apart(
    naming: Naming, coded: Coded, actor: Argument | None, recipient: Argument | None
) -> tuple[Argument | None, Argument | None]:
    """Where both sides stand in one coordination, each argument is its own side only."""
    if actor and recipient and actor.span.overlap(recipient.span) and coded.actor is not None:
        return build_argument(naming, coded.actor, alone=True), build_argument(naming, coded.recipient, alone=True)
    return actor, recipient


def _factuality(frame: Frame, pos: str, stance: Stance, when: Interval | None, published: Interval | None) -> str:
    found = stance.factuality
    if pos == "NOUN" and frame.type in _SAID and found in ("refused", "denied"):
        found = "happened"
    if found in ("happened", "ongoing") and when and published:
        last, first = when.last_day(), published.first_day()
        if last and first and last < first - BACKGROUND_AFTER:
            return "background"
    return found


def _find_quote(naming: Naming, head: int, quotes: Sequence[Quote]) -> Quote | None:
    """The shortest attributed quotation that holds the head and whose speaker is known."""
    token = naming.sentence.tokens[head]
    spot = Span(naming.sentence.report, token.start, token.end)
    holding = [quote for quote in quotes if quote.speaker_name and quote.span.holds(spot)]
    return min(holding, key=lambda quote: (quote.span.end - quote.span.start, quote.id)) if holding else None


def _own_voice(naming: Naming, index: int | None, argument: Argument | None, quote: Quote | None) -> Argument | None:
    """ "we" and "I" in a quotation are its speaker."""
    if index is None or argument is None or quote is None or quote.speaker_name is None:
        return argument
    if naming.sentence.tokens[index].text.lower() not in ("i", "we", "us", "me"):
        return argument
    return replace(argument, name=quote.speaker_name, chain=quote.speaker_chain or argument.chain)


def _find_speaker(naming: Naming, stance: Stance) -> str | None:
    if stance.speaker is None or naming.sentence.tokens[stance.speaker].text.lower() in ("i", "we"):
        return None  # "as we have reported": the report itself
    if not is_actor(naming, stance.speaker):
        return None
    argument = build_argument(naming, stance.speaker, alone=True)
    return argument.name if argument else None


def _clause_span(sentence: Sentence, coded: Coded) -> Span:
    """From the first to the last word of the head's own subtree, without the sentence's end mark."""
    children = children_of(sentence)
    reached, todo = {coded.head}, [coded.head]
    while todo:
        for child in children[todo.pop()]:
            if child not in reached and sentence.tokens[child].dep not in ("conj", "cc", "parataxis"):
                reached.add(child)
                todo.append(child)
    reached |= {place for place in (coded.actor, coded.recipient) if place is not None}
    first, last = min(reached), max(reached)
    while last > max(coded.head, coded.recipient or 0, coded.actor or 0) and sentence.tokens[last].pos == "PUNCT":
        last -= 1
    return Span(sentence.report, sentence.tokens[first].start, sentence.tokens[last].end)


def _run(group: Group) -> Iterable[Event]:
    report = group.one(Report)
    dating = next(iter(group.of(Dating)), None)
    published = report.published or (dating.published if dating else None)
    reading = Reading(group.of(Mention), group.of(Place), group.of(Moment), group.of(Quote), published)
    for sentence in group.of(Sentence):
        yield from code_sentence(sentence, reading)


STAGE = Stage(
    "code_events",
    reads=(Report, Sentence, Mention, Moment, Place, Quote, Dating),
    writes=(Event,),
    cut=Cut.EACH,
    run=_run,
)
