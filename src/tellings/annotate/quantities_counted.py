"""A number's place in a parsed sentence in, the words for what it counts out."""

from collections.abc import Sequence

from tellings.records import Sentence, Token

_INNER = frozenset(
    ("nummod", "quantmod", "compound", "npadvmod", "amod", "nmod", "advmod", "predet", "det", "punct", "poss")
)
_OLDEST = 110
_NOUN = frozenset(("NOUN", "PROPN"))
_PLURAL = frozenset(("NNS", "NNPS"))
_LENGTHS = frozenset(("km", "m", "mile", "foot", "yard", "nautical mile"))
_BEARINGS = frozenset(
    """north south east west northeast northwest southeast southwest north-east north-west south-east south-west inland
    offshore away from off upstream downstream""".split()
)
_STATES = frozenset("dead injured wounded missing hurt displaced homeless".split())
_LEFT = frozenset(("det", "nummod", "quantmod", "predet", "poss", "punct", "prep", "case", "cc"))
_NUMERIC = frozenset(("CARDINAL", "QUANTITY", "MONEY", "PERCENT"))
_MEASURES = frozenset("toll number total count tally figure turnout population membership size strength rate".split())
_NAMED = frozenset(("PRODUCT", "LAW", "FAC", "WORK_OF_ART", "EVENT", "ORG"))
_LABELS = frozenset(
    """number phase stage level chapter round game turn grade class article section page room gate flight platform
    category tier formula highway route channel lane act scene episode volume division day""".split()
)
_POINTING = frozenset("the this that which any every each another latest last first only previous next".split())
_OPENING = frozenset(('"', "'", "\u201c", "\u2018", "(", "[", "-", "\u2013", "\u2014"))
_STREETS = frozenset("Street Road Avenue Lane Drive Boulevard Square St Rd Ave Blvd Crescent Terrace Parkway".split())
_OTHERS = frozenset(("others", "more", "other"))


def find_counted(
    sentence: Sentence, core: tuple[int, int], whole: tuple[int, int], *, age: bool = False, unit: str = ""
) -> tuple[int, int] | None:
    """Start and end of what is counted; (0, 0) where the sentence does not say; None where the number counts nothing
    (it is part of a name, or a pronoun)."""
    words = sentence.tokens
    inside = [n for n, token in enumerate(words) if token.start < whole[1] and token.end > whole[0]]
    number = [n for n in inside if words[n].start < core[1] and words[n].end > core[0]]
    if not number:
        return (0, 0)
    if age:
        return _aged(words, number[0], inside)
    if not _is_money(unit) and _counts_nothing(sentence, number):
        return None
    if unit in _LENGTHS and words[inside[-1] + 1 : inside[-1] + 2] and words[inside[-1] + 1].lemma in _BEARINGS:
        return (0, 0)
    attached = _attached(words, inside[-1])
    if attached is not None:
        return attached
    head = _state_after(words, inside[-1]) or _climb(words, number[-1], set(inside))
    if head is None and unit in ("", "%"):
        head = _measured(words, number[-1])
    if head is not None:
        return _phrase(words, head, whole[1] if words[head].start >= whole[1] else 0)
    if unit not in ("", "%"):
        return (0, 0)
    verb = _elliptic(words, number[-1])
    if verb is None:
        return None if words[number[-1]].text.lower() == "one" else (0, 0)
    return (words[verb].start, words[verb].end)


def _is_money(unit: str) -> bool:
    return len(unit) == len("EUR") and unit.isupper()


def _counts_nothing(sentence: Sentence, number: Sequence[int]) -> bool:
    """Whether it names or numbers a thing, or stands for one."""
    words = sentence.tokens
    return (
        _is_name(words, number[0])
        or _is_label(sentence, number[0])
        or _is_pronoun(words, number[0])
        or _is_address(words, number[-1])
    )


def _attached(words: Sequence[Token], last: int) -> tuple[int, int] | None:
    """Of "three-storey house" the storey."""
    if last + 2 >= len(words) or words[last + 1].text != "-" or words[last + 1].start != words[last].end:
        return None
    after = words[last + 2]
    return (after.start, after.end) if after.pos in _NOUN and after.start == words[last + 1].end else None


def _measured(words: Sequence[Token], place: int) -> int | None:
    """Of "the toll rose to 84", "put the number of dead at 31" what is measured: the toll, the dead."""
    prep = words[place].head
    if words[place].dep != "pobj" or words[prep].lemma not in ("at", "to", "from") or words[prep].head == prep:
        return None
    verb = words[prep].head
    for dep in ("dobj", "nsubj", "nsubjpass"):
        for n, token in enumerate(words):
            if token.head == verb and token.dep == dep and token.pos in _NOUN and token.lemma in _MEASURES:
                return _of_object(words, n) or n if token.lemma in _PARTITIVE else n
    return None


