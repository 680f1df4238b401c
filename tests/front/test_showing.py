"""An account in a notebook: the page in a frame that reaches nothing around it."""

from html import unescape
from html.parser import HTMLParser

from tellings.front.showing import show
from tests.publish.exports.loading import runs


class Frames(HTMLParser):
    """What a browser would see of the cell: the tags outside the frame's own page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_a_notebook_shows_the_page_in_a_frame_without_scripts() -> None:
    shown = show(next(iter(runs())), height=300)
    seen = Frames()
    seen.feed(shown._repr_html_())
    ((tag, attributes),) = seen.tags
    assert (tag, attributes["sandbox"]) == ("iframe", "")
    assert "height:300px" in str(attributes["style"])
    assert "<h1" in unescape(str(attributes["srcdoc"]))


def test_without_a_browser_it_is_text() -> None:
    shown = show(next(iter(runs())))
    assert repr(shown).startswith("<account of 1 stories, 3 reports")
    assert str(shown).startswith("# ")
