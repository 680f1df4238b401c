"""Quotes of a story in; by speaker, the several wordings of each quotation on one line, out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tellings.publish.page.citing import Desk, LineChips
from tellings.publish.page.wording import Piece, mark_cuts
from tellings.text.folding import fold
from tellings.text.words import content_words

Json = Mapping[str, Any]
_SHARED = 0.6  # of the shorter quotation's content words; below, two quotations of one speaker are two statements
_FEWEST = 3  # content words that must be shared, so that "we agree" and "we do not agree" stay apart


@dataclass(frozen=True, slots=True)
class Wording:
    """One way in which a quotation is worded, and who words it so."""

    pieces: Sequence[Piece]
    direct: bool
    chips: Sequence[LineChips]
    corrupted: bool
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, and each thing said in its several wordings, the fullest first."""

    name: str
    sayings: Sequence[Sequence[Wording]]


def build_speakers(story: Json, desk: Desk) -> list[Speaker]:
    """The speakers with most quotations first; quotations without a known speaker last."""
    names = {entity["id"]: entity["name"] for entity in story["entities"]}
    spoken: dict[str, list[Json]] = {}
    called: dict[str, str] = {}
    for quote in story["quotes"]:
        key = quote["speaker_entity"] or fold(quote["speaker"] or "")
        called.setdefault(key, names.get(key) or quote["speaker"] or "")
        spoken.setdefault(key, []).append(quote)
    corrupted = _corrupted_places(story)
    speakers = [
        Speaker(
            called[key] or "Speaker not named", [_wordings(group, desk, corrupted) for group in _group(quotes, desk)]
        )
        for key, quotes in spoken.items()
    ]
    return sorted(speakers, key=lambda speaker: (speaker.name == "Speaker not named", -len(speaker.sayings)))


def _corrupted_places(story: Json) -> list[Json]:
    return [
        claim
        for finding in story["findings"]
        for claim in finding["claims"]
        if finding["corrupted"] == claim["report"] and finding["slot"] in ("wording", "polarity")
    ]


def _group(quotes: Sequence[Json], desk: Desk) -> list[list[Json]]:
    """Quotations that are one saying: most of the shorter one's content words are in the other."""
    groups: list[list[Json]] = []
    sizes: list[int] = []  # content words of each group's longest quotation
    met: dict[str, list[int]] = {}  # by word, the groups whose longest quotation has it
    for quote in sorted(quotes, key=lambda quote: -(quote["end"] - quote["start"])):
        words = set(content_words(desk.words(quote)))
        shared = Counter(number for word in words for number in met.get(word, ()))
        for number in sorted(shared):
            if shared[number] >= _FEWEST and shared[number] >= _SHARED * min(len(words), sizes[number]):
                groups[number].append(quote)
                break
        else:
            for word in words:
                met.setdefault(word, []).append(len(groups))
            groups.append([quote])
            sizes.append(len(words))
    return groups


def _wordings(group: Sequence[Json], desk: Desk, corrupted: Iterable[Json]) -> list[Wording]:
    same: dict[tuple[str, bool], list[Json]] = {}
    for quote in group:
        same.setdefault((fold(desk.words(quote)).strip(" .,;:!?'\""), quote["kind"] != "indirect"), []).append(quote)
    whole = desk.words(group[0])
    return [
        Wording(
            pieces=[(whole, "")] if number == 0 else mark_cuts(desk.words(quotes[0]), whole),
            direct=direct,
            chips=desk.chips(quotes, "shown"),
            corrupted=any(_meets(quote, claim) for quote in quotes for claim in corrupted),
            language=desk.tags[quotes[0]["report"]].language,
            direction=desk.tags[quotes[0]["report"]].direction,
        )
        for number, ((_, direct), quotes) in enumerate(same.items())
    ]


def _meets(quote: Json, claim: Json) -> bool:
    same = quote["report"] == claim["report"]
    return bool(same and min(quote["end"], claim["end"]) > max(quote["start"], claim["start"]))
