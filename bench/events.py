"""Events: type and quad between two marked sides, cross-validated by sentence; and PLOVER's gold records.

    python bench/events.py FOLDER [--show N]

FOLDER holds plv_train.tsv (sentences with source, target, root, quad) and plover_gsr_dev.json. Root and quad are those
of `bench/event_pairs.py` with a linear model: five parts by sentence, no sentence in two parts; the sentences written
for this project (`events_own.tsv`) are in every training part and in no test part. `lexicon` is the coder alone,
without anything trained. The gold records are coded by the plan's own stage: a record is right when an event of its
type (by today's names) is found; actor and recipient when the words overlap. `share` is the processor time of coding
in percent of that of annotating (parsing, mentions, quotations, places, quantities, moments) in the same run.
"""

import argparse
import csv
import json
import re
import sys
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.event_model import Model
from bench.event_pairs import ROOTS, Pair, build_features, root_of
from tellings.annotate import mentions, moments, parse, places, quantities, quotes
from tellings.annotate.parse import parse_report
from tellings.code_events import plover
from tellings.code_events.plover import Reading, code_sentence
from tellings.engines.groups import run_group
from tellings.records import Argument, Dating, Event, Mention, Moment, Place, Quantity, Quote, Report, Sentence
from tellings.stage import Group

