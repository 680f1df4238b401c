"""Report, Sentences and Mentions in, Quotes out: words and thoughts attributed to somebody, with cue and speaker.

Direct (between quotation marks, or a block after "X said:"), indirect (grammar), mixed (both). Each piece of a broken
quotation is a Quote of its own with the same cue. Quotation marks without speech around them (scare quotes) are left.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from tellings.annotate.quotes_clauses import find_attributions
from tellings.annotate.quotes_cues import Attribution, Stretch, Tree, read_frames, trim, with_contents
from tellings.annotate.quotes_marks import Quoted, find_quoted
from tellings.annotate.quotes_speakers import Speakers
from tellings.records import Mention, Quote, Report, Sentence, Span, make_id
from tellings.stage import Cut, Group, Stage

_SHORT = 4  # words: what stands between marks without a cue and is no longer is a term, not speech
_WINDOW = 400  # characters around a quotation in which its cue is looked for
_AFTER_COLON = 20  # counted as so near, though further off
_SMALL = frozenset("a an and at for in of on the to".split())
_BEFORE_TITLES = (
    " on ",
    "'s ",
    "’s ",
    " of ",
    " to ",
    " in ",
    " from ",
    " with ",
    " show ",
    " book ",
    " film ",
    " song ",
)
_NEAR = 60  # characters between a quotation and its cue
_ONE_END = re.compile(r"[^.!?\n]*(?:\.\w[^.!?\n]*)*[.!?][\"”’)]*[ \t]+")  # the rest of one sentence
_STOP = re.compile(r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z][a-z])[.!?](?!\w)|\n")  # not of "Mr.", "U.S."
_CLAUSE = 300  # characters of a cue's clause between two pieces of one quotation
_LINE = re.compile(r"[^\n]+")
_REACH = 300  # characters from a cue to the colon that ends its sentence
_BLOCK = re.compile(r":\s*\n+")
_FIRST_PERSON = re.compile(r"\b(?:I|we|our|my|us|me|ours|mine)\b", re.IGNORECASE)
_LABEL = re.compile(
    r"^[\"“]?(?P<name>[A-Z][\w.'’-]+(?: (?:of |the |and |in |at )?[A-Z][\w.'’-]+){0,5})(?P<cue>:) (?=\S)", re.MULTILINE
)
_VOICES = frozenset(  # "Police: two hurt", "Poll: most would vote": a headline's way to say who says so
    """police poll polls survey study report reports officials official witnesses witness experts expert sources source
    historians scientists researchers doctors lawyers lawyer analysts newspaper prosecutors ministry government army
    military coroner mayor minister family critics activists rebels authorities court judge union""".split()
)
_KICKERS = frozenset("byline email video videos photo photos update exclusive watch read more breaking live".split())
_TURN = re.compile(r"[.!?][\"”’]? +[\"“]?[A-Z]")


def attribute(report: Report, sentences: Sequence[Sentence]) -> list[Attribution]:
    """Every attribution of the report, in the order of their cues."""
    text = report.text
    trees = [Tree(sentence, text) for sentence in sentences]
    spoken = {one.verb: one for tree in trees for one in find_attributions(tree, text)}
    quoted = find_quoted(text)
    inside = _covered(quoted)
    outer = {verb: one for verb, one in spoken.items() if verb not in inside}
    nested = [one for verb, one in spoken.items() if verb in inside and one.contents and one.source]
    direct = _attribute_quoted(text, quoted, outer, sentences)
    found: dict[int, Attribution] = {}
    starts = [stretch.start for stretch in quoted]
    for verb, one in outer.items():
        found[verb] = _merge(one, direct.get(verb, []), _near(one, quoted, starts), text)
    blocks = list(_blocks(text, outer))
    found |= {one.verb: one for one in blocks if not found[one.verb].contents}
    for one in _labelled(text, sentences):
        found[one.verb] = one
    held = _covered(
        [Quoted(*content) for one in [*found.values(), *blocks] if one.kind == "direct" for content in one.contents]
    )
    kept = [one for one in [*found.values(), *nested] if not (one.own and one.verb in held)]
    kept += _following(text, quoted, outer, direct)
    everything = {one for one in [*kept, *blocks] if one.contents}
    return sorted(everything, key=lambda one: (one.cue, one.contents))


def _near(one: Attribution, quoted: Sequence[Quoted], starts: Sequence[int]) -> Sequence[Quoted]:
    """The quoted stretches that can touch its contents."""
    if not one.contents:
        return ()
    first = bisect_right(starts, min(start for start, _ in one.contents)) - 1
    return quoted[max(0, first) : bisect_right(starts, max(end for _, end in one.contents))]


def _covered(quoted: Sequence[Quoted]) -> set[int]:
    return {place for stretch in quoted for place in range(stretch.start, stretch.end)}


def _attribute_quoted(
    text: str, quoted: Sequence[Quoted], outer: dict[int, Attribution], sentences: Sequence[Sentence]
) -> dict[int, list[Quoted]]:
    """Each quoted stretch to the cue that it belongs to: its own, else the one before it in its paragraph."""
    held: dict[int, list[Quoted]] = {}
    verbs = sorted(outer)
    last: int | None = None
    last_end = -1
    for stretch in quoted:
        if _is_title(text, stretch):
            continue
        low, high = bisect_left(verbs, stretch.start - _WINDOW), bisect_right(verbs, stretch.end + _WINDOW)
        cue = _own_cue(text, stretch, [outer[verb] for verb in verbs[low:high]])
        fresh = _is_speech(text, stretch)
        gap = text[last_end : stretch.start] if last is not None else ""
        tail = last is not None and last_end <= last < stretch.start and _is_clause(gap)
        if cue is None and last is not None and fresh and gap.count("\n\n") <= 1 and (tail or _continues(gap)):
            cue = last
        if cue is None:
            continue
        held.setdefault(cue, []).append(stretch)
        if fresh:
            last, last_end = cue, stretch.end
    return held


def _following(
    text: str, quoted: Sequence[Quoted], outer: dict[int, Attribution], direct: dict[int, list[Quoted]]
) -> Iterator[Attribution]:
    """Quoted sentences without a cue of their own, right behind a sentence that says what somebody said: "She told
    them that the dam would hold. “Go home.”" go to that speaker, in the same paragraph."""
    given = {stretch for held in direct.values() for stretch in held}
    verbs = sorted(outer)
    for stretch in quoted:
        whole = stretch.words(text).rstrip("\"”’' ")[-1:] in (".", "!", "?")
        if stretch in given or not whole or not _is_speech(text, stretch):
            continue
        near = verbs[bisect_left(verbs, stretch.start - _WINDOW) : bisect_left(verbs, stretch.start)]
        spoken = [outer[verb] for verb in near if _ONE_END.fullmatch(text[verb : stretch.start])]
        one = next((one for one in spoken if one.source and _takes_quotes(one)), None)
        if one:
            yield with_contents(one, ((stretch.start, stretch.end),), "direct")


