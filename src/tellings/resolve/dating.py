"""A story's Reports, Sentences and Story in, one Dating for each report out: the page's date, or an inferred stretch.

What is inferred rests on words: a full date told as past is the earliest day of publication, a day told as still to
come the latest, and what the story's dated reports date ("last month …") dates the same thing told without a date.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tellings.records import Dating, Interval, Precision, Report, Sentence, Span, Story, make_id
from tellings.stage import Cut, Group, Stage
from tellings.text.tense import find_verb, is_ahead, tense_of
from tellings.text.times.phrases import TimePhrase, find_time_phrases
from tellings.text.times.resolution import Dates, resolve_phrase
from tellings.text.words import content_words

WEEK = timedelta(days=7)
_ECHO = 0.5  # share of a lead's content words that a dated sentence must repeat to tell of the same thing
_SAYING = frozenset(("say", "tell", "announce", "state", "report", "declare", "write", "add"))
_YEAR = timedelta(days=365)
_DAYED = frozenset(("date", "month"))
_RELATIVE = frozenset(("unit", "weekday", "shift", "ago", "weekday_ago"))


Leads = tuple[tuple[str, frozenset[str]], ...]  # of headline and first sentence the main word's stem, and those of all
Told = tuple[Report, Interval]  # a report and when it was published, read or inferred to the week


@dataclass(frozen=True, slots=True)
class Hint:
    """A bound on the day of publication: not before `first`, not after `last`, and why."""

    first: date | None
    last: date | None
    reason: str
    span: Span


def date_reports(reports: Sequence[Report], sentences: Mapping[str, Sequence[Sentence]]) -> list[Dating]:
    """One Dating for each report of a story; what was inferred to the week helps to date the others."""
    dated = {report.id: report.published for report in reports if report.published and not report.published_inferred}
    found: dict[str, Dating] = {}
    undated = any(report.id not in dated for report in reports)
    weekdays = {r.id: _told_weekdays(r, sentences.get(r.id, ())) for r in reports} if undated else {}
    told = Echoes(reports, sentences) if undated else None
    for _ in range(2):
        others = Others([(other, day) for other in reports if (day := dated.get(other.id))], weekdays, told)
        for report in reports:
            if report.id in dated and not (report.id in found and found[report.id].inferred):
                found[report.id] = _read(report)
            else:
                found[report.id] = _infer(report, others, sentences, weekdays)
        for dating in found.values():
            if dating.inferred and dating.published and _is_narrow(dating.published):
                dated[dating.report] = dating.published
    return [found[report.id] for report in reports]


def _is_narrow(published: Interval) -> bool:
    first, last = published.first_day(), published.last_day()
    return first is not None and last is not None and last - first <= WEEK


def _read(report: Report) -> Dating:
    return Dating(make_id("dating", report.id), report.id, report.published, False, "date read off the page")


def _infer(
    report: Report,
    others: "Others",
    sentences: Mapping[str, Sequence[Sentence]],
    weekdays: Mapping[str, Sequence[TimePhrase]],
) -> Dating:
    near = others.find_near(report)
    own = sentences.get(report.id, ())
    hints = [
        *_own_hints(report, own, near),
        *others.find_echoes(report, own),
        *_weekday_hints(report, others, weekdays[report.id]),
    ]
    first, last, used = _narrow(hints)
    changed = report.modified.first_day() if report.modified else None
    if changed and (first or changed) <= changed <= (last or changed):
        # Of 117 pages of the main text benchmark that declare both, 92 were last changed on the day of publication.
        reason = "the page shows only when it was last changed"
        return Dating(make_id("dating", report.id), report.id, _interval(changed, changed), True, reason)
    if not used:
        if not near:
            return Dating(
                make_id("dating", report.id), report.id, None, True, "nothing in the text or its story dates it"
            )
        first, last = near[0] - WEEK, near[1] + WEEK
        reason = "the dated reports of its story are of these days, give or take a week"
        return Dating(make_id("dating", report.id), report.id, _interval(first, last), True, reason)
    reason = "; ".join(dict.fromkeys(hint.reason for hint in used))
    spans = tuple(dict.fromkeys(hint.span for hint in used))
    return Dating(make_id("dating", report.id), report.id, _interval(first, last), True, reason, spans)


def _interval(first: date | None, last: date | None) -> Interval:
    precision = Precision.DAY if first and first == last else Precision.RANGE
    return Interval(first.isoformat() if first else None, last.isoformat() if last else None, precision)


def _narrow(hints: Sequence[Hint]) -> tuple[date | None, date | None, list[Hint]]:
    """The tightest bounds: what the report tells as past, then what it expects, then what other reports say of it;
    a hint that contradicts a stronger one is left out."""
    first: date | None = None
    last: date | None = None
    used: dict[str, Hint] = {}
    for hint in hints:
        if hint.first and (first is None or hint.first > first) and (last is None or hint.first <= last):
            first, used["first"] = hint.first, hint
        if hint.last and (last is None or hint.last < last) and (first is None or hint.last >= first):
            last, used["last"] = hint.last, hint
    return first, last, list(used.values())


def _own_hints(report: Report, sentences: Sequence[Sentence], near: tuple[date, date] | None) -> list[Hint]:
    """From the days that the report itself names."""
    reference = near[1] if near else _latest_full(report)
    hints: list[Hint] = []
    for phrase in find_time_phrases(report.text):
        if phrase.form not in ("date", "feast", "month") or phrase.until:
            continue
        sentence = _sentence_at(sentences, phrase)
        verb = _verb_at(sentence, phrase)
        ahead = bool(sentence and verb is not None and _is_ahead(sentence, verb))
        dates = resolve_phrase(phrase, reference, tense="" if ahead or near else "past")
        if not dates.known:
            continue
        wording = report.text[phrase.start : phrase.end].strip(" ,.")
        span = Span(report.id, phrase.start, phrase.end)
        if ahead and dates.last:
            hints.append(Hint(None, dates.last, f"it speaks of {wording} as still to come", span))
        elif sentence and not ahead and dates.first and _is_told(sentence, verb):
            hints.append(Hint(dates.first, None, f"it tells of {wording} as past", span))
            if _is_news(sentence, verb, phrase):
                hints.append(Hint(None, dates.first + WEEK, f"it gives {wording} as the day of its news", span))
    return sorted(hints, key=lambda hint: hint.first is None)


def _latest_full(report: Report) -> date | None:
    """The latest day with its year that the text names: with nothing else, what is near is near to it."""
    days = [resolve_phrase(p, None).last for p in find_time_phrases(report.text) if p.form == "date" and p.year]
    return max((day for day in days if day), default=None)


def _sentence_at(sentences: Sequence[Sentence], phrase: TimePhrase) -> Sentence | None:
    return next((s for s in sentences if s.span.start <= phrase.start < s.span.end), None)


def _verb_at(sentence: Sentence | None, phrase: TimePhrase) -> int | None:
    if sentence is None:
        return None
    place = next((n for n, token in enumerate(sentence.tokens) if token.end > phrase.start), None)
    return find_verb(sentence.tokens, place) if place is not None else None


def _is_ahead(sentence: Sentence, verb: int) -> bool:
    return tense_of(sentence.tokens, verb) in ("future", "ahead") or is_ahead(sentence.tokens, verb)


def _is_told(sentence: Sentence, verb: int | None) -> bool:
    return verb is not None and tense_of(sentence.tokens, verb) == "past"


def _is_news(sentence: Sentence, verb: int | None, phrase: TimePhrase) -> bool:
    """Whether the day is that of the report's own news: with its weekday, or told by the main verb, one of saying."""
    if phrase.weekday is not None:
        return True
    return verb is not None and sentence.tokens[verb].head == verb and sentence.tokens[verb].lemma in _SAYING


