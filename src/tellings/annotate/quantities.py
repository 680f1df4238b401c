"""Report and Sentences in, Quantities out: how many, of what, in which unit, and how the number is bounded.

Numbers in words and digits, ranges, vague amounts ("dozens"), shares ("half of"), money, measures and ages; what is
counted comes from the parse. Dates, numbers that are part of a name ("Resolution 99") and ordinals are left alone.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from tellings.annotate.quantities_counted import find_counted, is_age
from tellings.records import Quantity, Report, Sentence, Span, make_id
from tellings.stage import Cut, Group, Stage
from tellings.text.folding import fold
from tellings.text.numbers import LARGE_WORDS, NUMBER, SMALL_WORDS, parse_number
from tellings.text.times.phrases import find_time_phrases
from tellings.text.windows import Rule, Windows, spell_words

_BOUNDS = {
    "at_most": """up to|as many as|as much as|at (?:the )?most|(?:no|not) more than|no greater than|a maximum of|
        maximum of|under|below|fewer than|less than|just under""",
    "at_least": """at least|more than|over|above|(?:no|not) (?:fewer|less) than|a minimum of|minimum of|upwards? of|
        in excess of|exceeding|well over|just over|greater than|beyond""",
    "about": """about|around|some|roughly|approximately|approx\\.?|nearly|almost|close to|an estimated|estimated|circa|
        ca\\.|more or less|near|an average of|~""",
    "exactly": "exactly|precisely|only|just|all|a total of",
}
_BOUNDS = {name: re.sub(r"\|\s+", "|", words) for name, words in _BOUNDS.items()}
_BOUND = "|".join(f"(?P<{name}>{words})" for name, words in _BOUNDS.items())
_SIGN = r"(?:(?<!\w)(?:us\$|usd ?\$?|a\$|c\$|hk\$|nz\$|r\$|eur |gbp |chf |rs\.? )|[$€£¥₹₽₺₪₩₦₴])"
_SIGNS = {
    "us$": "USD", "usd": "USD", "usd$": "USD", "usd $": "USD", "a$": "AUD", "c$": "CAD", "hk$": "HKD", "nz$": "NZD",
    "r$": "BRL", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₺": "TRY", "₪": "ILS",
    "₩": "KRW", "₦": "NGN", "₴": "UAH", "eur": "EUR", "gbp": "GBP", "chf": "CHF", "rs": "INR", "rs.": "INR",
}  # fmt: skip
_SHARES = {
    "half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0, "sixth": 100 / 6, "eighth": 12.5,
}  # fmt: skip
_AFTER = re.compile(r"(?P<more> or (?:more|above|over)\b|\+|-plus\b)|(?P<less> or (?:fewer|less|under)\b)| or so\b")
_CASUALTY = "casualt(?:y|ies)|injur(?:y|ies)|deaths?|fatalit(?:y|ies)|victims?|survivors?|arrests?|wounded|dead"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as worded, before it is known what it counts. `core`: the number without bound and unit."""

    start: int
    end: int
    core: tuple[int, int]
    low: float | None
    high: float | None
    unit: str = ""
    bound: str = "exactly"
    age: bool = False


