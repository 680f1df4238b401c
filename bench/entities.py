"""Entities: mentions and coreference on MEANTIME, within and across reports, next to spaCy's names + exact match.

    python bench/entities.py FOLDER [--errors]

FOLDER holds topics (airbus, apple), each with within_doc and cross_doc XML. Scored are the sentences that MEANTIME
annotates in full (headline and the first sentences, up to number 5). A mention is right when its span is exactly the
gold span; `loose` accepts the same last word within a gold span of at most twice or half the words. CoNLL F1 is the
mean of MUC, B-cubed and CEAF-e (Pradhan et al. 2014), singletons counted on both sides, for ours and for the peer.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from lxml import etree
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.meantime import LAST_SENTENCE, join_tokens
from tellings.annotate import mentions, parse
from tellings.engines.local import run_plan
from tellings.records import Entity, Interval, Mention, Precision, Report, Story, make_id
from tellings.resolve import entities
from tellings.stage import Group

Key = tuple[str, int, int]  # report, start, end
Clusters = list[frozenset[Key]]


@dataclass(frozen=True)
class GoldReport:
    """A MEANTIME file made a report: offsets of its tokens, where the annotated part ends, gold mentions by chain."""

    report: Report
    annotated: int
    within: dict[str, list[Key]]
    across: dict[str, list[Key]]


# --- the scorers -------------------------------------------------------------------------------------------------


def score_f1(right: float, found: float, wanted: float) -> tuple[float, float, float]:
    """Precision, recall, F1; 0 where a side is empty."""
    precision = right / found if found else 0.0
    recall = right / wanted if wanted else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _muc_links(left: Clusters, right: Clusters) -> tuple[int, int]:
    """Links of `left` that `right` keeps, and all links of `left` (Vilain et al. 1995)."""
    place: dict[Key, int] = {key: number for number, cluster in enumerate(right) for key in cluster}
    kept = every = 0
    for cluster in left:
        parts: set[Hashable] = {place.get(key, key) for key in cluster}
        kept += len(cluster) - len(parts)
        every += len(cluster) - 1
    return kept, every


def score_muc(gold: Clusters, found: Clusters) -> tuple[float, float, float]:
    """Links: precision, recall, F1."""
    kept, wanted = _muc_links(gold, found)
    right, given = _muc_links(found, gold)
    recall = kept / wanted if wanted else 0.0
    precision = right / given if given else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def score_b_cubed(gold: Clusters, found: Clusters) -> tuple[float, float, float]:
    """Mentions: precision, recall, F1 (Bagga and Baldwin 1998; mentions of one side only count nothing there)."""
    return score_f1_of(_b_cubed(found, gold), _b_cubed(gold, found))


def score_f1_of(precision: float, recall: float) -> tuple[float, float, float]:
    """The three figures from the first two."""
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _b_cubed(left: Clusters, right: Clusters) -> float:
    place = {key: cluster for cluster in right for key in cluster}
    total = sum(len(cluster) for cluster in left)
    share = sum(len(cluster & place[key]) / len(cluster) for cluster in left for key in cluster if key in place)
    return share / total if total else 0.0


def score_ceaf_e(gold: Clusters, found: Clusters) -> tuple[float, float, float]:
    """Entities under the best one-to-one match by phi4 (Luo 2005)."""
    if not gold or not found:
        return 0.0, 0.0, 0.0
    place = {key: number for number, cluster in enumerate(found) for key in cluster}
    table = np.zeros((len(gold), len(found)))
    for row, cluster in enumerate(gold):
        for column, shared in Counter(place[key] for key in cluster if key in place).items():
            table[row, column] = 2 * shared / (len(cluster) + len(found[column]))
    rows, columns = linear_sum_assignment(-table)
    return score_f1(float(table[rows, columns].sum()), len(found), len(gold))


def score_conll(gold: Clusters, found: Clusters) -> dict[str, float]:
    """Mention F1, the three coreference F1s and their mean."""
    keys, ours = {key for c in gold for key in c}, {key for c in found for key in c}
    figures = {
        "mention": score_f1(len(keys & ours), len(ours), len(keys))[2],
        "muc": score_muc(gold, found)[2],
        "b3": score_b_cubed(gold, found)[2],
        "ceafe": score_ceaf_e(gold, found)[2],
    }
    return figures | {"conll": (figures["muc"] + figures["b3"] + figures["ceafe"]) / 3}


# --- the gold ----------------------------------------------------------------------------------------------------


def read_gold(path: Path) -> GoldReport:
    """A within_doc file with its cross_doc twin."""
    root = etree.parse(str(path)).getroot()
    twin = etree.parse(str(path.parent.parent / "cross_doc" / path.name)).getroot()
    name = f"{path.parent.parent.name}/{path.stem}"
    text, offsets, annotated, title = join_tokens(root)
    report = Report(
        id=name, capture=name, origin=path.name, outlet="Wikinews", title=title, byline=None,
        published=Interval("2008-01-01", "2008-01-01", Precision.DAY), language="en", text=text,
    )  # fmt: skip
    return GoldReport(
        report, annotated, _read_chains(root, name, offsets, "m_id"), _read_chains(twin, name, offsets, "instance_id")
    )


def _read_chains(
    root: "etree._Element", report: str, offsets: Mapping[str, tuple[int, int, int]], by: str
) -> dict[str, list[Key]]:
    """Gold mentions in the annotated part, by the id of what they refer to; those that refer to nothing are alone."""
    spans: dict[str, Key] = {}
    for mention in root.iter("ENTITY_MENTION"):
        places = [offsets[anchor.get("t_id") or ""] for anchor in mention.findall("token_anchor")]
        if places and max(place[2] for place in places) <= LAST_SENTENCE:
            spans[mention.get("m_id") or ""] = (report, min(p[0] for p in places), max(p[1] for p in places))
    named = {entity.get("m_id"): entity.get(by) or f"{report}#{entity.get('m_id')}" for entity in root.iter("ENTITY")}
    chains: dict[str, list[Key]] = defaultdict(list)
    placed: set[str] = set()
    for relation in root.iter("REFERS_TO"):
        target = relation.xpath("string(target/@m_id)")
        for source in relation.findall("source"):
            number = source.get("m_id") or ""
            if number in spans and target in named and number not in placed:
                placed.add(number)
                chains[named[target]].append(spans[number])
    for number, key in spans.items():
        if number not in placed:
            chains[f"{report}#{number}"].append(key)
    return dict(chains)


# --- ours and the peer -------------------------------------------------------------------------------------------


def find_ours(golds: list[GoldReport]) -> tuple[dict[Hashable, list[Key]], dict[Hashable, list[Key]], list[Mention]]:
    """Our chains within each report, and across the topic taken as one story."""
    story = Story(make_id("story", *(gold.report.id for gold in golds)), tuple(gold.report.id for gold in golds))
    tables = run_plan([parse.STAGE, mentions.STAGE], [gold.report for gold in golds], strict=True)
    group = Group(story.id, {kind: tables.of(kind) for kind in (Report, Mention)} | {Story: [story]})
    entity_of = {
        chain: found.id for found in entities.STAGE.run(group) if isinstance(found, Entity) for chain in found.chains
    }
    within: dict[Hashable, list[Key]] = defaultdict(list)
    for mention in tables.of(Mention):
        within[(mention.report, mention.chain)].append(key_of(mention))
    across: dict[Hashable, list[Key]] = defaultdict(list)
    for mention in tables.of(Mention):
        across[entity_of.get(mention.chain, mention.chain)].append(key_of(mention))
    return within, across, list(tables.of(Mention))


def key_of(mention: Mention) -> Key:
    """Report and offsets of the mention."""
    return (mention.report, mention.span.start, mention.span.end)


NAMES = {"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"}


def find_peer(golds: list[GoldReport]) -> tuple[dict[Hashable, list[Key]], dict[Hashable, list[Key]]]:
    """The same spaCy model's named entities, chained by exactly equal wording."""
    within: dict[Hashable, list[Key]] = defaultdict(list)
    across: dict[Hashable, list[Key]] = defaultdict(list)
    model = parse.load_model()
    for gold in golds:
        for line, offset in _lines(gold.report.text):
            for ent in model(line).ents:
                if ent.label_ in NAMES:
                    key = (gold.report.id, offset + ent.start_char, offset + ent.end_char)
                    within[(gold.report.id, ent.text)].append(key)
                    across[ent.text].append(key)
    return within, across


