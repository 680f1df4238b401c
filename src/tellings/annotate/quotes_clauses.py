"""A sentence's tree in, what its cues attribute out: source, cue and content, from the grammar alone."""

from tellings.annotate.quotes_adverbials import find_adverbials
from tellings.annotate.quotes_cues import (
    Attribution,
    Frame,
    Stretch,
    Tree,
    cue_edges,
    find_clause,
    find_cues,
    find_question,
    is_feeling,
    light_verb,
    read_sayings,
    trim,
)
from tellings.annotate.quotes_edges import mend, narrow, widen
from tellings.annotate.quotes_sources import RELATIVE, SUBJECTS, find_phrase, find_source

_TELLING = frozenset("tell remind assure inform warn advise".split())  # whom they tell is no part of what is told
_TAILS = frozenset("of for as against with over from to".split())
_FAR = 60  # tokens from an object to the "as" that belongs to it
_SIDES = {"favor": "for", "favour": "for", "support": "for", "opposition": "against"}
_BIDDING = frozenset(
    "ask urge order instruct beg encourage invite request command persuade convince press call".split()
)
_CHARGES = frozenset(("for", "over", "as"))
_EMPTY = frozenset(("it", "this", "that", "what", "which", "who", "whom", "so", "there"))


def find_attributions(tree: Tree, text: str) -> list[Attribution]:
    """Every attribution that the grammar of the sentence shows, by cue; without content where none was found."""
    cues = dict(find_cues(tree))
    mended = mend(tree, cues)
    if mended is not tree:
        tree, cues = mended, dict(find_cues(mended))
    found = {place: _from_cue(tree, place, frame, text) for place, frame in cues.items()}
    for place, one in list(found.items()):
        support = light_verb(tree, place)
        if one.contents and support is not None:
            found.pop(support, None)  # "expressed concern about": one cue, not two
    return [*found.values(), *find_adverbials(tree, text)]


def _from_cue(tree: Tree, place: int, frame: Frame, text: str) -> Attribution:
    low, high = cue_edges(tree, place)
    contents, high = _contents(tree, place, frame, high, text)
    contents = _with_topic(tree, place, narrow(tree, place, contents))
    source = find_source(tree, place)
    words = tree.words
    if "e" in frame.takes and not contents:
        source, contents = _struck(tree, place) or (source, contents)
    wording = (words[low].start, words[high].end)
    if source and words[place].pos != "NOUN":
        contents = _outside(contents, source[0])
    if source is None and not _speaks(tree, place):
        contents = []  # "fears of escalation": nobody's
    return Attribution(
        wording, words[place].start, source[0] if source else None, source[1] if source else None,
        tuple(contents), lemma=words[place].lemma, own=_is_own(tree, source),
    )  # fmt: skip


def _with_topic(tree: Tree, place: int, contents: list[Stretch]) -> list[Stretch]:
    """ "The envoy is expected to leave": of whom it is expected, too. Not of whom something is asked."""
    words = tree.words
    about = tree.first(place, "nsubjpass")
    passive = tree.first(place, "auxpass") is not None and words[place].pos == "VERB"
    bidden = words[place].lemma in _TELLING or words[place].lemma in _BIDDING
    if not contents or not passive or about is None or bidden or words[about].lemma in _EMPTY:
        return contents
    if tree.first(place, "xcomp", "oprd") is None or is_feeling(tree, place):
        return contents
    topic = find_phrase(tree, about, stop=place)[0]
    apart = all(topic[1] <= start or end <= topic[0] for start, end in contents)
    return sorted([topic, *contents]) if apart else contents


def _struck(tree: Tree, place: int) -> tuple[tuple[Stretch, int], list[Stretch]] | None:
    """ "The ruling angered farmers": whom it struck, and what did."""
    whom, what = tree.first(place, "dobj"), tree.first(place, "nsubj", "csubj")
    words = tree.words
    if whom is None or what is None or words[whom].lemma in _EMPTY or words[what].pos not in ("NOUN", "VERB"):
        return None
    return find_phrase(tree, whom, stop=-1), [find_phrase(tree, what, stop=place)[0]]


def _speaks(tree: Tree, place: int) -> bool:
    """Whether the cue attributes though nobody is named: "is expected to", "was told that", a clause that is said,
    "allegations that"."""
    if tree.words[place].pos == "NOUN":
        about = any(tree.words[n].lemma == "about" for n in tree.under(place, "prep"))
        return about or find_clause(tree, place) is not None
    passive = tree.first(place, "auxpass") is not None
    return tree.words[place].pos == "VERB" and (passive or tree.first(place, "ccomp") is not None)


