"""Timelines: what an entity takes part in, in order, from raw text, on SemEval-2015 task 4 (TimeLines), track A.

    python bench/timelines.py FOLDER [--show ENTITY]

FOLDER holds the trial reports (apple_trial, apple_timelines), on which the rules were tuned, and the first of the test
topics (airbus), on which they were not. Nothing of the gold is given but the entity's name: sentences, names, times,
happenings, who takes part and which mentions are one are all ours. The measure is the task's own (`timeline_score`):
micro F1 of temporal awareness. The best published from raw text over the three test topics is 7.85; the trial topic
came with the task.

Peers of the same run: `all`, every verb and deed noun of the sentences that name the entity, at the day of the report;
`near`, those of them in which it takes part, at that day.
"""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.event_coref import Topic, annotate
from bench.meantime import join_tokens
from bench.timeline_score import Counts, Line, read_timeline, score_timelines
from tellings.records import Interval, Mention, Moment, Place, Precision, Report, Sentence, Span
from tellings.resolve.entity_timeline import Entry, build_timeline, mark_name, names_happening, takes_part
from tellings.resolve.events_read import Reading, build_occurrence, build_readings, key_chains
from tellings.text.folding import fold


@dataclass(frozen=True)
class Words:
    """Where the task's own words stand: report -> (start, end, sentence, word)."""

    places: dict[str, list[tuple[int, int, int, str]]]

    def name(self, report: str, start: int, end: int) -> str:
        """How the task writes the mention of the word that stands there."""
        held = [(at, word) for first, last, at, word in self.places[report] if first < end and start < last]
        if not held:
            raise ValueError(f"no word of report {report} stands at {start}")
        return f"{report}-{held[0][0]}-{'_'.join(word for _, word in held)}"


@dataclass(frozen=True)
class Corpus:
    """A topic's reports as one story, read by our own stages, and the gold timelines by the name of the entity."""

    topic: Topic
    words: Words
    readings: dict[str, list[Reading]]
    gold: dict[str, list[Line]]


