"""Tables in, the account's JSON contract out: one plain dictionary, every key described in docs/account.md.

Offsets are characters of the report's `text`. Keys are stable; more may be added, none is taken away.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from tellings.linking.groups import build_groups
from tellings.publish.counting import Tally, find_same_events
from tellings.publish.judged import Judged
from tellings.publish.languages import READ
from tellings.publish.letters import letter_of
from tellings.publish.weighing import Scales
from tellings.records import (
    Account,
    Case,
    Dating,
    Drop,
    Entity,
    Event,
    Finding,
    Happening,
    Interval,
    Judgement,
    Mention,
    Moment,
    Place,
    Quantity,
    Quote,
    Report,
    Revision,
    Sentence,
    Span,
    Story,
    Tables,
)
from tellings.text.folding import fold

Contract = dict[str, Any]
_ACRONYM = 4  # a name in capitals up to this length may be initials


def build_contract(tables: Tables, *, version: str) -> Contract:
    """The account of everything in the tables: stories of most reports first, single reports after, drops last."""
    return {"tellings": version, "stories": [*build_stories(tables)], "dropped": build_drops(tables)}


def build_stories(tables: Tables) -> Iterator[Contract]:
    """The stories of the contract one after the other, so that what writes them need not hold them all."""
    told = {account.story: account for account in tables.of(Account)}
    shelf = _Shelf(tables)
    headlines = {story.id: _headline(story, told.get(story.id), shelf) for story in tables.of(Story)}
    for story in _in_order(tables, shelf):
        yield _story(story, told.get(story.id), shelf, headlines)


def build_outline(tables: Tables) -> Contract:
    """As much of the contract as a line on each story asks: what a command says of the file that it wrote.

    Keys are a part of the contract's, with the same values.
    """
    told = {account.story: account for account in tables.of(Account)}
    shelf = _Shelf(tables)
    stories = []
    for story in _in_order(tables, shelf):
        account = told.get(story.id)
        reports, lines = [shelf.reports[report] for report in story.reports], _lines(story, account)
        line_of = {report: number for number, line in enumerate(lines) for report in line}
        stories.append(
            {
                "id": story.id,
                "headline": _headline(story, account, shelf),
                "counts": {"reports": len(reports), "independent_lines": len({line_of.get(r.id) for r in reports})},
                "reports": [{"id": r.id, "capture": r.origin, "language": r.language} for r in reports],
                "findings": [{"id": finding.id, "status": finding.status} for finding in shelf.about(Finding, story)],
                "judgements": shelf.judged.judgements(story, lines, shelf.about(Finding, story)),
            }
        )
    return {"stories": stories, "dropped": build_drops(tables)}


def _in_order(tables: Tables, shelf: "_Shelf") -> list[Story]:
    def rank(story: Story) -> tuple[int, str, str]:
        return (-len(story.reports), _first_published(shelf, story), story.id)

    return sorted(tables.of(Story), key=rank)


def _lines(story: Story, account: Account | None) -> list[list[str]]:
    return [list(line) for line in account.lines] if account and account.lines else [[r] for r in story.reports]


def build_drops(tables: Tables) -> list[Contract]:
    """What was given and not used."""
    return [
        {
            "capture": drop.capture,
            "stage": drop.stage,
            "reason": drop.reason,
            "detail": drop.detail,
            "same_as": drop.same_as,
        }
        for drop in sorted(tables.of(Drop), key=lambda drop: (drop.capture, drop.stage, drop.reason))
    ]


def build_story(tables: Tables, story: Story, *, headlines: Mapping[str, str]) -> Contract:
    """One story of the contract, of tables that hold what is about it, and the reports and stories that it names.
    headlines: of the stories that hang together with it."""
    shelf = _Shelf(tables)
    told = next((account for account in tables.of(Account) if account.story == story.id), None)
    return _story(story, told, shelf, {**headlines, story.id: _headline(story, told, shelf)})


class _Shelf:
    """The tables, cut by report and by story once, so that each story is told in one pass over its own records."""

    def __init__(self, tables: Tables) -> None:
        self.reports = {report.id: report for report in tables.of(Report)}
        self.datings = {dating.report: dating for dating in tables.of(Dating)}
        self.of_report: dict[type, dict[str, list[Any]]] = {
            kind: _by(tables.of(kind), lambda record: record.report)
            for kind in (Sentence, Mention, Moment, Place, Quantity, Quote, Event)
        }
        self.of_story: dict[type, dict[str, list[Any]]] = {
            kind: _by(tables.of(kind), lambda record: record.story) for kind in (Entity, Finding, Case, Happening)
        }
        self.revisions = {revision.report: revision for revision in tables.of(Revision)}
        self.again = _by((drop for drop in tables.of(Drop) if drop.same_as), lambda drop: drop.same_as)
        self.same_events = find_same_events(tables.of(Judgement))
        self.judged = Judged(tables.of(Judgement), self.reports, tables.of(Story))

    def within(self, kind: type, story: Story) -> list[Any]:
        """The records of one kind in the story's reports, report by report."""
        return [record for report in story.reports for record in self.of_report[kind].get(report, ())]

    def about(self, kind: type, story: Story) -> list[Any]:
        """The records of one kind that belong to the story as a whole."""
        return self.of_story[kind].get(story.id, [])