def is_age(sentence: Sentence, core: tuple[int, int], text: str) -> bool:
    """Whether the number is the age in "Ana Reyes, 43, a nurse"."""
    number = text[core[0] : core[1]]
    if not number.isdecimal() or len(number) > 3 or not 0 < int(number) < 120 or text[core[0] - 2 : core[0]] != ", ":
        return False
    before = [token for token in sentence.tokens if token.end <= core[0] - 2]
    after = text[core[1] : core[1] + 5]
    if not before or not (after[:1] in ",.;)" or after.startswith((" and ", " of "))):
        return False
    return before[-1].pos == "PROPN" or (before[-1].tag == "NN" and after[:2] == ", " and int(number) < _OLDEST)


def _aged(words: Sequence[Token], number: int, inside: Sequence[int]) -> tuple[int, int]:
    """Whose age it is: the noun after or before, or the subject of "was aged 43"."""
    listed = [n for n, token in enumerate(words[:number]) if token.lemma in ("aged", "age") and n not in inside]
    if listed and all(w.pos in ("NUM", "CCONJ", "PUNCT", "ADP") for w in words[listed[-1] + 1 : number]):
        return _aged(words, listed[-1], [listed[-1]])
    place = inside[0]
    for _ in range(8):
        above = words[place].head
        if above == place:
            break
        if above not in inside and words[above].pos in _NOUN and words[above].kind not in ("DATE", "CARDINAL"):
            return _phrase(words, above, words[inside[-1]].end if above > inside[-1] else 0)
        place = above
        if place not in inside and words[place].pos in ("VERB", "AUX"):
            subjects = [n for n, t in enumerate(words) if t.head == place and t.dep in ("nsubj", "nsubjpass")]
            return _phrase(words, subjects[0], 0) if subjects and words[subjects[0]].pos in _NOUN else (0, 0)
    after = [n for n in range(inside[-1] + 1, len(words)) if words[n].pos in _NOUN][:1]
    if after and after[0] <= inside[-1] + 3 and words[inside[-1]].lemma in ("old", "olds"):
        return _phrase(words, after[0], words[inside[-1]].end)
    return (0, 0)


def _is_name(words: Sequence[Token], first: int) -> bool:
    """Whether the number belongs to a name or label before it: "Resolution 99", "Flight 12", "page 7"."""
    if first == 0 or not words[first].text[0].isdigit():
        return False
    before, number = words[first - 1], words[first]
    if number.kind in _NAMED:
        return True
    if before.tag == "NNP" and before.dep in ("compound", "nmod") and before.head == number.head:
        return True
    if before.tag in ("NNP", "NNPS") and (number.head == first - 1 or number.kind not in _NUMERIC):
        return True
    after = words[first + 1] if first + 1 < len(words) else None
    if before.pos in _NOUN and not before.text.islower() and (after is None or after.pos not in (*_NOUN, "ADJ")):
        return True
    return before.pos in _NOUN and number.head == first - 1 and number.dep in ("nummod", "appos")


def _is_label(sentence: Sentence, first: int) -> bool:
    """The same for numbers in words: "phase two", "Formula One", "a can of Cola Zero"."""
    words = sentence.tokens
    if first == 0 or words[first].text[0].isdigit() or not words[first].text[0].isalpha():
        return False
    before, number = words[first - 1], words[first]
    after = words[first + 1] if first + 1 < len(words) else None
    counts = after is not None and after.pos in (*_NOUN, "ADJ")
    if before.lemma in _LABELS and not counts:
        return True
    if sentence.title or not number.text[0].isupper() or before.text in _OPENING or before.text[-1] in ".:!?":
        return False
    return (before.tag in ("NNP", "NNPS") and not counts) or number.kind in _NAMED


def _is_pronoun(words: Sequence[Token], place: int) -> bool:
    """ "No one", "the one that sank", "at one point": nothing is counted."""
    if words[place].text.lower() != "one":
        return False
    before = words[place - 1].text.lower() if place else ""
    after = words[place + 1] if place + 1 < len(words) else None
    if before == "no" or (after and after.text.lower() in ("another", "'s", "\u2019s", "point")):
        return True
    if words[place].tag in ("NN", "NNS", "PRP", "NNP"):
        return before != "only" and not (after and after.lemma == "of")
    return before in _POINTING and (after is None or (after.pos not in (*_NOUN, "ADJ", "NUM") and after.lemma != "of"))


