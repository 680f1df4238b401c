"""Events: which mentions tell of one happening, on MEANTIME, within and across reports, beside the same head lemma.

    python bench/event_coref.py FOLDER [--confusable FILE] [--errors] [--fit]

FOLDER holds topics (airbus, apple), each with within_doc and cross_doc XML; scored are the sentences that MEANTIME
annotates in full (headline and the first sentences, up to number 5). A topic is thirty reports of some seven years
and is given to the linker as one story. CoNLL F1 is the mean of MUC, B-cubed and CEAF-e (as in `entities.py`), single
mentions counted on both sides, over the clusters of all topics.

given   The gold mentions are given (any word that MEANTIME holds for an event: said, launch, sales, which), the linker
        decides which are one. It gets the span and what our own annotation finds around it: no gold roles, times or
        classes. This isolates linking.
own     End to end: our own coded events, as the pipeline's stage links them. A coded event whose head lies in a gold
        mention takes its span; the others are spurious. MEANTIME has most of its mentions outside of PLOVER, so that
        recall of mentions bounds these figures; the peer links the same mentions. `met`: the same, scored on those
        mentions only that both have.

like    FILE has reports of pairs of like happenings (ECB+: two offers, two crashes, of different days). Every third
        pair, six reports of each happening, is told as one story: the share of the pairs of coded events that we link
        across reports which join reports of the two. Some do tell of one (an earlier offer), so it is not all error.

Peers: `lemma` is the same lemma of the head word, within the report or within the topic as the case is; `near`, a
harder one across reports, the same lemma within the report and nothing across; `alone`: every mention by itself.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.entities import Clusters, Key, score_conll
from bench.meantime import LAST_SENTENCE, join_tokens
from bench.meantime import read_gold as read_report
from tellings.annotate import mentions, moments, parse, places, quantities, quotes
from tellings.code_events import plover
from tellings.engines.local import run_plan
from tellings.linking.groups import build_groups
from tellings.records import (
    Dating,
    Entity,
    Event,
    Judgement,
    Mention,
    Moment,
    Place,
    Report,
    Sentence,
    Span,
    Story,
    Tables,
)
from tellings.resolve import dating, entities
from tellings.resolve import events as linked_events
from tellings.resolve.events_group import group_occurrences
from tellings.resolve.events_read import Occurrence, build_occurrence, build_readings, find_head
from tellings.resolve.events_score import WEIGHTS, Weights
from tellings.stage import Group


@dataclass(frozen=True)
class GoldMention:
    """An event mention with the instance that it tells of, in its report and in its topic."""

    key: Key
    within: str
    across: str


@dataclass(frozen=True, eq=False)
class Topic:
    """A topic's reports as one story, with what our annotation finds in them and the gold mentions."""

    name: str
    story: Story
    tables: Tables
    entities: tuple[Entity, ...]
    gold: tuple[GoldMention, ...]


def read_topic(folder: Path) -> Topic:
    """The topic, annotated by our own stages."""
    paths = sorted((folder / "within_doc").glob("*.xml"))
    reports = [read_report(path, "EVENT_MENTION").report for path in paths]
    return annotate(folder.name, reports, [mention for path in paths for mention in read_mentions(path)])


def annotate(name: str, reports: Sequence[Report], gold: Sequence[GoldMention] = ()) -> Topic:
    """The reports as one story, read by our own stages."""
    read = [parse.STAGE, mentions.STAGE, places.STAGE, quantities.STAGE, quotes.STAGE]
    plan = [*read, dating.STAGE, moments.STAGE, plover.STAGE]
    story = Story(f"story-{name}", tuple(report.id for report in reports))
    given: list[object] = [*reports, story]
    tables = run_plan(plan, given, strict=True)
    group = Group(story.id, {kind: tables.of(kind) for kind in (Report, Mention, Place)} | {Story: [story]})
    found = tuple(each for each in entities.STAGE.run(group) if isinstance(each, Entity))
    return Topic(name, story, tables, found, tuple(gold))


def read_mentions(path: Path) -> list[GoldMention]:
    """The gold mentions of one file in the annotated part, each with its instances."""
    root = etree.parse(str(path)).getroot()
    twin = etree.parse(str(path.parent.parent / "cross_doc" / path.name)).getroot()
    offsets = join_tokens(root)[1]
    within, across = _instances(root, path.stem, offsets, "m_id"), _instances(twin, path.stem, offsets, "instance_id")
    return [GoldMention(key, within[key], across.get(key, within[key])) for key in sorted(within)]