def _lines(text: str) -> Iterable[tuple[str, int]]:
    offset = 0
    for line in text.split("\n"):
        if line.strip():
            yield line, offset
        offset += len(line) + 1


# --- the run -----------------------------------------------------------------------------------------------------


def cut_chains(chains: Mapping[Hashable, list[Key]], golds: list[GoldReport]) -> Clusters:
    """Clusters of the mentions in the annotated part; a span is kept once, in the first chain that has it."""
    limit = {gold.report.id: gold.annotated for gold in golds}
    seen: set[Key] = set()
    clusters: Clusters = []
    for keys in chains.values():
        fresh = frozenset(key for key in keys if key[2] <= limit[key[0]] and key not in seen)
        seen |= fresh
        if fresh:
            clusters.append(fresh)
    return clusters


def loosen(found: Clusters, gold: Clusters, texts: Mapping[str, str]) -> Clusters:
    """The found clusters with each span replaced by the free gold span that ends alike and is about as long."""
    exact = {key for cluster in found for key in cluster}
    ends: dict[tuple[str, int], list[Key]] = defaultdict(list)
    for cluster in gold:
        for key in cluster:
            if key not in exact:
                ends[(key[0], key[2])].append(key)
    golds = {key for cluster in gold for key in cluster}
    swap: dict[Key, Key] = {}
    for key in sorted(exact - golds):
        words = len(texts[key[0]][key[1] : key[2]].split())
        for other in ends[(key[0], key[2])]:
            others = len(texts[other[0]][other[1] : other[2]].split())
            if max(words, others) <= 2 * min(words, others) + 1 and other not in swap.values():
                swap[key] = other
                break
    return [frozenset(swap.get(key, key) for key in cluster) for cluster in found]


