"""A text and its outlet in, the Report out with its sentences and mentions, as the annotate rooms would give them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from bench.invention.fillers import Naming, move_namings
from bench.invention.manuscripts import Line, Text, lay_out
from bench.invention.outlets import Outlet
from tellings.records import Interval, Mention, Precision, Report, Sentence, Span, Token

_STRAIGHT = {"“": '"', "”": '"', "’": "'", "’s": "'s"}
_SMALL = frozenset("a an and as at by for from in into of off on or over the to up with".split())


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a report because it was invented. relation: original, copy, derived, shared_agency, version,
    independent, quotes_other, digest, alone. source: the text that it was made from (of an
    agency's wire, which is in no stream, the id of the wire). line: equal for all reports that go back to one text."""

    story: str
    relation: str
    source: str | None
    line: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A report with its annotations and what is known of it."""

    report: Report
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    known: Known


@lru_cache(maxsize=50_000)
def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


@lru_cache(maxsize=50_000)
def _headline_word(word: str) -> str:
    return word if word in _SMALL else word[:1].upper() + word[1:]


class Setter:
    """Sets one report: keeps the text so far, its sentences and mentions."""

    def __init__(self, id: str, *, straight: bool) -> None:
        self.id, self.straight = id, straight
        self.parts: list[str] = []
        self.at = 0
        self.sentences: list[Sentence] = []
        self.mentions: list[Mention] = []

    def add(
        self, line: Line, *, paragraph: int, before: str, title: bool = False, capitals: bool = False, ahead: str = ""
    ) -> None:
        """Set one line, after white space; `ahead` is a dateline."""
        namings: list[Naming] = []
        if before:
            self.parts.append(before)
            self.at += len(before)
        tokens = self._put_ahead(ahead) if ahead else []
        tokens += self._set(line, namings, size=len(tokens), capitals=title and capitals)
        if not tokens:
            return
        span = Span(self.id, tokens[0].start, self.at)
        number = len(self.sentences)
        self.sentences.append(
            Sentence(f"sentence-{self.id[7:]}-{number}", span, number, paragraph, title, tuple(tokens))
        )
        for first, last, kind, form, chain, name, role, country in namings:
            del country  # of an invented country there is no code
            spot = Span(self.id, tokens[first].start, tokens[last].end)
            self.mentions.append(
                Mention(
                    f"mention-{self.id[7:]}-{spot.start}", spot, kind, form, f"chain-{self.id[7:]}-{chain}", name, role
                )
            )

    def _set(self, line: Line, namings: list[Naming], *, size: int, capitals: bool) -> list[Token]:
        """The tokens of a line in one pass (this is where the time goes). size: of what stands ahead of it already."""
        taken, starts, roots = lay_out(line, size)
        tokens: list[Token] = []
        at, parts, straight = self.at, self.parts, self.straight
        add, put, token = tokens.append, parts.append, Token
        first = True
        for place, piece in enumerate(line.template.pieces):
            words = taken[place]
            if piece.slot:
                start, gap_ahead = starts[place], piece.gap
                above, there = piece.head
                outer = roots[above] if there < 0 else starts[above] + there
                namings += move_namings(words.namings, start)
                words = [
                    (*w[:4], piece.dep, -2, outer, *w[6:8], w[8] if n else gap_ahead)
                    if w[5] < 0
                    else (*w[:5], -2, start + w[5], *w[6:8], w[8] if n else gap_ahead)
                    for n, w in enumerate(words.words)
                ]
            for text, lemma, pos, tag, dep, above, there, kind, begins, gap in words:
                if first:
                    text = _capital(text)
                    first = False
                    if size:
                        put(" ")
                        at += 1
                elif gap:
                    put(" ")
                    at += 1
                if straight and text in _STRAIGHT:
                    text = _STRAIGHT[text]
                if capitals:
                    text = _headline_word(text)
                end = at + len(text)
                head = there if above == -2 else roots[above] if there < 0 else starts[above] + there
                add(token(at, end, text, lemma, pos, tag, dep, head, kind, begins))
                put(text)
                at = end
        self.at = at
        return tokens

    def _put_ahead(self, ahead: str) -> list[Token]:
        """A dateline: "DOBNICE, March 3 (Meridian Press Agency) —"."""
        tokens: list[Token] = []
        last = ""
        for word in ahead.split():
            sign = word in ("(", ")", "—", ",")
            if tokens and word not in (")", ",") and last != "(":
                self.parts.append(" ")
                self.at += 1
            pos, tag = ("PUNCT", ":") if sign else ("PROPN", "NNP")
            end = self.at + len(word)
            tokens.append(Token(self.at, end, word, word, pos, tag, "dep", 0, "" if sign else "GPE", False))
            self.parts.append(word)
            self.at, last = end, word
        return tokens


def date_report(outlet: Outlet, now: datetime) -> Interval | None:
    """When the outlet's page says it was published: by a clock that may be wrong, to minute or day, or not at all."""
    if outlet.precision == "none":
        return None
    shown = now + timedelta(days=outlet.shift)
    if outlet.precision == "day":
        told = shown.date().isoformat()
        return Interval(told, told, Precision.DAY)
    told = shown.isoformat(timespec="minutes")
    return Interval(told, told, Precision.MINUTE, "Z")


def set_report(text: Text, outlet: Outlet, *, now: datetime, story: str) -> Sample:
    """The report as it stands on the outlet's page."""
    setter = Setter(text.id, straight=outlet.straight)
    setter.add(text.headline, paragraph=0, before="", title=True, capitals=outlet.capitals)
    title = "".join(setter.parts)
    paragraph, since = 0, 9
    for place, line in enumerate([*text.lines, *text.notes]):
        fresh = since >= 1 + (len(line.fills) + place) % 3 or place >= len(text.lines)
        paragraph, since = (paragraph + 1, 1) if fresh else (paragraph, since + 1)
        ahead = text.dateline if not place else ""
        setter.add(line, paragraph=paragraph, before="\n\n" if fresh else " ", ahead=ahead)
    whole = "".join(setter.parts)
    report = Report(
        id=text.id,
        capture=f"capture-{text.id[7:]}",
        origin=f"https://{outlet.host}/{text.id[7:]}",
        outlet=outlet.name,
        title=title,
        byline=text.byline,
        published=date_report(outlet, now),
        language="en",
        text=whole,
        supersedes=text.supersedes,
        url=f"https://{outlet.host}/{text.id[7:]}",
        dateline=text.dateline or None,
        credits=text.credits,
    )
    known = Known(story, text.relation, text.source, text.line)
    return Sample(report, tuple(setter.sentences), tuple(setter.mentions), known)
