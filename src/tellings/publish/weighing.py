"""The witnesses of one finding in; for each value what stands behind it, out: how many reports, publishers and
independent lines, when it was first and last reported, and who is said to say so, by name or not. No measure of truth.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tellings.publish.counting import Tally
from tellings.records import Entity, Interval, Witness
from tellings.text.folding import fold
from tellings.text.words import words_of

Contract = dict[str, Any]
_ARTICLES = ("the ", "a ", "an ")


class Scales:
    """What a story's values are weighed on."""

    def __init__(self, tally: Tally, published: Mapping[str, Interval | None], entities: Iterable[Entity]) -> None:
        self._tally = tally
        self._published = published
        self._people: set[str] = set()
        self._bodies: set[str] = set()
        for entity in entities:
            held = self._people if entity.kind == "person" else self._bodies
            held |= {" ".join(words_of(name)) for name in (entity.name, *entity.aliases)}
        self._people.discard("")

    def weigh_values(self, witnesses: Sequence[Witness]) -> list[Contract]:
        """One entry for each value as worded, those of most independent lines first; `value` is None for what says it
        without one."""
        groups: dict[str | None, list[Witness]] = {}
        for witness in witnesses:
            key = fold(witness.value) if witness.value else None
            groups.setdefault(key, []).append(witness)
        weighed = [{"value": group[0].value, **self.weigh(group)} for group in groups.values()]
        return sorted(weighed, key=lambda entry: -entry["counts"]["independent_lines"])

    def weigh(self, witnesses: Sequence[Witness]) -> Contract:
        """`counts` as for a story; `first_reported` and `last_reported`; `speakers`: `named` and `unnamed`, each as
        worded and once, and how many reports say it in their own voice."""
        reports = list(dict.fromkeys(witness.span.report for witness in witnesses))
        times = sorted((when for report in reports if (when := self._published.get(report))), key=Interval.rank)
        speakers = {fold(witness.speaker): witness.speaker for witness in witnesses if witness.speaker}
        named = [speaker for speaker in speakers.values() if self._is_named(speaker)]
        return {
            "counts": self._tally.count(reports),
            "first_reported": times[0].start if times else None,
            "last_reported": times[-1].end if times else None,
            "speakers": {
                "named": named,
                "unnamed": [speaker for speaker in speakers.values() if speaker not in named],
                "own_voice": len({witness.span.report for witness in witnesses if not witness.speaker}),
            },
        }

    def _is_named(self, speaker: str) -> bool:
        """Whether it names a person of the story, or is the name of a body: a body's spokesman is not named by it."""
        words = " ".join(words_of(speaker))
        whole = next((words.removeprefix(article) for article in _ARTICLES if words.startswith(article)), words)
        return whole in self._bodies or any(f" {name} " in f" {words} " for name in self._people)