HERE = Path(__file__).parent
FOLDS = 5
QUADS = {"AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "YIELD": 2, "COOPERATE": 2, "AID": 2}
QUADS |= {"REQUEST": 3, "ACCUSE": 3, "REJECT": 3, "THREATEN": 3}
OLD_NAMES = {"DEMAND": "REQUEST", "FIGHT": "ASSAULT", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE"}
SPEED_TEXTS, SPEED_SENTENCES = 400, 20
_ANNOTATING = ((Sentence, parse.STAGE), (Mention, mentions.STAGE), (Quote, quotes.STAGE))
_BESIDE = ((Place, places.STAGE), (Quantity, quantities.STAGE), (Moment, moments.STAGE))  # the rest of annotating
_MARK = re.compile(r"</?[st]>")
_READING = Reading((), (), (), (), None)
_SOURCES = re.compile(r"\((SRC|TAR|SRC/TAR): ([^)]*)\)")


def read_marked(number: int, marked: str) -> Pair:
    """The sentence without marks, parsed, and where its two sides stand."""
    text, places = "", dict[str, int]()
    last = 0
    for mark in _MARK.finditer(marked):
        text += marked[last : mark.start()]
        places.setdefault(mark.group(), len(text))
        last = mark.end()
    text = (text + marked[last:]).replace("\n", " ")
    sentences = tuple(parse_report(make_report(f"pair{number}", text)))
    actor = (places.get("<s>", 0), places.get("</s>", 0))
    recipient = (places.get("<t>", 0), places.get("</t>", 0))
    return Pair(text, sentences, actor, recipient)


def make_report(name: str, text: str) -> Report:
    return Report(name, name, "bench", None, None, None, None, "en", text)


def read_public(folder: Path) -> tuple[list[Pair], list[str], list[int]]:
    """Pairs, roots and quads of the public set."""
    with (folder / "plv_train.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    pairs = [read_marked(number, row["marked_sentence"]) for number, row in enumerate(rows)]
    return pairs, [row["gold_root"] for row in rows], [int(row["gold_penta"]) for row in rows]


def read_own() -> tuple[list[Pair], list[str]]:
    """Pairs and roots of the sentences written for this project."""
    lines = (HERE / "events_own.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [read_marked(-number, marked) for number, (_, marked) in enumerate(rows, 1)], [root for root, _ in rows]


def fit(rows: NDArray[np.float32], grams: Sequence[list[str]], roots: Sequence[str]) -> Model:
    """A multinomial logistic regression with classes balanced, over features and weighed word grams."""
    from sklearn.linear_model import LogisticRegression

    model = Model.of_grams(grams)
    regression = LogisticRegression(C=1.0, max_iter=400, class_weight="balanced")
    regression.fit(model.join(rows, grams), [ROOTS.index(root) for root in roots])
    return model.with_weights(regression.coef_, regression.intercept_)


def cross_validate(
    public: tuple[NDArray[np.float32], list[list[str]]],
    own: tuple[NDArray[np.float32], list[list[str]]],
    roots: Sequence[str],
    own_roots: Sequence[str],
    parts: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Probabilities of each public pair from a model that saw none of its sentence."""
    found = np.zeros((len(roots), len(ROOTS)))
    for part in range(FOLDS):
        train, test = np.flatnonzero(parts != part), np.flatnonzero(parts == part)
        rows = np.vstack([public[0][train], own[0]])
        grams = [public[1][place] for place in train] + own[1]
        model = fit(rows, grams, [roots[int(place)] for place in train] + list(own_roots))
        found[test] = model.score(public[0][test], [public[1][place] for place in test])
    return found


def macro_f1(gold: Sequence[object], found: Sequence[object]) -> float:
    """Mean F1 over the gold classes, in percent."""
    scores = []
    for name in sorted(set(gold), key=str):
        right = sum(g == f == name for g, f in zip(gold, found, strict=True))
        asked = sum(g == name for g in gold) + sum(f == name for f in found)
        scores.append(2 * right / asked if asked else 0.0)
    return 100 * sum(scores) / len(scores)


def code_by_lexicon(pair: Pair) -> str | None:
    """The root of the event whose sides fit best, by the coder alone."""
    events = [event for sentence in pair.sentences for event in code_sentence(sentence, _READING)]
    scored = [(_fit(event, pair), -place, event) for place, event in enumerate(events)]
    return root_of(max(scored)[2]) if scored else None


def _fit(event: Event, pair: Pair) -> float:
    sides = 2 * _meets(event.actor, pair.actor) + 2 * _meets(event.recipient, pair.recipient)
    return sides + 0.1 * (event.factuality == "happened")


def _meets(argument: Argument | None, side: tuple[int, int]) -> bool:
    return argument is not None and argument.span.start < side[1] and side[0] < argument.span.end


def code_record(report: Report) -> list[Event]:
    """The events of a gold record, by the plan's stages up to the coder."""
    rows: dict[type, list[object]] = {Report: [report], Dating: [Dating("d", report.id, None, True, "not dated")]}
    for kind, stage in _ANNOTATING:
        rows[kind] = run_group(stage, Group(report.id, rows), strict=True)
    return run_group(plover.STAGE, Group(report.id, rows), strict=True)


def measure_share(folder: Path) -> float:
    """Processor time of coding, in percent of that of the annotating stages, over reports of 20 sentences.

    It is measured first: a paragraph that was parsed before is not parsed again. The first report warms up, uncounted.
    """
    with (folder / "plv_train.tsv").open(encoding="utf-8", newline="") as lines:
        marked = [row["marked_sentence"] for row in csv.DictReader(lines, delimiter="\t")]
    texts = list(dict.fromkeys(" ".join(_MARK.sub("", text).split()) for text in marked))
    annotating = coding = 0.0
    for start in range(0, SPEED_TEXTS, SPEED_SENTENCES):
        text = "\n".join(texts[start : start + SPEED_SENTENCES])
        report = make_report(f"speed{start}", text)
        rows: dict[type, list[object]] = {Report: [report], Dating: [Dating("d", report.id, None, True, "not dated")]}
        begun = time.process_time()
        for kind, stage in (*_ANNOTATING, *_BESIDE):
            rows[kind] = run_group(stage, Group(report.id, rows), strict=True)
        annotated = time.process_time()
        run_group(plover.STAGE, Group(report.id, rows), strict=True)
        if start:
            annotating += annotated - begun
            coding += time.process_time() - annotated
    return 100 * coding / annotating


def score_gold(folder: Path) -> tuple[float, float, float, int]:
    """Shares of gold records whose type, actor and recipient are found, and how many records there are."""
    records = json.loads((folder / "plover_gsr_dev.json").read_text(encoding="utf-8"))
    right = Counter[str]()
    for record in records:
        events = code_record(make_report(record["id"], record["text"]))
        kind = OLD_NAMES.get(record["event"], record["event"])
        alike = [event for event in events if event.type == kind or root_of(event) == kind]
        right["type"] += bool(alike)
        right["actor"] += any(_names(event.actor, record, "SRC") for event in alike)
        met = any(_names(event.recipient, record, "TAR") for event in alike)
        right["recipient"] += met or (bool(alike) and not _wordings(record, "TAR"))
    count = len(records)
    return 100 * right["type"] / count, 100 * right["actor"] / count, 100 * right["recipient"] / count, count


def _wordings(record: dict[str, object], side: str) -> list[str]:
    info = record.get("textInfo")
    markup = str(info.get("markup", "")) if isinstance(info, dict) else ""
    return [words for sides, words in _SOURCES.findall(markup) if side in sides.split("/")]


def _names(argument: Argument | None, record: dict[str, object], side: str) -> bool:
    if argument is None:
        return False
    own = f"{argument.name} {str(record['text'])[argument.span.start : argument.span.end]}"
    named = {word.lower() for word in re.findall(r"\w+", own)}
    return any(named & {word.lower() for word in re.findall(r"\w+", words)} for words in _wordings(record, side))


def show_confusion(gold: Sequence[str], found: Sequence[str], most: int) -> None:
    wrong = Counter((g, f) for g, f in zip(gold, found, strict=True) if g != f)
    for (right, taken), count in wrong.most_common(most):
        print(f"{right} taken for {taken}: {count}")


def sentences_of(pairs: Iterable[Pair]) -> NDArray[np.int64]:
    """The part of each pair, the same for the same sentence."""
    return np.array([zlib.crc32(pair.text.encode()) % FOLDS for pair in pairs])


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=0, help="how many confusions to print")
    options = parser.parse_args(arguments)
    share = measure_share(options.folder)
    pairs, roots, quads = read_public(options.folder)
    own_pairs, own_roots = read_own()
    public, own = build_features(pairs), build_features(own_pairs)
    chances = cross_validate(public, own, roots, own_roots, sentences_of(pairs))
    found = [ROOTS[place] for place in chances.argmax(axis=1)]
    by_quad = np.stack([chances[:, [QUADS.get(root, 4) == quad for root in ROOTS]].sum(axis=1) for quad in range(1, 5)])
    show_confusion(roots, found, options.show)
    root, quad = macro_f1(roots, found), macro_f1(quads, [int(place) + 1 for place in by_quad.argmax(axis=0)])
    lexicon = [code_by_lexicon(pair) for pair in pairs]
    alone = macro_f1(roots, lexicon)
    kind, actor, recipient, count = score_gold(options.folder)
    print(
        f"events root={root:.1f} quad={quad:.1f} lexicon={alone:.1f} pairs={len(pairs)} "
        f"gold_type={kind:.1f} gold_actor={actor:.1f} gold_recipient={recipient:.1f} gold={count} "
        f"share={share:.1f}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
