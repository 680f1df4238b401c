"""A story's findings and cases in, the short telling out: four to seven sentences made of claims.

Sentences are the reports' own, chosen so that together they cover the findings that most lines stand behind; what
differs stands in a sentence of ours with the values as the reports word them. Every piece says whose words it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tellings.assemble.story_index import StoryIndex
from tellings.records import Case, Claim, Event, Finding, Interval, Sentence, Span, Telling, Witness
from tellings.text.folding import fold
from tellings.text.words import content_words, words_of

_SENTENCES = 3  # of the reports' own
_DIFFERENCES = 2
_SHORTEST, _LONGEST = 8, 42  # words of a sentence that can stand alone
_REAL = frozenset({"happened", "ongoing"})
_TOLD_ALREADY = 0.5  # share of a sentence's content words that earlier ones hold, from which it adds little
_BACKGROUND = frozenset({"background", "state"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be told, with the findings that its claims are part of."""

    sentence: Sentence
    findings: tuple[Finding, ...]
    rank: int  # place of its report's body sentences, 0 for the first


def build_summary(
    index: StoryIndex, findings: Sequence[Finding], claims: Sequence[Claim], cases: Sequence[Case]
) -> tuple[Telling, ...]:
    """The sentences, the main happening first, then the request, what differs, and what else many say."""
    chosen = _choose(index, _candidates(index, findings, claims), cases[0].asked if cases else "")
    disputed = [finding for finding in findings if finding.status == "differ"]
    own = [_tell_sentence(index, candidate, disputed) for candidate in chosen]
    request = [_tell_case(index, cases[0])] if cases and len({e.span.report for e in cases[0].elements}) > 1 else []
    differences = [_tell_difference(finding) for finding in _serious(findings)]
    return (*own[:1], *request, *differences, *own[1:])


def _candidates(index: StoryIndex, findings: Sequence[Finding], claims: Sequence[Claim]) -> list[Candidate]:
    sentence_of = {claim.id: claim.sentence for claim in claims}
    by_sentence: dict[str, dict[str, Finding]] = {}
    for finding in findings:
        if finding.status == "differ" or (finding.status == "single" and len(index.reports) > 1):
            continue  # what differs has a sentence of its own
        for witness in finding.witnesses:
            if witness.claim in sentence_of:
                by_sentence.setdefault(sentence_of[witness.claim], {})[finding.id] = finding
    candidates = []
    for report in index.reports:
        body = [s for s in index.sentences.get(report, ()) if not s.title]
        for rank, sentence in enumerate(body):
            if sentence.id in by_sentence and _stands_alone(index, sentence):
                candidates.append(Candidate(sentence, tuple(by_sentence[sentence.id].values()), rank))
    return candidates


def _stands_alone(index: StoryIndex, sentence: Sentence) -> bool:
    """A whole sentence of middling length that does not begin with a word pointing back."""
    text = index.words(sentence.span)
    words = words_of(text)
    first = sentence.tokens[0]
    points_back = first.pos in ("PRON", "CCONJ") or first.text.lower() in (
        "however",
        "meanwhile",
        "furthermore",
        "this",
    )
    balanced = text.count("“") == text.count("”") and text.count('"') % 2 == 0
    verb = any(token.pos in ("VERB", "AUX") and token.dep == "ROOT" for token in sentence.tokens)
    return _SHORTEST <= len(words) <= _LONGEST and not points_back and balanced and verb and text[-1] in '.!?”"'


def _choose(index: StoryIndex, candidates: Sequence[Candidate], asked: str) -> list[Candidate]:
    """Greedily those that add most to what is covered; earlier sentences of a report count for more. `asked` is told
    in a sentence of ours."""
    covered: set[str] = set()
    told = set(content_words(asked))
    chosen: list[Candidate] = []
    left = list(candidates)
    while left and len(chosen) < _SENTENCES:
        best = max(left, key=lambda c: (_gain(c, covered, index.superseded), c.sentence.id))
        if _gain(best, covered, index.superseded) <= 0:
            break
        left.remove(best)
        words = set(content_words(index.words(best.sentence.span)))
        if chosen and len(words & told) > _TOLD_ALREADY * len(words):
            continue
        chosen.append(best)
        told |= words
        covered |= {finding.id for finding in best.findings}
    return chosen


def _gain(candidate: Candidate, covered: set[str], superseded: frozenset[str]) -> float:
    gain = 0.0
    for finding in candidate.findings:
        if finding.id not in covered:
            voices = len({witness.span.report for witness in finding.witnesses})
            gain += (finding.independent_lines + 0.5 * voices) * (0.5 if finding.kind in _BACKGROUND else 1.0)
    garbled = any(finding.corrupted == candidate.sentence.report for finding in candidate.findings)
    garbled = garbled or candidate.sentence.report in superseded
    return gain / (1.0 + 0.12 * candidate.rank) * (0.3 if garbled else 1.0)


