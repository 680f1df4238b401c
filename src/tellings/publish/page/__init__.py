"""The contract in, one self-contained HTML page out."""

from tellings.publish.page.render import render_page

__all__ = ["render_page"]