class Echoes:
    """The sentences of a story by the stems of their words, each read once."""

    def __init__(self, reports: Sequence[Report], sentences: Mapping[str, Sequence[Sentence]]) -> None:
        self._read = [
            (report.id, sentence, frozenset(_stems(sentence)))
            for report in reports
            for sentence in sentences.get(report.id, ())
        ]
        self._with: dict[str, list[int]] = defaultdict(list)
        for number, (_, _, stems) in enumerate(self._read):
            for stem in stems:
                self._with[stem].append(number)

    def find(self, leads: Leads) -> list[tuple[str, Sentence]]:
        """Those with the main word of a lead and most of its others, in their order, each after its report's id."""
        found = {
            number
            for root, words in leads
            for number in self._with.get(root, ())
            if len(self._read[number][2] & words) >= _ECHO * len(words)
        }
        return [self._read[number][:2] for number in sorted(found)]


class Others:
    """The dated reports of a story, asked what they say of when another report came out. A story may have hundreds of
    copies of one text: what is the same for all that ask is found once."""

    def __init__(
        self, dated: Sequence[Told], weekdays: Mapping[str, Sequence[TimePhrase]], echoes: Echoes | None
    ) -> None:
        self._echoes = echoes
        self._dated = {told[0].id: told for told in dated}
        self._firsts = sorted((day, report.id) for report, published in dated if (day := published.first_day()))
        self._lasts = sorted((day, report.id) for report, published in dated if (day := published.last_day()))
        self._meant: dict[int, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
        for report, published in dated if weekdays else ():
            day = published.first_day()
            if day is None or day != published.last_day():
                continue
            for phrase in weekdays[report.id]:
                found = resolve_phrase(phrase, day, tense="past").first
                if found and phrase.weekday is not None:
                    self._meant[phrase.weekday][found].add(report.id)
        self._hints: dict[Leads, list[tuple[str, Hint]]] = {}

    def find_near(self, report: Report) -> tuple[date, date] | None:
        """First and last day on which they were published."""
        first = next((day for day, other in self._firsts if other != report.id), None)
        last = next((day for day, other in reversed(self._lasts) if other != report.id), None)
        return (first, last) if first and last else None

    def find_meant(self, report: Report, weekday: int | None) -> set[date]:
        """The days that they mean by a weekday."""
        days = self._meant.get(-1 if weekday is None else weekday, {})
        return {day for day, tell in days.items() if tell != {report.id}}

    def find_echoes(self, report: Report, own: Sequence[Sentence]) -> list[Hint]:
        """From those that date what this report leads with: the same main word and most of the others."""
        firsts = [[s for s in own if s.title][:1], [s for s in own if not s.title][:1]]
        leads = tuple((_stem(_root(lead[0])), frozenset(_stems(lead[0]))) for lead in firsts if lead)
        if leads not in self._hints:
            self._hints[leads] = list(self._read_echoes(leads))
        return [hint for other, hint in self._hints[leads] if other != report.id]

    def _read_echoes(self, leads: Leads) -> Iterator[tuple[str, Hint]]:
        for id_, sentence in self._echoes.find(leads) if self._echoes else ():
            if id_ not in self._dated:
                continue
            other, published = self._dated[id_]
            for dates, span in _moments(other, published, sentence):
                assert dates.first and dates.last
                reason = f"{other.outlet or other.origin} dates what it leads with: {span.of(other)}"
                yield id_, Hint(dates.first, None, reason, span)
                yield id_, Hint(None, dates.last + WEEK, reason, span)


def _weekday_hints(report: Report, others: Others, weekdays: Sequence[TimePhrase]) -> list[Hint]:
    """From a weekday that the report tells of as past, where all dated reports that tell of it mean the same day."""
    hints: list[Hint] = []
    for phrase in weekdays:
        days = others.find_meant(report, phrase.weekday)
        if len(days) == 1:
            (day,) = days
            reason = (
                f"it speaks of {report.text[phrase.start : phrase.end].strip()} as the dated reports of its story do"
            )
            span = Span(report.id, phrase.start, phrase.end)
            hints += [Hint(day, None, reason, span), Hint(None, day + WEEK - timedelta(days=1), reason, span)]
    return hints


def _told_weekdays(report: Report, sentences: Sequence[Sentence]) -> list[TimePhrase]:
    """The weekdays without "last" or "next" on which something happened, as the report tells."""
    found: list[TimePhrase] = []
    for phrase in find_time_phrases(report.text):
        if phrase.form == "weekday" and phrase.direction is None and not phrase.bound and not phrase.until:
            sentence = _sentence_at(sentences, phrase)
            verb = _verb_at(sentence, phrase)
            if sentence and _is_told(sentence, verb):
                found.append(phrase)
    return found


def _moments(report: Report, published: Interval, sentence: Sentence) -> list[tuple[Dates, Span]]:
    """The moments of a sentence that lie before the day of publication and are not those of saying it."""
    day, start, found = published.first_day(), sentence.span.start, []
    if day is None:
        return []
    for phrase in find_time_phrases(sentence.span.of(report)):
        if phrase.bound or not (phrase.form in _DAYED or (phrase.form in _RELATIVE and phrase.anchor == "publication")):
            continue
        verb = _verb_at(sentence, replace(phrase, start=start + phrase.start, end=start + phrase.end))
        if verb is None or sentence.tokens[verb].lemma in _SAYING:
            continue
        dates = resolve_phrase(phrase, day, tense="past")
        if dates.first and dates.last and dates.first < day < dates.first + _YEAR:
            found.append((dates, Span(report.id, start + phrase.start, start + phrase.end)))
    return found


def _root(sentence: Sentence) -> str:
    return next((token.lemma for n, token in enumerate(sentence.tokens) if token.head == n), "")


def _stems(sentence: Sentence) -> list[str]:
    return [_stem(t.lemma) for t in sentence.tokens if t.pos in ("NOUN", "VERB", "PROPN") and content_words(t.lemma)]


def _stem(lemma: str) -> str:
    """Crude, so that "deploy" and "deployment", "Serbia" and "Serbian" are one."""
    return lemma[:5]


def _run(group: Group) -> Iterable[Dating]:
    sentences: dict[str, list[Sentence]] = {}
    for sentence in group.of(Sentence):
        sentences.setdefault(sentence.report, []).append(sentence)
    return date_reports(group.of(Report), sentences)


STAGE = Stage("dating", reads=(Report, Sentence, Story), writes=(Dating,), cut=Cut.BY_KEY, run=_run, key="story")