def _tell_sentence(index: StoryIndex, candidate: Candidate, disputed: Sequence[Finding]) -> Telling:
    span = candidate.sentence.span
    main = max(candidate.findings, key=lambda f: (_covered(f, span), f.independent_lines, len(f.witnesses), f.id))
    silent = {span.report, *_say_otherwise(span, disputed)}
    others = [witness for witness in main.witnesses if witness.span.report not in silent]
    event = _main_event(index, candidate.sentence)
    spans = [span, *(witness.span for witness in others if _tells_too(index, event, witness))]
    speaker = index.speaker_of(span)
    words = index.words(span)
    named = speaker and fold(speaker.split()[-1]) in fold(words)
    parts = [("tellings", f"{speaker}: "), ("report", words)] if speaker and not named else [("report", words)]
    return _build(parts, [main.id], _once_a_report(spans))


def _say_otherwise(span: Span, disputed: Sequence[Finding]) -> set[str]:
    """Reports that give another value than this sentence where the reports differ."""
    reports: set[str] = set()
    for finding in disputed:
        here = {fold(w.value) for w in finding.witnesses if w.value and w.span.overlap(span)}
        if here:
            reports |= {w.span.report for w in finding.witnesses if w.value and fold(w.value) not in here}
    return reports


def _tells_too(index: StoryIndex, main: Event | None, witness: Witness) -> bool:
    """Whether the witness's sentence tells of a happening of the same type as the main clause, as one that happened:
    who reports that something was asked for does not say that it was refused."""
    if main is None:
        return True
    around = next((s for s in index.sentences[witness.span.report] if s.span.holds(witness.span)), None)
    events = index.events_in(around.span if around else witness.span)
    return any(event.type == main.type and event.factuality in _REAL for event in events)


def _main_event(index: StoryIndex, sentence: Sentence) -> Event | None:
    """The event that happened whose word stands highest in the sentence's tree."""
    depth = {token.start: _depth(sentence, n) for n, token in enumerate(sentence.tokens)}
    events = [event for event in index.events_in(sentence.span) if event.factuality in _REAL]
    return min(events, key=lambda event: (depth.get(event.head.start, len(depth)), event.head.start), default=None)


def _depth(sentence: Sentence, n: int) -> int:
    for steps in range(len(sentence.tokens)):
        if sentence.tokens[n].head == n:
            return steps
        n = sentence.tokens[n].head
    return len(sentence.tokens)


def _covered(finding: Finding, span: Span) -> int:
    """Characters of the sentence that the finding's claims cover: the widest claim is what the sentence says."""
    return max((witness.span.overlap(span) for witness in finding.witnesses), default=0)


def _tell_case(index: StoryIndex, case: Case) -> Telling:
    asks = "is to ask" if case.state == "announced" else "asked"
    asked_of = f"{case.requester} {asks} {case.addressee}".strip()
    joint = " " if case.asked.startswith(("to ", "that ")) else " for "
    parts = [("tellings", asked_of + joint), ("report", case.asked)]
    if case.decision:
        parts.append(("tellings", f" — {case.decision}{_say_day(case.decided)}."))
    else:
        parts.append(("tellings", " — no answer is reported."))
    shown = [e.span for e in case.elements if e.role == "decision"] or [
        e.span for e in case.elements if e.role == "request"
    ]
    return _build(parts, [], _once_a_report(shown))


def _say_day(when: Interval | None) -> str:
    day = when.first_day() if when else None
    return f", known by {day.day} {day:%B %Y}" if day else ""


def _serious(findings: Iterable[Finding]) -> list[Finding]:
    differing = [f for f in findings if f.status == "differ" and not f.doubtful and len(_values(f)) > 1]
    return sorted(differing, key=lambda f: (-f.weight, f.id))[:_DIFFERENCES]


def _tell_difference(finding: Finding) -> Telling:
    question = (finding.question or finding.gist).rstrip("?:")  # the values stand beside it
    parts = [("tellings", f"The reports differ. {question}: ")]
    for number, (value, witnesses) in enumerate(_values(finding).items()):
        parts += [("tellings", " or " if number else ""), ("report", f"“{value}”")]
        parts.append(("reports", " ".join(sorted({witness.span.report for witness in witnesses}))))
    parts.append(("tellings", "."))
    return _build(parts, [finding.id], [witness.span for witness in finding.witnesses])


def _values(finding: Finding) -> dict[str, list[Witness]]:
    """The differing values as first worded, each with who gives it; "At least 31" and "at least 31" are one."""
    worded: dict[str, str] = {}
    values: dict[str, list[Witness]] = {}
    for witness in finding.witnesses:
        if witness.value:
            value = " ".join(witness.value.split())
            values.setdefault(worded.setdefault(fold(value), value), []).append(witness)
    return values


def _once_a_report(spans: Iterable[Span]) -> list[Span]:
    first: dict[str, Span] = {}
    for span in spans:
        first.setdefault(span.report, span)
    return list(first.values())


def _build(parts: Sequence[tuple[str, str]], findings: Sequence[str], spans: Sequence[Span]) -> Telling:
    kept = tuple((who, words) for who, words in parts if words)
    text = "".join(words for who, words in kept if who != "reports")
    return Telling(" ".join(text.split()), tuple(findings), tuple(spans), kept)