def _takes_quotes(one: Attribution) -> bool:
    frame = read_frames().get((one.lemma, "v"))
    return one.lemma == "according" or (frame is not None and "q" in frame.takes)


def _may_quote(one: Attribution) -> bool:
    """Whether words between marks can be its content though the grammar gives it none: not "released the prisoners"."""
    frame = read_frames().get((one.lemma, "v"))
    return frame is None or not set(frame.takes) <= set("ds")


def _continues(gap: str) -> bool:
    """Whether nothing but the cue's own clause, or the end of a paragraph, lies between two quotations."""
    return len(gap) < 120 or gap.strip() == ""


def _is_clause(gap: str) -> bool:
    """Whether one sentence ends between two quotations, right before the second."""
    stop = _STOP.search(gap) if len(gap) < _CLAUSE else None
    return stop is not None and stop.end() == len(gap.rstrip()) < len(gap)


def _is_title(text: str, stretch: Quoted) -> bool:
    """Of 'on ABC's "This Week,"': a name between marks."""
    words = stretch.words(text).rstrip(",.").split()
    before = text[max(0, stretch.start - 12) : stretch.start].lower()
    named = len(words) <= 6 and all(word[0].isupper() or word in _SMALL for word in words)
    return named and before.endswith(_BEFORE_TITLES)


