"""The tellings of one request in; its elements out: basis, conditions, expectations, decision, reasons, reactions."""

import re
from collections.abc import Iterable, Iterator, Sequence

from tellings.assemble.asking import Asking
from tellings.assemble.case_words import read_case_words
from tellings.assemble.parties import Party, read_party
from tellings.assemble.story_index import StoryIndex
from tellings.assemble.trees import build_span, children_by, find_subtree, phrase_span
from tellings.linking.factuality import subject_of
from tellings.records import CaseElement, Interval, Mention, Sentence, Span
from tellings.text.folding import fold
from tellings.text.words import content_words

_NEAR = 3  # sentences before and behind an answer in which its reasons and reactions stand
_AHEAD = frozenset({"possible", "planned", "asked", "threatened"})
_NUMBER = re.compile(r"\d+")


def find_elements(
    index: StoryIndex, askings: Sequence[Asking], lawful: Sequence[Sentence], asked_of: frozenset[str]
) -> tuple[list[CaseElement], tuple[str, ...], tuple[str, ...]]:
    """The elements in order of role and place, the wordings of the basis, those of the conditions.

    lawful: sentences on what is allowed in the matter; asked_of: keys of the party that is asked.
    """
    elements: dict[tuple[str, Span], CaseElement] = {}
    for asking in askings:
        _add(index, elements, _role(asking), asking.sentence)
    told = {asking.sentence.id: asking.sentence for asking in askings if not asking.answer}
    bases: list[Span] = []
    conditions: list[Span] = []
    for sentence in [*told.values(), *lawful]:
        found = find_basis(index, sentence)
        bases += found
        if found:
            _add(index, elements, "basis", sentence)
        if sentence in lawful:
            limits = find_conditions(sentence)
            conditions += limits
            if limits:
                _add(index, elements, "condition", sentence)
    for role, sentence in _find_aftermath(index, askings, asked_of):
        _add(index, elements, role, sentence)
    order = ("request", "basis", "condition", "expectation", "decision", "reason", "reaction")
    listed = sorted(elements.values(), key=lambda e: (order.index(e.role), _place(index, e.span)))
    return listed, _distinct(index, bases), _distinct(index, conditions)


def find_basis(index: StoryIndex, sentence: Sentence) -> list[Span]:
    """Laws, resolutions and the like that the sentence rests something on."""
    words = read_case_words()
    found = []
    for n, token in enumerate(sentence.tokens):
        mention = index.mention_at(sentence, n)
        law = fold(token.lemma) in words.laws or (
            mention is not None and mention.kind == "law" and _is_head(sentence, n, mention)
        )
        if not law or token.pos not in ("NOUN", "PROPN"):
            continue
        above = {fold(sentence.tokens[up].lemma) for up in _above(sentence, n)}
        above |= {fold(sentence.tokens[up].text) for up in _above(sentence, n)}
        if above & words.basis_cues or token.dep in ("nsubj", "nsubjpass"):
            span = mention.span if mention and mention.kind == "law" else phrase_span(sentence, n, short=True)
            found.append(span)
    return found


def find_conditions(sentence: Sentence) -> list[Span]:
    """Clauses that say on which condition, and what is allowed only so."""
    words, found = read_case_words(), []
    for n, token in enumerate(sentence.tokens):
        low = token.text.lower()
        if low in words.condition_marks and token.dep in ("mark", "prep", "advcl", "acl", "ROOT", "advmod", "pcomp"):
            head = token.head if token.dep in ("mark", "advmod") else n
            indices = [i for i in find_subtree(sentence, head) if i >= n or token.dep != "ROOT"]
            if len(indices) < len(sentence.tokens) - 3:
                found.append(build_span(sentence, indices))
        if token.lemma in words.permission_verbs and token.pos == "VERB":
            for child in children_by(sentence, n, "xcomp", "ccomp"):
                found.append(build_span(sentence, find_subtree(sentence, child, without=("advcl",))))
        if low == "only" and sentence.tokens[token.head].pos == "VERB":
            found.append(build_span(sentence, find_subtree(sentence, token.head)))
    return found


def _role(asking: Asking) -> str:
    if not asking.answer:
        return "request"
    if asking.answer_stance == "happened":
        return "decision"
    return "expectation" if asking.answer_stance in _AHEAD else "reaction"


