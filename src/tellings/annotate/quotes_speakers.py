"""The words for a speaker in, the name and the chain that they stand for out."""

from bisect import bisect_right
from collections.abc import Sequence

from tellings.records import Mention, Report, Sentence

_SHE_HE = frozenset(("he", "she", "him", "her"))
_LEADING = ("the ", "The ", "a ", "A ", "an ", "An ", "his ", "her ", "their ", "its ")


class Speakers:
    """The mentions of a report by place; without mentions, proper nouns of the parse stand in."""

    def __init__(self, report: Report, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> None:
        self._text = report.text
        self._mentions = sorted(mentions, key=lambda mention: mention.span.start)
        self._starts = [mention.span.start for mention in self._mentions]
        self._words = {token.start: token.text for sentence in sentences for token in sentence.tokens}
        self._people = [
            (token.start, token.end)
            for sentence in sentences
            for token in sentence.tokens
            if token.kind == "PERSON" and token.pos == "PROPN"
        ]

    def of(self, source: tuple[int, int] | None, head: int | None) -> tuple[str | None, str | None]:
        """Name and chain of who the words stand for; the words themselves where nothing more is known."""
        if source is None or head is None:
            return None, None
        mention = self._at(source, head)
        if mention:
            return mention.name, mention.chain
        wording = self._text[source[0] : source[1]]
        if not source[0] <= head < source[1]:  # "who": what it stands for
            wording = self._words.get(head, wording)
        if wording.lower() in _SHE_HE:
            before = [place for place in self._people if place[1] <= source[0]]
            return (self._text[before[-1][0] : before[-1][1]] if before else wording), None
        for lead in _LEADING:
            wording = wording.removeprefix(lead)
        return wording, None

    def _at(self, source: tuple[int, int], head: int) -> Mention | None:
        """The mention on the main word; of several, a name before an office, then the longer."""
        stop = bisect_right(self._starts, max(source[1], head))
        over = [
            mention
            for mention in self._mentions[max(0, stop - 40) : stop]
            if mention.span.start <= head < mention.span.end
        ]
        forms = {"name": 0, "acronym": 1, "nominal": 2, "pronoun": 3}
        return min(over, key=lambda m: (forms.get(m.form, 4), m.span.start - m.span.end), default=None)
