"""Captures in, reports out: page furniture cut, title, outlet, date and language found, versions of a page told."""
