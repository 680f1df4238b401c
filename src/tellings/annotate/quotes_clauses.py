"""A sentence's tree in, what its cues attribute out: source, cue and content, from the grammar alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tellings.annotate.quotes_cues import (
    TRIM,
    UTTERING,
    Frame,
    Stretch,
    Tree,
    cue_edges,
    find_clause,
    find_cues,
    is_feeling,
    light_verb,
    made_clear,
    read_sayings,
    trim,
)
from tellings.annotate.quotes_edges import mend, narrow, widen

_SUBJECT = ("nsubj", "nsubjpass", "csubj", "expl")
_RELATIVE = frozenset(("who", "which", "that"))
_TELLING = frozenset("tell remind assure inform warn advise".split())  # whom they tell is no part of what is told
_TAILS = frozenset("of for as against with over from to".split())
_FAR = 60  # tokens from an object to the "as" that belongs to it
_SIDES = {"favor": "for", "favour": "for", "support": "for", "opposition": "against"}
_VIEWS = frozenset("view word opinion eye estimation telling judgment judgement assessment".split())
_EMPTY = frozenset(("it", "this", "that", "what", "which", "who", "whom", "so", "there"))


@dataclass(frozen=True, slots=True)
class Attribution:
    """cue: its wording; verb: its main word; source: who says it, head: that phrase's main word."""

    cue: Stretch
    verb: int  # offset of the main word of the cue
    source: Stretch | None
    head: int | None  # offset of the main word of the source
    contents: tuple[Stretch, ...]
    kind: str = "indirect"
    lemma: str = field(default="", compare=False)
    own: bool = False  # the speaker speaks of himself: "I think", which a quotation holds as part of its words


def find_attributions(tree: Tree, text: str) -> list[Attribution]:
    """Every attribution that the grammar of the sentence shows, by cue; without content where none was found."""
    tree = mend(tree)
    found = {place: _from_cue(tree, place, frame, text) for place, frame in find_cues(tree)}
    for place, one in list(found.items()):
        support = light_verb(tree, place)
        if one.contents and support is not None:
            found.pop(support, None)  # "expressed concern about": one cue, not two
    return [*found.values(), *_according(tree, text), *_in_view(tree, text)]


def _from_cue(tree: Tree, place: int, frame: Frame, text: str) -> Attribution:
    low, high = cue_edges(tree, place)
    contents, high = _contents(tree, place, frame, high, text)
    contents = narrow(tree, place, contents)
    source = find_source(tree, place)
    words = tree.words
    wording = (words[low].start, words[high].end)
    if source and words[place].pos != "NOUN":
        contents = _outside(contents, source[0])
    if source is None and not _speaks(tree, place):
        contents = []  # "fears of escalation": nobody's
    return Attribution(
        wording, words[place].start, source[0] if source else None, source[1] if source else None,
        tuple(contents), lemma=words[place].lemma, own=_is_own(tree, source),
    )  # fmt: skip


def _speaks(tree: Tree, place: int) -> bool:
    """Whether the cue attributes though nobody is named: "is expected to", "was told that", a clause that is said,
    "allegations that"."""
    if tree.words[place].pos == "NOUN":
        return find_clause(tree, place) is not None
    passive = tree.first(place, "auxpass") is not None
    return tree.words[place].pos == "VERB" and (passive or tree.first(place, "ccomp") is not None)


def _is_own(tree: Tree, source: tuple[Stretch, int] | None) -> bool:
    return source is not None and any(
        token.start == source[1] and token.text.lower() in ("i", "we", "you") for token in tree.words
    )


def _outside(contents: list[Stretch], source: Stretch) -> list[Stretch]:
    return [content for content in contents if content[1] <= source[0] or content[0] >= source[1]]


