"""An invented story in records: a town asks for wardens, five reports in three lines tell of it, one is unrelated."""

from pathlib import Path
from typing import Any

import pytest

from tellings.publish.contract import build_contract
from tellings.records import (
    Account,
    Case,
    CaseElement,
    Dating,
    Drop,
    Entity,
    Finding,
    Furniture,
    Happening,
    Interval,
    Judgement,
    Mention,
    Place,
    Precision,
    Quote,
    Report,
    Span,
    Story,
    Tables,
    Telling,
    Witness,
)

FIXTURE = Path(__file__).parent / "fixture"
TEXTS = {path.stem: path.read_text(encoding="utf-8").strip() for path in sorted(FIXTURE.glob("*.txt"))}
OUTLETS = {
    "r0": "Northern Wire", "r1": "The Halmar Courier", "r2": "Baltic Rhyme & Reason", "r3": "Lake Observer",
    "r4": "Inland Post", "r9": "Pellworm Weekly",
}  # fmt: skip
DAYS = {"r0": "2031-03-04", "r1": "2031-03-05", "r2": "2031-03-05", "r3": "2031-03-06", "r4": "2031-02-27"}


def at(report: str, words: str) -> Span:
    """Where the words stand in the report."""
    start = TEXTS[report].index(words)
    return Span(report, start, start + len(words))


def says(report: str, words: str, value: str | None = None, speaker: str | None = None) -> Witness:
    span = at(report, words)
    return Witness(f"claim-{report}-{span.start}", span, value, speaker)


def on(start: str, end: str | None = None, precision: Precision = Precision.DAY) -> Interval:
    return Interval(start, end or start, precision)


def _report(key: str) -> Report:
    text = TEXTS[key]
    published = on(DAYS[key]) if key in DAYS and key != "r2" else None
    return Report(
        id=key, capture=f"capture-{key}", origin=f"pages/{key}.html", outlet=OUTLETS[key],
        title=text.split("\n")[0], byline="Per Lindqvist" if key == "r3" else None, published=published,
        language="en", text=text, url="https://observer.example/locks" if key == "r3" else None,
        furniture=(Furniture("menu", "Home · Lakes · Weather"), Furniture("teaser", "Ten soups for cold evenings")),
        credits=("Northern Wire",) if key == "r1" else (),
    )  # fmt: skip


FINDINGS = (
    Finding(
        "f-warning", "s", "differ", "polarity", "contradiction",
        "Brandvold faulted the Authority over a warning to residents", 1,
        (
            says("r0", "Brandvold faulted the Authority for not warning residents before the night of the flood",
                 "for not warning", "Brandvold"),
            says("r1", "Brandvold faulted the Authority for warning residents before the night of the flood",
                 "for warning", "Brandvold"),
        ),
        "event", 9.0, False, "Were residents warned before the flood?", "r1",
    ),
    Finding(
        "f-number", "s", "differ", "number", "contradiction", "How many wardens Halmar asked for", 3,
        (
            says("r0", "a request by the town of Halmar to post 40 wardens on the northern locks", "40 wardens",
                 "Mayor Ilse Brandvold"),
            says("r1", "a request by the town of Halmar to post 40 wardens on the northern locks", "40 wardens",
                 "Mayor Ilse Brandvold"),
            says("r3", "up to 60 wardens had been asked for", "up to 60 wardens", "Tomas Eketorp"),
            says("r4", "The council wants dozens of wardens before the spring traffic", "dozens of wardens"),
        ),
        "quantity", 8.0, False, "How many wardens were asked for?",
    ),
    Finding(
        "f-hurt", "s", "differ", "number", "contradiction", "Who was hurt in January", 2,
        (
            says("r0", "Two former lock-keepers were hurt on 6 January", "Two former lock-keepers"),
            says("r2", "Two ex lock-keepers got hurt on 6 January", "Two ex lock-keepers"),
            says("r3", "Three lock-keepers were injured at the start of January", "Three lock-keepers",
                 "the harbour hospital"),
        ),
        "event", 7.0, False, "How many lock-keepers were hurt?",
    ),
    Finding(
        "f-charged", "s", "differ", "number", "scope", "Who was charged or arrested", 2,
        (
            says("r0", "One man was charged with reckless steering", "One man"),
            says("r2", "A single man has been accused of reckless steering", "A single man"),
            says("r3", "two men were arrested", "two men"),
        ),
        "event", 4.0, True,
    ),
    Finding(
        "f-refused", "s", "agree", "modality", "precision", "The Lake Authority refused Halmar's request", 3,
        (
            says("r0", "The Lake Authority has turned down a request by the town of Halmar", None,
                 "Mayor Ilse Brandvold"),
            says("r1", "The Lake Authority has turned down a request by the town of Halmar", None,
                 "Mayor Ilse Brandvold"),
            says("r2", "Halmar's plea for wardens on its northern locks has been rejected by the Lake Authority", None,
                 "Ilse Brandvold"),
            says("r3", "Why the Lake Authority refused"),
        ),
        "event", 6.0,
    ),
    Finding(
        "f-when", "s", "agree", "date", "precision", "Brandvold made the refusal known on 4 March 2031", 1,
        (
            says("r0", "Mayor Ilse Brandvold said on Tuesday", "Tuesday"),
            says("r2", "She spoke in a radio interview on 4 March", "4 March"),
        ),
        "event", 3.0,
    ),
    *(
        Finding(f"f-only-{n}", "s", "single", None, None, words, 1, (says(report, words),), "event", 2.0 - n / 10)
        for n, (report, words) in enumerate(
            (
                ("r0", "The town filed its request on 11 February under Article 9 of the Lake Treaty"),
                ("r0", "The Lake Treaty was signed in 1998 after two years of talks"),
                ("r0", "A review of the treaty is due in May 2031"),
                ("r3", "half of them had signed a petition against the wardens"),
                ("r3", "Residents of Ostervik applauded the decision"),
                ("r4", "Halmar expects a refusal of its request"),
            )
        )
    ),
)  # fmt: skip

