"""Annotations of one report in, its PLOVER Events out: verbs and event nouns that fit a frame of the lexicon.

Types, modes and contexts are those of PLOVER (16 types in four quads); see `verbs.tsv` and `nouns.tsv`. How real an
event is comes from `linking.factuality`; one dated more than a year before the report's publication is background.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain

from tellings.code_events.arguments import Naming, build_argument, is_actor, is_person
from tellings.code_events.circumstances import find_place, find_when, has_old_year, is_of_age
from tellings.code_events.clauses import spread_sides
from tellings.code_events.contexts import find_contexts
from tellings.code_events.doubt import Signs, civic_words, find_about, find_signs, load_doubt, score_events
from tellings.code_events.frames import QUADS, Frame, words_of_class
from tellings.code_events.intensity import find_intensity
from tellings.code_events.matching import is_politician, is_public, is_scene
from tellings.code_events.noun_events import find_nouns
from tellings.code_events.pairing import Coded, Pair, build_pairs, is_mutual
from tellings.code_events.report_scenes import find_scenes
from tellings.code_events.sentence_words import find_words
from tellings.code_events.verb_events import find_verbs
from tellings.linking.factuality import Stance, children_of, judge_clause
from tellings.records import (
    Argument,
    Dating,
    Event,
    Interval,
    Mention,
    Moment,
    Place,
    Precision,
    Quote,
    Report,
    Sentence,
    Span,
    Token,
    make_id,
)
from tellings.stage import Cut, Group, Stage

SCHEME = "plover"
BACKGROUND_AFTER = timedelta(days=366)
_FIRST_PERSON = frozenset({"i", "we", "us", "me"})
_THIRD_PERSON = frozenset({"he", "she", "they", "him", "her", "them", "it"})
_PLURAL = frozenset({"they", "them", "their"})
_JOINED = frozenset({"conj", "cc", "parataxis"})
_LONGEST_PRONOUN = max(map(len, _FIRST_PERSON | _THIRD_PERSON | _PLURAL))
_ANYBODY = frozenset({"ASSAULT", "COERCE", "PROTEST"})
_LOUD, _RUNS = 4, 2  # letters of a loud word, runs of them
CIVIC = (
    0.2  # share of sentences; reports of matches, shows and products have fewer, of politics more than twice as many
)
_LONG = 4  # sentences by which a report has said who people are
LONGEST = 400  # tokens: what is longer is no sentence but broken text
_SAID = frozenset({"REQUEST", "AGREE", "THREATEN", "ACCUSE", "REJECT", "SUPPORT"})  # refusing one does not undo it


@dataclass(frozen=True, slots=True)
class Reading:
    """The annotations of one report that coding looks at."""

    mentions: Sequence[Mention]
    places: Sequence[Place]
    moments: Sequence[Moment]
    quotes: Sequence[Quote]
    published: Interval | None
    known: bool = False  # the report is long enough to say who people are
    civic: bool = True  # it tells of public life
    scenes: frozenset[str] = frozenset()  # what it is about as a whole


def code_sentence(sentence: Sentence, reading: Reading) -> list[Event]:
    """The events of one sentence, in order of their head words."""
    if len(sentence.tokens) > LONGEST or _is_ticker(sentence):
        return []
    naming = _build_naming(sentence, reading)
    found = [coded for coded in find_verbs(naming) if coded]
    taken = {(place, coded.frame.type) for coded in found for place in _complements(naming, coded)}
    nouns = [coded for coded in find_nouns(naming, found) if (coded.head, coded.frame.type) not in taken]
    found += [coded for coded in nouns if not _is_named_object(naming, coded, found)]
    found.sort(key=lambda coded: coded.head)
    kept = [coded for coded in found if not _is_double(sentence, coded, found)]
    kept = [coded for coded in kept if _is_political(naming, coded, reading)]
    kept = [coded for coded in kept if not _is_furniture(naming, coded, reading) and not _is_at_you(naming, coded)]
    return [event for coded in kept for event in _build_events(naming, coded, reading)]


def _is_named_object(naming: Naming, noun: Coded, verbs: Sequence[Coded]) -> bool:
    """Whether a verb's frame has told the noun already: "imposed sanctions", "lodged a protest", "signed a treaty"."""
    for verb in verbs:
        if naming.sentence.tokens[noun.head].head != verb.head or noun.actor not in (None, verb.actor):
            continue
        asked = [one for one in verb.frame.conditions if one.slot == "obj" and one.words and not one.absent]
        token = naming.sentence.tokens[noun.head]
        if any(token.lemma in words_of_class(name) for one in asked for name in one.words):
            return True
    return False


