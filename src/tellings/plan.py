"""The programme: every stage, in order. Read this first; `stage.check_plan` holds that it fits together."""

from tellings.align import claims, findings, overruling
from tellings.annotate import mentions, moments, parse, places, quantities, quotes
from tellings.assemble import account
from tellings.clean import pages, settle
from tellings.cluster import profile, related, same_story, stories
from tellings.code_events import plover
from tellings.resolve import dating, entities, events
from tellings.stage import Stage
from tellings.trace_copies import lineage


def build_plan(*, model: str = parse.MODEL) -> tuple[Stage, ...]:
    """The stages in order. model: the spaCy pipeline that parses, by name or folder. Raises CallError for one that
    cannot serve."""
    return (
        # captures become reports: each page on its own, then those of one site beside one another
        pages.STAGE,
        settle.STAGE,
        # one report at a time
        parse.build_stage(model),
        mentions.STAGE,
        places.STAGE,
        quantities.STAGE,
        quotes.STAGE,
        # which reports belong together, and who has it from whom
        profile.STAGE,
        same_story.STAGE,
        stories.STAGE,
        related.STAGE,
        lineage.STAGE,
        # when: an undated report is dated by its story, and its time expressions by its date
        dating.STAGE,
        moments.STAGE,
        # what happened
        plover.STAGE,
        # what is one thing across the reports of a story
        entities.STAGE,
        events.STAGE,
        # what is said, and where it agrees and differs
        claims.STAGE,
        overruling.build_stage(findings.STAGE),
        # the account
        account.STAGE,
    )


PLAN = build_plan()
