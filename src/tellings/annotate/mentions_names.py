"""Parsed sentences in, names out, made consistent over the report.

The small model errs by headline casing, by rare spelling and from sentence to sentence. So a name's kind is voted over
the whole report, a name found once is found everywhere, and a headline in title case may only repeat the body's names.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import log

from tellings.annotate.mentions_kinds import KIND_OF, TOWN, find_hints, parse_kind, surname_votes, vote_kind
from tellings.annotate.mentions_runs import Run, find_runs, is_inner_capital, is_plain_role
from tellings.annotate.mentions_towns import is_town
from tellings.annotate.mentions_tree import Found, Tree
from tellings.annotate.mentions_words import parse_title, read_given_names, read_name_words
from tellings.text.countries import names_people, parse_country, parse_demonym
from tellings.text.folding import fold
from tellings.text.names import is_acronym, strip_possessive
from tellings.text.organisations import parse_organisation


def find_names(trees: Sequence[Tree]) -> list[Found]:
    """Every name of the report, in order."""
    guarded = [is_headline(tree) for tree in trees]
    runs = [run for tree, headline in zip(trees, guarded, strict=True) if not headline for run in find_runs(tree)]
    kinds = decide_kinds(runs)
    runs = [piece for run in _join_known(runs, kinds) for piece in _part_names(run, kinds)]
    known = _index_known(kinds)
    names = [_build_found(run, kinds.get(run.key, "other")) for run in runs]
    taken: dict[int, set[int]] = defaultdict(set)
    for run in runs:
        taken[run.tree.sentence.index].update(range(run.first, run.last + 1))
    for tree, headline in zip(trees, guarded, strict=True):
        for run, kind in _find_known(tree, known, taken[tree.sentence.index], headline):
            names.append(_build_found(run, kind))
    return sorted((name for name in names if name), key=lambda name: name.place)


def _join_known(runs: Sequence[Run], kinds: dict[str, str]) -> list[Run]:
    """The runs, two that stand side by side made one where the report has them as one name elsewhere."""
    joined: list[Run] = []
    for run in runs:
        before = joined[-1] if joined else None
        if before and before.tree is run.tree and before.last + 1 == run.first:
            both = Run(run.tree, before.first, run.last, "")
            if kinds.get(both.key, "other") not in ("other", "person"):
                joined[-1] = both
                continue
        joined.append(run)
    return joined


def _part_names(run: Run, kinds: dict[str, str]) -> Iterator[Run]:
    """The run, or two where it is a name and a person's full name, both known by themselves, or a name twice."""
    half = (run.last - run.first + 1) // 2
    if len(run.words) == 2 * half and half > 1 and run.words[:half] == run.words[half:]:
        yield from (
            Run(run.tree, run.first, run.first + half - 1, run.label),
            Run(run.tree, run.first + half, run.last, run.label),
        )
        return
    if run.last - run.first >= 2:
        for cut in range(run.first + 1, run.last):
            left = Run(run.tree, run.first, cut - 1, run.label)
            right = Run(run.tree, cut, run.last, run.label)
            if kinds.get(right.key) == "person" and kinds.get(left.key) in ("organisation", "place"):
                yield from (left, right)
                return
    yield run


def is_headline(tree: Tree) -> bool:
    """Whether letter case tells nothing: all in capitals, or a headline most of whose longer words begin with one; a
    line of the text that is one is the headline of another story."""
    longer = [token.text for token in tree.tokens if len(token.text) > 3 and token.text.isalpha()]
    if len(longer) > 2 and all(word.isupper() for word in longer):
        return True
    words = [token.text for token in tree.tokens[1:] if len(token.text) > 3 and token.text[0].isalpha()]
    capital = sum(word[0].isupper() for word in words)
    if tree.sentence.title:
        return len(words) >= 3 and capital >= 0.7 * len(words)
    return len(words) >= 4 and capital == len(words) and not _ends_in_stop(tree)


def _ends_in_stop(tree: Tree) -> bool:
    return tree.tokens[-1].text[-1] in ".!?…\"'”’)"


def decide_kinds(runs: Iterable[Run]) -> dict[str, str]:
    """Name key to kind, voted over the report."""
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    words: dict[str, list[str]] = {}
    for run in runs:
        words.setdefault(run.key, run.words)
        if run.label:
            labels[run.key][KIND_OF[run.label]] += 1
        for kind, weight in find_hints(run.tree, run.first, run.last):
            votes[run.key][kind] += weight
    for key, counted in labels.items():
        for kind, count in counted.items():  # labels of one name are not independent: the second adds less
            votes[key][kind] += 1 + log(count)
    kinds = {key: vote_kind(words[key], votes[key]) for key in words}
    for key in _companies(kinds):
        kinds[key] = "organisation"
    surnames = surname_votes(kinds)
    for key, kind in kinds.items():
        if kind != "person" and _is_person(key, kinds, surnames) and not _is_held(words[key], votes[key]["place"]):
            kinds[key] = "person"
        elif kind != "person" and key.endswith("s") and key[:-1] in surnames and key not in surnames:
            kinds[key] = "group"  # "the Steinbergs"
    return kinds


