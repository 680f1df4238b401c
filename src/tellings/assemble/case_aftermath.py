"""A request with its answers in; the sentences that give the reasons, react, or say what is expected, out."""

from collections.abc import Iterator

from tellings.assemble.asked import Asking
from tellings.assemble.case_requests import Request
from tellings.assemble.case_states import AHEAD
from tellings.assemble.case_words import read_aftermath_words, read_answer_words, read_case_words
from tellings.assemble.parties import Party, read_party
from tellings.assemble.story_index import StoryIndex
from tellings.assemble.trees import children_by, find_subtree, objects_of_prepositions
from tellings.linking.factuality import subject_of
from tellings.records import Sentence
from tellings.text.folding import fold

_NEAR = 4  # sentences behind a telling in which what is said is taken to be about it
_NEXT = 2  # sentences behind an answer in which whatever the one who gave it says is taken for his reasons
_NAMING = frozenset({"PROPN", "NOUN", "PRON"})
_THERE = frozenset({"it", "this", "that", "them"})


class _Surroundings:
    """Where a report tells the request and its answers, and by which keys its parties are known."""

    def __init__(self, index: StoryIndex, request: Request) -> None:
        self.index = index
        self.read: dict[tuple[str, int], frozenset[str]] = {}
        answers = [a for a in request.askings if a.answer not in (None, "awaited") and a.answer_stance == "happened"]
        deciders = {key for a in answered_by(index, request) for key in a} | _keys(request.asked)
        if any(a.answer == "withdrawn" for a in answers):
            deciders = _keys(request.requesters)
        self.requesters = _keys(request.requesters)
        withdrawn = any(a.answer == "withdrawn" for a in answers)
        self.deciders = {
            k for k in deciders if not k.startswith("country ") and (withdrawn or k not in self.requesters)
        }
        self.askers = {key for _, party in request.requesters for key in party.keys}
        self.names = {fold(party.name) for _, party in (*request.asked,) if party.keys & self.deciders}
        self.nouns = {a.noun for a in request.askings if a.noun in read_case_words().request_nouns}
        self.told = {a.sentence.id for a in request.askings if is_telling(a)}
        self.answers: dict[str, list[Sentence]] = {}
        self.tellings: dict[str, list[Sentence]] = {}
        for a in request.askings:
            self.tellings.setdefault(a.sentence.report, []).append(a.sentence)
        for a in answers:
            self.answers.setdefault(a.sentence.report, []).append(a.sentence)

    def keys_at(self, sentence: Sentence, n: int) -> frozenset[str]:
        """The keys of the party that the word names, none where it names none; looked up once."""
        at = (sentence.id, n)
        if at not in self.read:
            party = read_party(self.index, sentence, n) if sentence.tokens[n].pos in _NAMING else None
            self.read[at] = party.keys if party else frozenset()
        return self.read[at]

    def is_decider(self, name: str) -> bool:
        """Whether the name is that of the one who decided, or of a paper or voice of his."""
        return fold(name) in self.names or bool({fold(word) for word in name.split()} & self.deciders)


def is_telling(asking: Asking) -> bool:
    """Whether the sentence tells the request or an answer, and does not only speak of it."""
    if asking.answer:
        return asking.answer_stance == "happened" or asking.answer_stance in AHEAD
    return asking.made or asking.asked is not None or not asking.pointing


def answered_by(index: StoryIndex, request: Request) -> Iterator[frozenset[str]]:
    """The keys of each that answered."""
    for a in request.askings:
        if a.answer and a.answer_stance == "happened":
            party = read_party(index, a.sentence, a.decider)
            if party:
                yield party.keys


def _keys(parties: list[tuple[str, Party]]) -> set[str]:
    return {key for _, party in parties for key in party.keys if not key.startswith("country ")}


def find_aftermath(index: StoryIndex, request: Request) -> Iterator[tuple[str, Sentence]]:
    """("reason", "reaction" or "expectation", sentence), in reports that tell the request."""
    around = _Surroundings(index, request)
    for report in index.reports:
        tellings = list(around.tellings.get(report, []))
        answers = list(around.answers.get(report, []))
        for sentence in index.sentences.get(report, ()):
            if sentence.title or not tellings:
                continue
            if sentence in answers and gives_reason(sentence):
                yield "reason", sentence
            if sentence.id in around.told:
                continue
            role = _read_role(around, sentence, _behind(sentence, answers), _behind(sentence, tellings))
            if role:
                yield role, sentence
                if answers and role != "expectation" and _behind(sentence, answers) is not None:
                    answers.append(sentence)  # what follows close behind is still about the answer
                tellings.append(sentence)
            elif answers and _names_answer(sentence) and _names_decider(around, sentence):
                answers.append(sentence)  # "the mission confirmed the decision"


