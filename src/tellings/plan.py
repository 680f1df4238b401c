"""The programme: every stage, in order. Read this first."""

from tellings.annotate import parse
from tellings.stage import Stage

PLAN: tuple[Stage, ...] = (parse.STAGE,)
