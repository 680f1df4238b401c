"""A parsed sentence and one of its words in; how real what the word names is, with polarity and speaker, out.

A verb or an event noun is read where it stands (tense, auxiliaries, negation, adverbs, adjectives), then the path to
the root is climbed: each word that governs it may make it planned, asked, refused, denied, possible … The words and
what they do are in `factuality.tsv`. Dates are not looked at: a stage that has them may call a past event background.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from tellings.records import Sentence, Token

POSSIBLE_MODALS = frozenset({"may", "might", "could", "can"})
DUTY_MODALS = frozenset({"must", "should", "ought"})
FUTURE_MODALS = frozenset({"will", "shall", "'ll", "’ll", "wo", "gon"})
NEGATIVE_DETERMINERS = frozenset({"no", "neither", "nor", "zero"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
CLAUSES = frozenset({"ccomp", "xcomp", "pcomp", "csubj", "acl"})
OBJECTS = frozenset({"dobj", "pobj", "nsubjpass", "attr", "oprd", "dative"})
_NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
_PARTS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective", "ADV": "adverb"}
_PARTICLE_READINGS = {("turn", "down"): "refused", ("rule", "out"): "denied", ("call", "off"): "negative"}
_STRONG = frozenset({"asked", "refused", "denied", "threatened", "conditional", "background"})
_VOUCHED = frozenset({"accuse", "allege", "deny", "dispute", "refute", "warn", "believe", "suspect", "suggest", "fear"})
TEMPORAL = frozenset(
    {"after", "since", "during", "because", "following", "before", "until", "amid", "despite", "over", "follow"}
)
# Nouns that pass on what is said of them to what follows "of": "a wave of attacks", "the launch of talks".
TRANSPARENT = frozenset(
    """series wave string spate round number spree campaign launch start beginning resumption continuation escalation
    kind type form act case threat lot dozen hundred thousand""".split()
)
# What is to be ended, or appealed, is under way or was done.
_ENDING = frozenset("end stop halt cease lift quell condemn appeal".split())
_DONE_BY_SAYING = frozenset("thank apologise apologize congratulate condemn salute commend".split())
_LEADS = frozenset({"information", "tip", "clue", "reward", "evidence"})
_GATHERING = frozenset("gather rally march assemble convene meet flock".split())  # "gathered to protest"
_TOLD = frozenset({"film", "movie", "novel", "book", "documentary", "thriller", "miniseries"})
# Prepositions by which a word of that effect takes what it decides about; elsewhere they bring circumstances.
_COMPLEMENTS = {
    "asked": ("for", "on", "to"),
    "planned": ("for", "on", "to"),
    "threatened": ("with",),
    "possible": ("of", "about", "with", "for", "on", "to"),
    "negative": ("from", "to"),
    "light": ("out", "of", "by", "in"),
    "happened": ("in", "to", "with"),
    "ongoing": ("with",),
    "said": ("of", "about"),
}
_NOUN_COMPLEMENTS = frozenset({"of", "for", "to", "at", "about", "against", "on", "include", "including"})
_OPEN = frozenset({"happened", "ongoing"})
_CEASING = frozenset({"cease", "stop", "quit"})
_AVERTING = frozenset({"avoid", "block", "prevent", "avert", "deter", "forestall"})
_HOPS = 40  # words climbed at most: parses of broken text can be deep


@dataclass(frozen=True, slots=True)
class Stance:
    """factuality: happened, ongoing, planned, threatened, asked, refused, denied, possible, conditional, background.

    polarity: positive or negative. speaker: index of the word that names who says so within the sentence, or None.
    cues: indices of the words that decided, in the order in which they were met.
    """

    factuality: str = "happened"
    polarity: str = "positive"
    speaker: int | None = None
    cues: tuple[int, ...] = ()


@lru_cache(maxsize=1)
def load_effects() -> dict[tuple[str, str], str]:
    """(lemma, part) -> effect, from `factuality.tsv`."""
    text = (files(__package__) / "factuality.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {(lemma, part): effect for lemma, part, effect, _ in rows}


_latest: tuple[Sentence, tuple[tuple[int, ...], ...]] | None = None  # hashing a sentence costs more than this saves


def children_of(sentence: Sentence) -> tuple[tuple[int, ...], ...]:
    """For each token the indices of the tokens that hang on it, in order. The latest sentence's answer is kept."""
    global _latest
    latest = _latest
    if latest is not None and latest[0] is sentence:
        return latest[1]
    below: list[list[int]] = [[] for _ in sentence.tokens]
    for index, token in enumerate(sentence.tokens):
        if token.head != index:
            below[token.head].append(index)
    found = tuple(map(tuple, below))
    _latest = (sentence, found)
    return found