def _read_role(around: _Surroundings, sentence: Sentence, behind: int | None, told: int | None) -> str | None:
    """The sentence's role. behind, told: sentences from the answer, and from any telling, before it."""
    if behind is not None and behind <= _NEAR and is_reason(around, sentence, behind):
        return "reason"
    if behind is None and is_expectation(around, sentence, told):
        return "expectation"
    return "reaction" if is_reaction(around, sentence, behind, told) else None


def _behind(sentence: Sentence, tellings: list[Sentence]) -> int | None:
    """Sentences from the nearest of the tellings before it."""
    return min((sentence.index - told.index for told in tellings if told.index < sentence.index), default=None)


def gives_reason(sentence: Sentence) -> bool:
    """Whether the sentence that tells the answer says why, or cites something for it."""
    low = f" {' '.join(token.text.lower() for token in sentence.tokens)} "
    return any(f" {phrase} " in low for phrase in read_aftermath_words().inside)


def is_reason(around: _Surroundings, sentence: Sentence, behind: int) -> bool:
    """Whether the one who decided, or the paper that the decision came in, argues here."""
    words = read_aftermath_words()
    low = f" {' '.join(token.text.lower() for token in sentence.tokens)} "
    argued = any(f" {phrase}" in low for phrase in words.reason_phrases)
    papers = any(token.lemma in words.papers for token in sentence.tokens)
    for n, token in enumerate(sentence.tokens):
        if token.pos != "VERB" or token.lemma not in words.reason_verbs:
            continue
        subject = subject_of(sentence, n)
        if subject is None:
            continue
        party = read_party(around.index, sentence, subject)
        ours = party is not None and bool(party.keys & around.deciders)
        paper = sentence.tokens[subject].lemma in words.papers
        if (ours or paper) and (argued or token.lemma in words.arguing_verbs):
            return True
        if ours and behind <= _NEXT and _says_that(sentence, n):
            return True
        official = _is_official(around.index, sentence, subject)
        voice = sentence.tokens[subject].lemma in words.voices
        theirs = party is not None and bool(party.keys & around.askers)
        theirs = theirs or _speaks_for(sentence, subject, around.requesters)
        if papers and token.lemma in words.saying_verbs and official and not theirs and not _tells_answer(sentence, n):
            return True
        if voice and behind <= _NEXT and token.lemma in words.arguing_verbs:
            return True
        if (
            behind <= 1
            and token.lemma in words.saying_verbs
            and official
            and _speaks_for(sentence, subject, around.deciders)
        ):
            return True
    speaker = around.index.speaker_of(sentence.span)
    if speaker and not around.is_decider(speaker):
        return False
    return argued and _names_decider(around, sentence)


def _speaks_for(sentence: Sentence, subject: int, keys: set[str]) -> bool:
    """ "Union president Lesego Tau", where the union is known by one of the keys."""
    return any(fold(sentence.tokens[i].lemma) in keys for i in find_subtree(sentence, subject))


def _tells_answer(sentence: Sentence, n: int) -> bool:
    """ "Said that the refusal came in a letter": that there was an answer, not why."""
    return any(
        sentence.tokens[subject].lemma in read_aftermath_words().answer_nouns
        for clause in children_by(sentence, n, "ccomp")
        for subject in children_by(sentence, clause, "nsubj", "nsubjpass")
    )


def _says_that(sentence: Sentence, n: int) -> bool:
    """Whether the verb at `n` brings words of the speaker's, and they speak of no step of his ("would obey")."""
    words = read_aftermath_words()
    for child in children_by(sentence, n, "ccomp"):
        modal = any(sentence.tokens[i].tag == "MD" for i in children_by(sentence, child, "aux"))
        return not (modal and sentence.tokens[child].lemma in words.doing)
    return False


def is_reaction(around: _Surroundings, sentence: Sentence, behind: int | None, told: int | None) -> bool:
    """Whether somebody welcomes, condemns, obeys, contests … the request, its answer, or the one who gave it."""
    words = read_aftermath_words()
    lemmas = {token.lemma for token in sentence.tokens}
    answer, near = _names_answer(sentence), behind is not None and behind <= _NEAR
    if told is None or (not near and told > _NEAR and not answer):
        return False
    for n, token in enumerate(sentence.tokens):
        if token.pos not in ("VERB", "AUX"):
            continue
        party = read_party(around.index, sentence, subject_of(sentence, n))
        ours = party is not None and bool(party.keys & (around.deciders if behind is not None else around.requesters))
        if ours or subject_of(sentence, n) is None:
            continue
        asked_it = party is not None and bool(party.keys & around.requesters)
        if asked_it and near and token.lemma in words.reaction_verbs:  # whatever the one who asked says to the answer
            return True
        if token.lemma in words.reaction_verbs and _is_aimed(around, sentence, n, behind):
            return True
        if _will_act(around, sentence, n) or (near and _feels(sentence, n)):
            return True
    judged = bool(lemmas & words.reaction_nouns) or bool(lemmas & words.expectation_verbs)
    aimed = answer or _names_decider(around, sentence)
    evaluates = bool(lemmas & words.reaction_nouns) and around.index.speaker_of(sentence.span) is not None
    return near and ((answer and judged) or (aimed and evaluates))


