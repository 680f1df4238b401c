"""Places against LGL and GeoWebNews: accuracy within 161 km given the toponyms, tagging F1, what the gazetteer lacks.

    python bench/places.py FOLDER [--errors N]

FOLDER holds lgl.xml and GWN.xml (milangritta/Pragmatic-Guide-to-Geoparsing-Evaluation). The figures to compare with
are those of Mordecai 3: 82.7 tagging F1 and 94.1 % within 161 km.
"""

import argparse
import math
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tellings.annotate.gazetteer import load_gazetteer
from tellings.annotate.mentions import find_mentions
from tellings.annotate.parse import parse_report
from tellings.annotate.places import resolve_toponyms
from tellings.annotate.places_find import find_toponyms
from tellings.annotate.places_names import build_toponym
from tellings.annotate.places_rank import Weights
from tellings.records import Place, Report, Sentence, Span


@dataclass(frozen=True)
class Gold:
    span: Span
    number: int | None
    lat: float | None
    lon: float | None
    sort: str


@dataclass(frozen=True)
class Article:
    report: Report
    gold: list[Gold]
    tagged: list[Gold]  # those that count for tagging


def read_lgl(path: Path) -> Iterator[Article]:
    for n, node in enumerate(ET.parse(path).getroot()):
        text = node.findtext("text") or ""
        report = build_report(f"lgl-{n}", text)
        gold = []
        for toponym in node.iter("toponym"):
            tag = toponym.find("gaztag")
            start, end = int(toponym.findtext("start") or 0), int(toponym.findtext("end") or 0)
            if not 0 <= start < end <= len(text):
                continue
            if tag is None:
                gold.append(Gold(Span(report.id, start, end), None, None, None, ""))
            else:
                lat, lon = float(tag.findtext("lat") or 0), float(tag.findtext("lon") or 0)
                number = int(tag.get("geonameid") or 0)
                gold.append(Gold(Span(report.id, start, end), number, lat, lon, tag.findtext("fcode") or ""))
        yield Article(report, gold, gold)


# Sorts of the set's own taxonomy that name a place; those inside other names ("Toronto Maple Leafs") and those for a
# people or a place's namesake count for tagging only.
NESTED = ("Embedded_Literal", "Embedded_Non_Lit", "Demonym")
NAMED = ("Literal", "Literal_Modifier", "Non_Literal_Modifier", "Metonymic", "Mixed", "Coercion")


def read_gwn(path: Path) -> Iterator[Article]:
    for n, node in enumerate(ET.parse(path).getroot()):
        text = node.findtext("text") or ""
        report = build_report(f"gwn-{n}", text)
        gold, tagged = [], []
        for toponym in node.iter("toponym"):
            start, end = int(toponym.findtext("start") or 0), int(toponym.findtext("end") or 0)
            sort = toponym.findtext("type") or ""
            number, lat = toponym.findtext("geonamesID") or "", toponym.findtext("latitude") or ""
            if not 0 <= start < end <= len(text):
                continue
            known = number.isdigit()
            one = Gold(
                Span(report.id, start, end),
                int(number) if known else None,
                float(lat) if lat else None,
                float(toponym.findtext("longitude") or 0) if lat else None,
                sort,
            )
            if sort in NAMED + NESTED:
                tagged.append(one)
            if known and sort in NAMED:
                gold.append(one)
        yield Article(report, gold, tagged)


def build_report(name: str, text: str) -> Report:
    return Report(name, name, name, None, None, None, None, "en", text)


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    a, b = math.radians(lat), math.radians(other_lat)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(h))


def is_right(gold: Gold, place: Place | None) -> bool:
    if place is None or place.geonames_id is None:
        return False
    if place.geonames_id == gold.number:
        return True
    if place.lat is None or place.lon is None or gold.lat is None or gold.lon is None:
        return False
    return kilometres(gold.lat, gold.lon, place.lat, place.lon) <= 161


def count(articles: list[Article], parsed: list[list[Sentence]], errors: int, weights: Weights | None) -> Counter[str]:
    counts: Counter[str] = Counter()
    gazetteer = load_gazetteer()
    for article, sentences in zip(articles, parsed, strict=True):
        report = article.report
        toponyms = [(one, build_toponym(report, one.span)) for one in article.gold]
        given = sorted({t for _, t in toponyms if t}, key=lambda t: t.span)
        places = {p.span: p for p in resolve_toponyms(report, given, sentences, weights)}
        for one, toponym in toponyms:
            place = places.get(toponym.span) if toponym else None
            if one.number is None and one.lat is None:
                continue
            counts["toponyms"] += 1
            lacking = one.number is None or gazetteer.entry(one.number) is None
            counts["lacking"] += lacking
            right = is_right(one, place)
            counts["right_known"] += right and not lacking
            counts["right"] += right
            counts["answered"] += place is not None and place.geonames_id is not None
            if not right and errors > 0:
                errors -= 1
                print(
                    report.id,
                    one,
                    repr(one.span.of(report)),
                    place and (place.geonames_id, place.country, place.admin1, place.feature, place.candidates),
                )
            if one.sort in ("Literal", "Metonymic", "Mixed", "Literal_Modifier", "Non_Literal_Modifier") and place:
                counts[f"{one.sort} {'literal' if place.literal else 'not'}"] += 1
        mentions = find_mentions(report, sentences)
        found = {t.span for t in find_toponyms(report, sentences, mentions)}
        wanted = {t.span for one in article.tagged if (t := build_toponym(report, one.span))}
        counts["hit"] += len(found & wanted)
        counts["found"] += len(found)
        counts["wanted"] += len(wanted)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    figures: list[str] = []
    for name, articles in (
        ("lgl", list(read_lgl(options.folder / "lgl.xml"))),
        ("gwn", list(read_gwn(options.folder / "GWN.xml"))),
    ):
        parsed = [parse_report(article.report) for article in articles]
        counts = count(articles, parsed, options.errors, Weights())
        print(name, dict(counts))
        figures += [
            f"{name}_within161={100 * counts['right'] / counts['toponyms']:.1f}",
            f"{name}_of_answered={100 * counts['right'] / max(1, counts['answered']):.1f}",
            f"{name}_of_known={100 * counts['right_known'] / (counts['toponyms'] - counts['lacking']):.1f}",
            f"{name}_lacking={100 * counts['lacking'] / counts['toponyms']:.1f}",
            f"{name}_tagging_f1={200 * counts['hit'] / (counts['found'] + counts['wanted']):.1f}",
        ]
        for sort, use in (("Literal", "literal"), ("Metonymic", "not")):  # only GeoWebNews tells them apart
            total = counts[f"{sort} literal"] + counts[f"{sort} not"]
            if total:
                figures.append(f"{name}_told_{sort.lower()}={100 * counts[f'{sort} {use}'] / total:.1f}")
    print("places", *figures)


if __name__ == "__main__":
    main()