def _is_ticker(sentence: Sentence) -> bool:
    """A run of headlines of other stories: several short runs of words in capitals within ordinary words."""
    loud = [len(text) >= _LOUD and text.isupper() and text.isalpha() for text in [one.text for one in sentence.tokens]]
    if sum(loud) < 2 * _RUNS:
        return False
    runs = sum(one and two and not before for before, one, two in zip([False, *loud], loud, loud[1:], strict=False))
    return runs >= _RUNS and sum(loud) * 2 < len(loud)


def _is_political(naming: Naming, coded: Coded, reading: Reading) -> bool:
    """What private people say to, give or promise one another is no event of the scheme; force and protest are.

    In a report that is not about public life a fight is most likely a figure of speech, a shooting is none.
    """
    if ("sport" in reading.scenes or is_scene(naming.sentence, "sport")) and coded.frame.type not in _ANYBODY:
        return any(is_public(naming, place, civic=False) for place in _sides(naming, coded))
    if not reading.known:
        return True
    if "contest" in reading.scenes and coded.frame.mode == "visit":
        return False  # journeys to voters
    if not {"violence", "disaster"} & reading.scenes and _is_in_words(naming, coded):
        return False
    if coded.frame.type in _ANYBODY:
        plain = coded.frame.lemma in words_of_class("bloody") or coded.frame.mode in ("arrest", "deport")
        return reading.civic or plain or coded.frame.type == "PROTEST"
    return any(is_public(naming, place, civic=reading.civic) for place in _sides(naming, coded))


def _is_in_words(naming: Naming, coded: Coded) -> bool:
    """Whether an attack is one in words: by or on those who seek votes, where nothing beside it wounds or kills."""
    if coded.frame.type != "ASSAULT" or coded.frame.lemma not in words_of_class("figurative"):
        return False
    seeking = any(is_person(naming, side) and is_politician(naming, side) for side in _sides(naming, coded))
    if not seeking and "contest" not in naming.scenes:
        return False
    return not any(token.lemma in words_of_class("bodily") for token in naming.sentence.tokens)


def _sides(naming: Naming, coded: Coded) -> list[int]:
    sides = [place for place in (coded.actor, coded.recipient) if place is not None]
    return [place for side in sides for place in spread_sides(naming.sentence, side)]


def _is_furniture(naming: Naming, coded: Coded, reading: Reading) -> bool:
    """ "You agree to …", "Chat with us": what a page says to its reader."""
    sides = [naming.sentence.tokens[place].lemma for place in (coded.actor, coded.recipient) if place is not None]
    if not {"you", "we", "us"}.intersection(sides) or _find_quote(naming, coded.head, reading.quotes):
        return False
    asked = coded.actor is None and judge_clause(naming.sentence, coded.head).factuality == "asked"
    return ("you" in sides[:1] and coded.actor is not None) or asked


def _is_at_you(naming: Naming, coded: Coded) -> bool:
    """What is done to "you" is done to nobody in particular."""
    return coded.recipient is not None and naming.sentence.tokens[coded.recipient].text.lower() in ("you", "yourself")


def _is_double(sentence: Sentence, coded: Coded, found: Sequence[Coded]) -> bool:
    """Whether a word before it, joined by "and", tells the same happening: "shot and wounded"."""
    return any(
        other.head == sentence.tokens[coded.head].head
        and sentence.tokens[coded.head].dep == "conj"
        and (other.frame.type, other.actor, other.recipient) == (coded.frame.type, coded.actor, coded.recipient)
        for other in found
    )