CASE = Case(
    "case-1", "s", "the town of Halmar", "the Lake Authority", "post 40 wardens on the northern locks",
    ("Article 9 of the Lake Treaty",), ("if the Authority consents",), "turned down", on("2031-03-04"),
    "the Lake Authority", ("the locks are calm",), ("Residents of Ostervik applauded the decision",),
    (
        CaseElement("request", at("r0", "The town filed its request on 11 February"), "Halmar files its request",
                    on("2031-02-11")),
        CaseElement("basis", at("r0", "under Article 9 of the Lake Treaty"), "Article 9 of the Lake Treaty"),
        CaseElement("condition", at("r0", "if the Authority consents"), "only if the Authority consents"),
        CaseElement("expectation", at("r4", "Halmar expects a refusal of its request"), "a refusal is expected",
                    on("2031-02-27"), "a council member"),
        CaseElement("decision", at("r0", "The Lake Authority has turned down a request by the town of Halmar"),
                    "the Lake Authority turns it down", on("2031-03-04"), "Mayor Ilse Brandvold"),
        CaseElement("decision", at("r2", "has been rejected by the Lake Authority"), "the Lake Authority rejects it",
                    None, "Ilse Brandvold"),
        CaseElement("reason", at("r0", "the locks are calm and that nobody needs more uniforms there"),
                    "the locks are calm", None, "the Lake Authority"),
        CaseElement("reaction", at("r3", "Residents of Ostervik applauded the decision"), "Ostervik applauds"),
    ),
)  # fmt: skip

HAPPENINGS = (
    Happening("h1", "s", on("1998-01-01", "1998-12-31", Precision.YEAR), "The Lake Treaty is signed", "background",
              ("f-only-1",), (at("r0", "The Lake Treaty was signed in 1998"),), on("2031-03-04")),
    Happening("h2", "s", on("2031-01-06"), "Lock-keepers are hurt when a barge rams a gate", "story", ("f-hurt",),
              (at("r0", "Two former lock-keepers were hurt on 6 January"),
               at("r3", "Three lock-keepers were injured at the start of January")), on("2031-03-04")),
    Happening("h3", "s", on("2031-02-11"), "Halmar files its request", "story", ("f-only-0",),
              (at("r0", "The town filed its request on 11 February"),), on("2031-02-27")),
    Happening("h4", "s", on("2031-03-04"), "The refusal is made known", "story", ("f-refused",),
              (at("r0", "Mayor Ilse Brandvold said on Tuesday"),), on("2031-03-04")),
    Happening("h5", "s", on("2031-05-01", "2031-05-31", Precision.MONTH), "A review of the treaty is due", "forecast",
              ("f-only-2",), (at("r0", "A review of the treaty is due in May 2031"),), on("2031-03-04")),
)  # fmt: skip


def _judge(left: str, right: str, detail: str, reason: str, *pairs: tuple[str, str]) -> Judgement:
    evidence = tuple(span for words, again in pairs for span in (at(left, words), at(right, again)))
    return Judgement(
        f"j-{left}-{right}", left, right, "copy_of", detail != "independent", 0.93, reason, "trace_copies",
        detail, evidence, "s",
    )  # fmt: skip


JUDGEMENTS = (
    _judge("r0", "r1", "copy", "the courier carries the wire's text, trimmed, and credits it",
           ("The Lake Authority has turned down a request by the town of Halmar to post 40 wardens",
            "The Lake Authority has turned down a request by the town of Halmar to post 40 wardens"),
           ("Brandvold faulted the Authority for not warning residents", "Brandvold faulted the Authority for warning"
            " residents")),
    _judge("r0", "r2", "derived", "the same particulars in the same order, reworded throughout",
           ("Two former lock-keepers were hurt on 6 January", "Two ex lock-keepers got hurt on 6 January"),
           ("One man was charged with reckless steering", "A single man has been accused of reckless steering")),
    _judge("r0", "r3", "independent", "no shared passage"),
    Judgement("j-apart", "r0", "r9", "same_story", False, 0.08, "no shared name, place or day", "same_story"),
)  # fmt: skip