def _by(records: Iterable[Any], key: Callable[[Any], str]) -> dict[str, list[Any]]:
    cut: dict[str, list[Any]] = defaultdict(list)
    for record in records:
        cut[key(record)].append(record)
    return cut


def _first_published(shelf: _Shelf, story: Story) -> str:
    days = [when.rank() for report in story.reports if (when := _published(shelf, report)) and when.start]
    return min(days, default="9999")


def _published(shelf: _Shelf, report: str) -> Interval | None:
    dating = shelf.datings.get(report)
    return dating.published if dating else shelf.reports[report].published


def _story(story: Story, account: Account | None, shelf: _Shelf, headlines: Mapping[str, str]) -> Contract:
    reports = [shelf.reports[report] for report in story.reports]
    lines = _lines(story, account)
    letters = {report: letter_of(number) for number, line in enumerate(lines) for report in line}
    entities: list[Entity] = shelf.about(Entity, story)
    tally = Tally(reports, lines)
    scales = Scales(tally, {report.id: _published(shelf, report.id) for report in reports}, entities)
    return {
        "id": story.id,
        "headline": headlines[story.id],
        "headline_claim": _at(account.headline_span) if account and account.headline_span else None,
        "when": _interval(account.when) if account else None,
        "where": list(account.where) if account else [],
        "counts": {
            "reports": len(reports),
            **tally.count(story.reports),
            "not_compared": sum(report.language not in READ for report in reports),
        },
        "summary": [
            {
                "text": telling.text,
                "parts": [{"who": who, "text": words} for who, words in telling.parts],
                "findings": list(telling.findings),
                "claims": [_at(span) for span in telling.spans],
            }
            for telling in (account.summary if account else ())
        ],
        "reports": [_report(report, shelf, letters.get(report.id, "")) for report in reports],
        "publishers": tally.publishers(),
        "lineage": {
            "lines": lines,
            "letters": [letter_of(number) for number in range(len(lines))],
            "links": shelf.judged.links(story),
            "apart": shelf.judged.apart(story, lines),
        },
        "together": shelf.judged.together(story),
        "outside": shelf.judged.outside(story),
        "related": shelf.judged.related(story, headlines),
        "judgements": shelf.judged.judgements(story, lines, shelf.about(Finding, story)),
        "changes": [_revision(shelf.revisions[r.id]) for r in reports if r.id in shelf.revisions],
        "nearest": _nearest(story, shelf.judged),
        "entities": [_entity(entity, shelf.within(Mention, story)) for entity in entities],
        "places": _places(shelf.within(Place, story)),
        "moments": [_moment(moment) for moment in shelf.within(Moment, story)],
        "quantities": [_quantity(quantity) for quantity in shelf.within(Quantity, story)],
        "quotes": _quotes(shelf.within(Quote, story), entities, shelf),
        "events": _events(shelf.within(Event, story), shelf.same_events),
        "findings": [
            _finding(finding, scales)
            for finding in sorted(shelf.about(Finding, story), key=lambda finding: (-finding.weight, finding.id))
        ],
        "cases": [_case(case) for case in sorted(shelf.about(Case, story), key=_case_order)],
        "timeline": [_happening(happening) for happening in sorted(shelf.about(Happening, story), key=_when_order)],
    }


def _headline(story: Story, account: Account | None, shelf: _Shelf) -> str:
    titles = (shelf.reports[report].title for report in story.reports)
    return account.headline if account else next(filter(None, titles), "Untitled report")


