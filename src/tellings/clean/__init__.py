"""Captures in, reports out: page furniture cut and kept apart, title, outlet, date and language found."""

from tellings.clean.pages import STAGE

__all__ = ["STAGE"]