def _mentions(report: str, words: str, kind: str, chain: str, role: str | None = None) -> Mention:
    span = at(report, words)
    return Mention(f"m-{report}-{span.start}", span, kind, "name", f"{report}-{chain}", words, role)


MENTIONS = (
    _mentions("r0", "Ilse Brandvold", "person", "mayor", "Mayor"),
    _mentions("r2", "Ilse Brandvold", "person", "mayor", "mayor"),
    _mentions("r3", "Tomas Eketorp", "person", "director", "director"),
    _mentions("r0", "Lake Authority", "organisation", "authority"),
    _mentions("r3", "Lake Authority", "organisation", "authority"),
)
ENTITIES = (
    Entity("e-mayor", "s", "Ilse Brandvold", "person", ("Brandvold",), (), (at("r0", "Ilse Brandvold"),
           at("r1", "Ilse Brandvold"), at("r2", "Ilse Brandvold")), ("r0-mayor", "r1-mayor", "r2-mayor")),
    Entity("e-director", "s", "Tomas Eketorp", "person", ("Eketorp",), (), (at("r3", "Tomas Eketorp"),),
           ("r3-director",)),
    Entity("e-authority", "s", "Lake Authority", "organisation", ("the Authority",), (("wikidata", "Q0"),),
           (at("r0", "Lake Authority"), at("r1", "Lake Authority"), at("r2", "Lake Authority"),
            at("r3", "Lake Authority")), ("r0-authority", "r3-authority")),
)  # fmt: skip
PLACES = (
    Place("p0", at("r0", "Halmar"), "Halmar", 1001, 60.8, 11.07, "NO", "Innlandet", "PPL"),
    Place("p1", at("r4", "Halmar"), "Halmar", 1001, 60.8, 11.07, "NO", "Innlandet", "PPL"),
    Place("p3", at("r3", "Ostervik"), "Ostervik", None, None, None, None, None, None),
)


def _quote(report: str, words: str, speaker: str, chain: str) -> Quote:
    return Quote(f"q-{report}", at(report, words), "direct", None, at(report, speaker), speaker, f"{report}-{chain}")


QUOTES = (
    _quote("r0", "They answered that the locks are calm and that nobody needs more uniforms there", "Brandvold",
           "mayor"),
    _quote("r1", "They answered that the locks are calm and nobody needs uniforms", "Brandvold", "mayor"),
    _quote("r3", "Our patrols are enough", "Eketorp", "director"),
)  # fmt: skip
ACCOUNT = Account(
    "a", "s", "Lake Authority turns down Halmar's call for 40 wardens", Span("r0", 0, 54),
    (
        Telling("The Lake Authority has turned down a request by the town of Halmar to post 40 wardens or up to 60"
                " wardens on the northern locks, Mayor Ilse Brandvold said on 4 March 2031.", ("f-refused", "f-number"),
                (at("r0", "The Lake Authority has turned down a request by the town of Halmar to post 40 wardens"),
                 at("r3", "up to 60 wardens had been asked for"))),
        Telling("She gave as the Authority's reason that the locks are calm.", (),
                (at("r0", "They answered that the locks are calm"),)),
        Telling("On 6 January two former lock-keepers or three lock-keepers were hurt.", ("f-hurt",),
                (at("r0", "Two former lock-keepers were hurt on 6 January"),
                 at("r3", "Three lock-keepers were injured at the start of January"))),
    ),
    (("r0", "r1", "r2"), ("r3",), ("r4",)), on("2031-03-04"), ("Halmar",),
)  # fmt: skip
DATINGS = (
    *(Dating(f"d-{key}", key, on(DAYS[key]), False, "stated on the page") for key in DAYS if key != "r2"),
    Dating("d-r2", "r2", on("2031-03-04", "2031-03-06", Precision.RANGE), True,
           "it tells of 4 March as of the day before, and the other reports end on 6 March", (at("r2", "on 4 March"),)),
)  # fmt: skip
DROPS = (Drop("x1", "pages/cat.jpg", "ingest", "an image: nothing to read"),)


def build_tables() -> Tables:
    """The whole story as tables, as the plan would leave them."""
    stories = (Story("s", ("r4", "r0", "r1", "r2", "r3")), Story("s-alone", ("r9",)))
    read = (*MENTIONS, *PLACES, *QUOTES, *DATINGS, *JUDGEMENTS, *DROPS)
    return Tables([*map(_report, TEXTS), *stories, ACCOUNT, CASE, *FINDINGS, *HAPPENINGS, *ENTITIES, *read])


@pytest.fixture
def tables() -> Tables:
    return build_tables()


@pytest.fixture
def contract(tables: Tables) -> dict[str, Any]:
    return build_contract(tables, version="0.0.0")