def _companies(kinds: dict[str, str]) -> set[str]:
    """Words that are companies by themselves because the report also has them with a company's suffix: "Acme Ltd"."""
    suffixes = read_name_words()["organisation", "suffix"]
    long = [key.split() for key, kind in kinds.items() if kind == "organisation"]
    stems = {words[0] for words in long if len(words) > 1 and suffixes.issuperset(w.rstrip(".") for w in words[1:])}
    return {
        stem
        for stem in stems
        if kinds.get(stem, "organisation") in ("place", "person", "other", "product", "work")
        and not parse_country(stem.title())
        and not parse_demonym(stem.title())
    } & kinds.keys()


def _is_person(key: str, kinds: dict[str, str], surnames: Counter[str]) -> bool:
    """Whether the name is the surname of a person of the report, or ends in the full name of one."""
    words = key.split()
    return key in surnames or (len(words) > 2 and kinds.get(" ".join(words[-2:])) == "person")


def _is_held(words: list[str], place: float) -> bool:
    """Whether the name stays what it is though a person bears it too: "Jordan", or "UN" beside a Mr Un."""
    name = " ".join(words)
    if is_acronym(name) and (parse_country(name) or parse_organisation(name)):
        return True
    return (parse_country(name) is not None and place > 0) or (place > 2 * TOWN and is_town(name))


def _index_known(kinds: dict[str, str]) -> dict[str, list[tuple[list[str], str]]]:
    known: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
    for key, kind in kinds.items():
        words = key.split()
        if words and (len(words) > 1 or len(words[0]) > 2):
            known[words[0]].append((words, kind))
    for rows in known.values():
        rows.sort(key=lambda row: -len(row[0]))
    return known


def _find_known(
    tree: Tree, known: dict[str, list[tuple[list[str], str]]], taken: set[int], guarded: bool
) -> Iterator[tuple[Run, str]]:
    """Known names at places that are still free; in a guarded headline also countries, bodies and acronyms."""
    tokens = tree.tokens
    words = [fold(strip_possessive(w)).replace(".", "") if "'" in w or "." in w else w for w in tree.folded]
    shouting = guarded and all(token.text.isupper() for token in tokens if len(token.text) > 3)
    place = 0
    while place < len(tokens):
        match = None
        text = tokens[place].text
        if place not in taken and (text[0].isupper() or text[0].isdigit() or is_inner_capital(text)):
            match = _match_known(tree, place, words, known, taken)
            if match is None and guarded:
                match = _match_table(tree, place, shouting)
        if match:
            yield match
            place = match[0].last
        place += 1


def _match_known(
    tree: Tree, place: int, words: list[str], known: dict[str, list[tuple[list[str], str]]], taken: set[int]
) -> tuple[Run, str] | None:
    for wanted, kind in known.get(words[place], ()):
        last = place
        for word in wanted:
            while last > place and last < len(words) and words[last] == "-":
                last += 1
            if last >= len(words) or words[last] != word or last in taken:
                break
            last += 1
        else:
            return Run(tree, place, last - 1, ""), kind
    return None


def _match_table(tree: Tree, place: int, shouting: bool) -> tuple[Run, str] | None:
    for size in (4, 3, 2, 1):
        texts = [token.text for token in tree.tokens[place : place + size]]
        wording = strip_possessive(" ".join(texts))
        if len(texts) == size and (parse_organisation(wording) or parse_country(wording) or parse_demonym(wording)):
            return Run(tree, place, place + size - 1, ""), parse_kind([wording]) or "other"
    if is_acronym(texts[0]) and not shouting:
        return Run(tree, place, place, ""), "organisation"
    return None


def _build_found(run: Run, kind: str) -> Found | None:
    tree, first, last = run.tree, run.first, run.last
    tokens = tree.tokens
    if kind == "person":
        while first < last and (parse_title(tokens[first].text) or is_plain_role([tokens[first].text])):
            first += 1
        if first + 2 <= last and is_acronym(tokens[first].text) and tokens[first].text.isupper():
            first += 1  # an agency's credit runs on into the name
    head = _head_of(tree, first, last)
    name = tree.wording(first, last)
    country = None
    if kind in ("place", "group") and (found := parse_country(name) or parse_demonym(name)):
        country = found.iso2
        ethnic = names_people(name) or "ethnic" in tree.folded[max(0, first - 2) : first]
        if (
            kind == "group"
            and not ethnic
            and tokens[head].dep in ("amod", "compound", "nmod", "poss")
            and tokens[head].tag != "NNPS"
        ):
            kind = "place"
    gender = read_given_names().get(tree.folded[first], "") if kind == "person" and first < last else ""
    form = "acronym" if first == last and is_acronym(tokens[first].text) else "name"
    many = kind == "group" or (tokens[head].tag in ("NNS", "NNPS") and kind in ("product", "work", "other"))
    return Found(tree, first, last, (first, last), head, kind, form, name, country=country, gender=gender, many=many)


def _head_of(tree: Tree, first: int, last: int) -> int:
    for place in range(last, first - 1, -1):
        above = tree.tokens[place].head
        if above < first or above > last or above == place:
            return place
    return last