def judge_clause(sentence: Sentence, index: int) -> Stance:
    """How real, in this sentence, what the token at `index` (a verb or an event noun) names is."""
    stance = _judge_locally(sentence, index, Stance())
    if _is_asked_about(sentence, index):
        stance = _apply(stance, "possible", index)
    here, loose = index, False
    for _ in range(_HOPS):
        token = sentence.tokens[here]
        if token.head == here:
            break
        climbed = _climb(sentence, here, stance)
        loose = loose or _is_presupposed(sentence, here)
        if _is_reason(sentence, here) and stance.factuality in ("possible", "planned"):
            stance = replace(stance, factuality="happened")  # "why he would shoot": he did
        if not loose:
            stance = climbed
        elif climbed.speaker != stance.speaker:
            stance = replace(stance, speaker=climbed.speaker)
        if not loose and _is_told_within(sentence, here):
            stance, loose = _apply(stance, _hold_back(sentence, token.head), token.head), True
        here = token.head
    return _add_source(sentence, stance)


def _is_asked_about(sentence: Sentence, index: int) -> bool:
    """ "Did the army shoot?": the main clause of a yes-or-no question. What a "why" or "when" asks about did happen."""
    tokens = sentence.tokens
    if "?" not in [token.text for token in tokens[-2:]]:
        return False
    while tokens[index].dep in ("conj", "xcomp") and tokens[index].head != index:
        index = tokens[index].head
    if tokens[index].dep not in ("ROOT", "ccomp") or tokens[index].pos not in ("VERB", "AUX"):
        return False
    children = children_of(sentence)[index]
    asking = [child for child in children if tokens[child].tag in ("WRB", "WP", "WDT")]
    first = min([index, *children])
    return not asking and tokens[first].dep in ("aux", "auxpass")


def _is_presupposed(sentence: Sentence, here: int) -> bool:
    """Whether what hangs above leaves the word alone: relative and temporal clauses, arguments of other happenings.

    "They urged it to remove the barricades that Serbs erected after the arrest": erected and arrest are not urged.
    """
    token, above = sentence.tokens[here], sentence.tokens[sentence.tokens[here].head]
    if (token.dep == "relcl" and not _has_to(sentence, here)) or _is_participle(sentence, here):
        return above.lemma not in _TOLD and not (token.tag == "VBG" and _effect(above) in ("planned", "possible"))
    if token.dep == "advcl":
        marks = {sentence.tokens[child].lemma for child in children_of(sentence)[here]}
        finite = token.tag in ("VBD", "VBZ", "VBP", "VBN") and not _has_to(sentence, here)
        return finite and not marks & {"if", "unless", "provided", "lest"}
    if token.dep in ("ccomp", "pcomp") and _asks(sentence, here) & {"why", "how", "when", "where"}:
        return not _has_to(sentence, here)
    if token.dep == "conj" and token.tag == "VBD" and _has_to(sentence, token.head):
        return any(sentence.tokens[child].dep in SUBJECTS for child in children_of(sentence)[here])
    if token.dep in ("pobj", "pcomp"):
        if sentence.tokens[token.head].lemma in TEMPORAL or _is_cause(sentence, token.head):
            return True
        governor = _governor(sentence, here)
        if governor is None or (token.dep == "pcomp" and _effect(sentence.tokens[governor])):
            return False
        return not _reaches(sentence, token.head, governor)
    if token.pos in _NOUNS and token.dep in OBJECTS | {"nsubj"} and above.pos in ("VERB", "AUX"):
        return not _effect(above) or (above.lemma in _ENDING and token.dep != "nsubj")
    return False


