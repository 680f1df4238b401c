"""A happening in, plain English of ours about it out: what the formats have no column for goes in a note or comment."""

from tellings.publish.exports.happenings import Told
from tellings.publish.exports.sheet import plain
from tellings.publish.exports.tolls import Figure
from tellings.records import Report
from tellings.text.hosts import find_host

_END_MARKS = (".", "!", "?", "…", '"', "'", "”", "’")
_REALITY = {
    "happened": "tell it as happened", "historical": "tell it as long past", "future": "expect it",
    "hypothetical": "tell it as asked for, threatened or possible", "negated": "tell that it did not happen",
}  # fmt: skip


def outlet_of(told: Told, report: str) -> str:
    """What a report is called."""
    return name_of_report(next(naming.report for naming in told.namings if naming.report.id == report))


def name_of_report(report: Report) -> str:
    """Its outlet, else the host of its address, else the name of its file."""
    return plain(report.outlet or find_host(report.url) or report.origin.rpartition("/")[2] or report.origin)


def outlets_of(told: Told) -> list[str]:
    """The names of the outlets that tell of it, each once, first published first."""
    return list(dict.fromkeys(outlet_of(told, naming.report.id) for naming in told.reports()))


def wording_of(told: Told) -> str:
    """The sentence of the first report that tells it."""
    first = told.first
    span = first.sentence.span if first.sentence else first.event.span
    return plain(first.report.text[span.start : span.end])


def quote(told: Told) -> str:
    """The first report and its sentence, with an end mark: a headline has none."""
    words = wording_of(told)
    return f"{outlet_of(told, told.first.report.id)}: {words}{'' if words.endswith(_END_MARKS) else '.'}"


def say_count(told: Told) -> str:
    counts = told.counts
    return f"Told in {_number(counts.articles, 'article')}, {_number(counts.lines, 'independent line')}."


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def say_otherwise(told: Told) -> str:
    """How many words tell it another way than the others; "" where none does."""
    parts = [f"{number} {_REALITY[kind]}" for kind, number in told.otherwise]
    return f"Of its other mentions, {', '.join(parts)}." if parts else ""


def say_speakers(told: Told) -> str:
    """Whose words it rests on, where every report has it from somebody."""
    speakers = [naming.event.says for naming in told.namings]
    if not all(speakers):
        return ""
    return f"According to {', '.join(dict.fromkeys(plain(speaker) for speaker in speakers if speaker))}."


def say_figures(told: Told, kind: str, noun: str) -> str:
    """Each report's figure, where one is told: "dead: 12 (North Wire), at least 10 (Lake Post)"."""
    figures = told.figures.get(kind, {})
    parts = [f"{say_figure(figure)} ({outlet_of(told, report)})" for report, figure in figures.items()]
    return f"{noun}: {', '.join(parts)}." if parts else ""


def say_figure(figure: Figure) -> str:
    """The figure as told: "12", "at least 10", "10 to 15"."""
    if figure.low is None:
        return f"at most {figure.high}"
    if figure.high is None:
        return f"at least {figure.low}"
    return f"{figure.low}" if figure.low == figure.high else f"{figure.low} to {figure.high}"


def say_differences(told: Told) -> str:
    """Times and places that reports give and that do not fit those in the columns."""
    times = [f"{when.start} to {when.end}" if when.start != when.end else f"{when.start}" for when in told.other_times]
    places = list(told.site.others) if told.site else []
    said = [f"Also dated {', '.join(times)}."] if times else []
    return " ".join(said + ([f"Also placed in {', '.join(map(plain, places))}."] if places else []))


def join(*sentences: str) -> str:
    """The sentences that there are, in one line."""
    return " ".join(sentence for sentence in sentences if sentence)
