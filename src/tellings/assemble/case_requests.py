"""A story's sentences in; its requests out, each with all the tellings that are of it.

Tellings are brought together by who asks, by what is asked (cosine of the wordings), and within a report by words that
point back ("the motion", "its complaint"); answers by what they answer and by who gives them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tellings.assemble.asked import Asking
from tellings.assemble.asking import find_askings
from tellings.assemble.case_answers import find_answers
from tellings.assemble.case_words import read_aftermath_words, read_case_words
from tellings.assemble.parties import Party, read_party
from tellings.assemble.story_index import StoryIndex
from tellings.linking.vectors import embed_cached as embed
from tellings.text.words import content_words

_NAMES = frozenset({"GPE", "NORP", "ORG", "PERSON", "LOC", "FAC", "DATE"})
# Cosines of two wordings of what was asked, names left out; seen on the seven gold stories.
_SAME_ASKED = 0.5
_ANSWERED_BY_ASKED = 0.4
_SAME_ASKED_OF_SAME = 0.45  # where the same party asks the same party
_SAME_OF_SAME_KIND = 0.35  # where the same party asks in the same way, and one telling does not say of whom
_ORDERED = 0.3  # what the one who is asked orders
_NAMED_BOTH = 0.2  # where the answer names who asked and who was asked
_SAME_WORDS = 0.65  # where no party of the request is named
_UNREAL = frozenset({"possible", "asked", "conditional", "denied", "refused"})  # "may demand": nobody does yet
_LONG_AGO = 300  # days before a report from which on what it tells is history
_CLOSE = 2  # sentences within which two tellings are of one request if nothing else speaks against it
_FAR = 12  # sentences behind the last telling of a request from which nothing points back to it


@dataclass(frozen=True, slots=True)
class Told:
    """A telling with who and what it names."""

    asking: Asking
    requester: Party | None
    addressee: Party | None
    vector: NDArray[np.float32] | None
    old: bool = False  # asked long before the story: another request of the same party, told as history

    @property
    def kind(self) -> str:
        """The kind that its word tells."""
        return read_case_words().kinds.get(self.asking.noun, "request")


class Request:
    """The tellings of one request so far. addressees: whom a telling names as asked; answering: who is named as asked
    only by answering. What is looked up for every further telling is kept beside them, so that long stories stay quick.
    """

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.requesters: list[tuple[str, Party]] = []
        self.addressees: list[tuple[str, Party]] = []
        self.answering: list[tuple[str, Party]] = []
        self.kinds: set[str] = set()  # plain requests aside
        self.old = False
        self.answered: dict[str, int] = {}  # report -> index of its first sentence that tells an answer
        self.certain = False  # whether a requester is known by name
        self.asked_by: set[str] = set()  # keys
        self.asked_of: set[str] = set()
        self.words: set[frozenset[str]] = set()  # of each wording of what is asked
        self.heads: set[str | None] = set()
        self.places: dict[str, list[int]] = {}  # report -> indices of its sentences that tell it
        self.total: NDArray[np.float32] | None = None

    @property
    def askings(self) -> list[Asking]:
        """The tellings as they were read."""
        return [told.asking for told in self.told]

    @property
    def asked(self) -> list[tuple[str, Party]]:
        """Everybody who may be the one that is asked."""
        return [*self.addressees, *self.answering]

    @property
    def centre(self) -> NDArray[np.float32] | None:
        """Mean direction of what is asked, None where no telling says it."""
        if self.total is None:
            return None
        return np.asarray(self.total / max(float(np.linalg.norm(self.total)), 1e-9), dtype=np.float32)

    def add(self, told: Told) -> None:
        """Take one more telling in."""
        asking, report = told.asking, told.asking.sentence.report
        self.old = told.old if not self.told else self.old and told.old
        self.told.append(told)
        if asking.answer and asking.answer_stance == "happened":
            self.answered[report] = min(asking.sentence.index, self.answered.get(report, asking.sentence.index))
        self.places.setdefault(report, []).append(asking.sentence.index)
        if told.kind != "request":
            self.kinds.add(told.kind)
        if told.requester:
            self.requesters.append((report, told.requester))
            self.certain = self.certain or told.requester.certain
            self.asked_by |= told.requester.keys
        if told.addressee:
            named = self.answering if asking.answer and asking.addressee == asking.decider else self.addressees
            named.append((report, told.addressee))
            self.asked_of |= told.addressee.keys
        if told.vector is not None and asking.founds:
            self.total = told.vector if self.total is None else self.total + told.vector
            self.words.add(_words_of(asking))
            self.heads.add(_head_of(asking))

    def distance(self, asking: Asking) -> int | None:
        """Sentences from the last telling before this one in the same report; None where there is none."""
        places = self.places.get(asking.sentence.report, ())
        return min((asking.sentence.index - at for at in places if at <= asking.sentence.index), default=None)


def group_requests(index: StoryIndex) -> list[Request]:
    """The story's askings, one Request for each thing that is asked."""
    sentences = [s for report in index.reports for s in index.sentences.get(report, ())]
    askings = [asking for sentence in sentences for asking in find_askings(sentence)]
    answers = [a for sentence in sentences for a in find_answers(sentence) if not _is_asked_for(a, askings)]
    wordings = sorted({read_matter(a) for a in (*askings, *answers) if a.asked})
    vector_of = dict(zip(wordings, embed(wordings), strict=True))
    requests: list[Request] = []
    for asking in sorted(askings, key=_precedence):
        _place(_read(index, asking, vector_of), requests, may_found=asking.founds and asking.stance not in _UNREAL)
    requests = merge_requests(requests)
    for answer in answers:
        _place(_read(index, answer, vector_of), requests, may_found=False)
    return requests