def _is_cause(sentence: Sentence, preposition: int) -> bool:
    """ "due to", "because of", "thanks to"."""
    above = sentence.tokens[sentence.tokens[preposition].head]
    return above.text.lower() in ("due", "because", "owing", "thanks")


def _asks(sentence: Sentence, index: int) -> set[str]:
    """The question words that open the clause of the word."""
    words = [sentence.tokens[child] for child in children_of(sentence)[index]]
    return {word.lemma for word in words if word.tag == "WRB"}


def _is_reason(sentence: Sentence, here: int) -> bool:
    """A clause with "why" and "would"."""
    if sentence.tokens[here].dep not in ("ccomp", "pcomp") or "why" not in _asks(sentence, here):
        return False
    return any(sentence.tokens[child].lemma == "would" for child in children_of(sentence)[here])


def _is_told_within(sentence: Sentence, here: int) -> bool:
    """ "would like to note that they agreed": what is wanted or due is the telling, not what is told."""
    token, above = sentence.tokens[here], sentence.tokens[sentence.tokens[here].head]
    if token.dep != "ccomp" or _has_to(sentence, here) or _effect(above) != "said" or above.pos != "VERB":
        return False
    return above.tag in ("VB", "VBG") and above.dep in ("xcomp", "advcl", "acl", "pcomp")


def _hold_back(sentence: Sentence, telling: int) -> str:
    """ "declined to say whether": what is kept back is open."""
    above = sentence.tokens[sentence.tokens[telling].head]
    return "possible" if _effect(above) in ("refused", "denied", "negative") else ""


def _is_participle(sentence: Sentence, index: int) -> bool:
    """ "barricades erected by Serbs": a participle on a noun, without auxiliary or subject of its own."""
    token = sentence.tokens[index]
    if token.dep != "acl" or token.tag not in ("VBN", "VBD", "VBG") or sentence.tokens[token.head].pos not in _NOUNS:
        return False
    own = {sentence.tokens[child].dep for child in children_of(sentence)[index]}
    return not own & (SUBJECTS | {"aux", "auxpass", "mark"})


def _reaches(sentence: Sentence, preposition: int, governor: int) -> bool:
    """Whether what a preposition brings is a complement of a word that decides, not a mere circumstance of it."""
    above, name = sentence.tokens[governor], sentence.tokens[preposition].lemma
    effect = _effect(above)
    if name in ("include", "including"):
        return True
    if above.pos in _NOUNS:
        return above.lemma in TRANSPARENT or (
            bool(effect) and name in ("of", "for", "to", "at", "about", "against", "on")
        )
    return bool(effect) and (name in _COMPLEMENTS.get(effect, ()))


def subject_of(sentence: Sentence, index: int) -> int | None:
    """Index of the subject of the verb at `index`, its own or that of the verb it is joined to, else None."""
    for _ in range(_HOPS):
        for child in children_of(sentence)[index]:
            if sentence.tokens[child].dep in SUBJECTS:
                return child
        token = sentence.tokens[index]
        if token.dep != "conj" or token.head == index:
            return None
        index = token.head
    return None