def read_corpus(name: str, reports: Path, timelines: Path) -> Corpus:
    """The topic, annotated."""
    told, places = [], {}
    for path in sorted(reports.glob("*.xml")):
        report, found = read_report(path)
        told.append(report)
        places[report.id] = found
    topic = annotate(name, told)
    tables = topic.tables
    dates = {report.id: report.published for report in told}
    readings = build_readings(
        tables.of(Sentence), tables.of(Mention), tables.of(Moment), tables.of(Place), topic.entities, dates
    )
    gold = {}
    for path in sorted(timelines.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        lines = [Line(line.order, _full(line.date), line.mentions) for line in read_timeline(text)]
        gold[path.stem.replace("_", " ")] = lines  # the first line of a file misspells one name
    return Corpus(topic, Words(places), readings, gold)


def read_report(path: Path) -> tuple[Report, list[tuple[int, int, int, str]]]:
    """One file as a report, its date taken from its date line (sentence 1), and where its words stand."""
    root = etree.parse(str(path)).getroot()
    text, offsets, _, title = join_tokens(root)
    places = [(*offsets[token.get("t_id") or ""], token.text or "") for token in root.iter("token")]
    dateline = " ".join(word for _, _, sentence, word in places if sentence == 1)
    name = root.get("doc_id") or path.stem
    report = Report(
        id=name, capture=name, origin=path.name, outlet="Wikinews", title=title, byline=None,
        published=read_day(dateline), language="en", text=text,
    )  # fmt: skip
    return report, places


def read_day(dateline: str) -> Interval | None:
    """The day that "June 6 , 2005" names."""
    found = re.search(r"([A-Z][a-z]+) (\d{1,2}) ?, ?(\d{4})", dateline)
    if not found or found[1] not in _MONTHS:
        return None
    day = f"{found[3]}-{_MONTHS.index(found[1]) + 1:02}-{int(found[2]):02}"
    return Interval(day, day, Precision.DAY)


_MONTHS = "January February March April May June July August September October November December".split()


def _full(date: str) -> str:
    """A date as the test topics write it: "2005" of the trial topic is "2005-XX-XX"."""
    parts = ([*date.split("-"), "XX", "XX"])[:3]
    return "-".join(parts)


def build_ours(corpus: Corpus, name: str) -> list[Entry]:
    """Our timeline of the entity of that name."""
    return build_timeline(*find_keys(corpus, name))


def find_keys(corpus: Corpus, name: str) -> tuple[frozenset[str], dict[str, list[Reading]]]:
    """The keys of our entities that bear the name, or its last words ("Dreamliner", "Air Force"), and the readings
    with a key wherever it stands as it is."""
    words = fold(name).split()
    endings = {" ".join(words[n:]) for n in range(len(words))}
    chains = key_chains(corpus.topic.entities, corpus.topic.tables.of(Mention))
    keys = {"=named"}
    for entity in corpus.topic.entities:
        if endings & {fold(alias) for alias in (entity.name, *entity.aliases)}:
            keys |= {chains[chain] for chain in entity.chains if chain in chains}
    return frozenset(keys), mark_name(name, corpus.readings, key="=named")


def build_peer(corpus: Corpus, name: str, *, near: bool) -> list[Line]:
    """Every verb and deed noun of the sentences that name the entity, at the day of the report; near: only those in
    which it takes part."""
    keys, marked = find_keys(corpus, name)
    days: dict[str, list[str]] = defaultdict(list)
    for report, told in marked.items():
        for reading in told:
            if keys.isdisjoint(reading.keys.values()) or reading.published is None:
                continue
            for index, token in enumerate(reading.sentence.tokens):
                if not names_happening(reading.sentence, index):
                    continue
                occurrence = build_occurrence(reading, index, id="", span=Span(report, token.start, token.end))
                if not near or takes_part(occurrence, reading, index, keys):
                    mention = corpus.words.name(report, token.start, token.end)
                    days[write_date(reading.published)].append(mention)
    return [Line(order, day, (mention,)) for order, day in enumerate(sorted(days), 1) for mention in days[day]]


def write_date(when: Interval) -> str:
    """The interval as the task writes dates."""
    start = (when.start or when.end or "")[:10]
    if when.precision is Precision.MONTH:
        return f"{start[:7]}-XX"
    if when.precision in (Precision.YEAR, Precision.SEASON, Precision.QUARTER, Precision.DECADE):
        return f"{start[:4]}-XX-XX"
    return start


def write_lines(entries: Sequence[Entry], words: Words) -> list[Line]:
    """The entries in the task's format; one date is one place in the order."""
    lines, order, last = [], 0, ""
    for entry in entries:
        mentions = dict.fromkeys(words.name(o.report, o.span.start, o.span.end) for o in entry.occurrences)
        if entry.when is None:
            lines.append(Line(0, "XXXX-XX-XX", tuple(mentions)))
            continue
        date = write_date(entry.when)
        order += date != last
        last = date
        lines.append(Line(order, date, tuple(mentions)))
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", help="print the timeline of this entity beside the gold")
    options = parser.parse_args()
    corpora = {
        "trial": read_corpus("apple", options.folder / "apple_trial", options.folder / "apple_timelines"),
        "airbus": read_corpus(
            "airbus",
            options.folder / "airbus" / "corpus_trackA_CAT",
            options.folder / "airbus" / "TimeLines_Gold_Standard",
        ),
    }
    figures = []
    for label, corpus in corpora.items():
        precision, recall, f1 = rate(corpus, show=options.show).rates()
        figures.append(f"{label}_p={precision:.2f} {label}_r={recall:.2f} {label}_f1={f1:.2f}")
        for peer in ("all", "near"):
            made = [(build_peer(corpus, name, near=peer == "near"), gold) for name, gold in corpus.gold.items()]
            figures.append(f"{label}_{peer}={score_timelines(made).rates()[2]:.2f}")
    print("bench-timelines", *figures)
    return 0


def rate(corpus: Corpus, *, show: str | None = None) -> Counts:
    """Our timelines of a topic's entities against the gold."""
    pairs = []
    for name, gold in corpus.gold.items():
        ours = write_lines(build_ours(corpus, name), corpus.words)
        pairs.append((ours, gold))
        counts = score_timelines(pairs[-1:])
        print(f"{name:28} {counts} " + "p={:.1f} r={:.1f} f1={:.1f}".format(*counts.rates()))
        if show == name:
            show_timeline(ours, gold)
    return score_timelines(pairs)


def show_timeline(ours: Sequence[Line], gold: Sequence[Line]) -> None:
    """Both timelines by mention, to stderr."""
    theirs = {mention: line for line in gold for mention in line.mentions}
    mine = {mention: line for line in ours for mention in line.mentions}
    for mention in sorted({**theirs, **mine}, key=lambda each: [int(part) for part in each.split("-")[:2]]):
        dates = tuple(_shown(made.get(mention)) for made in (theirs, mine))
        mark = "=" if dates[0] == dates[1] else "missed" if dates[1] == "-" else "extra" if dates[0] == "-" else "date"
        print(f"{mark:7} {mention:34} gold {dates[0]:12} ours {dates[1]}", file=sys.stderr)


def _shown(line: Line | None) -> str:
    return "-" if line is None else line.date if line.order else "not placed"


if __name__ == "__main__":
    sys.exit(main())
