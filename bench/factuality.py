"""Factuality of clauses against MEANTIME's attributes of event mentions: time, polarity and certainty.

    python bench/factuality.py FOLDER [--errors]

FOLDER holds MEANTIME topics (*/within_doc/*.xml). Every event mention in the annotated part that gives the attribute
is judged at its given span by `linking.factuality.judge_clause`; generic mentions (special_cases GEN) are left out.
What we call planned, asked, threatened or possible-and-ahead is compared with FUTURE, negative or refused or denied
with NEG, possible with anything but CERTAIN; and, since that is what an account lives by, what did not happen
(future, negative or unsure, where all three are given) with everything that we do not hold for happened, ongoing or
past. For each rare class P, R and F1; beside them what takes every mention for the common class (its accuracy; its F1
on the rare class is 0), and a peer that goes by auxiliaries alone: "will", "would" and "to" before the verb are
future, "not", "no" and "never" beside it negative, "may", "might", "could" possible.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.meantime import GoldReport, Markable, read_folder
from tellings.annotate.parse import parse_report
from tellings.linking.factuality import Stance, children_of, judge_clause
from tellings.records import Sentence

RARE = {"unreal": "UNREAL", "time": "FUTURE", "polarity": "NEG", "certainty": "UNSURE"}
_AHEAD = frozenset({"planned", "asked", "threatened", "refused"})


@dataclass(frozen=True)
class Judged:
    """One mention: what the gold says of it, what we say, what the peer says, by attribute."""

    wording: str
    stance: Stance
    gold: dict[str, str]
    own: dict[str, str]
    peer: dict[str, str]


def add_unreal(attributes: dict[str, str]) -> dict[str, str]:
    """With the one attribute that follows from the three."""
    if len(attributes) < 3:
        return attributes
    return {**attributes, "unreal": "UNREAL" if set(attributes.values()) != {"OTHER"} else "OTHER"}


def read_own(stance: Stance) -> dict[str, str]:
    """Our stance in the terms of the annotation."""
    negative = (stance.polarity == "negative") != (stance.factuality in ("refused", "denied"))
    return add_unreal(
        {
            "time": "FUTURE" if stance.factuality in _AHEAD else "OTHER",
            "polarity": "NEG" if negative else "OTHER",
            "certainty": "UNSURE" if stance.factuality in ("possible", "conditional") else "OTHER",
        }
    )


def read_peer(sentence: Sentence, index: int) -> dict[str, str]:
    """What auxiliaries and negations beside the word say."""
    beside = {sentence.tokens[child].text.lower() for child in children_of(sentence)[index]}
    return add_unreal(
        {
            "time": "FUTURE" if beside & {"will", "would", "to", "shall", "'ll"} else "OTHER",
            "polarity": "NEG" if beside & {"not", "n't", "no", "never"} else "OTHER",
            "certainty": "UNSURE" if beside & {"may", "might", "could"} else "OTHER",
        }
    )


def read_gold(markable: Markable) -> dict[str, str]:
    """The attributes that are given, each as its rare class or OTHER."""
    given = markable.attributes
    gold = {}
    if given.get("time") in ("FUTURE", "NON_FUTURE"):
        gold["time"] = "FUTURE" if given["time"] == "FUTURE" else "OTHER"
    if given.get("polarity") in ("POS", "NEG"):
        gold["polarity"] = "NEG" if given["polarity"] == "NEG" else "OTHER"
    if given.get("certainty"):
        gold["certainty"] = "OTHER" if given["certainty"] == "CERTAIN" else "UNSURE"
    return add_unreal(gold)


def judge(gold: GoldReport) -> Iterator[Judged]:
    """Every event mention of the report that our parse has a word for."""
    sentences = parse_report(gold.report)
    for markable in gold.markables:
        wanted = read_gold(markable)
        if not wanted or markable.attributes.get("special_cases") == "GEN":
            continue
        for sentence in sentences:
            inside = [i for i, token in enumerate(sentence.tokens) if markable.start <= token.start < markable.end]
            if inside:
                index = next((i for i in inside if sentence.tokens[i].head not in inside), inside[0])
                stance = judge_clause(sentence, index)
                wording = gold.report.text[markable.start : markable.end]
                yield Judged(wording, stance, wanted, read_own(stance), read_peer(sentence, index))
                break


def score(judged: list[Judged], attribute: str, side: str) -> tuple[float, float, float, float]:
    """Precision, recall and F1 of the rare class, and the accuracy over both."""
    rare = RARE[attribute]
    pairs = Counter((j.gold[attribute], getattr(j, side)[attribute]) for j in judged if attribute in j.gold)
    hits = pairs[rare, rare]
    precision = hits / max(1, hits + pairs["OTHER", rare])
    recall = hits / max(1, hits + pairs[rare, "OTHER"])
    accuracy = (hits + pairs["OTHER", "OTHER"]) / max(1, pairs.total())
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall), accuracy


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", action="store_true", help="print what is judged otherwise")
    options = parser.parse_args()
    judged = [each for gold in read_folder(options.folder, "EVENT_MENTION") for each in judge(gold)]
    figures = []
    for attribute, rare in RARE.items():
        given = [each for each in judged if attribute in each.gold]
        common = sum(each.gold[attribute] == "OTHER" for each in given) / max(1, len(given))
        for side in ("peer", "own"):
            precision, recall, f1, accuracy = score(judged, attribute, side)
            print(
                f"{attribute:<10} {rare:<7} {side:<5} P {100 * precision:.1f} R {100 * recall:.1f} F1 {100 * f1:.1f}  "
                f"accuracy {100 * accuracy:.1f} (all common {100 * common:.1f}, {len(given)} mentions)"
            )
            figures.append(f"{attribute}_{'f1' if side == 'own' else 'peer'}={100 * f1:.1f}")
            figures += [f"{attribute}_accuracy={100 * accuracy:.1f}"] if side == "own" else []
    if options.errors:
        for each in judged:
            for attribute, wanted in each.gold.items():
                if each.own[attribute] != wanted:
                    print(f"{attribute}\t{wanted}\t{each.stance.factuality}/{each.stance.polarity}\t{each.wording}")
    print("factuality " + " ".join(figures))


if __name__ == "__main__":
    main()