def _judge_locally(sentence: Sentence, index: int, stance: Stance) -> Stance:
    """Read the word's own tense, auxiliaries, negation, adverbs and adjectives."""
    token = sentence.tokens[index]
    children = children_of(sentence)[index]
    if token.pos in _NOUNS:
        return _judge_noun(sentence, children, stance)
    stance = _judge_auxiliaries(sentence, index, children, stance)
    for child in children:
        word = sentence.tokens[child]
        if _is_negation(word) or _is_no_longer(sentence, child):
            stance = _negate(stance, child)
        elif word.dep == "mark":
            stance = _apply(stance, load_effects().get((word.lemma, "mark"), ""), child)
        elif word.dep == "advmod" or (word.dep == "acomp" and token.pos == "AUX"):
            stance = _apply(stance, _effect(word), child)
        elif word.dep == "advcl" and _is_condition(sentence, child):
            stance = _apply(stance, "conditional", child)
        elif word.dep in ("nsubj", "nsubjpass", "dobj", "attr"):
            negation = _negation_of(sentence, child)
            stance = _negate(stance, negation) if negation is not None else stance
    if _is_imperative(sentence, index, children):
        stance = _apply(stance, "asked", index)
    return stance


def _judge_noun(sentence: Sentence, children: tuple[int, ...], stance: Stance) -> Stance:
    for child in children:
        word = sentence.tokens[child]
        if word.dep in ("det", "neg") and word.lemma in NEGATIVE_DETERMINERS | {"not"}:
            stance = _negate(stance, child)
        elif word.dep == "det" and word.lemma == "any":
            stance = _apply(stance, "conditional", child)
        elif word.dep in ("amod", "compound", "nmod"):
            effects = load_effects()
            effect = effects.get((word.text.lower(), "adjective")) or effects.get((word.lemma, "adjective"), "")
            stance = _apply(stance, effect, child)
        elif word.dep == "acl" and word.tag == "VBN" and _effect(word) in ("planned", "negative"):
            stance = _apply(stance, _effect(word), child)  # "a meeting scheduled for Monday"
    return stance


def _judge_auxiliaries(sentence: Sentence, index: int, children: tuple[int, ...], stance: Stance) -> Stance:
    token = sentence.tokens[index]
    helpers = [
        (child, sentence.tokens[child]) for child in children if sentence.tokens[child].dep in ("aux", "auxpass")
    ]
    lemmas = {word.lemma for _, word in helpers} | {word.text.lower() for _, word in helpers}
    for child, word in helpers:
        form = word.text.lower()
        if form in FUTURE_MODALS or word.lemma in FUTURE_MODALS:
            stance = _apply(stance, "planned", child)
        elif form == "would" or word.lemma == "would" or form in ("'d", "’d"):
            future = "planned" if _is_reported(sentence, index) else "possible"
            stance = _apply(stance, "conditional" if "have" in lemmas else future, child)
        elif form == "could" and _is_negated(sentence, index):
            continue  # "could not agree": did not
        elif form in POSSIBLE_MODALS and word.tag == "MD":
            stance = _apply(stance, "possible", child)
        elif form in DUTY_MODALS and word.tag == "MD":
            inverted = form == "should" and child == 0
            stance = _apply(stance, "conditional" if inverted else "asked", child)
        elif form == "to" and token.dep == "ROOT":
            stance = _apply(stance, "planned", child)  # headline: "Force to leave island"
    present = any(word.lemma in ("be", "have") and word.tag in ("VBP", "VBZ") for _, word in helpers)
    if token.tag == "VBG" and present and stance.factuality == "happened":
        stance = replace(stance, factuality="ongoing")
    return stance


def _is_negated(sentence: Sentence, index: int) -> bool:
    return any(sentence.tokens[child].dep == "neg" for child in children_of(sentence)[index])


