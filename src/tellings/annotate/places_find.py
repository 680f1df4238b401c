"""Report, Sentences and Mentions in, the namings of places in the text out.

The small model takes half of the lesser known towns for people or organisations, and gives one label to a whole name:
no "Ohio" in "Ohio State Patrol". So beside the mentions a name is taken for a place where the words around it say so
(behind "in", in front of "police" or a dash that opens a dispatch) and the gazetteer knows it, where the report names
the same place elsewhere, and where it is a country, a people or a large place. Measured on LGL and GeoWebNews, the
mentions alone against all of these together: tagging F1 63.9 to 77.0 and 77.9 to 81.3 (bench/places.py).
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from tellings.annotate.gazetteer import Gazetteer, load_gazetteer
from tellings.annotate.gazetteer_build import fold_name
from tellings.annotate.places_names import CONTINENTS, Toponym, build_toponym, find_candidates, no_places
from tellings.records import Mention, Report, Sentence, Span, Token
from tellings.text.countries import parse_country, parse_demonym

_KINDS = frozenset({"GPE", "LOC"})
_BUILT = frozenset({"GPE", "LOC", "FAC"})
_NUMBERS = frozenset({"DATE", "TIME", "MONEY", "QUANTITY", "PERCENT", "CARDINAL", "ORDINAL"})  # "in March"
_LONGEST = 4  # words of a place name inside another name
_LONGEST_RUN = 12  # tokens of a run of capitals in which an institution is looked for
_SHORT = 3  # letters: "Van", "Man" are towns, but seldom meant
_LARGE = 500_000  # inhabitants from which a name is taken for the place wherever it stands
_WHERE = frozenset("in at near from outside around throughout across toward towards".split())
# What stands behind a place's name in the names of its institutions.
_OF_PLACE = frozenset(
    """police city county parish district town township state university college high school hospital council court
    courthouse fire sheriff chamber airport port prison jail mayor municipal public regional provincial governorate
    province prefecture church museum library man woman resident residents company""".split()
)
# Words of other names that are also large districts or towns of the gazetteer, and languages.
_NEVER = frozenset(
    """central eastern western southern northern north south east west centre center city town state district county
    capital national federal republic union english police court house hall park university college school company
    man woman resident church fire public supreme superior new old great congress church parliament""".split()
)
_PIECE = re.compile(r"(?!for |to |via |and )\b[^\s/].*?(?=\s+(?:for|to|via|and)\s|/|$)")  # "Bonthe for Freetown"
_SMALL = re.compile(r"(?:(?:the|[a-z][a-z-]{3,})\s+)+(?=[^\W\d_a-z])")
_DISPATCH = re.compile(r"\s*(?:\([^)\n]{2,30}\)\s*)?[–—-]+\s|\s*,\s*[A-Z][a-z]{2,8}\.? \d")


def find_toponyms(report: Report, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> list[Toponym]:
    """Place names by the mentions (by the parser's entities where none were made), and those that these miss."""
    gazetteer = load_gazetteer()
    found = _Found()
    entities = [entity for sentence in sentences for entity in _entities(sentence)]
    if mentions:
        for mention in mentions:
            if mention.kind == "place" and mention.form in ("name", "acronym"):
                for toponym in _tighten(report, mention.span, entities, gazetteer):
                    found.keep(toponym)
    people = {mention.span for mention in mentions if mention.kind == "person" and mention.form != "nominal"}
    for span, kind in entities:
        if (kind in _BUILT and not mentions) or (
            kind in _KINDS and _is_known(report, span, gazetteer) and not _in_person(report, span, people)
        ):
            found.keep(build_toponym(report, span))
        elif kind == "PERSON" and not mentions:
            people.add(span)
    for sentence in sentences:
        for span in _find_around(report, sentence, gazetteer):
            found.keep(build_toponym(report, span))
    known = {toponym.key for toponym in found.toponyms.values()}
    taken = _cover([*found.toponyms, *people])
    for sentence in sentences:
        for span in _find_inside(report, sentence, known, taken):
            found.keep(build_toponym(report, span))
    return sorted(found.toponyms.values(), key=lambda toponym: toponym.span)


class _Found:
    """Namings that do not overlap, by their spans."""

    def __init__(self) -> None:
        self.toponyms: dict[Span, Toponym] = {}
        self._covered: set[int] = set()

    def keep(self, toponym: Toponym | None) -> None:
        """Take it in, unless one that overlaps is there already."""
        if toponym and self._covered.isdisjoint(range(toponym.span.start, toponym.span.end)):
            self.toponyms[toponym.span] = toponym
            self._covered.update(range(toponym.span.start, toponym.span.end))


def _tighten(
    report: Report, span: Span, entities: Sequence[tuple[Span, str]], gazetteer: Gazetteer
) -> Iterable[Toponym | None]:
    """The naming at that span; where the whole is no place, only the names in it ("the Texas State Demographer")."""
    whole = build_toponym(report, _without_sides(report, span))
    if whole is None or find_candidates(whole.key, whole.wording, gazetteer):
        return [whole]
    pieces = [Span(report.id, span.start + m.start(), span.start + m.end()) for m in _PIECE.finditer(span.of(report))]
    first = bisect_left(entities, span.start, key=lambda entity: entity[0].start)
    last = bisect_left(entities, span.end, key=lambda entity: entity[0].start)
    inner = [
        entity for entity, kind in entities[first:last] if kind in _BUILT and span.holds(entity) and entity != span
    ]
    for parts in (pieces, inner):
        if len(parts) > (parts is pieces) and all(_is_known(report, part, gazetteer) for part in parts):
            return [build_toponym(report, part) for part in parts]
    return [whole]


def _without_sides(report: Report, span: Span) -> Span:
    """The span without the small words before the name: "Peru" of "mountainous southern Peru"."""
    lead = _SMALL.match(span.of(report))
    return Span(span.report, span.start + lead.end(), span.end) if lead else span


def _is_known(report: Report, span: Span, gazetteer: Gazetteer) -> bool:
    toponym = build_toponym(report, span)
    return bool(toponym and toponym.key not in _NEVER and find_candidates(toponym.key, toponym.wording, gazetteer))


def _in_person(report: Report, span: Span, people: Iterable[Span]) -> bool:
    """Whether it is part of a person's name ("Paris Hilton"), or one by itself where no place is asked for."""
    inside = [person for person in people if person.overlap(span)]
    before = report.text[max(0, span.start - 12) : span.start].split()
    alone = all(person == span for person in inside)
    return bool(inside) and not (alone and before and before[-1].lower() in _WHERE)


def _entities(sentence: Sentence) -> Iterator[tuple[Span, str]]:
    """The parser's entities with their kinds."""
    tokens, n = sentence.tokens, 0
    while n < len(tokens):
        end = n + 1
        if tokens[n].kind:
            while end < len(tokens) and tokens[end].kind == tokens[n].kind and not tokens[end].begins:
                end += 1
            yield Span(sentence.report, tokens[n].start, tokens[end - 1].end), tokens[n].kind
        n = end


def _find_around(report: Report, sentence: Sentence, gazetteer: Gazetteer) -> Iterator[Span]:
    """Names that the gazetteer knows where the words around ask for a place."""
    for first, last in _capital_runs(sentence.tokens):
        tokens = sentence.tokens[first : last + 1]
        whole = Span(report.id, tokens[0].start, tokens[-1].end)
        before = sentence.tokens[first - 1].text.lower() if first else ""
        opens = first == 0 and tokens[0].text.isupper() and _DISPATCH.match(report.text, tokens[-1].end)
        if (before in _WHERE or opens) and last - first <= _LONGEST_RUN and _has_entry(report, whole, gazetteer):
            yield whole
            continue
        for n in range(min(len(tokens) - 1, _LONGEST_RUN), 0, -1):  # "Grand Ledge Police": the longest name before it
            if tokens[n].text.lower() not in _OF_PLACE:
                continue
            names = (Span(report.id, tokens[0].start, tokens[end].end) for end in (n, n - 1))  # "Laurel County" first
            known = [name for name in names if _has_entry(report, name, gazetteer)]
            if known:
                yield known[0]
                break


def _capital_runs(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """First and last token of each run of capitalised names."""
    first = None
    for n, token in enumerate(tokens):
        names = token.pos == "PROPN" and token.text[:1].isupper() and token.kind not in _NUMBERS
        if first is not None and not names:
            yield first, n - 1
            first = None
        elif names and first is None:
            first = n
    if first is not None:
        yield first, len(tokens) - 1


def _has_entry(report: Report, span: Span, gazetteer: Gazetteer) -> bool:
    """Whether the gazetteer has the name itself, as a first name and not only as part of one."""
    key = fold_name(span.of(report))
    if len(key) <= _SHORT or key in _NEVER or key in no_places():
        return False
    return any(not entry.weak and fold_name(entry.name) == key for entry in gazetteer.find(key))


def _cover(spans: Iterable[Span]) -> set[int]:
    return {offset for span in spans for offset in range(span.start, span.end)}


def _find_inside(report: Report, sentence: Sentence, known: set[str], taken: set[int]) -> Iterator[Span]:
    """Names that stand for a country, a people, a large place, or a place that the report names elsewhere."""
    tokens, n = sentence.tokens, 0
    while n < len(tokens):
        longest = min(_LONGEST, len(tokens) - n) if _may_name(tokens[n]) else 0
        for length in range(longest, 0, -1):
            run = tokens[n : n + length]
            if not _may_name(run[-1]) or any(token.start in taken for token in run):
                continue
            span = Span(report.id, run[0].start, run[-1].end)
            if _is_place_name(span.of(report), known):
                yield span
                n += length - 1
                break
        n += 1


def _may_name(token: Token) -> bool:
    return token.text[:1].isupper() and token.pos in ("PROPN", "ADJ", "NOUN")


def _is_place_name(wording: str, known: set[str]) -> bool:
    key = fold_name(wording)
    if key in _NEVER:
        return False
    if key in known:
        return len(key) > 2
    if parse_country(wording) or parse_demonym(wording) or key in CONTINENTS:
        return True
    if len(key) <= _SHORT or key in no_places():
        return False
    entries = load_gazetteer().find(key)
    return any(entry.population >= _LARGE and fold_name(entry.name) == key and not entry.weak for entry in entries)