def _is_speech(text: str, stretch: Quoted) -> bool:
    words = stretch.words(text).split()
    if _is_title(text, stretch):
        return False
    inner = stretch.words(text)
    return len(words) > _SHORT or inner.endswith((",", ".", "!", "?"))


def _own_cue(text: str, stretch: Quoted, around: Sequence[Attribution]) -> int | None:
    """The cue that stands next to the quotation, before or after it, or that holds it in its content."""
    best: tuple[int, int] | None = None
    inner = stretch.words(text)
    for one in around:
        if not one.contents and not _may_quote(one):
            continue
        size = stretch.end - stretch.start
        holds = any(min(b, stretch.end) - max(a, stretch.start) > 0.8 * size for a, b in one.contents)
        edges = [one.cue, *([one.source] if one.source else [])]
        low, high = min(edge[0] for edge in edges), max(edge[1] for edge in edges)
        if one.cue[1] <= stretch.start:
            gap = text[one.cue[1] : stretch.start]
            distance = len(gap) + (0 if gap.strip(" ,:") in ("", "that") else 10)
            if gap.rstrip().endswith(":"):  # "he told them on Friday:", and the quotation, perhaps a paragraph on
                gap, distance = gap.rstrip(), min(distance, _AFTER_COLON + len(gap) // 10)
            if "\n" in gap.strip(" ") or re.search(r"[.!?][\"”]? ", gap):
                continue
            distance -= 5 if gap.rstrip().endswith((",", ":", "that")) else 0
        elif one.cue[0] >= stretch.end:
            gap = text[stretch.end : min(low, one.cue[0]) if low >= stretch.end else one.cue[0]]
            if "\n" in gap or "." in gap.strip("., ") or len(gap.strip()) > 25:
                continue
            distance = len(gap) + (0 if inner.endswith((",", "?", "!")) or gap.startswith(",") else 40)
            high = max(high, one.cue[1])
        else:
            continue
        distance += 0 if _takes_quotes(one) else 30
        distance -= 30 if holds else 0
        if distance <= _NEAR and (best is None or distance < best[0]):
            best = (distance, one.verb)
    return best[1] if best else None


def _merge(one: Attribution, held: Sequence[Quoted], quoted: Sequence[Quoted], text: str) -> Attribution:
    """The grammar's content and the quotation marks, made one."""
    if not held:
        contents = tuple(_complete(content, quoted) for content in one.contents)
        mixed = any(a <= stretch.start and stretch.end <= b for a, b in contents for stretch in quoted)
        return with_contents(one, contents, "mixed" if mixed else one.kind)
    pieces = [(stretch.start, stretch.end) for stretch in held]
    kind = "direct"
    for stretch in held:  # "called the offer “a joke”": what is called so belongs to it
        between = text[one.cue[1] : stretch.start]
        if not _is_speech(text, stretch) and 1 < len(between) < _NEAR and between.strip() and "\n" not in between:
            pieces = [piece for piece in pieces if piece[0] != stretch.start]
            pieces.append(trim(one.cue[1], stretch.end, text))
            kind = "mixed"
    for content in one.contents:
        a, b = _complete(content, quoted)
        whole = [piece for piece in pieces if a <= piece[0] and piece[1] <= b]
        if whole and trim(*_bare(text, a, b), text) != trim(*_bare(text, *whole[0]), text):
            pieces = [piece for piece in pieces if piece not in whole] + [(a, b)]
            kind = "mixed"
        elif text[one.cue[1] : a] == " " and not any(a < piece[1] and piece[0] < b for piece in pieces):
            pieces.append((a, b))  # "said that it was late. “Go home.”": both
            kind = "mixed"
    return with_contents(one, tuple(sorted(set(pieces))), kind)


def _bare(text: str, start: int, end: int) -> Stretch:
    while start < end and text[start] in "\"“”«»'‘’ ":
        start += 1
    while end > start and text[end - 1] in "\"“”«»'‘’ ":
        end -= 1
    return start, end


def _complete(content: Stretch, quoted: Sequence[Quoted]) -> Stretch:
    """A content that ends within a quotation reaches to its end."""
    start, end = content
    for stretch in quoted:
        if stretch.start < end < stretch.end and start <= stretch.start + 1:
            end = stretch.end
        if stretch.start < start < stretch.end <= end:
            start = stretch.start
        if start - 1 == stretch.start and end <= stretch.end:
            start = stretch.start
    return start, end


def _blocks(text: str, outer: dict[int, Attribution]) -> Iterable[Attribution]:
    """After "the minister said:" paragraphs without marks: the first is speech, and those on in the first person."""
    for one in outer.values():
        lead = _BLOCK.search(text, one.cue[1], one.cue[1] + _REACH)
        if lead is None or re.search(r"\n|[.!?] ", text[one.cue[1] : lead.start()]) or one.source is None:
            continue
        frame = read_frames().get((one.lemma, "v"))
        if frame is not None and "q" not in frame.takes:
            continue
        far = lead.start() - one.cue[1] > _NEAR
        taken: list[Stretch] = []
        for number, paragraph in enumerate(_LINE.finditer(text, lead.end())):
            words = paragraph.group().strip()
            third = (number or far) and not _FIRST_PERSON.search(words)
            if third or words[:1] in '"“«' or _opens_anew(paragraph, outer):
                break
            taken.append(trim(paragraph.start(), paragraph.end(), text))
        if taken:
            yield with_contents(one, tuple(taken), "direct")


def _opens_anew(paragraph: re.Match[str], outer: dict[int, Attribution]) -> bool:
    """Whether the paragraph begins with a third person's saying: "He added that …"."""
    start, end = paragraph.span()
    return any(
        one.source and start <= one.source[0] < min(end, start + _NEAR) and start <= one.verb < min(end, start + 100)
        for one in outer.values()
        if not one.own and _takes_quotes(one)
    )


def _labelled(text: str, sentences: Sequence[Sentence]) -> Iterable[Attribution]:
    """Lines of a transcript and headlines: "RIVERA: We will see", "Rivera: Talks will go on"."""
    ends = {token.end: token for sentence in sentences for token in sentence.tokens}
    acts = {token.start for token in ends.values() if token.pos in ("VERB", "AUX")}
    for label in _LABEL.finditer(text):
        source = label.span("name")
        stop = text.find("\n", label.end())
        content = trim(label.end(), stop if stop > 0 else len(text), text)
        kind = ends[source[1]].kind if source[1] in ends else ""
        told = not acts.isdisjoint(range(*source)) and not label["name"].isupper()
        if told or not _is_voice(label["name"], kind, text[slice(*content)]):
            continue
        yield Attribution(label.span("cue"), label.start("cue"), source, source[0], (content,), "direct", ":")


def _is_voice(name: str, kind: str, words: str) -> bool:
    """Whether the words before a colon name who speaks, and not what a paragraph is about."""
    if not _KICKERS.isdisjoint(name.lower().split()) or not any(letter.isalpha() for letter in words):
        return False
    if name.isupper() and len(name.split()) < 4:
        return True
    if words[:1] in '"“‘' and kind != "WORK_OF_ART":
        return True
    known = name.lower().split()[-1] in _VOICES or kind in ("PERSON", "ORG", "NORP", "GPE")
    return known and (not _TURN.search(words) or _FIRST_PERSON.search(words) is not None)


def find_quotes(report: Report, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> list[Quote]:
    """The quotes of a report, in order, with their speakers."""
    speakers = Speakers(report, sentences, mentions)
    quotes: list[Quote] = []
    for one in attribute(report, sentences):
        source = Span(report.id, *one.source) if one.source else None
        name, chain = speakers.of(one.source, one.head)
        cue = Span(report.id, *one.cue)
        for content in one.contents:
            span = Span(report.id, *content)
            quotes.append(Quote(make_id("quote", span, cue), span, one.kind, cue, source, name, chain))
    return quotes


def _run(group: Group) -> Iterable[Quote]:
    return find_quotes(group.one(Report), group.of(Sentence), group.of(Mention))


STAGE = Stage("quotes", reads=(Report, Sentence, Mention), writes=(Quote,), cut=Cut.EACH, run=_run)
