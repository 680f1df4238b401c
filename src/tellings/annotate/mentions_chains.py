"""A chain: the mentions of one entity within a report, in order, and what they tell of it."""

from bisect import bisect_left, insort
from collections.abc import Iterable

from tellings.annotate.mentions_tree import Found
from tellings.text.folding import fold
from tellings.text.names import name_words
from tellings.text.organisations import Organisation, parse_organisation

_PAST = frozenset(("former", "ex", "late", "outgoing", "ousted"))


class Chain:
    """Mentions of one entity. nouns: lemmas that describe it; sorts: their classes; modifiers: words before them."""

    def __init__(self, mentions: Iterable[Found]) -> None:
        self.mentions: list[Found] = []
        self.names: list[Found] = []
        self.nouns: set[str] = set()
        self.sorts: set[str] = set()
        self.modifiers: set[frozenset[str]] = set()
        self.numbers: set[str] = set()  # how many there are, as its phrases say
        self.organisation: Organisation | None = None
        self.gender = ""
        self.country: str | None = None
        self._names_many = False
        for found in sorted(mentions, key=lambda found: found.place):
            self.add(found)

    def add(self, found: Found) -> None:
        """Take the mention in, at its place."""
        insort(self.mentions, found, key=lambda each: each.place)
        self.country = self.country or found.country
        if found.gender in ("he", "she"):
            self.gender = self.gender or found.gender
        if found.sort:
            self.sorts.add(found.sort)
        if found.role:
            self.nouns.update(post_words(found.role))
        if found.form == "nominal":
            self.nouns.add(fold(found.tree.tokens[found.head].lemma))
            self.modifiers.add(modifiers_of(found))
            self.numbers |= numbers_of(found)
        elif found.form != "pronoun":
            self._add_name(found)

    def _add_name(self, found: Found) -> None:
        self.names.append(found)
        self._names_many = self._names_many or found.many
        self.organisation = self.organisation or parse_organisation(found.name)
        if self.organisation:
            self.nouns.update(noun.split()[-1] for noun in self.organisation.nouns)
        if found.kind in ("organisation", "place", "event", "law", "product"):
            last = name_words(found.name)[-1:]
            self.nouns.update(last)
            self.nouns.update(word.removesuffix("s") for word in last)  # "the airline" of "Delta Airlines"

    @property
    def kind(self) -> str:
        """The kind of its names, else of its first mention."""
        return (self.names or self.mentions)[0].kind

    @property
    def many(self) -> bool:
        """Whether it is several people or things."""
        return self._names_many if self.names else self.mentions[0].many

    def before(self, found: Found) -> Found | None:
        """Its last mention that ends before the other begins."""
        place = bisect_left(self.mentions, found.place, key=lambda each: each.place)
        for other in reversed(self.mentions[max(0, place - 3) : place]):
            if other.tree is not found.tree or other.last < found.first:
                return other
        return None

    def since(self, sentence: int, found: Found) -> list[Found]:
        """Its mentions from that sentence on that end before the other begins."""
        first = bisect_left(self.mentions, (sentence, -1, 0), key=lambda each: each.place)
        last = bisect_left(self.mentions, found.place, key=lambda each: each.place)
        return [each for each in self.mentions[first:last] if each.tree is not found.tree or each.last < found.first]


def modifiers_of(found: Found) -> frozenset[str]:
    """The content words of the phrase before its head."""
    tree = found.tree
    return frozenset(
        fold(tree.tokens[place].lemma)
        for place in range(found.first, found.head)
        if tree.tokens[place].pos in ("ADJ", "NOUN", "PROPN", "NUM", "VERB")
    )


def numbers_of(found: Found) -> set[str]:
    """The numbers before the head: "21" of "the 21 girls", with words for them as they stand."""
    tree = found.tree
    return {tree.folded[place] for place in range(found.first, found.head) if tree.tokens[place].tag == "CD"}


def post_words(role: str) -> list[str]:
    """The words of a role that say which post is held, none where it is held no more."""
    words = name_words(role.split(" of ")[0])
    return [] if _PAST & {part for word in words for part in word.split("-")} else words
