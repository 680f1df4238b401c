"""A report's text and its sentences in, "I" and "we" inside quotation marks out, each with the word for who speaks.

"We" is the organisation or the state that the speaker is said to speak for; where the text names none, or two, and the
speaker is one person, "we" stays open.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from tellings.annotate.mentions_chains import Chain
from tellings.annotate.mentions_tree import SUBJECTS, Found, Tree
from tellings.annotate.mentions_words import parse_noun
from tellings.annotate.quotes_cues import read_frames
from tellings.annotate.quotes_marks import Quoted, find_quoted
from tellings.text.folding import fold

Place = tuple[int, int]  # number of the sentence among the trees, number of the token
_FIRST = {
    "i": "I", "me": "I", "my": "I", "mine": "I", "myself": "I",
    "we": "we", "us": "we", "our": "we", "ours": "we", "ourselves": "we",
}  # fmt: skip
_TAIL = 4  # tokens behind a quotation within which a sentence of its own names the speaker: `"…" she said.`
_OF_BODIES = frozenset(("official", "officer"))
_OF_STATES = frozenset(("head", "minister", "envoy", "spokesman"))  # "we" of a bishop or a coach is not the country
_OF_TOWNS = frozenset(("mayor", "governor"))


def find_first_person(text: str, trees: Sequence[Tree]) -> Iterator[tuple[Found, Place]]:
    """Each first-person pronoun between quotation marks whose speaker the text names, with the speaker's main word."""
    spoken = [(number, place) for number, tree in enumerate(trees) for place in _first_person(tree)]
    if not spoken:
        return
    speeches = _Speeches(text, trees)
    for number, place in spoken:
        tree = trees[number]
        speaker = speeches.speaker_at(tree.tokens[place].start)
        if speaker is not None:
            word = tree.tokens[place].text
            gender = _FIRST[tree.folded[place]]
            yield (
                Found(tree, place, place, (place, place), place, "other", "pronoun", word, gender=gender),
                (trees[speaker[0]].sentence.index, speaker[1]),
            )


def _first_person(tree: Tree) -> Iterator[int]:
    for place, word in enumerate(tree.folded):
        if word in _FIRST and tree.tokens[place].pos == "PRON" and tree.tokens[place].text != "US":
            let = place > 0 and word == "us" and tree.folded[place - 1] == "let"
            if not let:
                yield place


class _Speeches:
    """The quotations of a report and who speaks each; looked up by a place in the text."""

    def __init__(self, text: str, trees: Sequence[Tree]) -> None:
        self._text = text
        self._trees = trees
        self._starts = [tree.sentence.span.start for tree in trees]
        self._quoted = find_quoted(text)
        self._opens = [stretch.start for stretch in self._quoted]
        self._cues: dict[int, list[Place]] = {}
        self._speakers: dict[int, Place | None] = {}

    def speaker_at(self, start: int) -> Place | None:
        """Who speaks the words there; None outside quotation marks and where nobody is named."""
        number = bisect_right(self._opens, start) - 1
        if number < 0 or start >= self._quoted[number].end:
            return None
        first = number
        while first not in self._speakers and first > 0 and self._goes_on(first):
            first -= 1
        for each in range(first, number + 1):
            if each not in self._speakers:
                own = self._find_speaker(self._quoted[each])
                before = self._speakers.get(each - 1) if self._goes_on(each) else None
                self._speakers[each] = own or before
        return self._speakers[number]

    def _goes_on(self, number: int) -> bool:
        """Whether the quotation before is of the same paragraph, or was left open at the end of the one before."""
        if number == 0:
            return False
        before, here = self._quoted[number - 1], self._quoted[number]
        gap = self._text[before.end : here.start]
        return "\n" not in gap or (before.open and not gap.strip())

    def _find_speaker(self, stretch: Quoted) -> Place | None:
        """The subject of the cue nearest to the quotation, in its own sentences, right behind it or before a colon."""
        low = max(0, bisect_right(self._starts, stretch.start) - 1)
        high = max(low, bisect_left(self._starts, stretch.end) - 1)
        near = [row for number in sorted({low, high}) for row in self._cues_of(number)]
        if not near and self._goes_over(stretch, high + 1):
            near = [row for row in self._cues_of(high + 1) if row[1] <= _TAIL]
        if not near and low > 0 and self._text[max(0, stretch.start - 9) : stretch.start].rstrip().endswith(":"):
            near = self._cues_of(low - 1)
        if not near:
            return None
        number, cue = min(near, key=lambda row: self._distance(stretch, row))
        subject = _speaker_of(self._trees[number], cue)
        return (number, subject) if subject is not None else None

    def _goes_over(self, stretch: Quoted, number: int) -> bool:
        """Whether the sentence follows the quotation at once, in its paragraph."""
        gap = self._text[stretch.end : self._starts[number]] if number < len(self._starts) else "\n"
        return "\n" not in gap and not gap.strip(" ,")

    def _distance(self, stretch: Quoted, cue: Place) -> int:
        token = self._trees[cue[0]].tokens[cue[1]]
        return max(stretch.start - token.end, token.start - stretch.end)

    def _cues_of(self, number: int) -> list[Place]:
        if number not in self._cues:
            tree, frames = self._trees[number], read_frames()
            self._cues[number] = [
                (number, place)
                for place, token in enumerate(tree.tokens)
                if ((token.pos == "VERB" and _takes_quotes(frames, token.lemma)) or token.text.lower() == "according")
                and not self._is_inside(token.start)
                and _speaker_of(tree, place) is not None
            ]
        return self._cues[number]

    def _is_inside(self, start: int) -> bool:
        number = bisect_right(self._opens, start) - 1
        return number >= 0 and start < self._quoted[number].end


