"""Names of one report in, the same in groups of one entity out: equal names, acronyms, surnames, short forms."""

from collections import defaultdict
from collections.abc import Sequence

from tellings.annotate.mentions_tree import Found
from tellings.annotate.mentions_words import read_name_words
from tellings.text.countries import is_part, parse_country, parse_demonym
from tellings.text.names import (
    first_surname,
    is_acronym_of,
    is_family_first,
    name_key,
    name_words,
    score_spelling,
    skeleton,
    without_articles,
)
from tellings.text.organisations import parse_organisation

SAME_SPELLING = 0.95


def group_names(names: Sequence[Found]) -> list[list[Found]]:
    """The names of the report, those of one entity together."""
    groups: dict[str, list[Found]] = defaultdict(list)
    for name in names:
        groups[_identity(name)].append(name)
    parent = {key: key for key in groups}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    where = {id(name): key for key, group in groups.items() for name in group}
    for name in names:
        for other in name.links:
            if id(other) in where:
                parent[root(where[id(other)])] = root(where[id(name)])
    for left, right in (*_acronym_pairs(groups), *_short_pairs(groups)):
        parent[root(left)] = root(right)
    merged: dict[str, list[Found]] = defaultdict(list)
    for key, group in groups.items():
        merged[root(key)] += group
    return list(merged.values())


def _identity(name: Found) -> str:
    if name.kind == "place" and not is_part(name.name):
        country = parse_country(name.name) or parse_demonym(name.name)
        if country:
            return f"country:{country.iso2}"
    if name.kind == "organisation" and (body := parse_organisation(name.name)):
        return f"body:{body.key}"
    key = name_key(name.name)
    return f"{name.kind}:{key.removesuffix('s') if name.kind in ('product', 'group') else key}"


def _acronym_pairs(groups: dict[str, list[Found]]) -> list[tuple[str, str]]:
    pairs = []
    for short, found in groups.items():
        if found[0].form != "acronym" or short.startswith(("country:", "body:")):
            continue
        longs = [
            key
            for key, others in groups.items()
            if key != short
            and others[0].kind in (found[0].kind, "organisation", "other")
            and any(is_acronym_of(found[0].name, other.name) for other in others[:3])
        ]
        if len(longs) == 1:
            pairs.append((short, longs[0]))
    return pairs


def _short_pairs(groups: dict[str, list[Found]]) -> list[tuple[str, str]]:
    """Short forms and their long forms: a surname, a company without its suffix; none where two long forms fit."""
    words = {key: name_words(found[0].name) for key, found in groups.items()}
    blocks: dict[tuple[str, str], list[str]] = defaultdict(list)  # (kind, a sounding of a first or last word) to names
    for key, found in groups.items():
        for word in {skeleton(part) for part in (words[key][:1] + words[key][-2:])}:
            blocks[found[0].kind, word].append(key)
    order = {key: number for number, key in enumerate(groups)}
    pairs = []
    for key, found in groups.items():
        kind = found[0].kind
        if kind not in ("person", "organisation", "law", "product"):
            continue
        near = {other for part in words[key] for other in blocks.get((kind, skeleton(part)), ())} - {key}
        fits = sorted((other for other in near if _shortens(kind, words[key], words[other])), key=order.__getitem__)
        if len(fits) > 1:
            fits = [fit for fit in fits if not any(_inside(words[fit], words[bigger]) for bigger in fits)]
        if len(fits) > 1 and kind == "person":
            before = [fit for fit in fits if groups[fit][0].place < found[0].place]
            fits = before if len(before) == 1 else []
        if len(fits) == 1:
            pairs.append((key, fits[0]))
    return pairs


def _inside(left: list[str], right: list[str]) -> bool:
    return len(left) < len(right) and set(left) <= set(right)


def _shortens(kind: str, short: list[str], long: list[str]) -> bool:
    if kind == "person":
        return _shortens_person(short, long)
    if kind == "product":  # "A380" of "Airbus A380": a code is enough, a word is not
        code = bool(short) and any(letter.isdigit() for letter in short[-1]) and not "".join(short).isdigit()
        return code and len(short) < len(long) and long[-len(short) :] == short
    if kind == "law":
        return 1 < len(short) < len(long) and short[-1][0].isdigit() and long[-len(short) :] == short
    if kind != "organisation" or not short or len(short) >= len(long):
        return False
    if len(short) > 1 and long[-len(short) :] == short:  # "Air Force" of "US Air Force"
        before = " ".join(long[: -len(short)])
        return parse_country(before.upper()) is not None or parse_demonym(before.title()) is not None
    if long[: len(short)] != short:
        return False
    lists, rest = read_name_words(), long[len(short) :]
    telling = (lists["organisation", "last"] | lists["place", "last"]) - lists["organisation", "suffix"]
    return not telling & set(rest) and not {"of", "for"} & set(rest)


def _shortens_person(short: list[str], long: list[str]) -> bool:
    short, long = without_articles(short), without_articles(long)
    if not short or len(short) > len(long):
        return False
    if len(short) == len(long) == 1 or len(short) == len(long):
        return all(
            score_spelling(a, b) >= SAME_SPELLING
            or ((len(a) == 1 or len(b) == 1) and a[0] == b[0] and place < len(long) - 1)
            for place, (a, b) in enumerate(zip(short, long, strict=True))
        )
    if len(short) == 1:
        if score_spelling(short[0], long[-1]) >= SAME_SPELLING or short[0] == first_surname(long):
            return True
        return short[0] == long[0] and (len(short[0]) > 2 or is_family_first(long))
    left = [a for a in short if not any(a == b or (len(a) == 1 and a[0] == b[0]) for b in long)]
    return not left and score_spelling(short[-1], long[-1]) >= SAME_SPELLING
