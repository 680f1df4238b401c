"""A person, body or product and what was read of its reports in; its timeline out: what it takes part in, in order.

Wider than coded events: any full verb, and any noun that names a deed, in which the entity has a part and that the text
does not call unreal. Entries are namings of one happening (`events_group`), each at the time that its clause gives, or
that the telling implies: what a report tells as past, undated, happened on the day that the report is about.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from tellings.linking.factuality import children_of, load_effects, subject_of
from tellings.records import Dating, Entity, Interval, Mention, Moment, Place, Precision, Report, Sentence, Span
from tellings.resolve.events_group import group_occurrences, order_of
from tellings.resolve.events_read import Occurrence, Reading, build_occurrence, build_readings, key_chains
from tellings.resolve.events_words import root_of
from tellings.stage import Group
from tellings.text.folding import fold

REAL = frozenset({"happened", "ongoing", "planned"})
_VERBS = frozenset({"VERB", "AUX"})
_NO_DEED = frozenset({"aux", "auxpass", "amod", "compound", "prt", "prep", "nmod"})
_JOINED = frozenset({"conj", "xcomp", "advcl", "acl", "pcomp", "prep", "dobj", "pobj", "nsubj", "nsubjpass", "attr"})
_BESIDE = frozenset({"compound", "nmod", "poss"})
_SIDES = frozenset({"with", "against", "between", "to", "from", "by"})
_ELSEWHEN = frozenset({"had", "will", "would", "shall", "'ll", "to", "used"})
_DEPTH = 12  # words climbed at most: parses of broken text can be deep
_LEAD = 4  # sentences of a report in which the day that it is about is told
_DAYS = frozenset({Precision.DAY, Precision.PART_OF_DAY, Precision.HOUR, Precision.MINUTE})
_RECENT = 7  # days before it appeared in which that day lies


@dataclass(frozen=True, slots=True)
class Entry:
    """One happening in the life of an entity. when: None where nothing tells; occurrences: where it is named."""

    when: Interval | None
    occurrences: tuple[Occurrence, ...]


def build_timeline_of(entity: Entity, group: Group) -> list[Entry]:
    """The timeline of one entity of a story. The group holds the story's reports, datings, sentences, mentions,
    moments, places and entities."""
    dates: dict[str, Interval | None] = {dating.report: dating.published for dating in group.of(Dating)}
    dates |= {report.id: report.published for report in group.of(Report) if report.published}
    entities, mentions = group.of(Entity), group.of(Mention)
    readings = build_readings(group.of(Sentence), mentions, group.of(Moment), group.of(Place), entities, dates)
    named = key_chains(entities, mentions)
    return build_timeline(frozenset(named[chain] for chain in entity.chains if chain in named), readings)


def build_timeline(keys: frozenset[str], readings: Mapping[str, Sequence[Reading]]) -> list[Entry]:
    """The entries of the entity that these keys stand for (`events_read.key_chains`), first things first; undated ones
    come last."""
    found = find_doings(keys, readings)
    groups = group_occurrences([occurrence for occurrence, _ in found], {})
    implied = {occurrence.id: when for occurrence, when in found}
    entries = [Entry(find_time(group, implied), tuple(sorted(group, key=order_of))) for group in groups]
    return sorted(entries, key=lambda entry: (_rank(entry.when), order_of(entry.occurrences[0])))


def mark_name(name: str, readings: Mapping[str, Sequence[Reading]], *, key: str) -> dict[str, list[Reading]]:
    """The readings with `key` wherever the name stands word for word: products and other names that are no mentions."""
    words = fold(name).split()
    return {
        report: [
            replace(each, keys={**each.keys, **dict.fromkeys(_find_name(each.sentence, words), key)}) for each in told
        ]
        for report, told in readings.items()
    }


def _find_name(sentence: Sentence, words: Sequence[str]) -> Iterator[int]:
    """The last word of each place where these words stand one after another."""
    said = [fold(token.text) for token in sentence.tokens]
    for first in range(len(said) - len(words) + 1):
        if words and said[first : first + len(words)] == list(words):
            yield first + len(words) - 1


def find_doings(
    keys: frozenset[str], readings: Mapping[str, Sequence[Reading]]
) -> list[tuple[Occurrence, Interval | None]]:
    """Each word that names something real in which the entity takes part, dated as far as the text tells; and, where it
    does not, the day that the telling implies."""
    found = []
    for report in sorted(readings):
        about = find_day(readings[report])
        for reading in readings[report]:
            if keys.isdisjoint(reading.keys.values()):
                continue
            for index in range(len(reading.sentence.tokens)):
                if not names_happening(reading.sentence, index):
                    continue
                span = _span(reading.sentence, index)
                occurrence = build_occurrence(reading, index, id=f"{report}:{span.start}", span=span)
                if is_real(occurrence) and takes_part(occurrence, reading, index, keys):
                    when = place_word(reading, index)
                    implied = about if when is None and _is_told(reading.sentence, index) else None
                    found.append((replace(occurrence, when=when), implied))
    return found


def _span(sentence: Sentence, index: int) -> Span:
    """The word with the particle that follows it: "took off"."""
    token, end = sentence.tokens[index], sentence.tokens[index].end
    if index + 1 < len(sentence.tokens):
        after = sentence.tokens[index + 1]
        end = after.end if after.dep == "prt" and after.head == index else end
    return Span(sentence.report, token.start, end)


# --- which words ---------------------------------------------------------------------------------------------------


def names_happening(sentence: Sentence, index: int) -> bool:
    """Whether the word names something that happens: a full verb, or a noun that names a deed."""
    token = sentence.tokens[index]
    if token.dep in _NO_DEED or token.tag == "MD":
        return False
    if token.pos in _VERBS:
        return kind_of(token.lemma.lower()) != "empty" and not _is_carrier(sentence, index)
    return token.pos == "NOUN" and names_deed(token.lemma.lower())


def _is_carrier(sentence: Sentence, index: int) -> bool:
    """ "gave a speech": the noun names what happens, the verb only carries it."""
    if load_effects().get((sentence.tokens[index].lemma, "verb")) != "light":
        return False
    below = (sentence.tokens[child] for child in children_of(sentence)[index])
    return any(word.dep == "dobj" and word.pos == "NOUN" and names_deed(word.lemma.lower()) for word in below)


@lru_cache(maxsize=8192)
def names_deed(lemma: str) -> bool:
    """Whether a noun names a deed: "decision", "delivery", "tour"; not who does it or what it is done with."""
    if kind := kind_of(lemma):
        return kind == "deed"
    if lemma.endswith(("er", "or", "ee", "ist", "ant", "ware", "age", "ing")):
        return False
    return root_of(lemma, True) != lemma


def kind_of(lemma: str) -> str:
    """What the list says of a word: deed, thing, empty; or ""."""
    return _words().get(lemma, "")


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    """Words whose form does not tell whether they name a deed."""
    text = files(__package__).joinpath("deed_words.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {word: row[0] for row in reversed(rows) for word in row[1:]}


def is_real(occurrence: Occurrence) -> bool:
    """Whether it is told as something that took or takes place, or is going to."""
    return occurrence.polarity == "positive" and occurrence.factuality in REAL


def takes_part(occurrence: Occurrence, reading: Reading, index: int, keys: frozenset[str]) -> bool:
    """Whether the entity does it, or it is done to it, or with it; or, of a deed told by a noun, whether that is the
    object of what the entity does, or bears its name ("A380 deliveries")."""
    if not keys.isdisjoint(occurrence.who | occurrence.whom):
        return True
    sentence = reading.sentence
    token = sentence.tokens[index]
    beside = [child for child in children_of(sentence)[index] if sentence.tokens[child].dep in _BESIDE]
    if token.pos != "NOUN":
        beside = []
    for child in children_of(sentence)[index]:
        if sentence.tokens[child].dep == "prep" and sentence.tokens[child].lemma in _SIDES:
            beside += children_of(sentence)[child]
    if token.pos == "NOUN" and token.dep == "dobj":
        subject = subject_of(sentence, token.head)
        beside += [subject] if subject is not None else []
    return any(reading.keys.get(at, "") in keys for at in beside)


# --- when ----------------------------------------------------------------------------------------------------------


def find_day(told: Sequence[Reading]) -> Interval | None:
    """The day that a report is about: the first that its opening names within the week before it appeared, else the day
    on which it appeared."""
    published = told[0].published if told else None
    last = published.last_day() if published else None
    if last is None:
        return None
    sentences = [reading for reading in told if any(token.pos in _VERBS for token in reading.sentence.tokens)]
    for reading in sentences[:_LEAD]:
        for _, when in sorted(reading.whens.items()):
            day = when.first_day()
            if day and when.precision in _DAYS and 0 <= (last - day).days <= _RECENT and day == when.last_day():
                return when
    return published


def place_word(reading: Reading, index: int) -> Interval | None:
    """The time of the word's clause; else that of the clause that governs it."""
    sentence, here = reading.sentence, index
    for _ in range(_DEPTH):
        own = [when for at, when in sorted(reading.whens.items()) if _verb_above(sentence, at) == here or at == here]
        if own:
            return own[0]
        token = sentence.tokens[here]
        if token.dep not in _JOINED or token.head == here:
            break
        here = token.head
    return None


