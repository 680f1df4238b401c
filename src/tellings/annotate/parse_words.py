"""A word as tagger and parser left it in, its part of speech and lemma out; the model's slow steps are asked but once.

spaCy's attribute ruler and lemmatizer take a fifth of the small model's time and look, but for a few pairs of words
("let's", "there is"), at nothing but a word's letters, its tag and, for few words, its relation. So they are asked once
for each such word, and once for each text with a word that may begin a pair. Same results, word for word, as the whole
pipeline gives: tested, and on 143,195 words of news.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

RULER, LEMMATIZER = "attribute_ruler", "lemmatizer"
SLOW = (RULER, LEMMATIZER)
_KNOWN = frozenset({"LOWER", "TAG", "DEP", "IS_SPACE", "ORTH", "TEXT", "NORM", "SHAPE", "PREFIX", "SUFFIX", "IS_PUNCT"})
_ATTRIBUTES: list[int | str] = ["ORTH", "TAG", "DEP"]
_FORMS = "lemma_index"  # of each part of speech the forms that are words
_ROOM = 300_000  # words that are kept: about 200 bytes each

Key = tuple[int, int, int]  # ORTH, TAG and DEP as the model's numbers
Word = tuple[str, str, str, str]  # lemma in small letters, part of speech, tag, relation


class WordTable:
    """What the slow steps of one pipeline say of each word."""

    def __init__(self, model: "Language") -> None:
        self.model = model
        rules = list(_patterns_of(model))
        _index_forms(model)
        self.serves = _is_plain(model) and all(set(word) <= _KNOWN for rule in rules for word in rule)
        self._words: dict[Key, Word | None] = {}  # None: the word may begin a pair
        self._by_letters: dict[tuple[int, int], Word | None] = {}  # None: its relation counts too
        self._read_pairs: dict[tuple[Key, ...], list[Word]] = {}
        self._long = any(len(rule) > 2 for rule in rules)  # rules for more than a pair
        self._pairs = _match_any(model, ([rule[0]] for rule in rules if len(rule) > 1))
        by_relation = [rule[0] for rule in rules if len(rule) == 1 and "DEP" in rule[0]]
        by_relation += [word for rule in rules if len(rule) > 1 for word in rule if "DEP" in word]
        wide = [word for word in by_relation if _is_wide(word)]
        self.serves &= all(_relations_of(word) for word in wide)
        # Relations that count whatever the word: else nearly every word is asked once for each relation that it has.
        self._relations = {model.vocab.strings[dep] for word in wide for dep in _relations_of(word)}
        narrow = (
            {name: value for name, value in word.items() if name != "DEP"} for word in by_relation if word not in wide
        )
        self._related = _match_any(model, ([word] for word in narrow))

    def read(self, docs: Sequence["Doc"]) -> list[list[Word]]:
        """For each text that tagger and parser have read, the readings of its words."""
        if not self.serves:
            return [_words_of(doc) for doc in docs]
        if len(self._words) + len(self._by_letters) + len(self._read_pairs) > _ROOM:
            for known in (self._words, self._by_letters, self._read_pairs):
                known.clear()
        keys: list[list[Key]] = [list(zip(*doc.to_array(_ATTRIBUTES).T.tolist(), strict=True)) for doc in docs]
        self._learn({key for row in keys for key in row if key not in self._words})
        return [self._look_up(doc, row) for doc, row in zip(docs, keys, strict=True)]

    def _look_up(self, doc: "Doc", keys: list[Key]) -> list[Word]:
        found = [self._words[key] for key in keys]
        for place in [n for n, word in enumerate(found) if word is None]:
            pair = tuple(keys[place : place + 2])
            if self._long or None in found[place + 1 : place + 2]:
                return self._ask(doc)
            if pair not in self._read_pairs:
                self._read_pairs[pair] = self._ask(self._build(pair))
            found[place : place + 2] = self._read_pairs[pair]
        return [word for word in found if word]

    def _learn(self, keys: Iterable[Key]) -> None:
        """Ask for words that were not met before: those whose relation does not count once, whatever it is."""
        unknown = [key for key in keys if key[2] in self._relations or key[:2] not in self._by_letters]
        plain = {key[:2]: key for key in sorted(unknown, reverse=True) if key[2] not in self._relations}
        asked = self._build(plain.values())
        special = {start for matcher in (self._pairs, self._related) for _, start, _ in matcher(asked)}
        rest = [key for place, key in enumerate(plain.values()) if place not in special]
        self._by_letters |= {key[:2]: None for place, key in enumerate(plain.values()) if place in special}
        words = self._ask(self._build(rest))
        self._by_letters |= {key[:2]: word for key, word in zip(rest, words, strict=True)}
        related, name = [], self.model.vocab.strings
        for key in keys:
            word = None if key[2] in self._relations else self._by_letters[key[:2]]
            if word:
                self._words[key] = (*word[:3], name[key[2]])
            else:
                related.append(key)
        self._learn_related(related)

    def _learn_related(self, keys: Iterable[Key]) -> None:
        """The same for words whose relation counts, and for those that may begin a pair."""
        listed = sorted(keys)
        firsts = {start for _, start, _ in self._pairs(self._build(listed))}
        rest = [key for place, key in enumerate(listed) if place not in firsts]
        self._words |= {key: None for place, key in enumerate(listed) if place in firsts}
        self._words |= dict(zip(rest, self._ask(self._build(rest)), strict=True))

    def _build(self, keys: Iterable[Key]) -> "Doc":
        """A text of these words, each as it was tagged."""
        from spacy.tokens import Doc

        name = self.model.vocab.strings
        orths, tags, deps = (
            [name[part] for part in column] for column in (zip(*keys, strict=True) if keys else ((),) * 3)
        )
        return Doc(self.model.vocab, words=orths, tags=tags, deps=deps, heads=list(range(len(orths))))

    def _ask(self, doc: "Doc") -> list[Word]:
        for name in SLOW:
            if self.model.has_pipe(name) and len(doc):
                doc = self.model.get_pipe(name)(doc)
        return _words_of(doc)


def _is_plain(model: "Language") -> bool:
    """Whether the slow steps look at nothing but letters, tags and relations: rules, with no features of words set
    before them."""
    mode = getattr(model.get_pipe(LEMMATIZER), "mode", None) if model.has_pipe(LEMMATIZER) else "rule"
    return mode in ("rule", "lookup") and not model.has_pipe("morphologizer")


def _index_forms(model: "Language") -> None:
    """Make dictionaries of the lemmatizer's lists of known forms, 90,000 of them, through which it looks from the
    beginning for each new word."""
    lookups = getattr(model.get_pipe(LEMMATIZER), "lookups", None) if model.has_pipe(LEMMATIZER) else None
    if lookups is not None and lookups.has_table(_FORMS):
        table = lookups.get_table(_FORMS)
        for kind in list(table):
            table[kind] = dict.fromkeys(table[kind])


def _words_of(doc: "Doc") -> list[Word]:
    return [(word.lemma_.lower(), word.pos_, word.tag_, word.dep_) for word in doc]


def _patterns_of(model: "Language") -> Iterator[list[dict[str, Any]]]:
    rules = getattr(model.get_pipe(RULER), "patterns", []) if model.has_pipe(RULER) else []
    return (pattern for rule in rules for pattern in rule["patterns"])


def _is_wide(word: dict[str, Any]) -> bool:
    """Whether a pattern asks for nothing but the relation, or else says only what a word is not."""
    others = (value for name, value in word.items() if name != "DEP")
    return all(isinstance(value, dict) and set(value) == {"NOT_IN"} for value in others)


def _relations_of(word: dict[str, Any]) -> list[str]:
    """The relations that a pattern asks for; none where it says what the relation is not."""
    asked = word["DEP"]
    return [asked] if isinstance(asked, str) else list(asked.get("IN", ()))


def _match_any(model: "Language", patterns: Iterable[list[dict[str, Any]]]) -> "Matcher":
    from spacy.matcher import Matcher

    matcher = Matcher(model.vocab, validate=False)
    for pattern in patterns:
        matcher.add("any", [pattern])
    return matcher