def _is_reported(sentence: Sentence, index: int) -> bool:
    """Whether a verb of speech or thought in the past governs the clause: "said it would" is a plan."""
    for _ in range(_HOPS):
        token = sentence.tokens[index]
        if token.head == index:
            return False
        head = sentence.tokens[token.head]
        if token.dep in ("ccomp", "relcl", "acl") and head.tag in ("VBD", "VBN", "NN", "NNS"):
            return True
        if token.dep == "ccomp" and head.tag == "VBG" and head.dep in ("advcl", "acl"):
            return True  # "announcing that he would"
        if token.dep not in ("conj", "xcomp", "advcl", "ccomp"):
            return False
        index = token.head
    return False


def _is_imperative(sentence: Sentence, index: int, children: tuple[int, ...]) -> bool:
    token = sentence.tokens[index]
    if token.tag != "VB" or token.dep not in ("ROOT", "ccomp") or sentence.title:
        return False
    return not any(sentence.tokens[child].dep in SUBJECTS | {"aux", "auxpass"} for child in children)


def _is_negation(word: Token) -> bool:
    if word.dep in ("det", "preconj"):
        return word.lemma in NEGATIVE_DETERMINERS
    return word.dep == "neg" or (word.dep == "advmod" and word.lemma in ("never", "nowhere"))


def _is_no_longer(sentence: Sentence, index: int) -> bool:
    """ "no longer", "not … any more"."""
    word = sentence.tokens[index]
    before = sentence.tokens[index - 1].text.lower() if index else ""
    return word.dep == "advmod" and word.text.lower() in ("longer", "more") and before == "no"


def _negation_of(sentence: Sentence, index: int) -> int | None:
    """The word that makes a noun phrase negative: "no" of "no talks", or "nobody" itself."""
    if sentence.tokens[index].lemma in ("nobody", "nothing", "none"):
        return index
    for child in children_of(sentence)[index]:
        if sentence.tokens[child].dep == "det" and sentence.tokens[child].lemma in NEGATIVE_DETERMINERS:
            return child
    return None


def _is_condition(sentence: Sentence, index: int) -> bool:
    return any(
        sentence.tokens[child].dep == "mark" and sentence.tokens[child].lemma in ("if", "unless")
        for child in children_of(sentence)[index]
    )


def _climb(sentence: Sentence, here: int, stance: Stance) -> Stance:
    """What the head of `here` makes of the stance."""
    token, above = sentence.tokens[here], sentence.tokens[sentence.tokens[here].head]
    if token.dep == "prep" or (token.dep == "agent"):
        return stance  # the preposition's own head is looked at from its object, see _governor
    if token.dep == "conj":
        return _climb_conjunct(sentence, here, stance)
    if token.dep == "advcl" or (token.dep == "relcl" and above.pos in _NOUNS):
        return _climb_adverbial(sentence, here, stance)
    if token.dep == "acomp" and above.lemma == "be":  # "will be willing"
        return _inherit(_judge_copula(sentence, token.head), stance)
    governor = _governor(sentence, here)
    if governor is None:
        return stance
    return _govern(sentence, here, governor, stance)


def _judge_copula(sentence: Sentence, index: int) -> Stance:
    """What "will be willing", "was not ready" say by their auxiliaries and negation."""
    children = children_of(sentence)[index]
    own = _judge_auxiliaries(sentence, index, children, Stance())
    negations = [child for child in children if sentence.tokens[child].dep == "neg"]
    return _negate(own, negations[0]) if negations else own


def _governor(sentence: Sentence, here: int) -> int | None:
    """The verb, noun or adjective whose complement `here` is; through a preposition where one stands between."""
    token = sentence.tokens[here]
    head = token.head
    if token.dep in ("pobj", "pcomp"):
        preposition = sentence.tokens[head]
        if preposition.dep not in ("prep", "agent", "dative") or preposition.head == head:
            return None
        if preposition.lemma in TEMPORAL or preposition.lemma == "by":
            return None
        return preposition.head
    if token.dep in CLAUSES | OBJECTS | {"nsubj", "dep", "advmod", "parataxis"}:
        return head
    if token.dep in ("compound", "poss", "nmod", "amod") and sentence.tokens[head].pos in _NOUNS:
        return head
    return None