def _is_asked_for(answer: Asking, askings: list[Asking]) -> bool:
    """ "Asked the force to allow …": an answer only in what is asked."""
    at = answer.sentence.tokens[answer.at].start
    return any(a.asked and a.sentence is answer.sentence and a.asked.start <= at < a.asked.end for a in askings)


def read_matter(asking: Asking) -> str:
    """The wording of what is asked without names: the names of a story make all that is asked in it look alike."""
    span = asking.asked
    if span is None:
        return ""
    tokens = [token for token in asking.sentence.tokens if span.start <= token.start and token.end <= span.end]
    plain = [token.text for token in tokens if token.pos != "PROPN" and token.kind not in _NAMES]
    return " ".join(plain or [token.text for token in tokens])


def _precedence(asking: Asking) -> int:
    """Those that say who asks and what come first, what only points back to them last."""
    if asking.founds and asking.requester is not None and asking.asked is not None:
        return 0
    return 1 if asking.founds else 2


def _read(index: StoryIndex, asking: Asking, vector_of: dict[str, NDArray[np.float32]]) -> Told:
    requester = read_party(index, asking.sentence, asking.requester)
    addressee = read_party(index, asking.sentence, asking.addressee)
    vector = vector_of[read_matter(asking)] if asking.asked else None
    return Told(asking, requester, addressee, vector, _is_old(index, asking))


def _is_old(index: StoryIndex, asking: Asking) -> bool:
    """ "In 2022 it asked for …", in a report of 2025."""
    published = index.published(asking.sentence.report)
    latest = published.last_day() if published else None
    moments = [m for m in index.moments_in(asking.sentence.span) if m.interval and m.kind == "date"]
    free = [m.interval for m in moments if m.interval and not (asking.asked and asking.asked.holds(m.span))]
    days = [last for when in free if (last := when.last_day())]
    return bool(days and latest and (latest - max(days)).days > _LONG_AGO)


def _place(told: Told, requests: list[Request], *, may_found: bool) -> None:
    """Add the telling to the request that it is of, or to a new one where it may found one."""
    best, best_score = None, 0.0
    for request in requests:
        score = _score(told, request)
        if score > best_score:
            best, best_score = request, score
    if best is None:
        if not may_found or (told.requester is None and told.addressee is None):
            return
        best = Request()
        requests.append(best)
    best.add(told)


