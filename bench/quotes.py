"""Quotes: sources, cues and contents on PolNeAR, exact and overlapping.

    python bench/quotes.py FOLDER [--part dev] [--limit N] [--errors N]

A span is a source, cue or content with all its pieces. Exact: the same characters but for blanks and quotation marks
or punctuation at the ends. Overlap: pairs one to one that share a character. `exact` and `overlap` are micro F1 over
sources, cues and contents; `linked` is the share of contents whose source overlaps the gold source, among those whose
content overlaps a gold content. PolNeAR marks each word for one attribution only, so ours within another are left out.
"""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tellings.annotate.parse import parse_report
from tellings.annotate.quotes import attribute
from tellings.records import Report

ROLES = ("source", "cue", "content")
_ENDS = " .,;:!?\"'“”‘’`\n-–—()"


@dataclass
class Spans:
    """An attribution's characters by role."""

    places: dict[str, frozenset[int]] = field(default_factory=dict)
    wordings: dict[str, str] = field(default_factory=dict)


def read_gold(folder: Path, part: str) -> Iterator[tuple[str, str, list[Spans]]]:
    """Name, text and attributions of each article."""
    for path in sorted((folder / part / "attributions").glob("*.ann")):
        text_path = folder / part / "text" / re.sub(r"_[0-9a-f]{4}\.ann$", ".txt", path.name)
        text = text_path.read_text(encoding="utf-8")
        spans: dict[str, list[tuple[int, int]]] = {}
        attributions = []
        for line in path.read_text(encoding="utf-8").splitlines():
            key, _, rest = line.partition("\t")
            if key.startswith("T") and rest:
                places = rest.split("\t")[0].split(" ", 1)[1].split(";")
                spans[key] = [(int(a), int(b)) for a, b in (place.split() for place in places)]
            elif key.startswith("E"):
                roles: dict[str, list[tuple[int, int]]] = defaultdict(list)
                for piece in rest.split():
                    role, _, target = piece.partition(":")
                    roles[re.sub(r"\d+$", "", role).lower()] += spans.get(target, [])
                attributions.append(build_spans(text, {role: roles[role] for role in ROLES}))
        yield path.stem, text, attributions


def build_spans(text: str, roles: dict[str, list[tuple[int, int]]]) -> Spans:
    """Characters by role, without blanks and punctuation at the ends of a piece."""
    spans = Spans()
    for role, pieces in roles.items():
        places: set[int] = set()
        for start, end in pieces:
            while start < end and text[start] in _ENDS:
                start += 1
            while end > start and text[end - 1] in _ENDS:
                end -= 1
            places |= {place for place in range(start, end) if not text[place].isspace()}
        if not places and role == "cue" and pieces:
            places = set(range(*pieces[0]))
        if places:
            spans.places[role] = frozenset(places)
            spans.wordings[role] = " … ".join(text[a:b] for a, b in pieces)
    return spans


def find_ours(name: str, text: str) -> list[Spans]:
    """Our attributions, those within another's content left out."""
    report = Report(name, name, name, None, None, None, None, "en", text)
    found = [
        build_spans(
            text,
            {"source": [one.source] if one.source else [], "cue": [one.cue], "content": list(one.contents)},
        )
        for one in attribute(report, parse_report(report))
    ]
    found.sort(key=lambda spans: -len(spans.places.get("content", ())))
    kept: list[Spans] = []
    taken: set[int] = set()
    for spans in found:
        if not spans.places.get("cue", frozenset()) & taken:
            kept.append(spans)
            taken |= spans.places.get("content", frozenset())
    return kept


def match(gold: list[frozenset[int]], ours: list[frozenset[int]]) -> tuple[int, int, dict[int, int]]:
    """Exact and overlapping matches one to one; ours to gold for the overlapping."""
    exact = len(set(gold) & set(ours))
    where: dict[int, set[int]] = defaultdict(set)
    for n, places in enumerate(gold):
        for place in places:
            where[place].add(n)
    pairs: dict[int, int] = {}
    used: set[int] = set()
    candidates = []
    for m, places in enumerate(ours):
        counts: dict[int, int] = defaultdict(int)
        for place in places:
            for n in where.get(place, ()):
                counts[n] += 1
        candidates += [(-count, m, n) for n, count in counts.items()]
    for _, m, n in sorted(candidates):
        if m not in pairs and n not in used:
            pairs[m] = n
            used.add(n)
    return exact, len(pairs), pairs


def f1(right: float, found: float, wanted: float) -> float:
    """In per cent."""
    return 200 * right / (found + wanted) if found + wanted else 0.0


def main() -> int:
    """Print the table and, last, the line of figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    totals: dict[str, list[int]] = {role: [0, 0, 0, 0] for role in ROLES}
    linked = linkable = shown = 0
    for number, (name, text, gold) in enumerate(read_gold(options.folder, options.part)):
        if options.limit and number >= options.limit:
            break
        ours = find_ours(name, text)
        for role in ROLES:
            wanted = [spans.places[role] for spans in gold if role in spans.places]
            found = [spans.places[role] for spans in ours if role in spans.places]
            exact, over, _ = match(wanted, found)
            for n, count in enumerate((exact, over, len(found), len(wanted))):
                totals[role][n] += count
        golds = [spans for spans in gold if "content" in spans.places]
        mine = [spans for spans in ours if "content" in spans.places]
        pairs = match([s.places["content"] for s in golds], [s.places["content"] for s in mine])[2]
        for m, n in pairs.items():
            if "source" in golds[n].places:
                linkable += 1
                linked += bool(golds[n].places["source"] & mine[m].places.get("source", frozenset()))
        if shown < options.errors:
            shown += 1
            show(name, golds, mine, pairs)
    print_figures(totals, 100 * linked / max(linkable, 1))
    return 0


def print_figures(totals: dict[str, list[int]], linked: float) -> None:
    """The table by role and the line of figures; counts are exact, overlapping, ours, gold."""
    for role, (right, over, given, wanted) in totals.items():
        print(
            f"{role:8} exact F1 {f1(right, given, wanted):.1f}  overlap P {100 * over / max(given, 1):.1f} "
            f"R {100 * over / max(wanted, 1):.1f} F1 {f1(over, given, wanted):.1f}  ({given} ours, {wanted} gold)"
        )
    right, over, given, wanted = (sum(totals[role][n] for role in ROLES) for n in range(4))
    pieces = [f"exact={f1(right, given, wanted):.1f}", f"overlap={f1(over, given, wanted):.1f}"]
    for role, (right, over, given, wanted) in totals.items():
        pieces += [f"{role}_exact={f1(right, given, wanted):.1f}", f"{role}_overlap={f1(over, given, wanted):.1f}"]
    print("quotes", *pieces, f"linked={linked:.1f}")


def show(name: str, gold: list[Spans], ours: list[Spans], pairs: dict[int, int]) -> None:
    """Print what differs in one article."""
    print("==", name)
    for m, spans in enumerate(ours):
        if m not in pairs:
            print("  extra ", *(f"[{role}: {spans.wordings.get(role, '')[:70]}]" for role in ROLES))
        else:
            for role in ROLES:
                a, b = spans.wordings.get(role, ""), gold[pairs[m]].wordings.get(role, "")
                if spans.places.get(role) != gold[pairs[m]].places.get(role):
                    print(f"  {role:8} {a[:110]!r}\n       for {b[:110]!r}")
    for n, spans in enumerate(gold):
        if n not in pairs.values():
            print("  missed", *(f"[{role}: {spans.wordings.get(role, '')[:70]}]" for role in ROLES))


if __name__ == "__main__":
    sys.exit(main())