def _instances(
    root: "etree._Element", report: str, offsets: Mapping[str, tuple[int, int, int]], by: str
) -> dict[Key, str]:
    """Span of each mention -> its instance; one that refers to nothing is its own."""
    named = {
        each.get("m_id"): each.get(by) if by != "m_id" and each.get(by) else f"{report}#{each.get('m_id')}"
        for each in root.iter("EVENT")
    }
    refers = {
        source.get("m_id"): named[target]
        for relation in root.iter("REFERS_TO")
        if (target := relation.xpath("string(target/@m_id)")) in named
        for source in relation.findall("source")
    }
    found: dict[Key, str] = {}
    for mention in root.iter("EVENT_MENTION"):
        anchors = [offsets[anchor.get("t_id") or ""] for anchor in mention.findall("token_anchor")]
        if anchors and max(anchor[2] for anchor in anchors) <= LAST_SENTENCE:
            key = (report, min(anchor[0] for anchor in anchors), max(anchor[1] for anchor in anchors))
            number = mention.get("m_id") or ""
            found[key] = refers.get(number) or f"{report}#{number}"
    return found


# --- ours and the peers ------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def find_given(topic: Topic) -> tuple[list[Occurrence], dict[str, Key]]:
    """The gold mentions as occurrences, and the span of each by its id."""
    tables = topic.tables
    dates = {report.id: report.published for report in tables.of(Report)}
    readings = build_readings(
        tables.of(Sentence), tables.of(Mention), tables.of(Moment), tables.of(Place), topic.entities, dates
    )
    found, keys = [], {}
    for mention in topic.gold:
        span = Span(*mention.key)
        for reading in readings[span.report]:
            index = find_head(reading.sentence, span)
            if index is not None:
                occurrence = build_occurrence(reading, index, id=f"{span.report}:{span.start}-{span.end}", span=span)
                found.append(occurrence)
                keys[occurrence.id] = mention.key
                break
    return found, keys