def find_source(tree: Tree, place: int, depth: int = 0) -> tuple[Stretch, int] | None:
    """The words for who says it, and where their main word stands."""
    words = tree.words
    word = words[place]
    if word.pos == "NOUN":
        return _owner(tree, place)
    made = made_clear(tree, place)
    if made is not None:
        return find_source(tree, made, depth + 1)
    passive = tree.first(place, "auxpass") is not None and not is_feeling(tree, place)
    subject = tree.first(place, "agent") if passive else tree.first(place, *_SUBJECT)
    if passive and subject is not None:
        subject = tree.first(subject, "pobj")
    if subject is None and word.pos == "ADJ" and (words[word.head].pos == "AUX" or word.dep == "acomp"):
        subject = tree.first(word.head, *_SUBJECT)
    if subject is not None:
        if words[subject].lemma in _RELATIVE and word.dep == "relcl":
            return ((words[subject].start, words[subject].end), words[word.head].start)
        return _phrase(tree, subject, stop=place) if words[subject].dep != "expl" else None
    if passive or depth > 3 or word.head == place:
        return None
    if word.dep in ("conj", "xcomp", "advcl", "pcomp", "ccomp", "dep", "prep"):
        above = word.head
        while words[above].pos not in ("VERB", "AUX") and words[above].head != above:
            above = words[above].head
        if words[above].pos in ("VERB", "AUX"):
            return find_source(tree, above, depth + 1)
    if word.dep in ("acl", "relcl") and word.tag == "VBG":
        return _phrase(tree, word.head, stop=place)
    return None


def _owner(tree: Tree, place: int) -> tuple[Stretch, int] | None:
    """Of "the minister's claim that": the minister; of "a claim by the ministry": the ministry; else who makes it."""
    owner = tree.first(place, "poss")
    if owner is not None:
        found = _phrase(tree, owner, stop=place)
        start, end = found[0]
        ends = [tree.words[n].start for n in tree.under(owner, "case")]
        return ((start, min([end, *ends])), found[1])
    for prep in tree.under(place, "prep"):
        if tree.words[prep].lemma in ("by", "from"):
            below = tree.first(prep, "pobj")
            return _phrase(tree, below, stop=-1) if below is not None else None
    word = tree.words[place]
    if word.dep == "dobj" and tree.words[word.head].lemma in UTTERING:
        return find_source(tree, word.head, 1)
    return None


def _phrase(tree: Tree, head: int, *, stop: int) -> tuple[Stretch, int]:
    """The noun phrase of that head, without relative clauses; it does not reach across `stop`."""
    low, high = tree.edges(head)
    words = tree.words
    for clause in tree.under(head, "relcl", "acl"):
        first = tree.edges(clause)[0]
        if head < first <= high:
            high = first - 1
    if low <= stop <= high:
        low, high = (low, stop - 1) if head < stop else (stop + 1, high)
    while high > head and words[high].pos in ("PUNCT", "CCONJ"):
        high -= 1
    while low < head and words[low].pos == "PUNCT":
        low += 1
    start, end = words[low].start, words[high].end
    wording = tree.text[start:end]
    if wording.count("(") > wording.count(")"):  # a bracket that stays open: with its end, or without it
        end = end + 1 if tree.text[end : end + 1] == ")" else max(start + wording.index("(") - 1, words[head].end)
    return ((start, end), words[head].start)


def _contents(tree: Tree, place: int, frame: Frame, high: int, text: str) -> tuple[list[Stretch], int]:
    """What hangs on the cue as its content, and the last token of the cue (a preposition may join it)."""
    words = tree.words
    if "c" in frame.takes:
        clause = find_clause(tree, place)
        if clause is not None:
            return widen(tree, place, "clause", _around(tree, clause, place, text)), high
    target = tree.first(place, "dobj", "oprd", "attr")
    infinitive = next(tree.under(place, "xcomp"), None)
    if infinitive is None and "r" in frame.takes:  # "wants them to go" is one clause to some parsers
        infinitive = next((n for n in tree.under(place, "ccomp") if words[n].tag == "VB"), None)
    if infinitive is None and words[place].pos == "NOUN":
        infinitive = next((n for n in tree.under(place, "acl") if words[n].tag == "VB"), None)
    if infinitive is not None:
        bare = not any(words[n].lemma == "to" for n in tree.under(infinitive, "aux"))
        verbal = bare and ("g" in frame.takes or {"c", "q"} <= set(frame.takes)) and infinitive > place
        if verbal or (set("xr") & set(frame.takes) and words[infinitive].tag == "VB"):
            found = _around(tree, infinitive, place, text)
            told = target is not None and place < target < infinitive and words[place].lemma not in _TELLING
            if told and target is not None and found:
                found[0] = (words[tree.edges(target)[0]].start, found[0][1])
            return widen(tree, place, "infinitive", found), high
    if target is not None and _takes_object(tree, place, target, frame):
        found = _with_tail(tree, target, place, _around(tree, target, place, text))
        return widen(tree, place, "object", found), high
    related = _related(tree, place, frame)
    if related:
        return related, high
    support = light_verb(tree, place)  # "took swipes at": the preposition may hang on the verb
    beside = [] if support is None else [n for n in tree.under(support, "prep") if n > place]
    agents = tree.under(place, "agent") if is_feeling(tree, place) else ()
    for prep in [*tree.under(place, "prep", "prt"), *agents, *beside]:
        name, below = _preposition(tree, prep)
        if name in frame.prepositions and below is not None and below > place:
            joined = prep if prep == high + 1 else high
            return widen(tree, place, "preposition", _around(tree, below, place, text)), joined
    for clause in tree.under(place, "advcl"):  # "called for the mayor to resign"
        mark = tree.edges(clause)[0]
        if mark > place and words[mark].dep == "mark" and words[mark].lemma in frame.prepositions:
            return [trim(words[mark + 1].start, words[tree.edges(clause)[1]].end, text)], max(high, mark)
    hosted = _hosted(tree, place, text) if set("cq") & set(frame.takes) else []
    return hosted or _suffered(tree, place, frame, text), high


