"""A word that names a happening, in its parsed sentence, and what was read around it in; an Occurrence out.

An occurrence is what linking compares: the word, who takes part, when, where, how many, in what words besides. It is
built alike from a coded Event and from any other verb or noun, so that linking does not depend on a coding scheme.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from tellings.linking.factuality import children_of, judge_clause, load_effects, subject_of
from tellings.records import Argument, Entity, Event, Interval, Mention, Moment, Place, Sentence, Span
from tellings.text.folding import fold
from tellings.text.numbers import parse_number

R = TypeVar("R", Sentence, Mention, Moment, Place)

_NOUNS = frozenset({"NOUN", "PROPN", "NUM"})
_MODIFIERS = frozenset({"amod", "compound", "prt", "nummod", "det"})
_POINTING = frozenset({"the", "this", "that", "these", "those", "such"})
_OFFICIAL = frozenset({None, "GOV", "MIL", "COP", "JUD", "SPY"})
_PLURAL = frozenset({"NNS", "NNPS"})
_ORDER = frozenset({"again", "already", "previously", "formerly"})
_MORE = frozenset({"another", "other", "more", "further", "additional"})
_CROWDS = frozenset("people police group crowd family team staff crew couple dozen hundred thousand".split())
_ABOUT = frozenset("at least about some nearly almost over around up to more than as many".split())
_DEPTH = 12  # words climbed or gone down at most: parses of broken text can be deep
_MOST_NOUNS = 60  # words of a clause that are looked at


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One naming of a happening. who, whom: keys of its sides (`@` and an entity, or the folded noun); others: keys
    of all else in its clause; words: modifiers and particles; when: as dated by the text, None where it is not;
    many: whether it is done to several, to one, or None where that is not seen; plural: whether the noun is one;
    head: where the head word begins; own: key of its name, where it has one ("the Paris Air Show"); definite: whether
    it points back ("the visit", "that deal"); joined: whether the span holds two words joined by "and"."""

    id: str
    span: Span
    sentence: str
    index: int  # of the sentence in the report
    title: bool
    word: str
    pos: str
    type: str | None
    mode: str | None
    who: frozenset[str]
    whom: frozenset[str]
    others: frozenset[str]
    words: frozenset[str]
    numbers: frozenset[str]
    where: frozenset[str]
    when: Interval | None
    published: Interval | None
    factuality: str
    polarity: str
    many: bool | None = None
    plural: bool = False
    head: int = 0
    own: str = ""
    definite: bool = False
    joined: bool = False

    @property
    def report(self) -> str:
        return self.span.report


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence and what hangs on its words: keys of who or what a token names, its time, its place."""

    sentence: Sentence
    published: Interval | None
    keys: Mapping[int, str]
    whens: Mapping[int, Interval]
    places: Mapping[int, str]


@dataclass(slots=True)
class Cast:
    """Indices of the nouns around a head word, by part."""

    who: list[int] = field(default_factory=list)
    whom: list[int] = field(default_factory=list)
    others: list[int] = field(default_factory=list)


def build_readings(
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    moments: Sequence[Moment],
    places: Sequence[Place],
    entities: Sequence[Entity],
    dates: Mapping[str, Interval | None],
) -> dict[str, list[Reading]]:
    """Report -> its sentences, each with what was read in it. dates: when each report was published, if known."""
    names = key_chains(entities, mentions)
    named, timed, placed = _by_report(mentions), _by_report(moments), _by_report(places)
    readings: dict[str, list[Reading]] = defaultdict(list)
    for sentence in sorted(sentences, key=lambda sentence: sentence.span):
        readings[sentence.report].append(
            Reading(
                sentence,
                dates.get(sentence.report),
                {_head(sentence, m.span): names.get(m.chain, f"~{m.chain}") for m in _within(named, sentence)},
                {
                    _head(sentence, m.span): m.interval
                    for m in _within(timed, sentence)
                    if m.interval and m.kind in ("date", "time")
                },
                {_head(sentence, p.span): _path(p) for p in _within(placed, sentence) if p.literal and p.country},
            )
        )
    return readings


def key_chains(entities: Sequence[Entity], mentions: Sequence[Mention]) -> dict[str, str]:
    """Chain -> key of its entity: `@` where it is named somewhere, `~` where it is only described ("the soldiers"), so
    that two reports' descriptions are not taken for two persons."""
    named = {mention.chain for mention in mentions if mention.form in ("name", "acronym")}
    return {
        chain: f"{'@' if not mentions or not named.isdisjoint(entity.chains) else '~'}{entity.id}"
        for entity in entities
        for chain in entity.chains
    }