def cluster_given(topic: Topic, *, across: bool, weights: Weights = WEIGHTS) -> Clusters:
    """Our groups of the gold mentions, over the topic or within each report; a mention that no word of the parse
    answers to is alone."""
    occurrences, keys = find_given(topic)
    parts: dict[str, list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        parts["" if across else occurrence.report].append(occurrence)
    groups = [group for part in parts.values() for group in group_occurrences(part, {}, weights)]
    clusters = [frozenset(keys[each.id] for each in group) for group in groups]
    placed = {key for cluster in clusters for key in cluster}
    return clusters + [frozenset((mention.key,)) for mention in topic.gold if mention.key not in placed]


def cluster_peers(topic: Topic, *, across: bool) -> dict[str, Clusters]:
    """The three peers' groups of the gold mentions."""
    occurrences, keys = find_given(topic)
    words = {keys[occurrence.id]: occurrence.word for occurrence in occurrences}
    peers: dict[str, Callable[[Key], Hashable]] = {
        "lemma": lambda key: words.get(key, key) if across else (key[0], words.get(key, key)),
        "near": lambda key: (key[0], words.get(key, key)),
        "alone": lambda key: key,
    }
    return {name: group_by([mention.key for mention in topic.gold], sign) for name, sign in peers.items()}


def group_by(keys: Iterable[Key], sign: Callable[[Key], Hashable]) -> Clusters:
    """The keys of one sign together."""
    groups: dict[Hashable, set[Key]] = defaultdict(set)
    for key in keys:
        groups[sign(key)].add(key)
    return [frozenset(group) for group in groups.values()]


def cluster_own(topic: Topic) -> dict[str, Clusters]:
    """Groups of our own coded events in the annotated part, as the stage links them and by lemma in the topic, each
    mention under the gold span that holds its head word."""
    ends: dict[str, int] = defaultdict(int)
    for mention in topic.gold:
        ends[mention.key[0]] = max(ends[mention.key[0]], mention.key[2])
    events = [event for event in topic.tables.of(Event) if event.head.start < ends[event.report]]
    keys = {event.id: _find_span(topic, event) for event in events}
    lemmas = {keys[event.id]: event.lemma for event in events}
    return {
        "ours": [frozenset(keys[each] for each in part) for part in link_own(topic, events)],
        "lemma": group_by(lemmas, lambda key: lemmas[key]),
        "near": group_by(lemmas, lambda key: (key[0], lemmas[key])),
    }


def link_own(topic: Topic, events: Sequence[Event]) -> list[list[str]]:
    """Groups of the events' ids, as the stage links them."""
    kinds = (Report, Dating, Sentence, Mention, Moment, Place)
    records: dict[type, Sequence[object]] = {kind: topic.tables.of(kind) for kind in kinds}
    group = Group(topic.story.id, records | {Story: [topic.story], Event: events, Entity: topic.entities})
    links = [(j.left, j.right) for j in linked_events.STAGE.run(group) if isinstance(j, Judgement)]
    return build_groups([event.id for event in events], links)


def _find_span(topic: Topic, event: Event) -> Key:
    head = event.head
    held = (m.key for m in topic.gold if m.key[0] == head.report and m.key[1] <= head.start < m.key[2])
    return min(held, key=lambda key: key[2] - key[1], default=(head.report, head.start, head.end))


# --- the run -----------------------------------------------------------------------------------------------------


def build_clusters(topics: Sequence[Topic], weights: Weights = WEIGHTS) -> dict[str, Clusters]:
    """All clusters of all topics by what made them."""
    clusters: dict[str, Clusters] = defaultdict(list)
    for topic in topics:
        for scope in ("within", "across"):
            across = scope == "across"
            clusters[f"gold {scope}"] += group_by(*_gold(topic, across=across))
            clusters[f"given {scope} ours"] += cluster_given(topic, across=across, weights=weights)
            for name, made in cluster_peers(topic, across=across).items():
                clusters[f"given {scope} {name}"] += made
        for name, made in cluster_own(topic).items():
            clusters[f"own across {name}"] += made
            both = {key for cluster in made for key in cluster} & {mention.key for mention in topic.gold}
            clusters[f"met met {name}"] += _keep(made, both)
        clusters["gold met"] += _keep(group_by(*_gold(topic, across=True)), both)
    return clusters


def _keep(clusters: Clusters, keys: Set[Key]) -> Clusters:
    """The clusters without what is not among the keys."""
    return [cluster & keys for cluster in clusters if cluster & keys]


def _gold(topic: Topic, *, across: bool) -> tuple[list[Key], Callable[[Key], Hashable]]:
    instances = {mention.key: mention.across if across else mention.within for mention in topic.gold}
    return list(instances), lambda key: instances[key]


def fit(topics: Sequence[Topic], *, rounds: int = 2) -> Weights:
    """The weights that a climb in steps of .1 and .05 finds best within the reports of these topics."""
    gold = [cluster for topic in topics for cluster in group_by(*_gold(topic, across=False))]

    def rate(weights: Weights) -> float:
        made = [cluster for topic in topics for cluster in cluster_given(topic, across=False, weights=weights)]
        return score_conll(gold, made)["conll"]

    best, held = rate(WEIGHTS), WEIGHTS
    for _ in range(rounds):
        for each in fields(Weights):
            for step in (-0.1, -0.05, 0.05, 0.1):
                weights = replace(held, **{each.name: round(getattr(held, each.name) + step, 2)})
                if (figure := rate(weights)) > best + 1e-4:
                    best, held = figure, weights
    return held


def show_errors(topic: Topic) -> None:
    """Pairs that were joined wrongly or kept apart wrongly, in words, to stderr."""
    texts = {report.id: report.text for report in topic.tables.of(Report)}
    instance = {mention.key: mention.across for mention in topic.gold}
    made = cluster_given(topic, across=True)
    place = {key: number for number, cluster in enumerate(made) for key in cluster}
    for one, other in combinations(sorted(instance), 2):
        same = instance[one] == instance[other]
        if same != (place[one] == place[other]):
            said = (f"{key[0][:24]} {texts[key[0]][max(0, key[1] - 40) : key[2] + 40]!r}" for key in (one, other))
            print("APART " if same else "JOINED", *said, sep="  ", file=sys.stderr)


# --- like happenings ---------------------------------------------------------------------------------------------


def read_like(path: Path) -> Iterator[Topic]:
    """Every third pair of like happenings, six reports of each, as one story; ids begin with the happening."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    numbers = sorted({int(row["event"].removesuffix("plus").removesuffix("ecb")) for row in rows})
    for number in numbers[::3]:
        reports = []
        for happening in (f"{number}ecb", f"{number}ecbplus"):
            told = [row for row in rows if row["event"] == happening][:6]
            reports += [_build_report(f"{happening}/{row['id']}", row["title"], row["text"]) for row in told]
        yield annotate(str(number), reports)


def _build_report(name: str, title: str, text: str) -> Report:
    return Report(
        id=name, capture=name, origin=name, outlet=None, title=title, byline=None, published=None, language="en",
        text=f"{title}\n\n{text}"[:2500],
    )  # fmt: skip


def count_confused(topics: Iterable[Topic]) -> dict[str, tuple[int, int]]:
    """For us and for equal lemmas: pairs linked that join the two happenings, and all pairs linked across reports."""
    counts: dict[str, list[int]] = {"ours": [0, 0], "lemma": [0, 0]}
    for topic in topics:
        events = {event.id: event for event in topic.tables.of(Event)}
        lemmas: dict[tuple[str, str], list[str]] = defaultdict(list)
        for event in events.values():
            lemmas[event.lemma, event.type].append(event.id)
        for name, parts in (("ours", link_own(topic, list(events.values()))), ("lemma", list(lemmas.values()))):
            for one, other in (pair for part in parts for pair in combinations(part, 2)):
                left, right = events[one].report, events[other].report
                counts[name][0] += left.split("/")[0] != right.split("/")[0]
                counts[name][1] += left != right
    return {name: (confused, linked) for name, (confused, linked) in counts.items()}


def main(arguments: list[str]) -> int:
    """Print a table of figures and the line that the floors read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--confusable", type=Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--fit", action="store_true", help="also fit on each topic and score the one left out")
    options = parser.parse_args(arguments)
    topics = [read_topic(path) for path in sorted(options.folder.iterdir()) if (path / "within_doc").is_dir()]
    for part in [*([topic] for topic in topics if len(topics) > 1), topics]:
        figures = _score(build_clusters(part))
        print(*(topic.name for topic in part))
        for name, scored in figures.items():
            print(f"  {name:20}", *(f"{key} {100 * value:5.1f}" for key, value in scored.items()), sep="  ")
    if options.fit:
        _print_left_out(topics)
    if options.errors:
        for topic in topics:
            show_errors(topic)
    line = {
        "within": figures["given within ours"]["conll"],
        "across": figures["given across ours"]["conll"],
        "own": figures["own across ours"]["conll"],
        "within_lead": figures["given within ours"]["conll"] - figures["given within lemma"]["conll"],
        "across_lead": figures["given across ours"]["conll"] - figures["given across lemma"]["conll"],
        "near_lead": figures["given across ours"]["conll"] - figures["given across near"]["conll"],
        "met": figures["met met ours"]["conll"],
        "met_lead": figures["met met ours"]["conll"] - figures["met met lemma"]["conll"],
        "own_lead": figures["own across ours"]["conll"] - figures["own across lemma"]["conll"],
    }
    if options.confusable:
        for name, (confused, linked) in count_confused(read_like(options.confusable)).items():
            print(f"like happenings, {name}: {confused} of {linked} pairs join the two")
            line["like" if name == "ours" else "like_lemma"] = confused / max(1, linked)
    print("event_coref", *(f"{name}={100 * value:.1f}" for name, value in line.items()))
    return 0


def _score(clusters: Mapping[str, Clusters]) -> dict[str, dict[str, float]]:
    return {
        name: score_conll(clusters[f"gold {name.split()[1]}"], made)
        for name, made in clusters.items()
        if not name.startswith("gold")
    }


def _print_left_out(topics: Sequence[Topic]) -> None:
    for out in topics:
        weights = fit([topic for topic in topics if topic is not out])
        changed = {
            f.name: value for f in fields(Weights) if (value := getattr(weights, f.name)) != getattr(WEIGHTS, f.name)
        }
        figures = _score(build_clusters([out], weights))
        print(f"left out {out.name}: within {100 * figures['given within ours']['conll']:.1f}", end=" ")
        print(f"across {100 * figures['given across ours']['conll']:.1f}, weights moved: {changed}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
