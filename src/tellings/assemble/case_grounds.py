"""Sentences about a request in; what it rests on and on which conditions it may be granted, out."""

import re
from collections.abc import Iterable, Iterator

from tellings.assemble.case_words import read_case_words
from tellings.assemble.story_index import StoryIndex
from tellings.assemble.trees import build_span, children_by, find_subtree, phrase_span
from tellings.records import Mention, Sentence, Span
from tellings.text.folding import fold
from tellings.text.words import content_words

_LEAST = 3  # words of a condition
_NUMBER = re.compile(r"\d+")
_PARTS = frozenset({"article", "section", "act", "clause", "code", "paragraph", "chapter"})
_MARKS = ("mark", "prep", "advcl", "acl", "ROOT", "advmod", "pcomp")


def find_lawful(index: StoryIndex) -> Iterator[Sentence]:
    """Sentences on what is allowed, on which terms: "may be authorised to", "can only", "under the treaty must"."""
    words = read_case_words()
    for report in index.reports:
        for sentence in index.sentences.get(report, ()):
            lemmas = {token.lemma for token in sentence.tokens if token.pos in ("VERB", "NOUN", "PROPN")}
            modal = any(token.tag == "MD" for token in sentence.tokens)
            limited = modal and any(token.lemma == "only" for token in sentence.tokens)
            grounded = modal or not lemmas.isdisjoint(words.permission_nouns)
            lawful = grounded and not words.laws.isdisjoint(map(fold, lemmas))
            if limited or lawful or not lemmas.isdisjoint(words.permission_verbs):
                yield sentence


def find_basis(index: StoryIndex, sentence: Sentence) -> list[Span]:
    """Laws, resolutions and the like that the sentence rests something on."""
    found = []
    for n, token in enumerate(sentence.tokens):
        if token.pos not in ("NOUN", "PROPN") or not _is_law(index, sentence, n):
            continue
        above = _above(sentence, n)
        if any(
            _is_law(index, sentence, up) for up in above[:2]
        ):  # "Article 9 of the Treaty": the article speaks for both
            continue
        words = {fold(sentence.tokens[up].lemma) for up in above} | {fold(sentence.tokens[up].text) for up in above}
        if words & read_case_words().basis_cues or _rules(sentence, n):
            mention = index.mention_at(sentence, n)
            phrase = phrase_span(sentence, n, short=True)
            whole = mention is not None and mention.kind == "law" and mention.span.holds(phrase)
            found.append(mention.span if mention and whole else phrase)
    return found


def _rules(sentence: Sentence, n: int) -> bool:
    """ "The treaty allows …", "the resolution says …": the law speaks on the matter."""
    token, words = sentence.tokens[n], read_case_words()
    if token.dep not in ("nsubj", "nsubjpass"):
        return False
    return sentence.tokens[token.head].lemma in words.permission_verbs | words.basis_cues | {"say", "let", "give"}


def _is_counterfactual(sentence: Sentence, head: int) -> bool:
    """ "She would have come if he had called": nothing that is still to come."""
    above = sentence.tokens[head].head
    auxiliaries = {sentence.tokens[i].lemma for i in children_by(sentence, above, "aux")}
    return "have" in auxiliaries and bool(auxiliaries & {"would", "could", "might"})


def find_conditions(sentence: Sentence, *, lawful: bool) -> list[Span]:
    """Clauses that say on which condition; in a sentence on what is lawful also what is allowed, and what only."""
    words, found = read_case_words(), []
    for n, token in enumerate(sentence.tokens):
        low = token.text.lower()
        without = n > 0 and sentence.tokens[n - 1].pos == "ADP"  # "without providing a reason"
        if low in words.condition_marks and token.dep in _MARKS and not without:
            head = token.head if token.dep in ("mark", "advmod") else n
            indices = [i for i in find_subtree(sentence, head) if i >= n or token.dep != "ROOT"]
            if len(indices) < len(sentence.tokens) - 3 and not _is_counterfactual(sentence, head):
                found.append(build_span(sentence, indices))
        if low == "condition" and n and sentence.tokens[n - 1].lemma in ("on", "the"):
            found.append(build_span(sentence, [i for i in find_subtree(sentence, n) if i >= n]))
        if lawful and token.lemma in words.permission_verbs and token.pos == "VERB":
            for child in children_by(sentence, n, "xcomp", "ccomp"):
                found.append(build_span(sentence, find_subtree(sentence, child, without=("advcl",))))
        if lawful and low == "only" and sentence.tokens[token.head].pos == "VERB":
            found.append(build_span(sentence, find_subtree(sentence, token.head)))
    return found