def _govern(sentence: Sentence, here: int, governor: int, stance: Stance) -> Stance:
    token, above = sentence.tokens[here], sentence.tokens[governor]
    preposition = sentence.tokens[token.head] if token.dep in ("pobj", "pcomp") else None
    if preposition is not None and preposition.lemma == "without":
        return _negate(stance, token.head)
    effect = _effect(above)
    if above.lemma == "lead" and preposition is not None and sentence.tokens[above.head].lemma in _LEADS:
        return _apply(stance, "possible", governor)  # "information leading to an arrest"
    particles = [sentence.tokens[child] for child in children_of(sentence)[governor]]
    clause = token.dep in ("ccomp", "xcomp", "pcomp", "csubj", "acl", "parataxis", "dep")
    infinitive = _has_to(sentence, here)
    if above.lemma == "call" and preposition is None and not infinitive:
        effect = ""  # "called it", "called the minister": no appeal
    if above.lemma == "need" and above.pos == "NOUN" and not infinitive and preposition is None:
        effect = ""
    for word in particles:
        if word.dep == "prt":
            effect = _PARTICLE_READINGS.get((above.lemma, word.lemma), effect)
    if above.pos in ("VERB", "AUX"):
        return _govern_by_verb(sentence, here, governor, effect, clause, infinitive, stance)
    if token.dep == "nsubj":
        return stance
    if token.dep in ("compound", "poss", "nmod", "amod"):
        return _apply(stance, effect if effect in ("threatened", "background", "possible") else "", governor)
    if not effect and infinitive:
        effect = "" if above.pos == "ADJ" or _is_ordinal(sentence, governor) else "planned"
    if effect in ("light", "said"):
        return stance
    stance = _apply(stance, effect, governor)
    negation = _negation_of(sentence, governor) if effect and effect != "background" else None
    return _negate(stance, negation) if negation is not None else stance


def _is_ordinal(sentence: Sentence, index: int) -> bool:
    """ "the first to leave", "the only port to close": what follows did happen."""
    inside = (index, *children_of(sentence)[index])
    return any(sentence.tokens[i].lemma in ("first", "last", "only", "second", "third", "late") for i in inside)


def _govern_by_verb(
    sentence: Sentence, here: int, governor: int, effect: str, clause: bool, infinitive: bool, stance: Stance
) -> Stance:
    token, above = sentence.tokens[here], sentence.tokens[governor]
    if token.dep == "nsubj" and effect != "light" and not (infinitive or above.lemma in ("appear", "seem", "loom")):
        return stance
    own = _judge_locally(sentence, governor, Stance())
    if infinitive and token.lemma in _DONE_BY_SAYING and above.lemma in ("want", "like", "wish"):
        return stance  # "I want to thank the nurses"
    if infinitive and above.lemma == "have" and token.dep == "xcomp":
        return _apply(stance, "asked" if above.tag in ("VBP", "VBZ", "VB") else "happened", governor)  # "have to leave"
    if above.lemma == "go" and above.tag == "VBG" and infinitive:
        stance = _apply(stance, "planned", governor)
        return _negate(stance, own.cues[-1]) if own.polarity == "negative" else stance
    if effect == "said":
        return _report(sentence, here, governor, own, infinitive, stance)
    if clause and infinitive and (not effect or above.lemma == "be"):
        effect = "planned" if above.lemma != "be" else _effect_of_subject(sentence, governor) or "planned"
    if effect == "ongoing" and infinitive and own.factuality == "planned":
        effect = "planned"  # "will continue to use"
    if above.lemma in _CEASING and token.tag == "VBG" and own.factuality not in _OPEN:
        return _negate(_inherit(own, stance), governor)  # "will stop selling"
    if effect in ("light", "happened") or (clause and not effect and token.dep in ("xcomp", "csubj")):
        return _inherit(own, stance)
    if not effect:
        return stance
    if effect in ("refused", "negative", "denied") and own.polarity == "negative":
        return replace(
            _apply(stance, "possible" if effect != "negative" else "", governor), cues=stance.cues + own.cues
        )
    if effect == "negative" and _has_to(sentence, governor) and above.lemma in _AVERTING:
        return _apply(stance, "possible", governor)  # "to prevent attacks": what may come
    if effect == "negative":
        stance = _negate(stance, governor)
        return _inherit(replace(own, polarity="positive"), stance)
    if above.lemma in _VOUCHED and not _is_passive(sentence, governor):
        speaker = subject_of(sentence, governor)
        stance = replace(stance, speaker=stance.speaker if stance.speaker is not None else speaker)
    stance = _apply(stance, effect, governor)
    return _negate(stance, own.cues[-1]) if own.polarity == "negative" and effect != "possible" else stance