def _at(span: Span) -> Contract:
    return {"report": span.report, "start": span.start, "end": span.end}


def _interval(interval: Interval | None) -> Contract | None:
    if interval is None:
        return None
    return {
        "start": interval.start,
        "end": interval.end,
        "precision": str(interval.precision),
        "zone": interval.zone,
    }


def _from_to(interval: Interval | None) -> Contract:
    if interval is None:
        return {"from": None, "to": None, "precision": None}
    return {"from": interval.start, "to": interval.end, "precision": str(interval.precision)}


def _report(report: Report, shelf: _Shelf, letter: str) -> Contract:
    dating = shelf.datings.get(report.id)
    return {
        "id": report.id,
        "capture": report.origin,
        "outlet": report.outlet,
        "title": report.title,
        "byline": report.byline,
        "published": _interval(_published(shelf, report.id)),
        "dating": {
            "inferred": dating.inferred if dating else report.published_inferred,
            "reason": dating.reason if dating else "",
            "claims": [_at(span) for span in dating.spans] if dating else [],
        },
        "modified": _interval(report.modified),
        "language": report.language,
        "compared": report.language in READ,
        "line": letter,
        "text": report.text,
        "sentences": [[s.span.start, s.span.end] for s in shelf.of_report[Sentence].get(report.id, ())],
        "furniture": [{"kind": piece.kind, "text": piece.text} for piece in report.furniture],
        "captions": list(report.captions),
        "credits": list(report.credits),
        "disclaimers": list(report.disclaimers),
        "dateline": report.dateline,
        "section": report.section,
        "url": report.url,
        "supersedes": report.supersedes,
        "met_again": sorted(drop.capture for drop in shelf.again.get(report.id, ())),
    }


def _revision(revision: Revision) -> Contract:
    return {
        "report": revision.report,
        "earlier": revision.earlier,
        "ordered": revision.ordered,
        "reason": revision.reason,
        "changes": [
            {
                "kind": change.kind,
                "before": _at(change.before) if change.before else None,
                "after": _at(change.after) if change.after else None,
            }
            for change in revision.changes
        ],
        "more": revision.more,
    }


def _nearest(story: Story, judged: Judged) -> Contract | None:
    """For a report that stands alone: the report that it was compared to and came nearest to, and why they part."""
    if len(story.reports) != 1:
        return None
    near = next(iter(judged.outside(story)), None)
    return {"report": near["other"], "score": near["score"], "reason": near["reason"]} if near else None


def _entity(entity: Entity, mentions: Sequence[Mention]) -> Contract:
    chains = set(entity.chains)
    roles = dict.fromkeys(m.role for m in mentions if m.role and m.chain in chains)
    return {
        "id": entity.id,
        "name": entity.name,
        "kind": entity.kind,
        "aliases": list(entity.aliases),
        "roles": list(roles),
        "country": entity.country,
        "identifiers": dict(entity.identifiers),
        "mentions": [_at(span) for span in entity.mentions],
    }


def _place_key(place: Place) -> tuple[str, str]:
    return ("", str(place.geonames_id)) if place.geonames_id is not None else (fold(place.name), "")


def _places(places: Sequence[Place]) -> list[Contract]:
    """One entry for each place of the gazetteer, and for each name that was not resolved; most mentioned first."""
    built = []
    for _, named in groupby(sorted(places, key=_place_key), key=_place_key):
        group = sorted(named, key=lambda place: place.span)
        first = group[0]
        built.append(
            {
                "name": _plain_name(place.name for place in ([p for p in group if p.literal] or group)),
                "geonames_id": first.geonames_id,
                "lat": first.lat,
                "lon": first.lon,
                "country": first.country,
                "admin1": first.admin1,
                "feature": first.feature,
                "literal": any(place.literal for place in group),
                "mentions": [_at(place.span) for place in group],
            }
        )
    return sorted(built, key=lambda place: (-len(place["mentions"]), place["name"]))


def _plain_name(names: Iterable[str]) -> str:
    """The name that is used most; one in capitals throughout, as in a dateline, is written plainly."""
    count = Counter(names)
    best = max(count, key=lambda name: (not name.isupper(), count[name], name))
    return best.title() if best.isupper() and len(best) > _ACRONYM else best


def _moment(moment: Moment) -> Contract:
    return {**_at(moment.span), **_from_to(moment.interval), "kind": moment.kind, "value": moment.value}


