"""A sentence's tree and a cue in, the words for who says it out."""

from tellings.annotate.quotes_cues import UTTERING, Stretch, Tree, is_feeling, made_clear

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
RELATIVE = frozenset(("who", "which", "that"))


def find_source(tree: Tree, place: int, depth: int = 0) -> tuple[Stretch, int] | None:
    """The words for who says it, and where their main word stands."""
    words = tree.words
    word = words[place]
    if word.pos == "NOUN":
        return find_owner(tree, place)
    made = made_clear(tree, place)
    if made is not None:
        return find_source(tree, made, depth + 1)
    passive = tree.first(place, "auxpass") is not None and not is_feeling(tree, place)
    passive = passive or (word.dep == "acl" and word.tag == "VBN")
    subject = tree.first(place, "agent") if passive else tree.first(place, *SUBJECTS)
    if passive and subject is not None:
        subject = tree.first(subject, "pobj")
    if subject is None and word.pos == "ADJ" and (words[word.head].pos == "AUX" or word.dep == "acomp"):
        subject = tree.first(word.head, *SUBJECTS)
    if subject is not None:
        if words[subject].lemma in RELATIVE and word.dep == "relcl":
            return ((words[subject].start, words[subject].end), words[word.head].start)
        return find_phrase(tree, subject, stop=place) if words[subject].dep != "expl" else None
    if passive or depth > 3 or word.head == place:
        return None
    if word.dep in ("conj", "xcomp", "advcl", "pcomp", "ccomp", "dep", "prep"):
        above = word.head
        while words[above].pos not in ("VERB", "AUX") and words[above].head != above:
            above = words[above].head
        if words[above].pos in ("VERB", "AUX"):
            return find_source(tree, above, depth + 1)
    if word.dep in ("acl", "relcl") and word.tag == "VBG":
        return find_phrase(tree, word.head, stop=place)
    return None


def find_owner(tree: Tree, place: int) -> tuple[Stretch, int] | None:
    """Of "the minister's claim that": the minister; of "a claim by the ministry": the ministry; else who makes it."""
    owner = tree.first(place, "poss")
    if owner is not None:
        found = find_phrase(tree, owner, stop=place)
        start, end = found[0]
        ends = [tree.words[n].start for n in tree.under(owner, "case")]
        return ((start, min([end, *ends])), found[1])
    for prep in tree.under(place, "prep"):
        if tree.words[prep].lemma in ("by", "from"):
            below = tree.first(prep, "pobj")
            return find_phrase(tree, below, stop=-1) if below is not None else None
    word = tree.words[place]
    if word.dep == "dobj" and tree.words[word.head].lemma in UTTERING:
        return find_source(tree, word.head, 1)
    return None


def find_phrase(tree: Tree, head: int, *, stop: int) -> tuple[Stretch, int]:
    """The noun phrase of that head, without relative clauses; it does not reach across `stop`."""
    low, high = tree.edges(head)
    words = tree.words
    for clause in tree.under(head, "relcl", "acl"):
        first = tree.edges(clause)[0]
        if head < first <= high:
            high = first - 1
    if low <= stop <= high:
        low, high = (low, stop - 1) if head < stop else (stop + 1, high)
    while high > head and words[high].pos in ("PUNCT", "CCONJ"):
        high -= 1
    while low < head and words[low].pos == "PUNCT":
        low += 1
    start, end = words[low].start, words[high].end
    wording = tree.text[start:end]
    if wording.count("(") > wording.count(")"):  # a bracket that stays open: with its end, or without it
        end = end + 1 if tree.text[end : end + 1] == ")" else max(start + wording.index("(") - 1, words[head].end)
    return ((start, end), words[head].start)
