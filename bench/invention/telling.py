"""Invented reports of one story in, an invented account of it out: records as the rooms would give them, of no meaning.

What a server has to show is there in the amounts that real accounts have (of 5 reports: some 40 entities, 20 events,
45 findings): findings that quote sentences, entities, places, events, a timeline, now and then a case. Nothing is read,
and nobody should look for sense in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from tellings.records import (
    Account,
    Argument,
    Case,
    CaseElement,
    Entity,
    Event,
    Finding,
    Happening,
    Judgement,
    Mention,
    Place,
    Quote,
    Report,
    Sentence,
    Span,
    Story,
    Tables,
    Telling,
    Witness,
    make_id,
)

TYPES = (
    "AGREE CONSULT SUPPORT COOPERATE AID YIELD REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION ARREST ASSAULT".split()
)
COUNTRIES = "NP EC SL KE CA IS GR NG BR ID PL VN MA PE FI TR IN MX TH ZA".split()
_MOST_SPANS = 8  # reports that one finding quotes


@dataclass(frozen=True, slots=True)
class Page:
    """A report with the places of its sentences and its mentions."""

    report: Report
    sentences: Sequence[tuple[int, int]]
    mentions: Sequence[Mention]
    line: str

    def span(self, number: int) -> Span:
        """One of its sentences."""
        start, end = self.sentences[number % len(self.sentences)]
        return Span(self.report.id, start, end)


@dataclass(frozen=True, slots=True)
class Middle:
    """Where a story takes place: most of its places lie around."""

    lat: float
    lon: float
    country: str


def invent_account(pages: Sequence[Page], random: Random) -> Tables:
    """Everything that the contract of one story is built from."""
    pages = [page for page in pages if page.sentences]
    story = Story(make_id("story", *sorted(page.report.id for page in pages)), tuple(p.report.id for p in pages))
    tables = Tables([story])
    middle = Middle(random.uniform(-40, 60), random.uniform(-110, 140), random.choice(COUNTRIES))
    for page in pages:
        tables.add([page.report, *page.mentions])
        tables.add(_sentences(page))
        tables.add(_readings(page, middle, random))
    findings = list(_findings(story.id, pages, random))
    tables.add(findings)
    tables.add(_entities(story.id, pages))
    tables.add(_timeline(story.id, pages, findings))
    if random.random() < 0.15:
        tables.add([_case(story.id, pages, random)])
    tables.add(_judgements(pages))
    tables.add([_account(story.id, pages, findings)])
    return tables


def _sentences(page: Page) -> Iterator[Sentence]:
    for number, (start, end) in enumerate(page.sentences):
        span = Span(page.report.id, start, end)
        yield Sentence(f"sentence-{page.report.id[7:]}-{number}", span, number, number // 2, number == 0, ())


def _readings(page: Page, middle: Middle, random: Random) -> Iterator[Place | Event | Quote]:
    for mention in page.mentions:
        if mention.kind == "place":
            draw = Random(mention.name)
            reach = 3.0 if draw.random() < 0.9 else 40.0  # now and then a place far off, and so a wide map
            lat, lon = middle.lat + draw.uniform(-reach, reach) / 2, middle.lon + draw.uniform(-reach, reach)
            yield Place(
                make_id("place", mention.id), mention.span, mention.name, draw.randrange(1, 10**7),
                lat, lon, middle.country, None, "PPL",
            )  # fmt: skip
    for _ in range(4):
        span = page.span(random.randrange(1, 50))
        argument = Argument(span, page.mentions[0].name) if page.mentions else None
        yield Event(
            make_id("event", page.report.id, str(span.start), str(random.random())), span, span, "plover",
            random.choice(TYPES), None, (), 1, "say", argument, None, page.report.published, None, "happened",
            "positive",
        )  # fmt: skip
    for number in range(2, 2 + min(4, len(page.sentences) // 3)):
        span = page.span(number)
        yield Quote(make_id("quote", page.report.id, str(number)), span, "indirect", None, None, "A person named so")


def _findings(story: str, pages: Sequence[Page], random: Random) -> Iterator[Finding]:
    several = len(pages) > 1
    kinds = [("differ", min(6, 1 + len(pages) // 2)), ("agree", min(24, 3 * len(pages)))] if several else []
    for status, number in (*kinds, ("single", min(60, 4 * len(pages)))):
        for at in range(number):
            chosen = pages if status != "single" else [random.choice(pages)]
            if len(chosen) > _MOST_SPANS:
                chosen = random.sample(chosen, _MOST_SPANS)
            witnesses = tuple(_witness(page, at + 1, status) for page in chosen)
            yield Finding(
                make_id("finding", story, status, str(at)), story, status, "number" if status == "differ" else None,
                "contradiction" if status == "differ" else None,
                witnesses[0].span.of(pages_report(pages, witnesses[0].span)), len({page.line for page in chosen}),
                witnesses, weight=float(number - at), question="How many were there?" if status == "differ" else "",
            )  # fmt: skip


def pages_report(pages: Sequence[Page], span: Span) -> Report:
    """The report that the span is in."""
    return next(page.report for page in pages if page.report.id == span.report)


def _witness(page: Page, number: int, status: str) -> Witness:
    span = page.span(number)
    words = span.of(page.report).split()
    value = " ".join(words[2 : 4 + number % 2]) if status == "differ" else None
    return Witness(make_id("claim", page.report.id, str(span.start)), span, value or None, None)


def _entities(story: str, pages: Sequence[Page]) -> Iterator[Entity]:
    named: dict[tuple[str, str], list[Mention]] = {}
    for page in pages:
        for mention in page.mentions:
            named.setdefault((mention.name, mention.kind), []).append(mention)
    for (name, kind), mentions in named.items():
        chains = tuple(dict.fromkeys(mention.chain for mention in mentions))
        yield Entity(
            make_id("entity", story, kind, name), story, name, kind, (), (), tuple(m.span for m in mentions), chains
        )


def _timeline(story: str, pages: Sequence[Page], findings: Sequence[Finding]) -> Iterator[Happening]:
    for number, page in enumerate(pages[:20]):
        if page.report.published:
            span = page.span(number + 1)
            yield Happening(
                make_id("happening", story, str(number)), story, page.report.published, span.of(page.report), "story",
                (findings[0].id,), (span,), page.report.published,
            )  # fmt: skip


def _case(story: str, pages: Sequence[Page], random: Random) -> Case:
    decided = random.random() < 0.5
    elements = tuple(
        CaseElement(role, page.span(at), page.span(at).of(page.report))
        for page in pages[:3]
        for at, role in enumerate(("request", "reason", "decision") if decided else ("request", "expectation"), 1)
    )
    day = pages[-1].report.published
    return Case(
        make_id("case", story), story, "the town", "the county", "to send more of them", (), (),
        "refused" if decided else None, day if decided else None, "the county" if decided else None, (), (), elements,
    )  # fmt: skip


def _judgements(pages: Sequence[Page]) -> Iterator[Judgement]:
    last: dict[str, str] = {}
    for before, page in zip((None, *pages), pages, strict=False):
        here = page.report.id
        if before:
            yield Judgement(
                make_id("judgement", "same", before.report.id, here), before.report.id, here, "same_story", True, 0.4,
                "share rare words and names", "same_story",
            )  # fmt: skip
        if page.line in last:
            spans = (Span(last[page.line], 0, 40), Span(here, 0, 40))
            yield Judgement(
                make_id("judgement", "copy", last[page.line], here), last[page.line], here, "copy_of", True, 0.95,
                "3 passages in the same words", "trace_copies", "copy", spans,
            )  # fmt: skip
        last[page.line] = here


def _account(story: str, pages: Sequence[Page], findings: Sequence[Finding]) -> Account:
    lines: dict[str, list[str]] = {}
    for page in pages:
        lines.setdefault(page.line, []).append(page.report.id)
    first = pages[0].report
    told = [Telling(finding.gist, (finding.id,), tuple(w.span for w in finding.witnesses)) for finding in findings[:5]]
    return Account(
        make_id("account", story), story, first.title or "Untitled", None, tuple(told),
        tuple(tuple(line) for line in lines.values()), first.published, (),
    )  # fmt: skip
