"""The words that attribute (cues.tsv), and a parsed sentence's tree as quotations are read from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from importlib.resources import files

from tellings.linking.factuality import children_of
from tellings.records import Sentence, Token

Stretch = tuple[int, int]  # first and last character (not included)
TRIM = " ,;:.-–—"
_CLASS = {"VERB": "v", "AUX": "v", "NOUN": "n", "ADJ": "a"}
_VENUES = frozenset(f"in {a} {kind}" for a in ("a", "an") for kind in ("statement", "email", "tweet", "letter", "post"))
_KEPT = frozenset(("aux", "auxpass", "neg", "prt"))
_PARTICLES = frozenset("out down back off forward away up".split())
_SAME = {"hoping": "hope", "hoped": "hope", "hopes": "hope"}  # small models take them for forms of "hop"
_ASKING = frozenset("how why what who whom which when where whether if".split())
_DOUBTING = frozenset("ask wonder question inquire enquire doubt know say debate decide".split())
_LIGHT = frozenset(
    """make have give raise issue offer express take show voice share put draw hold release publish send deliver write
    post""".split()
)


UTTERING = _LIGHT | frozenset(
    "publish release post write send deliver repeat reiterate renew air utter state submit file announce outline form"
    " harbor harbour hold maintain keep reach level aim direct lodge register drop withdraw retract defend explain add"
    " echo detail present communicate convey signal note say tell sound launch feel get see change mince".split()
)


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


@dataclass(frozen=True, slots=True)
class Frame:
    """What a cue takes as content: letters of cues.tsv, and its prepositions."""

    takes: str
    prepositions: frozenset[str]


@lru_cache(maxsize=1)
def read_frames() -> dict[tuple[str, str], Frame]:
    """(lemma, word class) to frame, as cues.tsv has it; where a cue stands twice, both hold."""
    lines = files("tellings.annotate").joinpath("cues.tsv").read_text(encoding="utf-8").splitlines()
    frames: dict[tuple[str, str], Frame] = {}
    for line in lines:
        if line and not line.startswith("#"):
            lemma, kind, takes, prepositions = (*line.split("\t"), "", "")[:4]
            before = frames.get((lemma, kind), Frame("", frozenset()))
            names = frozenset(filter(None, prepositions.split(",")))
            frames[lemma, kind] = Frame(before.takes + takes, before.prepositions | names)
    return frames


@lru_cache(maxsize=1)
def read_sayings() -> frozenset[str]:
    """Nouns for something said or written, as sayings.txt has them."""
    lines = files("tellings.annotate").joinpath("sayings.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


class Tree:
    """A sentence's tokens with their children and the first and last token under each."""

    def __init__(self, sentence: Sentence, text: str) -> None:
        self.text = text
        self.words: Sequence[Token] = sentence.tokens
        self.sentence = sentence
        self.children = children_of(sentence)

    @cached_property
    def _edges(self) -> list[tuple[int, int]]:
        return _find_edges(self.words, self.children)

    def edges(self, place: int) -> tuple[int, int]:
        """First and last token of what hangs on that token, itself included."""
        return self._edges[place]

    def under(self, place: int, *deps: str) -> Iterator[int]:
        """Its children with one of these relations, in order."""
        return (n for n in self.children[place] if self.words[n].dep in deps)

    def first(self, place: int, *deps: str) -> int | None:
        """The first such child, or None."""
        for n in self.children[place]:
            if self.words[n].dep in deps:
                return n
        return None


