"""A sentence's tree in, what is attributed without a verb out: "according to", "in the mayor's view", "in a poll"."""

from collections.abc import Iterator

from tellings.annotate.quotes_cues import TRIM, Attribution, Tree, read_frames, trim
from tellings.annotate.quotes_sources import find_owner, find_phrase

_VIEWS = frozenset("view word opinion eye estimation telling judgment judgement assessment".split())
_POLLS = frozenset("poll polling survey census study".split())
_SHARES = frozenset("percent most majority half many few more voter respondent resident".split())
_ASKED = 12  # words from "in" to "poll" at most


def find_adverbials(tree: Tree, text: str) -> Iterator[Attribution]:
    """Every attribution by a phrase beside the sentence."""
    yield from _according(tree, text)
    yield from _in_view(tree, text)
    yield from _in_poll(tree, text)


def _according(tree: Tree, text: str) -> Iterator[Attribution]:
    """ "According to the ministry, …": the rest of the sentence is the content."""
    words = tree.words
    for n, token in enumerate(words[:-2]):
        if token.text.lower() != "according" or words[n + 1].text.lower() != "to":
            continue
        below = tree.first(n + 1, "pobj")
        below = below if below is not None else tree.first(n, "pobj")
        if below is None or below < n:
            continue
        source, head = find_phrase(tree, below, stop=-1)
        last = max(m for m, word in enumerate(words) if word.start < source[1])
        pieces = [(tree.sentence.span.start, token.start), (words[last].end, tree.sentence.span.end)]
        after = text[pieces[1][0] : pieces[1][1]].strip(TRIM + "”\"' ")
        contents = [trim(a, b, text) for a, b in pieces]
        kept = [c for c in contents if c[1] - c[0] > 3]
        kept = [c for c in kept if " " in text[c[0] : c[1]]] or kept  # "Furthermore, according to …": not said by them
        if n > 0 and len(kept) == 2 and not after.startswith(("which", "who", "where")) and text[source[1]] != ",":
            kept = kept[:1]
        yield Attribution((token.start, words[n + 1].end), token.start, source, head, tuple(kept), lemma="according")


def _in_view(tree: Tree, text: str) -> Iterator[Attribution]:
    """ "In the mayor's view, …", "in the words of the captain, …": the rest of the sentence, if commas set it apart."""
    words = tree.words
    for place, token in enumerate(words):
        if token.lemma not in _VIEWS or token.dep != "pobj" or words[token.head].text.lower() != "in":
            continue
        owner, of = tree.first(place, "poss"), tree.first(place, "prep")
        if owner is None and of is not None and words[of].lemma == "of":
            owner = tree.first(of, "pobj")
        low, high = token.head, tree.edges(place)[1]
        opens = low == 0 or words[low - 1].text in (",", "that", "and", "but")
        closed = high + 1 < len(words) and words[high + 1].text in (",", ".")
        if owner is None or not opens or not closed or words[owner].lemma in ("I", "we", "my", "our", "own"):
            continue
        source, head = find_owner(tree, place) or find_phrase(tree, owner, stop=-1)
        start, end = (token.start, token.end) if source[1] <= token.start else (words[low].start, source[0])
        pieces = [(tree.sentence.span.start, words[low].start), (words[high].end, tree.sentence.span.end)]
        contents = tuple(c for c in (trim(a, b, text) for a, b in pieces) if " " in text[c[0] : c[1]])
        yield Attribution(trim(start, end, text), token.start, source, head, contents, lemma="according")


def _in_poll(tree: Tree, text: str) -> Iterator[Attribution]:
    """ "In a poll last week, half were against": the sentence, if commas set the phrase apart or it ends it."""
    words = tree.words
    for place, token in enumerate(words):
        if token.lemma not in _POLLS or token.dep != "pobj" or words[token.head].text.lower() != "in":
            continue
        low, high = token.head, tree.edges(place)[1]
        if words[words[low].head].pos not in ("VERB", "AUX") or place - low > _ASKED:
            continue
        opens = low == 0 and words[min(high + 1, len(words) - 1)].text == ","
        one = any(words[n].lemma in ("a", "an", "another") for n in tree.under(place, "det"))
        closes = one and low > 0 and all(word.pos == "PUNCT" for word in words[high + 1 :])
        if not (opens or closes) or _is_told(tree, words[low].head):
            continue
        source, head = find_phrase(tree, place, stop=-1)
        content = (words[high].end, words[-1].end) if opens else (words[0].start, words[low].start)
        cue = words[low].start, words[low].end
        yield Attribution(cue, words[low].start, source, head, (trim(*content, text),), lemma="in-poll")


def _is_told(tree: Tree, verb: int) -> bool:
    """Whether the sentence says already who found so, and not only how many of those asked."""
    frame, subject = read_frames().get((tree.words[verb].lemma, "v")), tree.first(verb, "nsubj")
    if frame is None or "c" not in frame.takes or subject is None:
        return False
    low, high = tree.edges(subject)
    return not any(word.pos == "NUM" or word.lemma in _SHARES for word in tree.words[low : high + 1])