def find_lawful(index: StoryIndex) -> Iterator[Sentence]:
    """Sentences on what is allowed, on which terms: "may be authorised to", "can only", "under the treaty must"."""
    words = read_case_words()
    for report in index.reports:
        for sentence in index.sentences.get(report, ()):
            lemmas = {token.lemma for token in sentence.tokens if token.pos in ("VERB", "NOUN", "PROPN")}
            modal = any(token.tag == "MD" for token in sentence.tokens)
            limited = modal and any(token.lemma == "only" for token in sentence.tokens)
            law = bool(lemmas & words.laws)
            right = bool(lemmas & words.permission_nouns) and law
            if lemmas & words.permission_verbs or right or limited or (modal and law):
                yield sentence


def _find_aftermath(
    index: StoryIndex, askings: Sequence[Asking], asked_of: frozenset[str]
) -> Iterable[tuple[str, Sentence]]:
    """Sentences near an answer that give its reasons or a reaction to it."""
    answered = [asking for asking in askings if asking.answer]
    deciders = (
        frozenset(key for a in answered if (p := read_party(index, a.sentence, a.decider)) for key in p.keys)
        or asked_of
    )
    told = {asking.sentence.id for asking in askings}
    for report in index.reports:
        places = [a.sentence.index for a in answered if a.sentence.report == report and not a.sentence.title]
        if not places:
            continue
        for sentence in index.sentences.get(report, ()):
            if sentence.id in told or sentence.title or min(abs(sentence.index - at) for at in places) > _NEAR:
                continue
            if _is_reason(index, sentence, deciders):
                yield "reason", sentence
            elif _is_reaction(index, sentence, deciders):
                yield "reaction", sentence


def _is_reason(index: StoryIndex, sentence: Sentence, deciders: frozenset[str]) -> bool:
    words = read_case_words()
    low = f" {' '.join(token.text.lower() for token in sentence.tokens)} "
    if not any(f" {phrase}" in low for phrase in words.reason_phrases):
        return False
    for n, token in enumerate(sentence.tokens):
        if token.pos == "VERB" and token.lemma in words.reason_verbs:
            subject = read_party(index, sentence, subject_of(sentence, n))
            if subject and subject.keys & deciders:
                return True
    return any(_names(party, deciders) for party in _parties_in(index, sentence)) and " need" in low


def _is_reaction(index: StoryIndex, sentence: Sentence, deciders: frozenset[str]) -> bool:
    words = read_case_words()
    lemmas = {token.lemma for token in sentence.tokens}
    strong = lemmas & words.reaction_verbs or lemmas & words.reaction_nouns
    answer = lemmas & words.answer_nouns
    about = answer or any(_names(party, deciders) for party in _parties_in(index, sentence))
    return bool(strong and about) or bool(answer and lemmas & words.expectation_verbs)


def _parties_in(index: StoryIndex, sentence: Sentence) -> Iterable[Party]:
    for n, token in enumerate(sentence.tokens):
        if token.pos in ("PROPN", "NOUN", "PRON") and (party := read_party(index, sentence, n)):
            yield party


def _names(party: Party, keys: frozenset[str]) -> bool:
    return bool({key for key in party.keys if not key.startswith("country ")} & keys)


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


def _add(index: StoryIndex, elements: dict[tuple[str, Span], CaseElement], role: str, sentence: Sentence) -> None:
    span = sentence.span
    speaker = index.speaker_of(span)
    elements.setdefault((role, span), CaseElement(role, span, index.words(span), _when(index, span), speaker))


def _when(index: StoryIndex, span: Span) -> Interval | None:
    return next((moment.interval for moment in index.moments_in(span) if moment.interval), None)


def _place(index: StoryIndex, span: Span) -> tuple[int, int]:
    return list(index.reports).index(span.report), span.start


def _distinct(index: StoryIndex, spans: Iterable[Span]) -> tuple[str, ...]:
    """Their wordings, fullest first, without those whose content words (and numbers) another has already."""
    wordings = sorted(
        {index.words(span).strip(" ,;.") for span in spans}, key=lambda w: (not _NUMBER.search(w), -len(w), w)
    )
    kept: list[str] = []
    for wording in wordings:
        words = set(content_words(wording))
        numbers = set(_NUMBER.findall(wording))
        if not any(_covered(words, numbers, other) for other in kept):
            kept.append(wording)
    return tuple(kept)


def _covered(words: set[str], numbers: set[str], other: str) -> bool:
    theirs = set(content_words(other))
    same_number = bool(numbers & set(_NUMBER.findall(other)))
    return same_number or len(words & theirs) >= 0.7 * max(1, len(words))
