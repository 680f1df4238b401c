"""The options of every command that reads pages, and what they say of reading."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tellings.ingest import ReadConfig


def add_reading(command: argparse.ArgumentParser) -> None:
    """How pages are read."""
    command.add_argument(
        "--model",
        metavar="NAME|FOLDER",
        help="the spaCy pipeline that parses English: an installed package or a saved one (default: the packaged small "
        "one; a larger one reads names a little better)",
    )
    command.add_argument("--allow-private", action="store_true", help="also read addresses on this machine or network")
    command.add_argument(
        "--max-mb", type=int, default=20, metavar="N", help="largest file or page, in MB (default: 20)"
    )
    command.add_argument(
        "--field",
        action="append",
        default=[],
        metavar="NAME=COLUMN",
        help="the column of a table, or the field of JSON, that holds NAME: text, html, title, url, outlet, byline, "
        "published, modified, language or section; once for each",
    )


def build_config(options: argparse.Namespace) -> "ReadConfig":
    """What the call says of reading. Raises CallError for bounds and fields that cannot be."""
    from tellings.ingest import ReadConfig
    from tellings.ingest.fields import parse_fields

    return ReadConfig(
        max_bytes=options.max_mb * 1024 * 1024,
        allow_private=options.allow_private,
        fields=parse_fields(options.field),
    )