def _quantity(quantity: Quantity) -> Contract:
    return {
        **_at(quantity.span),
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit,
        "of": quantity.of,
        "bound": quantity.bound,
    }


def _quotes(quotes: Sequence[Quote], entities: Sequence[Entity], shelf: _Shelf) -> list[Contract]:
    speaker_of = {chain: entity for entity in entities for chain in entity.chains}
    built = []
    for quote in quotes:
        entity = speaker_of.get(quote.speaker_chain or "")
        worded = quote.speaker.of(shelf.reports[quote.report]) if quote.speaker else None
        built.append(
            {
                **_at(quote.span),
                "kind": quote.kind,
                "speaker": quote.speaker_name or worded,
                "speaker_entity": entity.id if entity else None,
                "speaker_at": {"start": quote.speaker.start, "end": quote.speaker.end} if quote.speaker else None,
                "cue": {"start": quote.cue.start, "end": quote.cue.end} if quote.cue else None,
            }
        )
    return built


def _events(events: Sequence[Event], links: Iterable[tuple[str, str]]) -> list[Contract]:
    """Each with the happening that it tells of, which is named by the first event in it."""
    happening = {event: group[0] for group in build_groups([event.id for event in events], links) for event in group}
    return [{**_event(event), "happening": happening[event.id]} for event in events]


def _event(event: Event) -> Contract:
    actor, recipient = event.actor, event.recipient
    return {
        "id": event.id,
        "scheme": event.scheme,
        "type": event.type,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "quad": event.quad,
        "intensity": event.intensity,
        "mutual": event.mutual,
        "by": event.by,
        "actor": actor.name if actor else None,
        "actor_country": actor.iso3 if actor else None,
        "actor_sectors": list(actor.sectors) if actor else [],
        "recipient": recipient.name if recipient else None,
        "recipient_country": recipient.iso3 if recipient else None,
        "recipient_sectors": list(recipient.sectors) if recipient else [],
        **_from_to(event.when),
        "place": event.place,
        "factuality": event.factuality,
        "polarity": event.polarity,
        "says": event.says,
        **_at(event.span),
    }


def _finding(finding: Finding, scales: Scales) -> Contract:
    return {
        "id": finding.id,
        "status": finding.status,
        "kind": finding.kind,
        "slot": finding.slot,
        "difference": finding.difference,
        "gist": finding.gist,
        "question": finding.question,
        "weight": finding.weight,
        "doubtful": finding.doubtful,
        "corrupted": finding.corrupted,
        "independent_lines": finding.independent_lines,
        "counts": scales.weigh(finding.witnesses)["counts"],
        "values": scales.weigh_values(finding.witnesses),
        "claims": [
            {**_at(witness.span), "value": witness.value, "speaker": witness.speaker} for witness in finding.witnesses
        ],
    }


def _case(case: Case) -> Contract:
    return {
        "id": case.id,
        "kind": case.kind,
        "state": case.state,
        "open": case.decision is None,
        "states": [
            {
                "state": turn.state,
                **_from_to(turn.when),
                "reported": _interval(turn.reported),
                "claims": [_at(span) for span in turn.spans],
            }
            for turn in case.states
        ],
        "requester": case.requester,
        "addressee": case.addressee,
        "asked": case.asked,
        "basis": list(case.basis),
        "conditions": list(case.conditions),
        "decision": case.decision,
        "decided": {"from": case.decided.start, "to": case.decided.end} if case.decided else None,
        "decided_by": case.decided_by,
        "reasons": list(case.reasons),
        "reactions": list(case.reactions),
        "claims": [
            {
                **_at(element.span),
                "role": element.role,
                "gist": element.gist,
                "speaker": element.speaker,
                **_from_to(element.when),
            }
            for element in case.elements
        ],
    }


def _case_order(case: Case) -> tuple[int, int, str]:
    """The case that most reports tell of first."""
    return (-len({element.span.report for element in case.elements}), -len(case.elements), case.id)


def _when_order(happening: Happening) -> tuple[str, str, str]:
    return (happening.when.start or happening.when.end or "", happening.when.end or "9999", happening.id)


def _happening(happening: Happening) -> Contract:
    return {
        **_from_to(happening.when),
        "gist": happening.gist,
        "kind": happening.kind,
        "reported": _interval(happening.reported),
        "findings": list(happening.findings),
        "claims": [_at(span) for span in happening.spans],
    }