def _preposition(tree: Tree, prep: int) -> tuple[str, int | None]:
    """The preposition and what it governs; "in favour of" counts as "for"."""
    below = tree.first(prep, "pobj", "pcomp")
    lemma = tree.words[prep].lemma
    name = _SIDES.get(tree.words[below].lemma, "") if below is not None and lemma == "in" else ""
    further = tree.first(below, "prep") if below is not None and name else None
    if further is not None:
        return name, tree.first(further, "pobj", "pcomp")
    return lemma, below


def _related(tree: Tree, place: int, frame: Frame) -> list[Stretch]:
    """ "A road which the mayor described as deadly": what stands for the road, and what is said of it."""
    words = tree.words
    if not set("os") & set(frame.takes) or words[place].dep != "relcl":
        return []
    low = tree.edges(place)[0]
    if words[low].lemma not in _RELATIVE | {"whom"}:
        return []
    tails = [n for n in tree.under(place, "oprd", "prep") if n > place]
    tail = next((n for n in tails if words[n].dep == "oprd" or words[n].lemma in ("as", "of", "for")), None)
    if tail is None or ("o" not in frame.takes and words[tail].lemma != "as"):
        return []
    return [trim(words[a].start, words[b].end, tree.text) for a, b in map(tree.edges, [low, tail])]


def _takes_object(tree: Tree, place: int, target: int, frame: Frame) -> bool:
    """Whether the object is what is said: any, or with "as" behind it, or a word for something said."""
    if tree.words[target].lemma in _EMPTY:
        return False
    if "s" in frame.takes:
        last = min(tree.edges(place)[1] + 1, target + _FAR)
        if any(tree.words[n].lemma == "as" and tree.words[n].head in (place, target) for n in range(target, last)):
            return True
    if "d" in frame.takes and tree.words[target].lemma in read_sayings():
        return True
    return "o" in frame.takes


def _suffered(tree: Tree, place: int, frame: Frame, text: str) -> list[Stretch]:
    """ "The plan was rejected by", "they are accused of stalling": the subject, with what is said of it."""
    words = tree.words
    subject = tree.first(place, "nsubjpass")
    if subject is None or tree.first(place, "auxpass") is None or not set("ocs") & set(frame.takes):
        return []
    if words[place].lemma in _TELLING or words[subject].lemma in _EMPTY:
        return []
    pieces = [subject]
    rest = tree.first(place, "xcomp", "oprd")
    if rest is None:
        rest = next((n for n in tree.under(place, "prep") if words[n].lemma in ("of", "as", "for")), None)
    if rest is not None and rest > place:
        pieces.append(rest)
    if not set("oc") & set(frame.takes) and (rest is None or words[rest].lemma != "as"):
        return []
    return [trim(words[low].start, words[high].end, text) for low, high in map(tree.edges, pieces)]


def _with_tail(tree: Tree, target: int, place: int, found: list[Stretch]) -> list[Stretch]:
    """ "accused them of stalling", "praised her for staying", "called it a lie": with what is said of the object."""
    last = tree.edges(target)[1]
    for child in tree.children[place]:
        low, high = tree.edges(child)
        joined = tree.words[child].lemma in _TAILS if tree.words[child].dep == "prep" else False
        if low == last + 1 and target > place and (joined or tree.words[child].dep in ("oprd", "xcomp")):
            last = high
            found = [(found[0][0], trim(0, tree.words[high].end, tree.text)[1])] if found else found
    return found