def find_deadline(sentence: Sentence) -> list[Span]:
    """ "The deadline ends at noon", "sets a deadline of 9 June": by when, with the moment in it."""
    words = read_case_words().condition_deadlines
    named = next((n for n, token in enumerate(sentence.tokens) if token.lemma in words and token.pos == "NOUN"), None)
    dated = any(token.kind in ("DATE", "TIME") for token in sentence.tokens)
    if named is None or not dated or sentence.title:
        return []
    token = sentence.tokens[named]
    whole = token.dep in ("nsubj", "nsubjpass") and sentence.tokens[token.head].dep == "ROOT"
    return [sentence.span if whole else phrase_span(sentence, named)]


def find_purpose(sentence: Sentence) -> bool:
    """Whether the sentence says what for: "so that …", "in order to …", "because they want …"."""
    low = f" {' '.join(token.text.lower() for token in sentence.tokens)} "
    if any(f" {phrase} " in low for phrase in read_case_words().purposes):
        return True
    for n, token in enumerate(sentence.tokens):
        if token.lemma == "want" and token.dep == "advcl":
            return any(sentence.tokens[child].text.lower() == "because" for child in children_by(sentence, n, "mark"))
    return False


def list_basis(index: StoryIndex, spans: Iterable[Span]) -> tuple[str, ...]:
    """Their wordings, those with a number or a name first; bare ones ("the law") only where there is none such."""
    wordings = _distinct(index, spans)
    exact = [wording for wording in wordings if _NUMBER.search(wording) or _is_named(wording)] or wordings
    numbered = {law for wording in exact if _NUMBER.search(wording) for law in _laws_in(wording)}
    return tuple(w for w in exact if _NUMBER.search(w) or not _laws_in(w) & numbered)


def _laws_in(wording: str) -> set[str]:
    return set(content_words(wording)) & read_case_words().laws


def list_conditions(index: StoryIndex, spans: Iterable[Span]) -> tuple[str, ...]:
    """Their wordings, without those that another holds already."""
    return tuple(wording for wording in _distinct(index, spans) if len(wording.split()) >= _LEAST)


def _is_law(index: StoryIndex, sentence: Sentence, n: int) -> bool:
    """A law or a part of one; "article", "act" and the like only where a capital or a number says so."""
    token = sentence.tokens[n]
    lemma = fold(token.lemma)
    if lemma.rstrip("s") in _PARTS:
        numbered = n + 1 < len(sentence.tokens) and sentence.tokens[n + 1].pos == "NUM"
        return numbered or token.text[0].isupper()
    if lemma in read_case_words().laws:
        return True
    mention = index.mention_at(sentence, n)
    return mention is not None and mention.kind == "law" and _is_head(sentence, n, mention)


def _is_head(sentence: Sentence, n: int, mention: Mention) -> bool:
    return mention.span.end == sentence.tokens[n].end or sentence.tokens[n].dep not in ("compound", "amod", "poss")


def _above(sentence: Sentence, n: int) -> list[int]:
    """The next three words up the tree."""
    chain: list[int] = []
    for _ in range(3):
        head = sentence.tokens[n].head
        if head == n:
            break
        chain.append(head)
        n = head
    return chain


def _is_named(wording: str) -> bool:
    return any(word[0].isupper() for word in wording.split()[1:] if word)


def _distinct(index: StoryIndex, spans: Iterable[Span]) -> list[str]:
    """Their wordings, those with numbers and the longer first, without those whose words another has already."""
    wordings = {index.words(span).strip(" ,;.") for span in spans}
    kept: list[str] = []
    for wording in sorted(wordings, key=lambda w: (not _NUMBER.search(w), -len(w), w)):
        if not any(_covered(wording, other) for other in kept):
            kept.append(wording)
    return kept


def _covered(wording: str, other: str) -> bool:
    words, theirs = set(content_words(wording)), set(content_words(other))
    same_number = bool(set(_NUMBER.findall(wording)) & set(_NUMBER.findall(other)))
    return (same_number and len(words & theirs) >= 0.4 * len(words)) or len(words & theirs) >= 0.7 * max(1, len(words))
