"""What several reports say together: profiles, judgements, stories, entities, claims, findings, cases, the account."""

from dataclasses import dataclass

from tellings.records.interval import Interval
from tellings.records.reports import Span


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared to tell whether two reports belong together: weighted terms, names, places, days, numbers.

    keys: under which candidates are found (rare names, rare shingles); vector: sentence embedding of title and lead.
    """

    id: str
    report: str
    terms: tuple[tuple[str, float], ...]
    names: tuple[str, ...]
    days: Interval | None
    published: Interval | None
    keys: tuple[str, ...]
    vector: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Appearance:
    """What must be known of every report to put reports into stories, and no more: when it appeared, and which version
    of its article it follows."""

    id: str
    report: str
    published: Interval | None
    supersedes: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Two things were compared. relation: copy_of, same_story, same_entity, same_event, same_claim, differs.

    verdict: True or False. detail: a finer relation (copy, derived, shared_agency, quotes_other, independent).
    reason: in words for a person. by: the stage, or a person's name. scope: the story it was made in, or "".
    """

    id: str
    left: str
    right: str
    relation: str
    verdict: bool
    score: float
    reason: str
    by: str
    detail: str = ""
    evidence: tuple[Span, ...] = ()
    scope: str = ""


ACROSS = frozenset({"same_story", "related_story"})  # relations by which stories come about: nothing within one asks


@dataclass(frozen=True, slots=True)
class Story:
    """Reports judged to tell of the same happening, first published first."""

    id: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something named in a story, in all its namings. identifiers: (scheme, value) pairs."""

    id: str
    story: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]
    mentions: tuple[Span, ...]
    chains: tuple[str, ...]
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One report's assertion: the clause that carries it, and its slots as worded (None where it has none).

    kind: event, state, quantity, quote, background, plan, reaction. who, whom: entity or chain ids joined to names are
    in `names`. when: resolved. numbers: quantity ids inside the clause. speaker: who asserts it, None for the report.
    lemmas: content lemmas of the clause. vector: sentence embedding of the clause.
    """

    id: str
    span: Span
    sentence: str
    kind: str
    verb: str
    who: str | None
    whom: str | None
    when: Interval | None
    where: str | None
    polarity: str
    factuality: str
    speaker: str | None
    names: tuple[str, ...] = ()
    quantities: tuple[str, ...] = ()
    lemmas: tuple[str, ...] = ()
    vector: tuple[float, ...] = ()

    @property
    def report(self) -> str:
        return self.span.report


@dataclass(frozen=True, slots=True)
class Witness:
    """A claim's part in a finding: its words, the value it gives for the slot, and who asserts it."""

    claim: str
    span: Span
    value: str | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Claims about the same thing. status: agree, differ, single. slot and difference: vocabulary of the guide
    (number, date, place, person, organisation, action, cause, polarity, modality, attribution, wording;
    contradiction, update, precision, spelling, scope, wording). weight: order of importance, highest first.
    corrupted: the report whose rewrite corrupted its source, where that is so."""

    id: str
    story: str
    status: str
    slot: str | None
    difference: str | None
    gist: str
    independent_lines: int
    witnesses: tuple[Witness, ...]
    kind: str = "event"
    weight: float = 0.0
    doubtful: bool = False
    question: str = ""
    corrupted: str | None = None


@dataclass(frozen=True, slots=True)
class CaseElement:
    """A piece of a case: role is request, basis, condition, purpose, expectation, decision, reason or reaction."""

    role: str
    span: Span
    gist: str
    when: Interval | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class CaseState:
    """A turn of a case: announced, filed, expected, granted, refused, withdrawn or ignored. when: as the reports that
    tell of it date it, if they do; reported: when the first of them was published; spans: where they tell of it."""

    state: str
    when: Interval | None
    reported: Interval | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A request or demand, and what became of it. decision None: open, as far as these reports go.

    kind: request, demand, application, invitation, ultimatum, complaint, proposal or vote. state: the last of `states`
    that is more than an expectation; states: in order of time.
    """

    id: str
    story: str
    requester: str
    addressee: str
    asked: str
    basis: tuple[str, ...]
    conditions: tuple[str, ...]
    decision: str | None
    decided: Interval | None
    decided_by: str | None
    reasons: tuple[str, ...]
    reactions: tuple[str, ...]
    elements: tuple[CaseElement, ...]
    kind: str = "request"
    state: str = "filed"
    states: tuple[CaseState, ...] = ()


@dataclass(frozen=True, slots=True)
class Happening:
    """An entry of the timeline: when it happened, how precisely that is known, and where it is said.

    kind: story, background or forecast. reported: first time any report published it.
    """

    id: str
    story: str
    when: Interval
    gist: str
    kind: str
    findings: tuple[str, ...]
    spans: tuple[Span, ...]
    reported: Interval | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence of the account, with the findings and the words it stands on.

    parts: the sentence in pieces, each (who, wording): who is "report" for words of the reports, "tellings" for ours.
    """

    text: str
    findings: tuple[str, ...]
    spans: tuple[Span, ...]
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """One story told. lines: the independent lines of reporting, each a tuple of report ids."""

    id: str
    story: str
    headline: str
    headline_span: Span | None
    summary: tuple[Telling, ...]
    lines: tuple[tuple[str, ...], ...]
    when: Interval | None
    where: tuple[str, ...]
