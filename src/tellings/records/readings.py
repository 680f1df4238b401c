"""What a close reading of one report finds: sentences, mentions, moments, places, quantities, quotes, events."""

from dataclasses import dataclass

from tellings.records.interval import Interval
from tellings.records.reports import Span


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its place in the dependency tree. `head` is an index into the sentence's tokens (own index: root).

    pos: Universal POS; tag: Penn tag; dep: ClearNLP relation as spaCy's English models name it; kind: the model's
    entity type ("" for none) and `begins` whether an entity begins here.
    """

    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    kind: str = ""
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """One parsed sentence. `index` counts within the report, `paragraph` too; `title` marks the headline."""

    id: str
    span: Span
    index: int
    paragraph: int
    title: bool
    tokens: tuple[Token, ...]

    @property
    def report(self) -> str:
        return self.span.report


@dataclass(frozen=True, slots=True)
class Mention:
    """A naming of somebody or something.

    kind: person, organisation, group, place, office, law, event, work, product, other.
    form: name, acronym, nominal ("the force"), pronoun.
    chain: equal for all mentions of one entity within the report. name: the fullest plain form of the chain known.
    role: an office or description that the text gives ("president", "head of the Serb List"), or None.
    country: ISO 3166 alpha-2 that the text or a table attaches to it, or None.
    """

    id: str
    span: Span
    kind: str
    form: str
    chain: str
    name: str
    role: str | None = None
    country: str | None = None

    @property
    def report(self) -> str:
        return self.span.report


@dataclass(frozen=True, slots=True)
class Moment:
    """A time expression resolved. anchor: absolute, publication or text (relative to another moment); repeated: a set
    ("every Friday"), duration: a length of time without place ("for two days"; then `interval` may be None)."""

    id: str
    span: Span
    interval: Interval | None
    anchor: str
    kind: str  # date, time, duration, set
    value: str  # TIMEX3 value: 2023-01-08, 2023-W02, P2D …

    @property
    def report(self) -> str:
        return self.span.report


@dataclass(frozen=True, slots=True)
class Place:
    """A place name in the text with the gazetteer entry it was resolved to, or with none (geonames_id None).

    literal: False where it stands for its government or people ("Kosovo said").
    candidates: GeoNames ids that were considered, best first.
    """

    id: str
    span: Span
    name: str
    geonames_id: int | None
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    feature: str | None
    literal: bool = True
    candidates: tuple[int, ...] = ()

    @property
    def report(self) -> str:
        return self.span.report


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of something. bound: exactly, about, at_least, at_most, between. unit: "" for plain counts, else
    %, EUR, km, year (age) …; of: what is counted, as worded; of_span: where that stands."""

    id: str
    span: Span
    low: float | None
    high: float | None
    unit: str
    of: str
    bound: str
    of_span: Span | None = None

    @property
    def report(self) -> str:
        return self.span.report


@dataclass(frozen=True, slots=True)
class Quote:
    """Attributed words. span: the content; kind: direct, indirect, mixed; speaker_name: the fullest name known;
    speaker_chain: the chain of the speaker's mention, where one was found."""

    id: str
    span: Span
    kind: str
    cue: Span | None
    speaker: Span | None
    speaker_name: str | None
    speaker_chain: str | None = None

    @property
    def report(self) -> str:
        return self.span.report


@dataclass(frozen=True, slots=True)
class Argument:
    """Who takes part in an event: the words, the name they stand for, and what coding schemes want to know of it.

    country: ISO 3166 alpha-2; iso3 and cow: alpha-3 and Correlates of War number of the same. sector: the primary one;
    sectors: all that the words and the role name, the primary first. role: an office or description given for it.
    """

    span: Span
    name: str
    chain: str | None = None
    country: str | None = None
    sector: str | None = None
    iso3: str | None = None
    cow: int | None = None
    sectors: tuple[str, ...] = ()
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A coded event. span: the clause; head: the word that names it; lemma: that word's frame.

    type, mode, contexts: of the scheme (PLOVER: CONSULT, ASSAULT …). quad: 1 to 4.
    factuality: happened, ongoing, planned, threatened, asked, refused, denied, possible, conditional, background.
    polarity: positive or negative. says: who says so, as named, or None for the report itself.
    intensity: -10 (worst) to 10, of type and mode. mutual: each side does it to the other, coded once. by: lexicon, or
    meaning where no frame named it. Of a compound actor or recipient there is one event a pair, all with one head.
    """

    id: str
    span: Span
    head: Span
    scheme: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    quad: int | None
    lemma: str
    actor: Argument | None
    recipient: Argument | None
    when: Interval | None
    place: str | None
    factuality: str
    polarity: str
    says: str | None = None
    intensity: float | None = None
    mutual: bool = False
    by: str = "lexicon"

    @property
    def report(self) -> str:
        return self.span.report
