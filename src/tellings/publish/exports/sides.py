"""The arguments of one happening's events in, its sides out: who did it and to whom, each told once with its codes.

A side is an entity of the story where its chain belongs to one, else a name, without the number that stands before
it ("12 civilians"): reports differ about that. Pronouns and bare numbers name nobody. The two sides come from one
report where any tells both, so that no pair is put together that nobody told.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tellings.publish.exports.choosing import most_common, most_told
from tellings.publish.exports.codes import codes_of, group_code, iso3_of, sector_codes
from tellings.records import Argument, Entity, Event, Place, Quantity, Report, Span, Tables
from tellings.text.countries import country_of, parse_country
from tellings.text.folding import fold

_PRONOUNS = frozenset(
    """i we us me you he she it they him her them his hers its their theirs himself herself itself themselves who whom
    which that this these those one ones somebody someone anybody anyone everybody everyone nobody another other
    others some many several most all both""".split()
)


_LONGEST = 6  # words of a number


@dataclass(frozen=True, slots=True)
class Side:
    """Somebody who takes part. raw: as a report words it; sectors: primary first; place: where it is a place's name."""

    key: str
    name: str
    raw: str
    span: Span
    kind: str | None
    iso2: str | None
    iso3: str | None
    cow: int | None
    gw: int | None
    sectors: tuple[str, ...]
    role: str | None
    body: str | None
    identifiers: tuple[tuple[str, str], ...] = ()
    place: Place | None = None

    @property
    def sector(self) -> str | None:
        return self.sectors[0] if self.sectors else None

    @property
    def stands(self) -> str:
        """state, group or civilian; "" where nothing tells. A country acting is a state."""
        if self.sectors:
            return sector_codes(self.sectors[0]).side
        return "state" if self.is_country else ""

    @property
    def is_country(self) -> bool:
        country = country_of(self.iso2)
        return country is not None and parse_country(self.name) == country


class Cast:
    """Who is who in a run: entities by chain, places and quantities by report."""

    def __init__(self, tables: Tables) -> None:
        entities, places = tables.of(Entity), tables.of(Place)
        self._reports = {report.id: report for report in tables.of(Report)}
        self._entity = {chain: entity for entity in entities for chain in entity.chains}
        self._places: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            self._places[place.report].append(place)
        self._numbers = {
            wording
            for quantity in tables.of(Quantity)
            for wording in _ends(fold(_words(self._reports, quantity.span)))
            if not quantity.unit
        }

    def key_of(self, argument: Argument | None) -> str | None:
        """What the argument is told apart by; None for nobody, and for pronouns that no name is known of."""
        if argument is None:
            return None
        name = self._name(argument)
        if not name or fold(name) in _PRONOUNS:
            return None
        entity = self._entity.get(argument.chain or "")
        return entity.id if entity else fold(name)

    def _name(self, argument: Argument) -> str:
        entity = self._entity.get(argument.chain or "")
        words = (entity.name if entity else argument.name).split()
        for size in range(min(_LONGEST, len(words)), 0, -1):
            rest = words[size:]
            if fold(" ".join(words[:size])) in self._numbers and (not rest or rest[0].islower()):
                return " ".join(rest[1:] if rest[:1] == ["of"] else rest)
        return " ".join(words)

    def build_side(self, key: str, arguments: Sequence[Argument]) -> Side:
        """The side that these arguments name."""
        first = arguments[0]
        entity = next((self._entity[a.chain] for a in arguments if a.chain in self._entity), None)
        name = self._name(first)
        iso2 = most_common(a.country for a in arguments) or (entity.country if entity else None)
        sectors = tuple(dict.fromkeys(s for a in arguments for s in (*filter(None, (a.sector,)), *a.sectors)))
        country, codes = country_of(iso2), codes_of(iso2)
        return Side(
            key=key,
            name=name,
            raw=_words(self._reports, first.span) or first.name,
            span=first.span,
            kind=entity.kind if entity else None,
            iso2=iso2,
            iso3=most_common(a.iso3 for a in arguments) or iso3_of(iso2),
            cow=most_common(a.cow for a in arguments) or (country.cow if country else None),
            gw=codes.gw if codes else None,
            sectors=sectors,
            role=most_common(a.role for a in arguments),
            body=group_code(name),
            identifiers=entity.identifiers if entity else (),
            place=self._place_at(first.span),
        )

    def _place_at(self, span: Span) -> Place | None:
        """The place whose name the argument is: "Kenya", but not "the army of Kenya"."""
        return next((place for place in self._places[span.report] if place.span.holds(span)), None)


def _ends(wording: str) -> list[str]:
    """A number's wording, and what is left of it when its first words are cut: "at least 60", "least 60", "60"."""
    words = wording.split()
    return [" ".join(words[place:]) for place in range(len(words))]


def _words(reports: Mapping[str, Report], span: Span) -> str:
    report = reports.get(span.report)
    return report.text[span.start : span.end] if report else ""


def find_sides(events: Sequence[Event], cast: Cast) -> tuple[tuple[Side, ...], tuple[Side, ...]]:
    """The actors and the recipients of one happening, the first of each its main one, others joined to it by "and"."""
    pairs = [(event, cast.key_of(event.actor), cast.key_of(event.recipient)) for event in events]
    whole = [(event.report, actor, recipient) for event, actor, recipient in pairs if actor and recipient]
    actor: str | None
    recipient: str | None
    if whole:
        actor, recipient = most_told((report, (left, right)) for report, left, right in whole)
    else:
        actor = most_told((event.report, left) for event, left, _ in pairs if left) if _any(pairs, 1) else None
        recipient = most_told((event.report, right) for event, _, right in pairs if right) if _any(pairs, 2) else None
    actors = [side for side in _beside(pairs, actor, lambda event: event.actor, cast) if side.key != recipient]
    taken = {side.key for side in actors}
    recipients = _beside(pairs, recipient, lambda event: event.recipient, cast)
    return tuple(actors), tuple(side for side in recipients if side.key not in taken)


def _any(pairs: Sequence[tuple[Event, str | None, str | None]], place: int) -> bool:
    return any(pair[place] for pair in pairs)


def _beside(
    pairs: Sequence[tuple[Event, str | None, str | None]],
    main: str | None,
    pick: Callable[[Event], Argument | None],
    cast: Cast,
) -> tuple[Side, ...]:
    """The main side, and those coded with it of one word: a compound actor is coded once for each of its members."""
    if main is None:
        return ()
    heads = {event.head for event, *_ in pairs if cast.key_of(pick(event)) == main}
    named: dict[str, list[Argument]] = {main: []}
    for event, *_ in pairs:
        argument = pick(event)
        key = cast.key_of(argument)
        if argument is not None and key is not None and (key == main or event.head in heads):
            named.setdefault(key, []).append(argument)
    return tuple(cast.build_side(key, arguments) for key, arguments in named.items())