def _find_edges(words: Sequence[Token], children: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """For each token the first and last under it, from the leaves up: linear, however deep the tree."""
    order = [n for n, word in enumerate(words) if word.head == n]
    for n in order:  # grows as it is read: each token after the one it hangs on
        order += children[n]
    low, high = list(range(len(words))), list(range(len(words)))
    for n in reversed(order):
        head = words[n].head
        if low[n] < low[head]:
            low[head] = low[n]
        if high[n] > high[head]:
            high[head] = high[n]
    return list(zip(low, high, strict=True))


def find_cues(tree: Tree) -> Iterator[tuple[int, Frame]]:
    """Each word of the sentence that can attribute, with what it takes."""
    frames = read_frames()
    for n, token in enumerate(tree.words):
        kind = _CLASS.get(token.pos)
        if kind is None or (kind == "v" and token.dep in ("aux", "auxpass", "amod", "compound")):
            continue
        frame = _phrasal(tree, n) if kind == "v" else None
        frame = frame or frames.get((_SAME.get(token.text.lower(), token.lemma), kind))
        if kind == "v" and frame and tree.first(n, "prt") is not None and not _is_listed(tree, n):
            frame = Frame("".join(letter for letter in frame.takes if letter in "cqxr"), frozenset())
        if is_feeling(tree, n):
            frame = frames[token.text.lower(), "a"]
        if frame:
            yield n, frame


def _is_listed(tree: Tree, place: int) -> bool:
    """Whether the verb with its particle stands in the list; "called off" is no "called"."""
    return _phrasal(tree, place) is not None


def is_feeling(tree: Tree, place: int) -> bool:
    """ "Were alarmed by", "is concerned that": a participle that is an adjective in the list, with who feels so."""
    token = tree.words[place]
    if token.pos != "VERB" or token.tag != "VBN" or (token.text.lower(), "a") not in read_frames():
        return False
    verb = read_frames().get((token.lemma, "v"))
    if verb and "r" in verb.takes and any(tree.words[n].tag == "VB" for n in tree.under(place, "xcomp", "ccomp")):
        return False  # "were encouraged to share": told to
    return tree.first(place, "auxpass") is not None and tree.first(place, "nsubjpass") is not None


def _phrasal(tree: Tree, place: int) -> Frame | None:
    """The frame of a verb with its particle: "lay out", "look forward"."""
    after = particle(tree, place)
    return read_frames().get((f"{tree.words[place].lemma} {tree.words[after].lemma}", "v")) if after else None


def particle(tree: Tree, place: int) -> int | None:
    """The particle of a verb, where one stands right behind it or behind its object."""
    for n in tree.under(place, "prt", "advmod", "prep"):
        word = tree.words[n]
        if n > place and (word.dep == "prt" or (n == place + 1 and word.text.lower() in _PARTICLES)):
            return n
    return None


def light_verb(tree: Tree, place: int) -> int | None:
    """Of "made no mention of": made, which has no sense of its own beside the noun."""
    word = tree.words[place]
    if word.pos == "NOUN" and word.dep == "dobj" and word.head < place <= word.head + 6:
        return word.head if tree.words[word.head].lemma in _LIGHT else None
    return None


def made_clear(tree: Tree, place: int) -> int | None:
    """Of "made (it) clear that": made."""
    word = tree.words[place]
    if word.lemma in ("clear", "plain", "known") and word.pos == "ADJ" and word.head < place <= word.head + 4:
        return word.head if tree.words[word.head].lemma == "make" else None
    return None


def cue_edges(tree: Tree, place: int) -> tuple[int, int]:
    """First and last token of the cue's wording: with helpers and negation, particle, "in a statement"."""
    low = high = place
    words = tree.words
    verb = light_verb(tree, place) if words[place].pos == "NOUN" else None
    if words[place].pos == "ADJ" and words[place].dep == "acomp" and words[place].head < place <= words[place].head + 4:
        verb = words[place].head
    verb = made_clear(tree, place) if verb is None else verb
    verb = place if verb is None else verb
    low = verb
    while low > 0 and words[low - 1].head == verb and words[low - 1].dep in (*_KEPT, "advmod"):
        low -= 1
    while words[low].dep == "advmod" and words[low].tag in ("WRB",) and low < verb:
        low += 1
    if high + 1 < len(words) and (words[high + 1].dep == "prt" or particle(tree, place) == high + 1):
        high += 1
    said = " ".join(word.text.lower() for word in words[high + 1 : high + 4])
    if said in _VENUES:
        high += 3
    return low, high


def find_question(tree: Tree, place: int) -> int | None:
    """The clause of "described how they got in", "asked if it was late"."""
    words = tree.words
    for clause in tree.under(place, "ccomp", "advcl"):
        first = words[tree.edges(clause)[0]]
        asked = first.lemma in ("if", "whether") if words[clause].dep == "advcl" else first.lemma in _ASKING
        if clause > place and asked and (words[clause].dep == "ccomp" or words[place].lemma in _DOUBTING):
            return clause
    return None


def find_clause(tree: Tree, place: int) -> int | None:
    """The clause that is said: a complement, with a finite verb or a question word."""
    words = tree.words
    deps = ("ccomp",) if words[place].pos != "NOUN" else ("acl", "ccomp", "relcl")
    made = made_clear(tree, place)
    clauses = [n for n in tree.under(place, "advcl", "csubj", "ccomp") if n > place] if made is not None else []
    if words[place].pos == "NOUN" and words[place].dep == "nsubj" and words[words[place].head].lemma == "be":
        clauses = [n for n in tree.under(words[place].head, "ccomp") if n > place]  # "her answer was that …"
    for clause in [*tree.under(place, *deps), *clauses]:
        marked = tree.first(clause, "mark")
        if words[place].pos != "NOUN" or (marked is not None and words[marked].lemma == "that"):
            return clause
    return None


def trim(start: int, end: int, text: str) -> Stretch:
    """Without punctuation at its ends; marks of quotation stay."""
    while start < end and text[start] in TRIM + "\n":
        start += 1
    while end > start and text[end - 1] in TRIM + "\n":
        end -= 1
    return start, end


def with_contents(one: Attribution, contents: tuple[Stretch, ...], kind: str) -> Attribution:
    """The same cue and source with that content."""
    return replace(one, contents=contents, kind=kind)