def _voices() -> frozenset[str]:
    return read_aftermath_words().voices


def _words_of(asking: Asking) -> frozenset[str]:
    span = asking.asked
    inside = [t for t in asking.sentence.tokens if span and span.start <= t.start and t.end <= span.end]
    return frozenset(content_words(" ".join(token.text for token in inside)))


def merge_requests(requests: list[Request]) -> list[Request]:
    """One request where two were taken for different ones before all of their tellings were read."""
    kept: list[Request] = []
    for request in requests:
        same = next((other for other in kept if _is_one(request, other)), None)
        if same:
            for told in request.told:
                same.add(told)
        else:
            kept.append(request)
    return kept


def _is_one(request: Request, other: Request) -> bool:
    """Of one distinct kind, by nobody else and about the same; or pressed again next to it by the same party."""
    shared = request.kinds & other.kinds - {"demand", "proposal"}
    asked_by = bool(request.asked_by & other.asked_by)
    apart = not asked_by and request.certain and other.certain
    close = _are_close(request, other)
    centre, theirs = request.centre, other.centre
    if shared and (centre is None or theirs is None):
        return not apart or close
    if shared and centre is not None and theirs is not None and not apart and float(centre @ theirs) >= _SAME_ASKED:
        return True
    if asked_by and request.kinds & other.kinds and centre is not None and theirs is not None:
        return float(centre @ theirs) >= _SAME_OF_SAME_KIND and not (request.asked_of and other.asked_of)
    open_to = not request.addressees or not other.addressees
    pressed = {"demand", "ultimatum"} <= request.kinds | other.kinds
    return asked_by and close and open_to and pressed


def _are_close(request: Request, other: Request) -> bool:
    return any(
        abs(here - there) <= _CLOSE
        for report, places in request.places.items()
        for here in places
        for there in other.places.get(report, ())
    )


def _score(told: Told, request: Request) -> float:
    """How well the telling fits the request: 0 where it does not."""
    asking = told.asking
    bare = not asking.noun  # an answer that names no request
    asked_by = _meets(told.requester, request.asked_by)
    asked_of = _meets(told.addressee, request.asked_of, by_country=not bare)
    if asked_by is False and told.requester is not None and told.requester.certain and request.certain:
        return 0.0
    if told.old != request.old and (told.old or asking.founds):
        return 0.0
    kind, kinds = told.kind, request.kinds
    same_kind = kind in kinds
    if kind != "request" and kinds and not same_kind and {kind, *kinds} & {"vote", "invitation"}:
        return 0.0
    likeness = _liken(told, request)
    if bare:
        return _score_answer(told, request, asked_by, asked_of, likeness)
    if likeness is not None:
        again = asking.founds and asked_by and asked_of is not False
        needed = _SAME_ASKED_OF_SAME if again or _is_by_paper(asking) else _SAME_ASKED
        if likeness >= needed:
            return likeness
    distance = request.distance(asking)
    close = distance is not None and distance <= _CLOSE
    if close and asking.sentence.tokens[asking.requester or 0].text.lower() == "it" and not asking.answer:
        return 0.5  # "It asks them to …": the letter, the plan
    elsewhere = asked_of is False and asking.answer is None and told.addressee is not None and told.addressee.certain
    if elsewhere and not (close and asking.pointing and same_kind):
        return 0.0
    if likeness is None or not asking.founds:  # "declined the request": by its parties, or the one told just before
        if asking.asked is not None and not (asking.made and same_kind) and not asking.answer:
            answered = request.answered.get(asking.sentence.report, asking.sentence.index + 1) <= asking.sentence.index
            return (
                0.5
                if (asked_by and close and not answered) or (asked_by is not False and _shares_number(told, request))
                else 0.0
            )
        if distance is not None and distance <= _FAR and (asking.pointing or asking.made or asking.answer):
            return 0.55 + 0.1 * bool(asked_by) + 0.1 * same_kind - 0.01 * distance
        return 0.5 + 0.1 * same_kind if asked_by or (asked_of and same_kind) else 0.0
    distinct = same_kind and kind not in ("request", "demand", "proposal")
    fits = asked_by is not False and asked_of is not False and (asked_by or asking.answer)
    return 0.45 if distinct and fits else 0.0


