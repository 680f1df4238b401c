"""A parsed sentence in, its clauses out: stretches that each carry one assertion, with their parts.

A clause is headed by a finite verb, a participle, an infinitive with content of its own, a noun that names a happening
("after clashes between …") or an apposition. Clauses nest: a clause whose complement is a claim of its own keeps it,
unless the clause merely says who said it. Relative, adverbial and coordinated clauses are cut off.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files

from tellings.linking.factuality import children_of
from tellings.records import Sentence, Token
from tellings.text.folding import fold
from tellings.text.words import STOP_WORDS

_CUT_OFF = frozenset({"advcl", "relcl", "acl", "conj", "parataxis"})
_CUT_SAYING, _CUT_NOUN = _CUT_OFF | {"ccomp"}, _CUT_OFF - {"acl"} | {"appos"}
_CLAUSAL = frozenset({"ccomp", "xcomp", "pcomp", "csubj", "csubjpass"}) | _CUT_OFF
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "agent")
_OBJECTS = ("dobj", "attr", "dative", "oprd", "pobj", "acomp")
_TIMELY = frozenset({"after", "before", "during", "amid", "since", "following", "over", "despite", "until", "of", "to"})
_ENDINGS = ("tion", "sion", "ment", "ance", "ence", "ing", "ism", "al", "ure", "ery", "sis")
_EDGE = frozenset({"punct", "cc", "mark", "case"})
_VERBS = frozenset({"VERB", "AUX"})
_EMPTY = frozenset({"PUNCT", "SPACE", "SYM", "DET", "ADP", "CCONJ", "SCONJ", "PART"})
_DATELINE = 14  # tokens within which a dateline ends
_DASHES = frozenset({"-", "--", "–", "—"})
_LONGEST = 400  # tokens: a "sentence" beyond this is a list or a broken page, taken as one clause of its first words


@dataclass(frozen=True, slots=True)
class Clause:
    """Token indices of one clause. head: the word that asserts; first, last: its stretch; own: tokens of its own."""

    sentence: Sentence
    head: int
    first: int
    last: int
    own: tuple[int, ...]
    kind: str  # verb, nominal, apposition
    subject: int | None
    object: int | None
    speaker: int | None
    says: bool
    tree: "Tree" = field(repr=False, compare=False)  # of the whole sentence

    @property
    def start(self) -> int:
        """Offset in the report's text."""
        return self.sentence.tokens[self.first].start

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.sentence.tokens[self.last].end


