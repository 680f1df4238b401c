"""The answers to a request in; the sentences that give their reasons, and the reactions to them, out."""

from collections.abc import Iterator, Sequence

from tellings.assemble.asking import Asking
from tellings.assemble.case_words import read_case_words
from tellings.assemble.parties import read_party
from tellings.assemble.story_index import StoryIndex
from tellings.linking.factuality import subject_of
from tellings.records import Sentence

_NEAR = 4  # sentences behind an answer in which what the decider says is taken for its reasons


def find_aftermath(
    index: StoryIndex, askings: Sequence[Asking], asked_of: frozenset[str]
) -> Iterator[tuple[str, Sentence]]:
    """("reason" or "reaction", sentence) for sentences of reports that tell the answer."""
    answered = [asking for asking in askings if asking.answer and asking.answer_stance == "happened"]
    deciders = {key for a in answered if (p := read_party(index, a.sentence, a.decider)) for key in p.keys} | asked_of
    deciders = {key for key in deciders if not key.startswith("country ")}
    told = {asking.sentence.id for asking in askings}
    for report in index.reports:
        places = [a.sentence.index for a in answered if a.sentence.report == report]
        if not places:
            continue
        for sentence in index.sentences.get(report, ()):
            if sentence.id in told or sentence.title:
                continue
            near = any(0 < sentence.index - at <= _NEAR for at in places)
            if near and is_reason(index, sentence, deciders):
                yield "reason", sentence
            elif is_reaction(index, sentence, deciders, near=near):
                yield "reaction", sentence


def is_reason(index: StoryIndex, sentence: Sentence, deciders: set[str]) -> bool:
    """Whether the one who decided, or the paper that the decision came in, argues here."""
    words = read_case_words()
    low = f" {' '.join(token.text.lower() for token in sentence.tokens)} "
    argued = any(f" {phrase}" in low for phrase in words.reason_phrases)
    papers = any(token.lemma in words.papers for token in sentence.tokens)
    for n, token in enumerate(sentence.tokens):
        if token.pos != "VERB" or token.lemma not in words.reason_verbs:
            continue
        subject = subject_of(sentence, n)
        if subject is None:
            continue
        party = read_party(index, sentence, subject)
        ours = party is not None and bool(party.keys & deciders)
        paper = sentence.tokens[subject].lemma in words.papers
        if (ours or paper) and (argued or token.lemma in words.arguing_verbs):
            return True
        if papers and token.lemma in words.saying_verbs and _is_official(index, sentence, subject):
            return True
    return argued and any(_names(index, sentence, n, deciders) for n in range(len(sentence.tokens)))


def is_reaction(index: StoryIndex, sentence: Sentence, deciders: set[str], *, near: bool) -> bool:
    """Whether somebody else welcomes, condemns, obeys, contests … the answer or the one who gave it."""
    words = read_case_words()
    lemmas = {token.lemma for token in sentence.tokens}
    answer = bool(lemmas & words.answer_nouns)
    for n, token in enumerate(sentence.tokens):
        if token.lemma in words.reaction_verbs and token.pos == "VERB":
            party = read_party(index, sentence, subject_of(sentence, n))
            ours = party is not None and bool(party.keys & deciders)
            about = answer or (
                near and any(_names(index, sentence, i, deciders) for i in range(n + 1, len(sentence.tokens)))
            )
            if not ours and about:
                return True
    judged = bool(lemmas & words.reaction_nouns) or bool(lemmas & words.expectation_verbs)
    return answer and near and judged


def _is_official(index: StoryIndex, sentence: Sentence, subject: int) -> bool:
    """A person with a title or office: a judge reading the order, a general who signed the letter."""
    mention = index.mention_at(sentence, subject)
    return (
        mention is not None
        and mention.kind == "person"
        and bool(mention.role or len(mention.span.of(index.reports[mention.report]).split()) > 2)
    )


def _names(index: StoryIndex, sentence: Sentence, n: int, deciders: set[str]) -> bool:
    if sentence.tokens[n].pos not in ("PROPN", "NOUN", "PRON"):
        return False
    party = read_party(index, sentence, n)
    return party is not None and bool(party.keys & deciders)
