"""A sentence's tree and a cue's content in, the content's edges set right out: where small parsers hang a clause wrong.

Which constructions are moved, lengthened or cut was chosen by how often annotators do so
(docs/notes/2026-11-22-quotes.md); what is about even is left as the parser has it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from tellings.annotate.quotes_cues import Frame, Stretch, Tree, find_clause, trim

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_BELOW = ("xcomp", "ccomp", "pcomp")
_ASIDE = frozenset("while although though whereas".split())
_TIMES = frozenset(("DATE", "TIME"))
_JOINED = {
    "clause": ("ccomp", "conj", "advcl"),
    "infinitive": ("xcomp", "advcl"),
    "object": ("ccomp", "conj", "dobj"),
    "preposition": ("xcomp",),
}
_TIED = frozenset("as for with to than about by between among".split())
_QUOTED = "\"“”«»''"


def mend(tree: Tree, cues: Mapping[int, Frame]) -> Tree:
    """The tree with what its speakers say next hung on them: "she said that it was late and urged them to go", "…,
    adding that", "…, while others said"."""
    moved: dict[int, int] = {}
    for cue, frame in cues.items():
        clause = find_clause(tree, cue) if {"c", "q"} <= set(frame.takes) else None
        below = [clause] if clause is not None and clause > cue else [n for n in tree.under(cue, *_BELOW) if n > cue]
        for top in below:
            for n in tree.children[top]:
                if n <= top or n not in cues or (top != clause and tree.words[n].tag != "VBG"):
                    continue
                if _is_next(tree, cue, n, cues[n].takes) and not _in_quotes(tree, top, n):
                    moved[n] = cue
                    if n and tree.words[n - 1].dep == "cc":
                        moved[n - 1] = cue
    if not moved:
        return tree
    tokens = tuple(replace(word, head=moved.get(n, word.head)) for n, word in enumerate(tree.words))
    return Tree(replace(tree.sentence, tokens=tokens), tree.text)


def _is_next(tree: Tree, cue: int, place: int, takes: str) -> bool:
    """Whether the verb, parsed as a part of what the cue says, is rather the next thing told of the speaker."""
    words = tree.words
    word, low = words[place], tree.edges(place)[0]
    own = tree.first(place, *_SUBJECTS) is not None
    if word.pos != "VERB":
        return False
    if word.dep == "conj":
        same = word.tag == words[cue].tag and word.tag in ("VBD", "VBZ")
        return same and not own and low == place and "q" in takes
    set_off = low > 0 and words[low - 1].text == ","
    if word.dep != "advcl" or not set_off:
        return False
    if word.tag == "VBG":
        return not own
    return own and words[low].lemma in _ASIDE


def _in_quotes(tree: Tree, clause: int, place: int) -> bool:
    between = tree.text[tree.words[tree.edges(clause)[0]].start : tree.words[place].start]
    return between.count('"') % 2 == 1 or between.count("“") != between.count("”")


def widen(tree: Tree, place: int, kind: str, found: list[Stretch]) -> list[Stretch]:
    """The content with what follows it at once and belongs to it, though the parser hangs it on the cue."""
    if not found:
        return found
    start, end = found[-1]
    words = tree.words
    last = next((n for n in range(len(words) - 1, -1, -1) if words[n].start < end), 0)
    if last <= place:
        return found
    for n in tree.children[place]:
        low, high = tree.edges(n)
        joined = kind == "clause" and words[n].dep == "conj" and tree.first(n, *_SUBJECTS) is not None
        if joined and low == last + 2 and words[low - 1].dep == "cc":
            low -= 1  # "says it is hard but he feels sure"
        if low == last + 1 and _belongs(tree, n, kind):
            last, end = high, trim(start, words[high].end, tree.text)[1]
    return [*found[:-1], (start, end)]


def _belongs(tree: Tree, place: int, kind: str) -> bool:
    words = tree.words
    word, first = words[place], words[tree.edges(place)[0]]
    if first.pos == "PUNCT":
        return False
    if word.dep == "prep" and kind in ("object", "preposition"):
        below = tree.first(place, "pobj", "pcomp")
        return word.lemma in _TIED and (below is None or words[below].kind not in _TIMES)
    if kind in ("object", "preposition") and word.dep == "advcl":
        return first.dep not in ("mark", "advmod", "prep") or first.lemma == "because"
    if kind == "clause" and word.dep == "conj" and tree.first(place, *_SUBJECTS) is None:
        return False
    return word.dep in _JOINED.get(kind, ())


def narrow(tree: Tree, place: int, found: list[Stretch]) -> list[Stretch]:
    """The content without the relative clause behind a comma that ends it: mostly the reporter's own words."""
    if not found:
        return found
    start, end = found[-1]
    for n in range(place + 1, len(tree.words) - 1):  # "…, according to the army": the army says that they said it
        if tree.words[n].text == "according" and start < tree.words[n].start < end and tree.words[n - 1].text == ",":
            return [*found[:-1], trim(start, tree.words[n].start, tree.text)]
    for low in _asides(tree, place, start, end):
        rest = tree.text[tree.words[low].start : end]
        if not any(mark in rest for mark in _QUOTED):
            return [*found[:-1], trim(start, tree.words[low].start, tree.text)]
    return found


def _asides(tree: Tree, place: int, start: int, end: int) -> Iterator[int]:
    """First words of the relative clauses behind a comma that reach to the end of the content."""
    words = tree.words
    for n in range(place + 1, len(words)):
        if words[n].dep != "relcl" or not start < words[n].start < end:
            continue
        low, high = tree.edges(n)
        opens = words[low].tag in ("WDT", "WP", "WP$", "WRB") and words[low - 1].text == ","
        if opens and words[low].start > start and trim(start, words[high].end, tree.text)[1] >= end:
            yield low