def _build_naming(sentence: Sentence, reading: Reading) -> Naming:
    start, end = sentence.span.start, sentence.span.end
    mentions = [mention for mention in reading.mentions if mention.span.start < end and start < mention.span.end]
    places = [place for place in reading.places if place.span.start < end and start < place.span.end]
    return Naming(sentence, mentions, places, reading.scenes)


def _complements(naming: Naming, coded: Coded) -> list[int]:
    """The words that belong to a coded verb, so that they are not coded once more as the same type."""
    children = children_of(naming.sentence)
    found = list(children[coded.head])
    for child in children[coded.head]:
        found += children[child]
    return found


def _build_events(naming: Naming, coded: Coded, reading: Reading) -> list[Event]:
    """The events of one coded word: one, or one for each pair of its sides."""
    quote = _find_quote(naming, coded.head, reading.quotes)
    pairs: list[Pair] = []
    for actor, recipient in build_pairs(naming, coded):
        pair = (
            _voice(naming.sentence, actor, quote, reading.mentions),
            _voice(naming.sentence, recipient, quote, reading.mentions),
        )
        if pair not in pairs:
            pairs.append(pair)
    first = _build_event(naming, coded, reading, quote, pairs[0])
    return [first, *(_pair_again(first, pair) for pair in pairs[1:])]


def _pair_again(first: Event, pair: Pair) -> Event:
    """The same happening between two others."""
    starts = [side.span.start if side else -1 for side in pair]
    again = make_id("event", SCHEME, first.report, first.head.start, first.head.end, first.type, *starts)
    return replace(first, id=again, actor=pair[0], recipient=pair[1])


def _build_event(naming: Naming, coded: Coded, reading: Reading, quote: Quote | None, pair: Pair) -> Event:
    """quote: what it is told in."""
    sentence, frame = naming.sentence, coded.frame
    token = sentence.tokens[coded.head]
    when = find_when(naming, coded.head, reading.moments)
    stance = judge_clause(sentence, coded.head)
    factuality = _factuality(frame, token, stance, when, reading.published)
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
        actor=pair[0],
        recipient=pair[1],
        when=when,
        place=find_place(naming, coded.head),
        factuality="background" if old and stance.factuality in ("happened", "ongoing") else factuality,
        polarity=stance.polarity,
        says=quote.speaker_name if quote else _find_speaker(naming, stance),
        intensity=find_intensity(frame.type, frame.mode),
        mutual=is_mutual(naming, coded),
        by=coded.by,
    )


def _factuality(frame: Frame, token: Token, stance: Stance, when: Interval | None, published: Interval | None) -> str:
    found = stance.factuality
    if token.pos == "NOUN" and frame.type in _SAID and found in ("refused", "denied"):
        found = "happened"
    if found in ("happened", "ongoing") and when and published:
        last, first = when.last_day(), published.first_day()
        if last and first and last < first - BACKGROUND_AFTER:
            return "background"
        begins, ends = when.first_day(), published.last_day()
        dated = token.tag in ("NN", "NNS") and when.precision is Precision.DAY
        if (dated or token.tag in ("VBZ", "VBP")) and begins and ends and begins > ends:
            return "planned"  # "meets on Friday"
    return found


def _find_quote(naming: Naming, head: int, quotes: Sequence[Quote]) -> Quote | None:
    """The shortest attributed quotation that holds the head and whose speaker is known."""
    token = naming.sentence.tokens[head]
    spot = Span(naming.sentence.report, token.start, token.end)
    holding = [quote for quote in quotes if quote.speaker_name and quote.span.holds(spot)]
    return min(holding, key=lambda quote: (quote.span.end - quote.span.start, quote.id)) if holding else None