def _is_answered_before(asking: Asking, request: Request) -> bool:
    """What the one who asked wants once he has his answer is something else."""
    place = asking.sentence.index
    return request.answered.get(asking.sentence.report, place + 1) <= place


def _is_by_paper(asking: Asking) -> bool:
    """ "The petition asks that …"."""
    words = read_case_words().request_nouns
    return asking.requester is not None and asking.sentence.tokens[asking.requester].lemma in words


def _score_answer(
    told: Told, request: Request, asked_by: bool | None, asked_of: bool | None, likeness: float | None
) -> float:
    """An answer that names no request must name a party of it or what was asked, or follow close behind."""
    asking, distance = told.asking, request.distance(told.asking)
    if asking.decider is not None and told.addressee is None:
        return 0.0  # whoever answers is none that can be asked: an agreement allows, a storm stops
    if asked_by and asked_of and likeness is not None and likeness >= _NAMED_BOTH:
        return max(likeness, _ANSWERED_BY_ASKED)
    if likeness is None:
        if asked_by and asked_of is not False:
            return 0.6
        near = distance is not None and distance <= _FAR
        voice = asking.decider is not None and asking.sentence.tokens[asking.decider].lemma in _voices()
        ours = asked_of or (voice and distance is not None and distance <= _CLOSE)  # "the judges refused that part"
        return 0.5 - 0.01 * (distance or 0) if near and ours and asking.pointing else 0.0
    if not (asked_by or asked_of):
        alike = max(likeness, _overlap(told, request), _SAME_WORDS * _is_the_thing(told, request))
        return alike if alike >= _SAME_WORDS and told.addressee is None else 0.0
    if asked_of and told.addressee is not None and told.addressee.official and _is_order(asking):
        return likeness if likeness >= _ORDERED else 0.0
    return likeness if likeness >= (_ANSWERED_BY_ASKED if asked_of else _SAME_ASKED) else 0.0


def _is_order(asking: Asking) -> bool:
    """The whole clause is what the court or authority does in the matter."""
    at = asking.sentence.tokens[asking.at]
    return asking.asked is not None and asking.asked.start <= at.start < asking.asked.end


def _shares_number(told: Told, request: Request) -> bool:
    """ "Had asked for 90,000 cubic metres": a number and a word of what is asked."""
    mine = _words_of(told.asking)
    numbers = {word for word in mine if len(word) > 1 and word[0].isdigit()}
    return any(numbers & words and len(mine & words) > 1 for words in request.words)


def _overlap(told: Told, request: Request) -> float:
    """Share of the words that another wording of what is asked has too; 0 for a single word."""
    mine = _words_of(told.asking)
    return max((len(mine & words) / len(mine) for words in request.words if len(mine) > 1), default=0.0)


def _is_the_thing(told: Told, request: Request) -> bool:
    """ "The permit was issued", where a permit was asked for."""
    mine = _head_of(told.asking)
    return mine is not None and mine in request.heads


def _head_of(asking: Asking) -> str | None:
    """The noun over the wording of what is asked, where it is one."""
    span, tokens = asking.asked, asking.sentence.tokens
    if span is None:
        return None
    for token in tokens:
        inside = span.start <= token.start and token.end <= span.end
        above = tokens[token.head]
        if inside and (above is token or not span.start <= above.start < span.end):
            return token.lemma if token.pos == "NOUN" else None
    return None


def _meets(party: Party | None, keys: set[str], *, by_country: bool = True) -> bool | None:
    if party is None or not keys:
        return None
    return any(by_country or not key.startswith("country ") for key in party.keys & keys)


def _liken(told: Told, request: Request) -> float | None:
    centre = request.centre
    return None if told.vector is None or centre is None else float(told.vector @ centre)