def _is_own(tree: Tree, source: tuple[Stretch, int] | None) -> bool:
    return source is not None and any(
        token.start == source[1] and token.text.lower() in ("i", "we", "you") for token in tree.words
    )


def _outside(contents: list[Stretch], source: Stretch) -> list[Stretch]:
    return [content for content in contents if content[1] <= source[0] or content[0] >= source[1]]


def _contents(tree: Tree, place: int, frame: Frame, high: int, text: str) -> tuple[list[Stretch], int]:
    """What hangs on the cue as its content, and the last token of the cue (a preposition may join it)."""
    words = tree.words
    verbal = words[place].pos == "VERB"
    clause = find_clause(tree, place) if "c" in frame.takes else None
    clause = find_question(tree, place) if clause is None and verbal else clause
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
    if target is not None and words[place].lemma in _TELLING:
        beside += tree.under(target, "prep")  # "reminded voters of their promise"
    agents = tree.under(place, "agent") if is_feeling(tree, place) else ()
    for prep in [*tree.under(place, "prep", "prt"), *agents, *beside]:
        name, below = _preposition(tree, prep)
        said = "w" not in frame.takes or (below is not None and words[below].lemma in read_sayings())
        if name in frame.prepositions and below is not None and below > place and said:
            joined = prep if prep == high + 1 else high
            return widen(tree, place, "preposition", _around(tree, below, place, text)), joined
    for clause in tree.under(place, "advcl", "ccomp", "xcomp"):  # "called for the mayor to resign"
        mark = tree.edges(clause)[0]
        if mark > place and words[mark].dep == "mark" and words[mark].lemma in frame.prepositions:
            return [trim(words[mark + 1].start, words[tree.edges(clause)[1]].end, text)], max(high, mark)
    hosted = _hosted(tree, place, frame, text) if set("cq") & set(frame.takes) else []
    return hosted or _suffered(tree, place, frame, text) or _before(tree, place, frame), high


def _before(tree: Tree, place: int, frame: Frame) -> list[Stretch]:
    """ "The dam is safe, the mayor told a council on Monday": what stands before the comma, with a verb of its own."""
    words = tree.words
    subject = tree.first(place, "nsubj")
    if subject is None or not {"c", "q"} <= set(frame.takes) or words[place].tag not in ("VBD", "VBZ", "VBP"):
        return []
    low, high = tree.edges(subject)
    tail = words[place].end, words[-1].end
    if high > place or low < 4 or words[low - 1].text not in (",", ',"') or words[place].lemma in _EMPTY:
        return []
    if any(word.pos in ("VERB", "AUX") and word.start > tail[0] for word in words[place + 1 :]):
        return []
    if not any(word.tag in ("VBD", "VBZ", "VBP", "MD") for word in words[: low - 1]):
        return []
    return [trim(words[0].start, words[low - 1].start, tree.text)]


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
    if words[low].lemma not in RELATIVE | {"whom"}:
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
    if "t" in frame.takes:
        after = tree.edges(target)[1] + 1
        return any(tree.words[n].lemma in _CHARGES for n in tree.under(place, "prep") if tree.edges(n)[0] == after)
    if "d" in frame.takes and tree.words[target].lemma in read_sayings():
        return True
    return "o" in frame.takes


def _suffered(tree: Tree, place: int, frame: Frame, text: str) -> list[Stretch]:
    """ "The plan was rejected by", "they are accused of stalling": the subject, with what is said of it."""
    words = tree.words
    subject = tree.first(place, "nsubjpass")
    if words[place].dep == "acl" and words[place].tag == "VBN" and tree.first(place, "agent") is not None:
        known = "o" in frame.takes and words[words[place].head].pos in ("NOUN", "PROPN")
        return [find_phrase(tree, words[place].head, stop=place)[0]] if known else []  # "a tax opposed by farmers"
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
        apart = low == last + 2 and tree.words[low - 1].text == "," and tree.words[child].lemma in ("of", "for")
        if (low == last + 1 or apart) and target > place and (joined or tree.words[child].dep in ("oprd", "xcomp")):
            last = high
            found = [(found[0][0], trim(0, tree.words[high].end, tree.text)[1])] if found else found
    return found


def _hosted(tree: Tree, place: int, frame: Frame, text: str) -> list[Stretch]:
    """ "The road, she said, was shut", "as the ministry noted": the sentence around the cue."""
    word = tree.words[place]
    as_clause = word.dep == "advcl" and any(tree.words[n].lemma == "as" for n in tree.under(place, "mark", "advmod"))
    if word.dep != "parataxis" and not (as_clause and "c" in frame.takes):
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
            *SUBJECTS,
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