def _verb_above(sentence: Sentence, index: int) -> int:
    """The verb or deed that the word hangs on."""
    for _ in range(_DEPTH):
        token = sentence.tokens[index]
        if token.head == index:
            return index
        index = token.head
        above = sentence.tokens[index]
        if (above.pos in _VERBS and above.dep not in _NO_DEED) or (
            above.pos == "NOUN" and names_deed(above.lemma.lower())
        ):
            return index
    return index


def _is_told(sentence: Sentence, index: int) -> bool:
    """Whether the clause is told as it happens or has just happened: not as lying further back, nor ahead."""
    for _ in range(_DEPTH):
        token = sentence.tokens[index]
        if token.pos in _VERBS:
            helpers = [sentence.tokens[child] for child in children_of(sentence)[index]]
            forms = {word.text.lower() for word in helpers if word.dep in ("aux", "auxpass")}
            if forms & _ELSEWHEN:
                return False
            if token.tag in ("VBD", "VBZ", "VBP") or forms:
                return True
        if token.head == index:
            return token.tag in ("VBD", "VBZ", "VBP", "VBN") or sentence.title
        index = token.head
    return False


def find_time(group: Sequence[Occurrence], implied: Mapping[str, Interval | None]) -> Interval | None:
    """The narrowest time that one of the namings gives; else the first day that one implies."""
    ordered = sorted(group, key=order_of)
    told = [occurrence.when for occurrence in ordered if occurrence.when is not None]
    guessed = [when for occurrence in ordered if (when := implied[occurrence.id]) is not None]
    return min(told, key=_width) if told else min(guessed, key=_rank, default=None)


def _width(when: Interval) -> int:
    first, last = when.first_day(), when.last_day()
    return (last - first).days if first and last else 100_000


def _rank(when: Interval | None) -> str:
    return when.rank() if when else "~"