def _voice(
    sentence: Sentence, argument: Argument | None, quote: Quote | None, mentions: Sequence[Mention]
) -> Argument | None:
    """ "we" and "I" are the speaker of the quotation, without a speaker just "we"; other pronouns in it are left open
    where it does not say who is meant."""
    if argument is None:
        return None
    if argument.span.end - argument.span.start > _LONGEST_PRONOUN:
        return argument
    words = _words_at(sentence, argument.span).lower()
    if words in _PLURAL and _is_one(argument, mentions):
        return Argument(argument.span, words)
    speaks, told = words in _FIRST_PERSON, quote is not None and quote.speaker_name is not None
    if speaks and told and quote is not None and quote.speaker_name:
        return replace(argument, name=quote.speaker_name, chain=quote.speaker_chain or argument.chain)
    if speaks or (words in _THIRD_PERSON and _points_out(argument, quote, mentions)):
        return Argument(argument.span, words)
    return argument


def _is_one(argument: Argument, mentions: Sequence[Mention]) -> bool:
    """Whether what a plural pronoun is led to is one person, place or court: whom it means is open."""
    named = [one for one in mentions if one.span == argument.span]
    if not named or named[0].kind not in ("person", "place", "organisation"):
        return False
    return argument.name[:1].isupper() and not argument.name.endswith("s") and " and " not in argument.name


def _points_out(argument: Argument, quote: Quote | None, mentions: Sequence[Mention]) -> bool:
    """Whether a pronoun in direct speech stands for somebody whom the speech does not name: who that is, is a guess.

    In indirect speech ("Peru said it had …") it is most often who speaks.
    """
    if quote is None or quote.kind != "direct":
        return False
    named = [one for one in mentions if one.chain == argument.chain and one.form in ("name", "nominal", "acronym")]
    return not any(quote.span.holds(one.span) for one in named)


def _words_at(sentence: Sentence, span: Span) -> str:
    return " ".join(token.text for token in sentence.tokens if span.start <= token.start < span.end)


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
            if child not in reached and sentence.tokens[child].dep not in _JOINED:
                reached.add(child)
                todo.append(child)
    reached |= {place for place in (coded.actor, coded.recipient) if place is not None}
    first, last = min(reached), max(reached)
    while last > max(coded.head, coded.recipient or 0, coded.actor or 0) and sentence.tokens[last].pos == "PUNCT":
        last -= 1
    return Span(sentence.report, sentence.tokens[first].start, sentence.tokens[last].end)


def _is_civic(sentences: Sequence[Sentence]) -> bool:
    """Whether enough sentences speak of governments, courts, forces, parties or those who fight them."""
    named = sum(not find_words(sentence).lowered.isdisjoint(civic_words()) for sentence in sentences)
    return named >= CIVIC * len(sentences)


def _run(group: Group) -> Iterable[Event]:
    report = group.one(Report)
    dating = next(iter(group.of(Dating)), None)
    published = report.published or (dating.published if dating else None)
    sentences, mentions = group.of(Sentence), group.of(Mention)
    known = bool(mentions) and len(sentences) >= _LONG
    scenes = find_scenes(sentences) if known else frozenset[str]()
    reading = Reading(
        mentions, group.of(Place), group.of(Moment), group.of(Quote), published, known, _is_civic(sentences), scenes
    )
    about = find_about(sentences) if known else {}
    told = [code_sentence(sentence, reading) for sentence in sentences]
    if known:
        yield from _leave_doubtful(told, sentences, reading, about)
    else:
        yield from chain.from_iterable(told)


def _leave_doubtful(
    told: Sequence[Sequence[Event]], sentences: Sequence[Sentence], reading: Reading, about: Signs
) -> Iterable[Event]:
    """Of each sentence's events those that a reader would most likely call right; all of one word stay or go with its
    first."""
    seen: dict[tuple[int, str], Signs] = {}
    for place, (events, sentence) in enumerate(zip(told, sentences, strict=True)):
        for event in events:
            if (event.head.start, event.type) not in seen:
                seen[event.head.start, event.type] = find_signs(event, sentence, place, reading.quotes)
    doubt = load_doubt()
    chances = dict(zip(seen, score_events(list(seen.values()), doubt, about), strict=True))
    for events in told:
        yield from (event for event in events if chances[event.head.start, event.type] >= doubt.least)


STAGE = Stage(
    "code_events",
    reads=(Report, Sentence, Mention, Moment, Place, Quote, Dating),
    writes=(Event,),
    cut=Cut.EACH,
    run=_run,
)