def _effect_of_subject(sentence: Sentence, verb: int) -> str:
    """ "their aim is to seize the port": what the noun before "is to" says."""
    subject = subject_of(sentence, verb)
    return _effect(sentence.tokens[subject]) if subject is not None else ""


def _report(sentence: Sentence, here: int, governor: int, own: Stance, infinitive: bool, stance: Stance) -> Stance:
    """The clause is said by the subject of the verb of speech; "told to" is an order; "did not say" leaves it open."""
    token = sentence.tokens[here]
    if token.dep not in ("ccomp", "xcomp", "parataxis", "dep", "advcl"):
        return stance if token.dep != "nsubjpass" or not infinitive else _apply(stance, "possible", governor)
    passive = _is_passive(sentence, governor)
    if infinitive and token.dep == "xcomp":
        lemma = sentence.tokens[governor].lemma
        return _apply(stance, "asked" if lemma in ("tell", "say") and not passive else "possible", governor)
    speaker = stance.speaker
    if speaker is None and not passive:
        subject = subject_of(sentence, governor)
        speaker = subject
    stance = replace(stance, speaker=speaker)
    if own.polarity == "negative" or own.factuality in ("possible", "conditional"):
        return _apply(stance, "possible", governor)
    return stance


def _climb_conjunct(sentence: Sentence, here: int, stance: Stance) -> Stance:
    """A conjunct shares the modal or the "to" before the first verb where it has no auxiliary or subject of its own."""
    token, first = sentence.tokens[here], sentence.tokens[sentence.tokens[here].head]
    children = children_of(sentence)[here]
    own = any(sentence.tokens[child].dep in SUBJECTS | {"aux", "auxpass"} for child in children)
    if (
        token.pos not in ("VERB", "AUX")
        or own
        or not (token.tag == first.tag or {token.tag, first.tag} == {"VB", "VBP"})
    ):
        return stance
    if _is_imperative(sentence, token.head, children_of(sentence)[token.head]):
        return _apply(stance, "asked", token.head)
    return _inherit(_judge_auxiliaries(sentence, token.head, children_of(sentence)[token.head], Stance()), stance)


def _climb_adverbial(sentence: Sentence, here: int, stance: Stance) -> Stance:
    """Purpose clauses ("to restore order") are planned; others keep what they say."""
    token, above = sentence.tokens[here], sentence.tokens[sentence.tokens[here].head]
    if token.dep == "relcl":
        ahead = _has_to(sentence, here) and not _is_ordinal(sentence, token.head)
        return _apply(stance, "possible" if _effect(above) == "possible" else "planned", here) if ahead else stance
    if _effect(above) == "said" and _speaks_in(sentence, here, token.head):
        return _report(sentence, here, token.head, Stance(), False, stance)
    if _has_to(sentence, here):
        effect = _effect(above)
        if _gathers(sentence, token.head):
            return _inherit(_judge_locally(sentence, token.head, Stance()), stance)
        return _apply(stance, effect if effect in _STRONG or effect in ("possible", "planned") else "planned", here)
    return stance


