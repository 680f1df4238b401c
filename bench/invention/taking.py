"""A text in, another text out that was made from it: a copy, a rewriting, a report around agency text, an update."""

from dataclasses import replace

from bench.invention.desk import (
    LEAST,
    Author,
    choose_points,
    fill_outlet,
    lead_phase,
    write_headline,
    write_own,
    write_quote,
)
from bench.invention.fillers import Filler
from bench.invention.manuscripts import Line, Text, choose, set_filler
from bench.invention.wording import Point, read_general


def credit_of(source: Text) -> str | None:
    """Whom a report would credit for it."""
    return source.agency or (source.outlet.name if source.outlet else None)


def copy_text(source: Text, author: Author, given: str) -> Text:
    """The same text, trimmed at its end, with another headline or a note, the credit kept or not."""
    random = author.random
    lines = list(source.lines)
    if random.random() < 0.5:
        lines = lines[: max(LEAST, round(len(lines) * random.uniform(0.45, 1.0)))]
    if len(lines) > 5 and random.random() < 0.2:
        del lines[random.randrange(1, len(lines))]
    headline = (
        source.headline if random.random() < 0.5 else write_headline(author, lead_phase(author.story, source.phase))
    )
    made = Text(
        given, source.line, source.phase, headline, lines, source.figures, author.outlet, straight=source.straight
    )
    made.relation, made.source = "copy", source.id
    made.agency = source.agency
    made.words = author.words or source.words
    return give_credit(made, source, author)


def give_credit(made: Text, source: Text, author: Author) -> Text:
    """The credit that the outlet's habits leave: a credit line, a closing note, or nothing."""
    name, outlet, random = credit_of(source), author.outlet, author.random
    if name and outlet and random.random() < outlet.credits:
        if random.random() < 0.6:
            made.credits = (name,)
        if random.random() < 0.5:
            note = random.choice(read_general()["credit"])
            made.notes.append(author.write(note, name=fill_outlet(name)))
    if name and source.agency and random.random() < 0.3:
        made.dateline = source.dateline
    return made


def rewrite_text(source: Text, author: Author, given: str) -> Text:
    """The same points in the same order in other words, quotations cut the same way."""
    random, general = author.random, read_general()
    author.figures, author.words = source.figures, source.words
    far = random.random() < 0.65  # other frames, or only other words in the same frames
    lines: list[Line] = []
    for place, line in enumerate(source.lines):
        if place and random.random() < 0.14:
            continue
        if line.point or line.parts:
            told = [_retell(part, author, far=far) for part in line.tells]
            together = len(told) == 2 and random.random() < 0.4
            lines += [author.join(*told)] if together else told
        elif line.quote is not None:
            lines.append(_requote(line, author))
        elif random.random() < 0.6:
            ways = general.get(line.section, ())
            fresh = replace(line, choices=choose(line.template, random, author.story.id))
            lines.append(fresh if not ways or not far else author.write(line.template))
    if random.random() < 0.35:
        lines += write_own(author, most=LEAST)[: random.randint(1, 2)]
    made = Text(
        given,
        source.line,
        source.phase,
        write_headline(author, lead_phase(author.story, source.phase)),
        lines,
        source.figures,
    )
    made.outlet, made.relation, made.source = author.outlet, "derived", source.id
    made.words = author.words or source.words
    return give_credit(made, source, author)


def _retell(line: Line, author: Author, *, far: bool) -> Line:
    point: Point = line.point  # type: ignore[assignment]
    others = [way for way in point.ways if way is not line.template]
    keep = not others or author.random.random() > (0.85 if far else 0.3)
    same = line.template if line.template in point.ways else author.random.choice(point.ways)
    return author.write(same if keep else author.random.choice(others), point=point)


def _requote(line: Line, author: Author) -> Line:
    wrap = author.random.choice(read_general()["say"])
    quote: Filler = line.quote  # type: ignore[assignment]
    made = author.write(wrap, quote=quote, speaker=author.name(line.speaker))  # type: ignore[arg-type]
    return replace(made, speaker=line.speaker)


def mix_text(source: Text, author: Author, given: str) -> Text:
    """Own reporting with a part of the agency's text in it, word for word."""
    random = author.random
    size = min(len(source.lines), random.randint(3, 7))
    first = random.randint(0, max(0, len(source.lines) - size))
    taken = source.lines[first : first + size]
    told = {id(part.point) for line in taken for part in line.tells if part.point}
    own = [line for line in write_own(author) if not any(id(part.point) in told for part in line.tells)]
    at = random.randint(1, len(own)) if own else 0
    lines = own[:at] + taken + own[at:]
    made = Text(
        given,
        source.line,
        source.phase,
        write_headline(author, lead_phase(author.story, author.phase)),
        lines,
        author.figures,
    )
    made.outlet, made.relation, made.source = author.outlet, "shared_agency", source.id
    made.words = author.words or source.words
    return give_credit(made, source, author)


def quote_text(source: Text, author: Author, given: str) -> Text:
    """Own reporting that credits another outlet for one point."""
    lines = write_own(author)
    name = credit_of(source)
    borrowed = [part for line in source.lines for part in line.tells if part.point]
    if name and borrowed:
        point = author.random.choice(borrowed).point
        clause = set_filler(author.tell(point), clause=True)  # type: ignore[arg-type]
        wrap = author.random.choice(read_general()["borrowed"])
        lines.insert(author.random.randint(1, len(lines)), author.write(wrap, clause=clause, name=fill_outlet(name)))
    made = Text(
        given,
        given,
        author.phase,
        write_headline(author, lead_phase(author.story, author.phase)),
        lines,
        author.figures,
    )
    made.outlet, made.relation, made.source = author.outlet, "quotes_other", source.id
    return made


def update_text(earlier: Text, author: Author, given: str) -> Text:
    """A later version of the outlet's own article: new sentences at its head, figures brought up to date."""
    random = author.random
    author.words = earlier.words
    lines = [_bring_up(line, author) for line in earlier.lines]
    told = {id(part.point) for line in lines for part in line.tells if part.point}
    fresh = [point for point in choose_points(author, 12, wire=False) if id(point) not in told]
    new = [author.tell(point) for point in fresh[: random.randint(1, 4)]]
    if random.random() < 0.4:
        new.append(write_quote(author, 3))
    headline = (
        write_headline(author, lead_phase(author.story, author.phase)) if random.random() < 0.6 else earlier.headline
    )
    lines = [*new[:1], *lines, *new[1:]] if random.random() < 0.5 else [*lines[:2], *new, *lines[2:]]
    made = Text(
        given, earlier.line, author.phase, headline, lines, author.figures, earlier.outlet, straight=earlier.straight
    )
    made.relation, made.source, made.supersedes = "version", earlier.id, earlier.id
    made.credits, made.byline, made.agency = earlier.credits, earlier.byline, earlier.agency
    made.words = author.words
    return made


def _bring_up(line: Line, author: Author) -> Line:
    """The line with its counts as they are known now."""
    if line.parts:
        parts = [_bring_up(part, author) for part in line.parts]
        same = all(new is old for new, old in zip(parts, line.parts, strict=True))
        return line if same else author.join(*parts)
    counted = [slot for slot in line.template.slots if slot in author.figures]
    if not counted:
        return line
    fresh = author.write(line.template, point=line.point)
    fills = tuple(
        new if slot in author.figures else old
        for slot, old, new in zip(line.template.slots, line.fills, fresh.fills, strict=True)
    )
    return replace(line, fills=fills)
