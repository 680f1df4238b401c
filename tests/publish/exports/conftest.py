"""An invented clash in records: three reports in two lines tell of a bomb at a market; they differ on the dead."""

from dataclasses import replace
from typing import Any

import pytest

from tellings.annotate import parse
from tellings.engines.local import run_plan
from tellings.records import (
    Account,
    Argument,
    Dating,
    Entity,
    Event,
    Interval,
    Judgement,
    Place,
    Precision,
    Quantity,
    Report,
    Sentence,
    Span,
    Story,
    Tables,
    make_id,
)

WIRE = (
    "Bomb at Velden market\n\nRebels killed 12 civilians in Velden on Monday. Police arrested Ann Tode on"
    " Tuesday.\n\nThe army will attack the hills on Friday. Rebels did not attack the bridge."
)
COPY = "Velden market hit\n\nRebels killed 12 civilians in Velden, a wire report said."
OWN = (
    "Fourteen dead\n\nFighters killed 14 people at the market on Monday, a doctor told us.\n\nThe ministry denied that"
    ' soldiers "attacked"\tthe village.'
)
TEXTS = {"wire": WIRE, "copy": COPY, "own": OWN}
MONDAY = Interval("2031-05-05", "2031-05-05", Precision.DAY)
PUBLISHED = {
    "wire": Interval("2031-05-05T21:30", "2031-05-05T21:30", Precision.MINUTE, "+02:00"),
    "copy": Interval("2031-05-06", "2031-05-06", Precision.DAY),
    "own": Interval("2031-05-06", "2031-05-06", Precision.DAY),
}


def at(report: str, words: str) -> Span:
    start = TEXTS[report].index(words)
    return Span(report, start, start + len(words))


def arg(report: str, words: str, **known: Any) -> Argument:
    known.setdefault("name", words)
    return Argument(at(report, words), **known)


def event(report: str, clause: str, head: str, kind: str, **known: Any) -> Event:
    span, word = at(report, clause), TEXTS[report].index(clause) + clause.index(head)
    base = Event(
        id=make_id("event", report, word, kind), span=span, head=Span(report, word, word + len(head)), scheme="plover",
        type=kind, mode=None, contexts=(), quad=4, lemma=head, actor=None, recipient=None, when=None, place=None,
        factuality="happened", polarity="positive", intensity=-9.5,
    )  # fmt: skip
    return replace(base, **known)


def count(report: str, words: str, low: float | None, high: float | None, of: str) -> Quantity:
    return Quantity(f"q-{report}-{words}", at(report, words), low, high, "", of, "exactly", at(report, of))


KILLING = {
    "wire": event(
        "wire", "Rebels killed 12 civilians in Velden on Monday", "killed", "ASSAULT", mode="explosives",
        actor=arg("wire", "Rebels", sector="REB", sectors=("REB",), country="SD", chain="c-rebels"), lemma="kill",
        recipient=arg("wire", "12 civilians", sector="CVL", sectors=("CVL",)), when=MONDAY, place="Velden",
    ),
    "copy": event(
        "copy", "Rebels killed 12 civilians in Velden", "killed", "ASSAULT", mode="explosives",
        actor=arg("copy", "Rebels", sector="REB", sectors=("REB",), country="SD", chain="c-rebels2"), lemma="kill",
        recipient=arg("copy", "12 civilians", sector="CVL", sectors=("CVL",)), place="Velden", says="a wire report",
    ),
    "own": event(
        "own", "Fighters killed 14 people at the market on Monday", "killed", "ASSAULT", lemma="kill", when=MONDAY,
        actor=arg("own", "Fighters", sector="REB", sectors=("REB",)),
        recipient=arg("own", "14 people", sector="CVL", sectors=("CVL",)), says="a doctor",
    ),
}  # fmt: skip
OTHERS = (
    event("wire", "Police arrested Ann Tode on Tuesday", "arrested", "COERCE", mode="arrest", contexts=("legal",),
          actor=arg("wire", "Police", sector="COP", sectors=("COP",)), intensity=-5.0, lemma="arrest",
          recipient=arg("wire", "Ann Tode", sector="OPP", sectors=("OPP",), role="party leader")),
    event("wire", "The army will attack the hills on Friday", "attack", "ASSAULT", factuality="planned",
          actor=arg("wire", "The army", sector="MIL", sectors=("MIL",))),
    event("wire", "Rebels did not attack the bridge", "attack", "ASSAULT", polarity="negative"),
    event("own", 'soldiers "attacked"\tthe village', "attacked", "ASSAULT", factuality="denied"),
)  # fmt: skip
VELDEN = Place("p-velden", at("wire", "Velden on"), "Velden", 379001, 13.25, 30.5, "SD", "Kordofan", "PPL")
VELDEN_AGAIN = replace(VELDEN, id="p-velden2", span=at("copy", "Velden,"))


def build_reports() -> list[Report]:
    return [
        Report("wire", "c1", "pages/wire.html", "Sahel Wire", "Bomb at Velden market", None, PUBLISHED["wire"], "en",
               WIRE, url="https://www.sahelwire.example/a?b=1"),
        Report("copy", "c2", "pages/copy.txt", 'Nile; "Gazette"', "Velden market hit", None, PUBLISHED["copy"], "en",
               COPY),
        Report("own", "c3", "pages/own.txt", "Lake\tPost", "Fourteen dead", None, PUBLISHED["own"], "en", OWN),
    ]  # fmt: skip


def judge(left: Event, right: Event, *, verdict: bool = True, by: str = "events") -> Judgement:
    return Judgement(f"j-{left.id}-{right.id}-{by}", left.id, right.id, "same_event", verdict, 0.9, "same", by)


_PARSED: list[Any] = []


def parsed() -> list[Any]:
    """The reports' sentences, parsed once."""
    if not _PARSED:
        _PARSED.extend(run_plan((parse.build_stage(parse.MODEL),), build_reports()).of(Sentence))
    return _PARSED


def build_tables(*more: Any) -> Tables:
    """The whole story; `more` is put before it, so that a record of the same id takes its place."""
    entity = Entity("e-rebels", "s", "Kordofan Rebels", "organisation", ("Rebels",), (("wikidata", "Q1"),),
                    (at("wire", "Rebels"),), ("c-rebels", "c-rebels2"), "SD")  # fmt: skip
    return Tables([
        *more, *build_reports(), *parsed(), Story("s", ("wire", "copy", "own")), entity,
        Account("a", "s", "Bomb", None, (), (("wire", "copy"), ("own",)), None, ()),
        *(Dating(f"d-{key}", key, when, False, "page") for key, when in PUBLISHED.items()),
        *KILLING.values(), *OTHERS, VELDEN, VELDEN_AGAIN,
        count("wire", "12", 12, 12, "civilians"), count("copy", "12", 12, 12, "civilians"),
        count("own", "14", 14, 14, "people"),
        judge(KILLING["wire"], KILLING["copy"]), judge(KILLING["wire"], KILLING["own"]),
    ])  # fmt: skip


@pytest.fixture(scope="session")
def tables() -> Tables:
    return build_tables()