def _by_report(records: Iterable[R]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = defaultdict(list)
    for record in sorted(records, key=lambda record: record.span):
        found[record.report].append(record)
    return found


def _within(records: Mapping[str, Sequence[R]], sentence: Sentence) -> list[R]:
    """Those of the sentence's report that lie in it."""
    held = records.get(sentence.report, ())
    first = bisect_left(held, sentence.span.start, key=lambda record: record.span.start)
    last = bisect_left(held, sentence.span.end, lo=first, key=lambda record: record.span.start)
    return [record for record in held[first:last] if record.span.end <= sentence.span.end]


def _head(sentence: Sentence, span: Span) -> int:
    """The token of the span that the others hang on: the first that is governed from outside."""
    first = bisect_right(sentence.tokens, span.start, key=lambda token: token.end)
    last = bisect_left(sentence.tokens, span.end, lo=first, key=lambda token: token.start)
    inside = range(first, last)
    outer = (i for i in inside if sentence.tokens[i].head not in inside or sentence.tokens[i].head == i)
    return next(outer, inside[0] if inside else -1)


def _path(place: Place) -> str:
    """Country, region, place: one lies in the other where its path begins with the other's."""
    if place.feature and place.feature.startswith("PCL"):
        return f"{place.country}/"
    if place.feature == "ADM1":
        return f"{place.country}/{place.admin1 or place.geonames_id}/"
    return f"{place.country}/{place.admin1 or '-'}/{place.geonames_id}/"


def find_head(sentence: Sentence, span: Span) -> int | None:
    """The token that a naming of several words hangs on; None where the sentence has none of it."""
    index = _head(sentence, span)
    return index if index >= 0 else None


def build_occurrence(reading: Reading, index: int, *, id: str, span: Span) -> Occurrence:
    """The occurrence that the word at `index` names."""
    sentence = reading.sentence
    token = sentence.tokens[index]
    stance = judge_clause(sentence, index)
    cast = find_cast(sentence, index)
    owner = _owner(sentence, index)
    below = children_of(sentence)[index]
    near = [
        *below,
        *(child for noun in cast.whom for child in children_of(sentence)[noun] if _is_more(sentence, child)),
    ]
    modifiers = [sentence.tokens[c] for c in near if sentence.tokens[c].dep in _MODIFIERS or _tells_order(sentence, c)]
    return Occurrence(
        id=id,
        span=span,
        sentence=sentence.id,
        index=sentence.index,
        title=sentence.title,
        word=fold(token.lemma),
        pos="NOUN" if token.pos in _NOUNS else token.pos,
        type=None,
        mode=None,
        who=_name(reading, cast.who),
        whom=_name(reading, cast.whom),
        others=_name(reading, cast.others),
        words=frozenset(fold(word.lemma) for word in modifiers if word.pos != "PROPN"),
        numbers=_count(sentence, [index, *cast.who, *cast.whom, *cast.others]),
        where=frozenset(path for at, path in reading.places.items() if _owner(sentence, at) == owner),
        when=next((when for at, when in sorted(reading.whens.items()) if _owner(sentence, at) == owner), None),
        published=reading.published,
        factuality=stance.factuality,
        polarity=stance.polarity,
        many=_are_many(sentence, cast.whom),
        plural=token.tag in _PLURAL,
        head=token.start,
        own=reading.keys.get(index, "") if token.pos in _NOUNS else "",
        joined=any(sentence.tokens[c].dep == "conj" and sentence.tokens[c].start < span.end for c in below),
        definite=any(fold(sentence.tokens[c].text) in _POINTING for c in below if sentence.tokens[c].dep == "det"),
    )


def build_coded(
    event: Event, reading: Reading | None, names: Mapping[str, str], published: Interval | None
) -> Occurrence:
    """The occurrence of a coded event: its own sides, time and factuality go before what the parse gives. names: chain
    -> key of its entity."""
    index = find_head(reading.sentence, event.head) if reading else None
    if reading is None or index is None:
        plain = _without_parse(event)
    else:
        plain = build_occurrence(reading, index, id=event.id, span=event.head)
    who = _side(event.actor, reading, names) or plain.who
    whom = _side(event.recipient, reading, names) or plain.whom
    if event.mutual:  # who met whom is one meeting whichever is named first
        who = whom = who | whom
    return replace(
        plain,
        word=fold(event.lemma),
        type=event.type,
        mode=event.mode,
        who=who,
        whom=whom,
        many=_many_of(event.recipient, reading) if event.recipient else plain.many,
        others=plain.others | plain.who | plain.whom,
        when=event.when or plain.when,
        published=published,
        factuality=event.factuality,
        polarity=event.polarity,
    )


def _many_of(argument: Argument, reading: Reading | None) -> bool | None:
    head = _head(reading.sentence, argument.span) if reading else -1
    return _are_many(reading.sentence, [head]) if reading and head >= 0 else None


def _without_parse(event: Event) -> Occurrence:
    none: frozenset[str] = frozenset()
    return Occurrence(
        id=event.id, span=event.head, sentence="", index=0, title=False, word=fold(event.lemma), pos="",
        type=event.type, mode=event.mode, who=none, whom=none, others=none, words=none, numbers=none, where=none,
        when=event.when, published=None, factuality=event.factuality, polarity=event.polarity, head=event.head.start,
    )  # fmt: skip


def _side(argument: Argument | None, reading: Reading | None, names: Mapping[str, str]) -> frozenset[str]:
    """Whom the argument names: an entity, else the noun; and of those who act for a state, the state: its army and its
    police may be one side, two girls of one country not."""
    if argument is None:
        return frozenset()
    state = {f"#{argument.country}"} if argument.country and argument.sector in _OFFICIAL else set()
    entity = names.get(argument.chain or "", "")
    head = _head(reading.sentence, argument.span) if reading and not entity.startswith("@") else -1
    if reading is None or head < 0:
        return frozenset((entity or _without_figure(argument.name), *state))
    own = {_without_figure(argument.name)} if reading.sentence.tokens[head].pos != "PRON" else set()
    return _name(reading, [head]) | ({entity} if entity else own) | state


def _without_figure(name: str) -> str:
    """ "at least 12 civilians", "ten civilians": how many they are is another matter than who they are."""
    words = fold(name).split()
    for place, word in enumerate(words):
        if word not in _ABOUT and parse_number(word) is None:
            return " ".join(words[place:])
    return fold(name)


def find_cast(sentence: Sentence, index: int) -> Cast:
    """Who and what takes part in what the word at `index` names."""
    cast = Cast()
    token = sentence.tokens[index]
    if token.pos in _NOUNS:
        _cast_noun(sentence, index, cast)
    else:
        _cast_verb(sentence, index, cast)
    return cast


def _cast_verb(sentence: Sentence, index: int, cast: Cast) -> None:
    passive = any(sentence.tokens[c].dep in ("auxpass", "nsubjpass") for c in children_of(sentence)[index])
    subject = subject_of(sentence, index)
    if subject is None:
        subject = _controller(sentence, index)
    if subject is not None:
        (cast.whom if passive else cast.who).append(subject)
    for child in children_of(sentence)[index]:
        dep = sentence.tokens[child].dep
        if dep in ("dobj", "attr", "oprd"):
            cast.whom.append(child)
        elif dep == "agent":
            cast.who += _below(sentence, child, ("pobj",))
        elif dep in ("prep", "dative"):
            cast.others += _below(sentence, child, ("pobj",)) or [child]


def _controller(sentence: Sentence, index: int) -> int | None:
    """Who does what an infinitive or participle says: the subject of the verb above, or the noun it hangs on."""
    for _ in range(_DEPTH):
        token = sentence.tokens[index]
        if token.head == index or token.dep not in ("xcomp", "advcl", "acl", "relcl", "conj", "ccomp", "pcomp", "prep"):
            return None
        if token.dep in ("acl", "relcl"):
            return token.head
        index = token.head
        if sentence.tokens[index].pos in ("VERB", "AUX"):
            found = subject_of(sentence, index)
            if found is not None:
                return found
    return None


def _cast_noun(sentence: Sentence, index: int, cast: Cast) -> None:
    for child in children_of(sentence)[index]:
        token = sentence.tokens[child]
        if token.dep == "poss":
            cast.who.append(child)
        elif token.dep in ("compound", "nmod", "amod", "appos"):
            cast.others.append(child)
        elif token.dep in ("prep", "agent"):
            found = _below(sentence, child, ("pobj",))
            (cast.who if token.lemma == "by" else cast.whom if token.lemma == "of" else cast.others).extend(found)
    above = sentence.tokens[index].head
    if above != index and sentence.tokens[above].pos == "VERB":
        subject = subject_of(sentence, above)
        light = load_effects().get((sentence.tokens[above].lemma, "verb")) == "light"
        if subject is not None and subject != index:
            (cast.who if light and not cast.who else cast.others).append(subject)
        for child in children_of(sentence)[above]:
            if sentence.tokens[child].dep == "prep":
                cast.others += _below(sentence, child, ("pobj",))


def _below(sentence: Sentence, index: int, deps: tuple[str, ...]) -> list[int]:
    return [child for child in children_of(sentence)[index] if sentence.tokens[child].dep in deps]


def _name(reading: Reading, indices: Sequence[int]) -> frozenset[str]:
    """Keys of the nouns: who is named, the noun itself, and those joined to it or standing in its phrase."""
    keys: set[str] = set()
    for index in indices[:_MOST_NOUNS]:
        for at in _spread(reading.sentence, index):
            token = reading.sentence.tokens[at]
            if at in reading.keys:
                keys.add(reading.keys[at])
            elif at in reading.places:
                keys.add(reading.places[at])
            if token.pos in ("NOUN", "ADJ") or (token.pos == "PROPN" and at not in reading.keys):
                keys.add(fold(token.lemma))
    return frozenset(keys)


def _spread(sentence: Sentence, index: int, depth: int = 0) -> list[int]:
    found = [index]
    if depth < _DEPTH:
        for child in children_of(sentence)[index]:
            if sentence.tokens[child].dep in ("conj", "appos"):
                found += _spread(sentence, child, depth + 1)
    return found


def _count(sentence: Sentence, indices: Sequence[int]) -> frozenset[str]:
    """The figures that count the nouns: "21" however it is written."""
    figures = (
        parse_number(fold(sentence.tokens[child].text))
        for index in indices
        for child in (index, *children_of(sentence)[index])
        if sentence.tokens[child].dep == "nummod" or sentence.tokens[child].pos == "NUM"
    )
    return frozenset(f"{figure:g}" for figure in figures if figure is not None)


def _is_more(sentence: Sentence, index: int) -> bool:
    """Whether a modifier says that it is done to others than were told of before."""
    return fold(sentence.tokens[index].lemma) in _MORE


def _tells_order(sentence: Sentence, index: int) -> bool:
    return sentence.tokens[index].dep == "advmod" and sentence.tokens[index].lemma in _ORDER


def _are_many(sentence: Sentence, indices: Sequence[int]) -> bool | None:
    """Whether the nouns name several; None without a common noun."""
    tokens = [sentence.tokens[index] for index in indices if sentence.tokens[index].pos == "NOUN"]
    if not tokens:
        return None
    return len(indices) > 1 or tokens[0].tag in _PLURAL or fold(tokens[0].lemma) in _CROWDS


def _owner(sentence: Sentence, index: int) -> int:
    """The verb that the word is, or under which it stands; the root where there is none."""
    for _ in range(_DEPTH):
        token = sentence.tokens[index]
        if token.pos in ("VERB", "AUX") and token.dep not in ("aux", "auxpass", "amod"):
            return index
        if token.head == index:
            return index
        index = token.head
    return index