def _gathers(sentence: Sentence, index: int) -> bool:
    """ "gathered to protest", "took to the streets to demand": the purpose is what they do there."""
    token = sentence.tokens[index]
    if token.lemma == "take":
        return any(sentence.tokens[child].lemma == "street" for child in _below(sentence, index, 2))
    return token.lemma in _GATHERING


def _speaks_in(sentence: Sentence, here: int, governor: int) -> bool:
    """Whether an adverbial clause is in truth what is said: quotation marks before it and no conjunction."""
    marks = [c for c in children_of(sentence)[here] if sentence.tokens[c].dep in ("mark", "advmod")]
    first = min([here, *children_of(sentence)[here]])
    return not marks and sentence.tokens[first].text in ('"', "“", "''", "``") and governor > first


def _is_passive(sentence: Sentence, index: int) -> bool:
    return any(sentence.tokens[child].dep == "auxpass" for child in children_of(sentence)[index])


def _has_to(sentence: Sentence, index: int) -> bool:
    return any(
        sentence.tokens[child].dep == "aux" and sentence.tokens[child].text.lower() == "to"
        for child in children_of(sentence)[index]
    )


def _add_source(sentence: Sentence, stance: Stance) -> Stance:
    """Who says so where the sentence has "according to …" and no verb of speech."""
    if stance.speaker is not None:
        return stance
    for index, token in enumerate(sentence.tokens):
        if len(token.text) == len("according") and token.text.lower() == "according":
            for child in _below(sentence, index, 2):
                if sentence.tokens[child].dep == "pobj":
                    return replace(stance, speaker=child)
    return stance


def _below(sentence: Sentence, index: int, depth: int) -> list[int]:
    found = list(children_of(sentence)[index])
    if depth > 1:
        for child in children_of(sentence)[index]:
            found += _below(sentence, child, depth - 1)
    return found


def _effect(token: Token) -> str:
    part = _PARTS.get(token.pos, "")
    effects = load_effects()
    if part == "adjective" or (part == "verb" and token.tag in ("VBN", "JJ") and (token.lemma, "verb") not in effects):
        return effects.get((token.text.lower(), "adjective")) or effects.get((token.lemma, "adjective"), "")
    if token.lemma in ("commit",) and part == "verb":
        return effects.get((token.lemma, "verb"), "")
    return effects.get((token.lemma, part), "")


def _apply(stance: Stance, effect: str, cue: int) -> Stance:
    """The stance after a word with that effect: outer asked, refused, denied … outweigh, the rest fill what is open."""
    if not effect or effect in ("light", "said", "happened"):
        return stance
    cues = (*stance.cues, cue)
    if effect == "negative":
        return _negate(stance, cue)
    if effect in _STRONG or stance.factuality in _OPEN:
        return replace(stance, factuality=effect, cues=cues)
    if effect == "possible" and stance.factuality == "planned":
        return replace(stance, factuality="possible", cues=cues)
    return replace(stance, cues=cues)


def _negate(stance: Stance, cue: int) -> Stance:
    """Turn the polarity round, once for each word that does so."""
    if cue in stance.cues:
        return stance
    flipped = "positive" if stance.polarity == "negative" else "negative"
    return replace(stance, polarity=flipped, cues=(*stance.cues, cue))


def _inherit(own: Stance, stance: Stance) -> Stance:
    """Take over what the governing verb's own auxiliaries and negation say."""
    if own.factuality not in _OPEN or stance.factuality == "happened":
        cue = own.cues[0] if own.cues else None
        if cue is None:
            stance = replace(
                stance, factuality=own.factuality if stance.factuality == "happened" else stance.factuality
            )
        else:
            stance = _apply(stance, own.factuality, cue)
    if own.polarity == "negative":
        stance = _negate(stance, own.cues[-1])
    return stance