def _hosted(tree: Tree, place: int, text: str) -> list[Stretch]:
    """ "The road, she said, was shut", "as the ministry noted": the sentence around the cue."""
    word = tree.words[place]
    as_clause = word.dep == "advcl" and any(tree.words[n].lemma == "as" for n in tree.under(place, "mark", "advmod"))
    if word.dep != "parataxis" and not as_clause:
        return []
    return _around(tree, word.head, place, text)


def _around(tree: Tree, clause: int, cue: int, text: str) -> list[Stretch]:
    """The wording of the clause: one stretch, or two where the cue and its subject stand in the middle."""
    words = tree.words
    low, high = tree.edges(clause)
    own_low, own_high = _own_edges(tree, cue, clause)
    pieces = [(low, high)]
    if low <= own_high and own_low <= high:
        pieces = [(low, own_low - 1), (own_high + 1, high)]
    found = [trim(words[a].start, words[b].end, text) for a, b in pieces if a <= b]
    return [stretch for stretch in found if stretch[1] - stretch[0] > 1]


def _own_edges(tree: Tree, cue: int, clause: int) -> Stretch:
    """First and last token of the cue with its subject, where they stand together."""
    low, high = cue_edges(tree, cue)
    after = tree.edges(clause)[0] > cue  # then nothing behind the cue but the content and what belongs to it
    for child in tree.children[cue]:
        if child != clause and tree.words[child].dep in (
            *_SUBJECT,
            "npadvmod",
            "prep",
            "advmod",
            "dobj",
            "dative",
            "mark",
        ):
            first, last = tree.edges(child)
            if last == low - 1 or (last < low and low - last <= 2):
                low = first
            elif high < first <= high + 2 and not after:
                high = last
    return low, high


def _according(tree: Tree, text: str) -> Iterator[Attribution]:
    """ "According to the ministry, …": the rest of the sentence is the content."""
    words = tree.words
    for n, token in enumerate(words[:-2]):
        if token.text.lower() != "according" or words[n + 1].text.lower() != "to":
            continue
        below = tree.first(n + 1, "pobj")
        below = below if below is not None else tree.first(n, "pobj")
        if below is None or below < n:
            continue
        source, head = _phrase(tree, below, stop=-1)
        last = max(m for m, word in enumerate(words) if word.start < source[1])
        pieces = [(tree.sentence.span.start, token.start), (words[last].end, tree.sentence.span.end)]
        after = text[pieces[1][0] : pieces[1][1]].strip(TRIM + "”\"' ")
        contents = [trim(a, b, text) for a, b in pieces]
        kept = [c for c in contents if c[1] - c[0] > 3]
        kept = [c for c in kept if " " in text[c[0] : c[1]]] or kept  # "Furthermore, according to …": not said by them
        if n > 0 and len(kept) == 2 and not after.startswith(("which", "who", "where")) and text[source[1]] != ",":
            kept = kept[:1]
        yield Attribution((token.start, words[n + 1].end), token.start, source, head, tuple(kept), lemma="according")


def _in_view(tree: Tree, text: str) -> Iterator[Attribution]:
    """ "In the mayor's view, …", "in the words of the captain, …": the rest of the sentence, if commas set it apart."""
    words = tree.words
    for place, token in enumerate(words):
        if token.lemma not in _VIEWS or token.dep != "pobj" or words[token.head].text.lower() != "in":
            continue
        owner, of = tree.first(place, "poss"), tree.first(place, "prep")
        if owner is None and of is not None and words[of].lemma == "of":
            owner = tree.first(of, "pobj")
        low, high = token.head, tree.edges(place)[1]
        opens = low == 0 or words[low - 1].text in (",", "that", "and", "but")
        closed = high + 1 < len(words) and words[high + 1].text in (",", ".")
        if owner is None or not opens or not closed or words[owner].lemma in ("I", "we", "my", "our", "own"):
            continue
        source, head = _owner(tree, place) or _phrase(tree, owner, stop=-1)
        start, end = (token.start, token.end) if source[1] <= token.start else (words[low].start, source[0])
        pieces = [(tree.sentence.span.start, words[low].start), (words[high].end, tree.sentence.span.end)]
        contents = tuple(c for c in (trim(a, b, text) for a, b in pieces) if " " in text[c[0] : c[1]])
        yield Attribution(trim(start, end, text), token.start, source, head, contents, lemma="according")


def with_contents(one: Attribution, contents: tuple[Stretch, ...], kind: str) -> Attribution:
    """The same cue and source with that content."""
    return replace(one, contents=contents, kind=kind)