@lru_cache(maxsize=8)
def read_words(name: str) -> frozenset[str]:
    """The words of a list beside this module."""
    lines = (files("tellings.align") / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def find_clauses(sentence: Sentence) -> Sequence[Clause]:
    """The clauses of a sentence, in order of where they begin; none twice."""
    return read_tree(sentence).clauses


def read_tree(sentence: Sentence) -> "Tree":
    """The tree of a sentence: of one that was among the last the very same, since claims are cut out of it by one stage
    and laid side by side by the next."""
    return _read_tree(_Same(sentence))


class _Same:
    """A sentence that is like itself alone: to compare the words of two takes longer than to read one."""

    __slots__ = ("sentence",)

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence

    def __hash__(self) -> int:
        return id(self.sentence)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.sentence is self.sentence


@lru_cache(maxsize=1024)  # twice the sentences of the stories that are told at once
def _read_tree(same: _Same) -> "Tree":
    return Tree(same.sentence)


class Tree:
    """The dependency tree of one sentence, and what is asked of its words again and again, found once.

    children: for each word the indices of those that hang on it; content: whether it means something by itself; lemmas:
    of each word, folded; begins: the first word behind a dateline."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.children = children_of(sentence)
        self.content = tuple([is_content(token) for token in sentence.tokens])
        self.lemmas = tuple([fold(token.lemma) for token in sentence.tokens])
        self.begins = self._find_begin()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Each word, folded."""
        return tuple([fold(token.text) for token in self.tokens])

    @cached_property
    def lettered(self) -> tuple[bool, ...]:
        """Whether each word has a letter or a figure."""
        return tuple([has_letter(token) for token in self.tokens])

    @cached_property
    def clauses(self) -> Sequence[Clause]:
        """The clauses of the sentence, in order of where they begin; none twice."""
        if len(self.tokens) > _LONGEST:
            return ()
        clauses: dict[tuple[int, int], Clause] = {}
        for head, kind in sorted(self.find_heads(), key=lambda found: found[1] != "verb"):
            clause = self.build_clause(head, kind)
            if clause:
                clauses.setdefault((clause.first, clause.last), clause)
        return tuple(sorted(clauses.values(), key=lambda clause: (clause.first, -clause.last)))

    def _find_begin(self) -> int:
        """The first word behind a dateline ("KERRIN, Lorne —"): it says where the report was filed, and no more."""
        for n, token in enumerate(self.tokens[:_DATELINE]):
            if token.text in _DASHES:
                before = self.tokens[:n]
                plain = all(word.pos in ("PROPN", "PUNCT", "NUM", "SPACE") for word in before)
                return n + 1 if before and before[0].text.isupper() and plain else 0
        return 0

    def find_heads(self) -> Iterator[tuple[int, str]]:
        """Every word that heads a clause, with the kind of clause."""
        for n, token in enumerate(self.tokens):
            if token.head == n or (token.dep in _CLAUSAL and token.pos in _VERBS):
                yield n, "verb"
            elif token.dep == "appos" and token.pos in ("NOUN", "PROPN"):
                yield n, "apposition"
            elif token.pos == "NOUN" and self._names_happening(n):
                yield n, "nominal"

    def _names_happening(self, n: int) -> bool:
        token = self.tokens[n]
        if token.dep not in ("pobj", "nsubj", "nsubjpass", "dobj", "conj", "attr"):
            return False
        if token.lemma not in read_words("nominals.txt") and not token.lemma.endswith(_ENDINGS):
            return False
        return any(self.tokens[child].dep in ("prep", "acl", "poss", "nmod") for child in self.children[n])

    def below(self, n: int, cut: frozenset[str] = frozenset()) -> list[int]:
        """The word and all under it, but for subtrees that hang by a relation in `cut`."""
        found = [n]
        for at in found:
            for child in self.children[at]:
                if self.tokens[child].dep not in cut or self._is_joined_noun(child):
                    found.append(child)
        return sorted(found)

    def _is_joined_noun(self, child: int) -> bool:
        """Whether the word is joined to another, and one of the two is no verb: such a part is never cut off."""
        token = self.tokens[child]
        verbs = token.pos in _VERBS and self.tokens[token.head].pos in _VERBS
        return token.dep == "conj" and not verbs

    def build_clause(self, head: int, kind: str) -> Clause | None:
        """The clause of that head; None where it says too little to be a claim."""
        token = self.tokens[head]
        says = kind == "verb" and self._says(head)
        cut = _CUT_NOUN if kind != "verb" else _CUT_SAYING if says else _CUT_OFF
        own = self.below(head, cut)
        if kind == "apposition":
            own = sorted({*own, *self.below(token.head, _CUT_OFF | {"appos"})})
        elif token.dep in ("acl", "relcl"):
            own = self._with_antecedent(own, token.head)
        if kind == "verb" and self.count_content(own) < 3:
            own = sorted({*own, *self._shared(head)})
        own = self._trim([n for n in own if n >= self.begins])
        if kind == "apposition" and self._merely_names(head):
            return None
        if self.count_content(own) < 2 or self._is_address(head, kind) or (says and not self._says_more(head)):
            return None
        return Clause(
            sentence=self.sentence,
            head=head,
            first=own[0],
            last=own[-1],
            own=tuple(own),
            kind=kind,
            subject=token.head if kind == "apposition" else self.subject_of(head),
            object=self.child_of(head, _OBJECTS),
            speaker=self.speaker_of(head),
            says=says,
            tree=self,
        )

    def _with_antecedent(self, own: list[int], noun: int) -> list[int]:
        """The clause and the noun it tells of: "a crowd that had gathered"."""
        return sorted({*own, *self.below(noun, _CUT_OFF | {"prep", "appos"})})

    def _shared(self, head: int) -> list[int]:
        """What a bare verb shares with the verb coordinated to it: "shot and killed the driver"."""
        found: list[int] = []
        for child in self.children[head]:
            if self.tokens[child].dep == "conj" and self.tokens[child].pos == "VERB":
                found += self.below(child, _CUT_OFF)
        return found

    def _is_address(self, head: int, kind: str) -> bool:
        """Whether an apposition merely says where a place lies: "Lyon, France"."""
        place = self.tokens[head].kind in ("GPE", "LOC") and self.tokens[self.tokens[head].head].kind in ("GPE", "LOC")
        return kind == "apposition" and place

    def _merely_names(self, head: int) -> bool:
        """Whether an apposition only joins a name to a word: "her father Bo", "the ferry, the Halcyon"."""
        both = sorted({*self.below(head), *self.below(self.tokens[head].head, _CUT_OFF | {"appos"})})
        if self.tokens[head].pos == "PROPN":
            return sum(self.content[n] and self.tokens[n].pos != "PROPN" for n in both) < 2
        return self.count_content(self.below(head)) < 2

    def _trim(self, own: list[int]) -> list[int]:
        while own and self._is_edge(own[0]):
            own = own[1:]
        while own and self.tokens[own[-1]].dep in ("punct", "cc"):
            own = own[:-1]
        return own

    def _is_edge(self, n: int) -> bool:
        token = self.tokens[n]
        return token.dep in ("punct", "cc", "case") or (token.dep == "mark" and token.lemma in ("that", "whether"))

    def count_content(self, own: Sequence[int]) -> int:
        """How many of the words mean something by themselves."""
        return sum([self.content[n] for n in own])

    def _says(self, head: int) -> bool:
        speaks = self.tokens[head].lemma in read_words("says.txt")
        return speaks and any(self.tokens[child].dep in ("ccomp", "parataxis") for child in self.children[head])

    def _says_more(self, head: int) -> bool:
        """Whether the words that name the speaker also tell when, where or to whom it was said."""
        return any(self.tokens[child].dep in ("prep", "npadvmod", "dobj", "dative") for child in self.children[head])

    def subject_of(self, head: int) -> int | None:
        """The subject, its own or that of the clause it hangs on."""
        for _ in range(4):
            found = self.child_of(head, _SUBJECTS[:3])
            if found is not None:
                return found
            token = self.tokens[head]
            if token.head == head or token.dep not in ("conj", "xcomp", "advcl", "pcomp", "prep"):
                return token.head if token.dep in ("acl", "relcl") else None
            head = token.head
        return None

    def child_of(self, head: int, relations: Sequence[str]) -> int | None:
        """The first child by one of the relations; through a preposition where it has no other object."""
        below = self.children[head]
        found = [self.tokens[child].dep for child in below]
        relation = next((relation for relation in relations if relation in found), None)
        return None if relation is None else below[found.index(relation)]

    def speaker_of(self, head: int) -> int | None:
        """The subject of the verb of saying that this clause is the complement of."""
        at = head
        for _ in range(6):
            token = self.tokens[at]
            if token.head == at:
                return None
            if token.dep in ("ccomp", "parataxis") and self._says(token.head):
                return self.child_of(token.head, _SUBJECTS[:2])
            at = token.head
        return None


def is_content(token: Token) -> bool:
    """Whether the word means something by itself: no punctuation, no function word."""
    return token.pos not in _EMPTY and token.lemma not in STOP_WORDS and has_letter(token)


def has_letter(token: Token) -> bool:
    """Whether the word has a letter or a figure."""
    return token.text.isalnum() or any(map(str.isalnum, token.text))