def _takes_quotes(frames: Mapping[tuple[str, str], object], lemma: str) -> bool:
    frame = frames.get((lemma, "v"))
    return frame is not None and "q" in getattr(frame, "takes", "")


def _speaker_of(tree: Tree, cue: int) -> int | None:
    """The subject of a verb of speech, or who stands behind "according to"; no speaker for "it was said"."""
    if tree.folded[cue] == "according":
        behind = [p for child in tree.children[cue] for p in tree.children[child] if tree.tokens[p].dep == "pobj"]
        return behind[0] if behind else None
    if any(tree.tokens[child].dep == "auxpass" for child in tree.children[cue]):
        return None
    subject = tree.subject_of(cue)
    return subject if subject is not None and tree.tokens[subject].dep in SUBJECTS else None


def add_first_person(chains: Sequence[Chain], spoken: Sequence[tuple[Found, Place]]) -> None:
    """Put "I" into the speaker's chain, and "we" into that of whom the speaker speaks for; in place."""
    if not spoken:
        return
    at: dict[Place, Chain] = {}
    for chain in chains:
        for found in chain.mentions:
            for place in range(found.core[0], found.core[1] + 1):
                at[found.tree.sentence.index, place] = chain
    placed = [(found, _chain_of(found, at.get(speaker), at)) for found, speaker in spoken]
    for found, target in placed:
        if target is not None:
            target.add(found)


def _chain_of(found: Found, speaker: Chain | None, at: Mapping[Place, Chain]) -> Chain | None:
    if speaker is None:
        return None
    one = speaker.kind in ("person", "office") and not speaker.many
    if found.gender == "I":
        return speaker if one else None
    if not one:
        return speaker if speaker.many or speaker.kind in ("organisation", "group", "place") else None
    return _spoken_for(speaker, at)


def _spoken_for(speaker: Chain, at: Mapping[Place, Chain]) -> Chain | None:
    """The one organisation, else the one state or town, that stands in the speaker's titles and posts."""
    inside: dict[str, dict[int, Chain]] = {"organisation": {}, "place": {}}
    for found in speaker.mentions:
        kinds = _speaks_for(found)
        for place in range(found.first, found.last + 1) if kinds else ():
            chain = at.get((found.tree.sentence.index, place))
            if chain is not None and chain is not speaker and chain.kind in kinds:
                inside[chain.kind][id(chain)] = chain
    fits = list((inside["organisation"] or inside["place"]).values())
    return fits[0] if len(fits) == 1 else None


def _speaks_for(found: Found) -> tuple[str, ...]:
    """The kinds of what the holder of the post in the mention speaks for: a mayor for the town, a resident for none."""
    if found.form == "pronoun":
        return ()
    words = [*found.tree.words(found.core[0], found.head - 1), fold(found.tree.tokens[found.head].lemma)]
    if found.form != "nominal":
        words = found.tree.words(found.first, found.core[0] - 1)
    noun = parse_noun(words)
    if noun is None or not (noun.kind == "office" or noun.sort in _OF_BODIES):
        return ()
    return ("organisation", "place") if noun.sort in _OF_STATES or words[-1] in _OF_TOWNS else ("organisation",)