def _names_answer(sentence: Sentence) -> bool:
    """Whether an answer is named: "the decision", and not "in response", "in answer"."""
    return any(
        token.lemma in read_aftermath_words().answer_nouns and not (n and sentence.tokens[n - 1].text.lower() == "in")
        for n, token in enumerate(sentence.tokens)
    )


def _is_aimed(around: _Surroundings, sentence: Sentence, n: int, behind: int | None) -> bool:
    """Whether the verb at `n` is aimed at the request, at its answer, or at a party of it."""
    words = read_aftermath_words()
    targets = words.answer_nouns if behind is not None else frozenset(around.nouns) | words.steps
    inner = [i for i in find_subtree(sentence, n) if i > n]
    if any(sentence.tokens[i].lemma in targets | around.nouns for i in inner):
        return True
    if any(sentence.tokens[i].text.lower() in _THERE and sentence.tokens[i].dep == "dobj" for i in inner[:2]):
        return True
    parties = around.deciders | (around.requesters if behind is None or behind <= _NEAR else set())
    return any(around.keys_at(sentence, i) & parties for i in inner)


def _will_act(around: _Surroundings, sentence: Sentence, n: int) -> bool:
    """ "said it would obey the order", "will appeal", "would fight any such request"."""
    words, token = read_aftermath_words(), sentence.tokens[n]
    modal = any(
        sentence.tokens[i].tag == "MD" or sentence.tokens[i].tag == "TO" for i in children_by(sentence, n, "aux")
    )
    if token.lemma not in words.doing or not modal:
        return False
    objects = [*children_by(sentence, n, "dobj"), *objects_of_prepositions(sentence, n, ("against", "with", "to"))]
    if not objects:
        return token.lemma in ("appeal", "comply", "obey", "resist")
    aims = words.answer_nouns | words.steps | around.nouns | _THERE
    return any(sentence.tokens[i].lemma.lower() in aims for i in objects)


def _feels(sentence: Sentence, n: int) -> bool:
    """ "said she was disappointed"."""
    words = read_aftermath_words()
    return any(
        sentence.tokens[i].text.lower() in words.reaction_adjectives for i in children_by(sentence, n, "acomp", "oprd")
    )


def is_expectation(around: _Surroundings, sentence: Sentence, told: int | None) -> bool:
    """ "The council is expected to decide in May", "analysts doubt that he will come": what is ahead of the answer."""
    words, answers = read_aftermath_words(), read_answer_words()
    if told is None or told > _NEAR + 1:
        return False
    lemmas = {token.lemma for token in sentence.tokens if token.pos == "VERB"}
    nouns = {token.lemma for token in sentence.tokens if token.pos == "NOUN"}
    deciding = bool(lemmas & (words.expected_acts | answers.refuse | answers.grant)) or bool(nouns & words.answer_nouns)
    for n, token in enumerate(sentence.tokens):
        expecting = token.lemma in words.expecting_verbs and token.pos == "VERB"
        hopeful = token.text.lower() in words.expecting_adjectives
        if (expecting or hopeful) and deciding and _concerns(around, sentence):
            return True
        if hopeful and token.dep == "acomp" and _names_requester(around, sentence, n):
            return True
    return False


def _concerns(around: _Surroundings, sentence: Sentence) -> bool:
    """Whether the one who is asked, or the request or its answer, is named."""
    words = read_aftermath_words()
    return any(
        token.lemma in words.answer_nouns | around.nouns or bool(around.keys_at(sentence, n) & around.deciders)
        for n, token in enumerate(sentence.tokens)
    )


def _names_requester(around: _Surroundings, sentence: Sentence, n: int) -> bool:
    party = read_party(around.index, sentence, subject_of(sentence, sentence.tokens[n].head))
    return party is not None and bool(party.keys & around.requesters)


def _is_official(index: StoryIndex, sentence: Sentence, subject: int) -> bool:
    """A person with a title or office: a judge reading the order, a general who signed the letter."""
    mention = index.mention_at(sentence, subject)
    return (
        mention is not None
        and mention.kind == "person"
        and bool(mention.role or len(mention.span.of(index.reports[mention.report]).split()) > 2)
    )


def _names_decider(around: _Surroundings, sentence: Sentence) -> bool:
    return any(around.keys_at(sentence, n) & around.deciders for n in range(len(sentence.tokens)))