def show_errors(gold: Clusters, ours: list[Mention], texts: Mapping[str, str], limit: Mapping[str, int]) -> None:
    """Gold mentions that were missed and ours that are not gold, report by report, to stderr."""
    keys = {key for cluster in gold for key in cluster}
    found = {key_of(mention): mention for mention in ours}
    for report, text in texts.items():
        missed = sorted(key for key in keys - set(found) if key[0] == report)
        extra = sorted(key for key in set(found) - keys if key[0] == report and key[2] <= limit[report])
        print(f"\n== {report}\n{text[: limit[report]]}", file=sys.stderr)
        print("  MISSED", *(text[key[1] : key[2]] for key in missed), sep=" | ", file=sys.stderr)
        shown = (f"{text[key[1] : key[2]]} <{found[key].kind}/{found[key].form}>" for key in extra)
        print("  EXTRA", *shown, sep=" | ", file=sys.stderr)


def main(arguments: list[str]) -> int:
    """Print a table of figures and the line that the floors read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args(arguments)
    clusters: dict[str, Clusters] = defaultdict(list)
    for topic in sorted(path for path in options.folder.iterdir() if (path / "within_doc").is_dir()):
        golds = [read_gold(path) for path in sorted((topic / "within_doc").glob("*.xml"))]
        texts = {gold.report.id: gold.report.text for gold in golds}
        within_gold = cut_chains({(g.report.id, k): v for g in golds for k, v in g.within.items()}, golds)
        merged: dict[Hashable, list[Key]] = defaultdict(list)
        for gold in golds:
            for instance, keys in gold.across.items():
                merged[instance] += keys
        across_gold = cut_chains(merged, golds)
        within, across, ours = find_ours(golds)
        peer_within, peer_across = find_peer(golds)
        for name, gold_clusters, chains in (
            ("ours within", within_gold, within), ("ours across", across_gold, across),
            ("peer within", within_gold, peer_within), ("peer across", across_gold, peer_across),
        ):  # fmt: skip
            cut = cut_chains(chains, golds)
            clusters[f"{name} exact"] += cut
            clusters[f"{name} loose"] += loosen(cut, gold_clusters, texts)
        clusters["gold within"] += within_gold
        clusters["gold across"] += across_gold
        if options.errors:
            show_errors(within_gold, ours, texts, {gold.report.id: gold.annotated for gold in golds})
    return _print_figures(clusters)


def _print_figures(clusters: Mapping[str, Clusters]) -> int:
    figures = {}
    for name in sorted(clusters):
        if not name.startswith("gold"):
            figures[name] = score_conll(clusters["gold " + name.split()[1]], clusters[name])
            print(
                f"{name:20}", *(f"{measure} {value * 100:5.1f}" for measure, value in figures[name].items()), sep="  "
            )
    line = {
        "mention": figures["ours within exact"]["mention"],
        "within": figures["ours within exact"]["conll"],
        "across": figures["ours across exact"]["conll"],
        "within_lead": figures["ours within exact"]["conll"] - figures["peer within exact"]["conll"],
        "across_lead": figures["ours across exact"]["conll"] - figures["peer across exact"]["conll"],
    }
    print("entities", *(f"{name}={value * 100:.1f}" for name, value in line.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