@lru_cache(maxsize=1)
def _read_units() -> tuple[tuple[str, re.Pattern[str]], ...]:
    lines = files("tellings.annotate").joinpath("units.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple((unit, re.compile(rf"[ -]?(?:{wording})(?![\w])")) for unit, wording in rows)


@lru_cache(maxsize=1)
def _any_unit() -> re.Pattern[str]:
    """Any of the units: most numbers have none, and one look settles it."""
    return re.compile("|".join(pattern.pattern for _, pattern in _read_units()))


@lru_cache(maxsize=1)
def _any_vague() -> re.Pattern[str]:
    return re.compile("|".join(pattern.pattern for pattern, _, _ in _read_vague()))


@lru_cache(maxsize=1)
def _read_vague() -> tuple[tuple[re.Pattern[str], float | None, float | None], ...]:
    lines = files("tellings.annotate").joinpath("vague.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple((re.compile(rf"\b(?:{words})\b"), _float(low), _float(high)) for words, low, high in rows)


def _float(wording: str) -> float | None:
    return float(wording) if wording else None


_CLOSE_UNIT = r"(?=(?:km2?|kg|cm|mm|[gmt]b|ghz|[mg]w|kwh|mph|kmh|kph|ft|lbs?|ha)\b)"
_NUMERIC = re.compile(
    rf"(?:\b(?P<between>between|from) )?(?P<sign>{_SIGN})? ?(?<![\w.,/#-])(?P<first>{NUMBER})"
    rf"(?:{_CLOSE_UNIT}|(?![\w/]|[.,:]\d|'s\b))(?P<unit1> ?%| percent\b| per cent\b)?"
    rf"(?: ?(?P<to>-|to|and|or) ?(?P<sign2>{_SIGN})?(?P<second>{NUMBER})(?:{_CLOSE_UNIT}|(?![\w/]|[.,:]\d)))?"
)
_BEFORE = re.compile(rf"(?:\b|(?<=~))(?:{_BOUND})(?: about| around| some| a total of| another)? $")
_AGE = re.compile(
    rf"\b(?:aged?|ages|age of)(?: between)? (?P<ages>\d{{1,3}}(?:(?:,? and |,? to |, | or |-)\d{{1,3}})*)\b"
    rf"|\b(?P<old>{NUMBER})(?:(?:-| to | and )(?P<old2>{NUMBER}))?"
    r"[ -](?P<span>year|month|week|day)s?[ -](?:old|of age)s?\b"
    r"|\b(?:die[sd]|dead|turn(?:s|ed|ing)?|passed away)(?: at)? (?P<reached>\d{2,3})"
    r"(?=[.,;)]? ?(?:$|\n)|[.,;)] "
    r"|(?: and| in| on| this| last| next| when| before| after| earlier| later| yesterday| today)\b)"
    rf"|\bin (?:his|her|their)(?: (?:early|mid|late)-?)? ?(?P<decade>[2-9]0)s\b"
)
_RATIO = re.compile(rf"(?<![\w.,/-])(?P<part>{NUMBER}) (?:in|out of)(?: every)? (?P<whole>{NUMBER})(?= [a-z]+s\b)")
_SHARE = re.compile(
    rf"\b(?:(?P<times>{NUMBER})[ -])?(?P<article>an? |the |one[ -])?"
    r"(?P<share>half|third|quarter|fifth|tenth|sixth|eighth)s?\b"
    r"(?= of\b| (?:the|its|their|all|his|her|our|that|those)\b)"
)
_BEYOND = 64  # letters that the rules look ahead at: two words and more
_STRONG = re.compile(r"-(?:strong|member|man|person|seat|bed|room)\b")
_NONE = re.compile(rf"\b(?:no|zero)(?= (?:\w+ )?(?:{_CASUALTY})\b)")
# Figures that count nothing: phone numbers, results ("won 3-1", a record of 7-8-1), the place in a series of pictures.
_CODE = re.compile(
    r"(?<![\w.,$-])(?:\+\d[\d ()-]{6,}\d|\(?0\d{1,4}\)?(?:[ -]\d{2,}){1,4}|0\d{2,}"
    r"|\d{3}-\d{3}-\d{4}|\d{3}-\d{4})(?!\w|[.,]\d)"
    r"|(?<![\w.,$-])\d{1,3}-\d{1,3}(?:-\d{1,3})+(?!\w|[.,]\d)"
    r"|(?<=\bcall )\d{3,4}\b|(?<=\bdial )\d{3,4}\b|(?<=\bdialled )\d{3,4}\b|(?<=\bdialed )\d{3,4}\b"
    r"|\b\d+ of \d+\b(?=\s*(?:\n|$))"
)
_RESULT = re.compile(
    r"(?<![\w.,$-])(?P<left>\d{1,3})-(?P<right>\d{1,3})(?![\w-]|[.,]\d)"
    r"(?P<after> (?:on penalties|after extra time|win|victory|"
    r"defeat|loss|draw|lead|record|mark|scoreline|score|result|vote|ruling|decision|majority|aggregate|home|away)\b)?"
)
_PLAYED = re.compile(
    r"\b(?:won|win|wins|winning|lost|lose|loses|losing|beat|beats|drew|draws|tied|led|lead|leads|leading|voted) $"
)
_BOTH = re.compile(r"\bboth(?= (?!in |of the ways|sides? )(?:of )?(?:the |his |her |their )?[a-z]+s\b)")


@lru_cache(maxsize=1)
def _read_rules() -> tuple[Windows, tuple[str, ...]]:
    """What is looked for, and the name of each."""
    vague = _any_vague()
    number = frozenset(f"{SMALL_WORDS}|{LARGE_WORDS}".split("|"))
    kinds = {
        "number": number,
        "age": frozenset(
            "aged age ages old olds his her their dies died dead turn turns turned turning passed".split()
        ),
        "share": frozenset(ending for share in _SHARES for ending in (share, share + "s")) | {"halfs"},
        "vague": frozenset(spell_words(vague.pattern)) - {"a", "an", "one", "of"},
        "none": frozenset(("no", "zero")),
        "both": frozenset(("both",)),
    }
    rules = {
        "age": Rule(_AGE, frozenset(("age", "figure|number"))),
        "share": Rule(_SHARE, frozenset(("share",))),
        "ratio": Rule(_RATIO, frozenset(("figure|number",))),
        "vague": Rule(vague, frozenset(("vague",))),
        "numeric": Rule(_NUMERIC, frozenset(("figure|number",))),
        "none": Rule(_NONE, frozenset(("none",))),
        "both": Rule(_BOTH, frozenset(("both",))),
        "code": Rule(_CODE, frozenset(("figure",))),
        "result": Rule(_RESULT, frozenset(("figure",))),
    }
    return Windows(rules.values(), kinds, beyond=_BEYOND), tuple(rules)


def _find_rules(lowered: str) -> dict[str, list[re.Match[str]]]:
    """The matches of each rule, in order."""
    windows, names = _read_rules()
    found: dict[str, list[re.Match[str]]] = {name: [] for name in names}
    for place, match in windows.find(lowered):
        found[names[place]].append(match)
    return found


def find_amounts(text: str) -> list[Amount]:
    """The amounts in the text, in order, none within another; dates and ages are told from counts."""
    lowered = fold(text)
    matches = _find_rules(lowered)
    taken = [(phrase.start, phrase.end) for phrase in find_time_phrases(text) if phrase.form not in ("reference",)]
    taken += [match.span() for match in matches["code"]]
    taken += [match.span() for match in matches["result"] if _is_result(match, lowered)]
    covered = {place for start, end in taken for place in range(start, end)}
    found = [*_ages(matches["age"]), *_shares(matches["share"], matches["ratio"], lowered)]
    found += [amount for amount in _vague(matches["vague"], lowered) if amount.core[0] not in covered]
    covered |= {place for amount in found for place in range(amount.start, amount.end)}
    found += [
        amount
        for match in matches["numeric"]
        if not covered.intersection(range(*match.span("first")))
        for amount in _numeric(match, lowered, covered)
    ]
    for name, value in (("none", 0.0), ("both", 2.0)):
        found += [Amount(*match.span(), match.span(), value, value) for match in matches[name]]
    return sorted(found, key=lambda amount: amount.core)


def _is_result(match: re.Match[str], lowered: str) -> bool:
    """Whether "3-1" is a result: it falls, or what stands around it says so; "7-8 boats" is a range."""
    left, right = int(match["left"]), int(match["right"])
    before = lowered[max(0, match.start() - 10) : match.start()]
    return left >= right or bool(match["after"]) or bool(_PLAYED.search(before))


def _numeric(match: re.Match[str], lowered: str, covered: set[int]) -> Iterator[Amount]:
    first = parse_number(match["first"])
    if first is None:
        return
    start, end = match.span("first")
    second, joined = None, False
    if match["second"] and covered.intersection(range(*match.span("second"))):
        if match["to"] in ("-", "to", "or") or match["between"]:
            return  # "eight to ten minutes" is a length of time
    elif match["second"]:
        second = parse_number(match["second"])
        joined = second is not None and _is_range(match, first, second)
    if joined and second is not None:
        end = match.end("second")
        scale = _scale(match["second"]) if match["first"].replace(",", "").replace(".", "").isdigit() else 1.0
        first = first * scale if first < second / scale * 10 and scale > 1 else first
        unit, end = _unit_after(lowered, end)
        unit = unit or (_SIGNS.get((match["sign"] or "").strip(), "") if match["sign"] else "")
        start = match.start("between") if match["between"] else match.start("sign") if match["sign"] else start
        yield Amount(start, end, match.span("first"), min(first, second), max(first, second), unit, "between")
        return
    strong = _STRONG.match(lowered, end)
    unit, end = ("", strong.end()) if strong else _unit_after(lowered, end)
    if match["sign"]:
        unit, start = _SIGNS.get(match["sign"].strip(), unit), match.start("sign")
        if lowered[end : end + 4] in (" usd", " eur"):
            end += 4
    amount = Amount(start, end, match.span("first"), first, first, unit)
    yield _bound(amount, lowered)
    if second is not None and not joined:
        place = match.span("second")
        unit, end = _unit_after(lowered, place[1])
        begin = place[0]
        if match["sign2"]:
            unit, begin = _SIGNS.get(match["sign2"].strip(), unit), match.start("sign2")
        yield _bound(Amount(begin, end, place, second, second, unit), lowered)


def _is_range(match: re.Match[str], first: float, second: float) -> bool:
    if match["to"] == "and":
        return match["between"] == "between"
    if match["to"] == "or":
        return second - first == 1
    return second > first or _scale(match["second"]) > 1


def _scale(wording: str) -> float:
    last = re.split(r"[ \d-]", wording)[-1]
    return (
        parse_number("1 " + last) or 1.0 if last in ("million", "billion", "trillion", "thousand", "bn", "m") else 1.0
    )


def _unit_after(lowered: str, end: int) -> tuple[str, int]:
    """The unit that follows a number, and where it ends."""
    tail = lowered[end : end + 1]
    if tail and tail not in " -%°" and not tail.isalpha():
        return "", end
    best = ("", end)
    if not _any_unit().match(lowered, end):
        return best
    for unit, pattern in _read_units():
        match = pattern.match(lowered, end)
        if match and match.end() > best[1]:
            best = (unit, match.end())
    return best


def _bound(amount: Amount, lowered: str) -> Amount:
    """With "up to", "at least" … before it and "or more" after it."""
    before = _BEFORE.search(lowered, max(0, amount.start - 32), amount.start)
    kind = next((name for name in _BOUNDS if before and before[name]), "")
    if before and kind:
        amount = replace(amount, start=before.start())
    after = _AFTER.match(lowered, amount.end)
    if after and after["more"]:
        kind = "at_least"
        amount = replace(amount, end=after.end())
    elif after and after["less"]:
        kind = "at_most"
        amount = replace(amount, end=after.end())
    elif after:
        kind = "about"
        amount = replace(amount, end=after.end())
    match kind:
        case "at_most":
            return replace(amount, low=None, bound=kind)
        case "at_least":
            return replace(amount, high=None, bound=kind)
        case "about":
            return replace(amount, bound=kind)
    return amount


def _ages(matches: Iterable[re.Match[str]]) -> Iterator[Amount]:
    for match in matches:
        if match["ages"]:
            start = match.start("ages")
            numbers = list(re.finditer(r"\d+", match["ages"]))
            if re.search(r" to |-", match["ages"]) or " between" in match.group():
                first, last = float(numbers[0].group()), float(numbers[-1].group())
                yield Amount(*match.span(), match.span("ages"), first, last, "year", "between", age=True)
                continue
            for number in numbers:
                place = (start + number.start(), start + number.end())
                whole = (match.start(), place[1]) if number is numbers[0] else place
                yield Amount(*whole, place, float(number.group()), float(number.group()), "year", age=True)
        elif match["old"]:
            low = parse_number(match["old"])
            high = parse_number(match["old2"]) if match["old2"] else low
            bound = "between" if match["old2"] else "exactly"
            yield Amount(*match.span(), match.span("old"), low, high, match["span"], bound, age=True)
        elif match["reached"]:
            place, age = match.span("reached"), float(match["reached"])
            if age < 120:
                yield Amount(*place, place, age, age, "year", age=True)
        else:
            decade = float(match["decade"])
            yield Amount(*match.span(), match.span("decade"), decade, decade + 9, "year", "between", age=True)


def _shares(shares: Iterable[re.Match[str]], ratios: Iterable[re.Match[str]], lowered: str) -> Iterator[Amount]:
    for match in shares:
        times = parse_number(match["times"]) if match["times"] else 1.0
        if match["share"] != "half" and not (match["times"] or (match["article"] or "").strip() in ("a", "one")):
            continue
        share = round(_SHARES[match["share"]] * (times or 1.0), 2)
        if share <= 100:
            yield _bound(Amount(*match.span(), match.span("share"), share, share, "%"), lowered)
    for match in ratios:
        part, whole = parse_number(match["part"]), parse_number(match["whole"])
        if part and whole and part < whole <= 100:
            share = round(100 * part / whole, 2)
            yield _bound(Amount(*match.span(), match.span("whole"), share, share, "%"), lowered)


def _vague(matches: Iterable[re.Match[str]], lowered: str) -> Iterator[Amount]:
    for match in matches:
        found = ((p.match(lowered, match.start()), low, high) for p, low, high in _read_vague())
        start, end, low, high = max(
            ((m.start(), m.end(), low, high) for m, low, high in found if m), key=lambda row: row[1]
        )
        unit, last = _unit_after(lowered, end)
        amount = Amount(start, last, (start, end), low, high, unit, _vague_bound(low, high))
        bounded = _bound(amount, lowered)
        yield replace(amount, start=bounded.start) if bounded.bound != "exactly" else amount


def _vague_bound(low: float | None, high: float | None) -> str:
    if high is None:
        return "at_least"
    return "exactly" if low == high == 1 else "about"


def find_quantities(report: Report, sentences: Sequence[Sentence]) -> list[Quantity]:
    """The quantities of a report, in order, each with what it counts."""
    starts = [sentence.span.start for sentence in sentences]
    quantities: list[Quantity] = []
    labels: set[str] = set()  # numbers that name a thing here, as in "the Falcon 900", name it throughout the report
    for amount in find_amounts(report.text):
        place = bisect_right(starts, amount.core[0]) - 1
        counted: tuple[int, int] | None = (0, 0)
        if place >= 0 and amount.core[0] < sentences[place].span.end:
            sentence = sentences[place]
            if is_age(sentence, amount.core, report.text):
                amount = replace(amount, unit="year", age=True)
            counted = find_counted(sentence, amount.core, (amount.start, amount.end), age=amount.age, unit=amount.unit)
        if counted is not None:
            quantities.append(_build_quantity(report, amount, counted))
        elif amount.core[1] - amount.core[0] > 1 and report.text[amount.core[0]].isdigit():
            labels.add(report.text[slice(*amount.core)])
    return [quantity for quantity in quantities if quantity.span.of(report).split("-")[0] not in labels]


def _build_quantity(report: Report, amount: Amount, counted: tuple[int, int]) -> Quantity:
    span = Span(report.id, amount.start, amount.end)
    of_span = Span(report.id, *counted) if counted[0] < counted[1] else None
    of = of_span.of(report) if of_span else ""
    return Quantity(
        make_id("quantity", span, amount.low, amount.high),
        span,
        amount.low,
        amount.high,
        amount.unit,
        of,
        amount.bound,
        of_span,
    )


def _run(group: Group) -> Iterable[Quantity]:
    return find_quantities(group.one(Report), group.of(Sentence))


STAGE = Stage("quantities", reads=(Report, Sentence), writes=(Quantity,), cut=Cut.EACH, run=_run)