def _is_address(words: Sequence[Token], last: int) -> bool:
    """ "12 Harbour Street"."""
    after = words[last + 1 : last + 4]
    names = [token for n, token in enumerate(after) if all(other.text[:1].isupper() for other in after[: n + 1])]
    return any(token.text in _STREETS for token in names[1:])


def _state_after(words: Sequence[Token], last: int) -> int | None:
    """ "12 dead", "20 others wounded": the state counts."""
    for n in range(last + 1, min(last + 3, len(words))):
        if words[n].text.lower() in _STATES:
            after = words[n + 1] if n + 1 < len(words) else None
            return None if after and after.pos in _NOUN and words[n].head == n + 1 else n
        if words[n].text.lower() not in _OTHERS:
            return None
    return None


def _climb(words: Sequence[Token], place: int, inside: set[int]) -> int | None:
    """The noun that the number counts, upwards through its phrase, or down through "of"."""
    seen = place
    for _ in range(8):
        word = words[seen]
        below = _of_object(words, seen)
        if below is not None and seen in inside and below not in inside:
            return below
        above = word.head
        if above == seen:
            return None
        if word.dep not in _INNER and seen in inside and above not in inside:
            return _worth(words, seen)
        if above not in inside and words[above].pos in _NOUN and word.dep in _INNER:
            return _of_object(words, above) if words[above].lemma in _PARTITIVE and _of_object(words, above) else above
        if above not in inside and words[above].pos in ("VERB", "AUX", "ADP"):
            return None
        seen = above
    return None


_AMONG = frozenset(("include", "including"))
_PARTITIVE = frozenset("group total number series string handful couple batch set crowd".split())


def _of_object(words: Sequence[Token], place: int) -> int | None:
    for n, token in enumerate(words):
        if token.head == place and token.dep == "prep" and token.lemma in ("of", "in") and n > place:
            if token.lemma == "in" and words[place].kind != "MONEY":
                continue
            return next((m for m, other in enumerate(words) if other.head == n and other.dep == "pobj"), None)
    return None


def _worth(words: Sequence[Token], place: int) -> int | None:
    """ "a contract worth $4m", "a fine of $4m": the noun before."""
    word = words[place]
    above = words[word.head]
    if word.dep == "pobj" and above.lemma == "of" and words[above.head].pos in _NOUN:
        return above.head
    if above.lemma == "worth" and words[above.head].pos in _NOUN:
        return above.head
    return None


def _elliptic(words: Sequence[Token], place: int) -> int | None:
    """The verb or state that stands for what is counted where no noun does: "twelve were killed"."""
    for _ in range(6):
        word = words[place]
        if word.dep == "pobj" and words[word.head].lemma in _AMONG:
            whole = words[word.head].head
            return whole if words[whole].pos == "NOUN" else None
        if word.dep in ("nsubj", "nsubjpass", "dobj", "ROOT", "attr"):
            verb = word.head
            if verb == place:
                return None
            if words[verb].pos == "VERB":
                return verb
            states = [n for n, token in enumerate(words) if token.head == verb and token.lemma in _STATES]
            return states[0] if states else None
        if word.head == place:
            return None
        place = word.head
    return None


def _phrase(words: Sequence[Token], head: int, after: int) -> tuple[int, int]:
    """From the first word of the noun phrase that says what it is, to its head, with what is joined to it."""
    start = head
    while start > 0:
        left = words[start - 1]
        if left.dep in ("cc", "conj") and start < left.head + 3 <= head + 3 and words[left.head].dep == "amod":
            start -= 1
            continue
        if words[start - 1].start < after or left.head not in range(start - 1, head + 1):
            break
        if left.pos in ("VERB", "AUX") and left.dep != "amod":
            break  # "said Ana Reyes, 36": the parser takes it for part of the name
        if left.dep == "punct" and left.start > words[start - 2].end >= 0 and left.end < words[start].start:
            break  # a dash between spaces
        if left.dep in _LEFT and left.tag not in ("JJ", "HYPH") and not (left.dep == "punct" and left.text == "-"):
            break
        start -= 1
    end = head
    for n in range(head + 1, len(words)):
        token = words[n]
        if (
            token.dep == "conj"
            and token.head == head
            and token.pos in _NOUN
            and (token.tag in _PLURAL or words[head].tag not in _PLURAL)
            and words[n - 1].text.lower() in ("and", "or")
        ):
            if n == end + 2 or (n == end + 3 and words[n - 1].head == n and words[n - 1].dep in ("amod", "compound")):
                end = n
        elif token.head in range(head, n + 1) and token.dep in ("compound", "amod", "cc"):
            continue
        else:
            break
    return (words[start].start, words[end].end)
