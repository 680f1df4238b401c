"""Shapes in, SVG out: the few elements that the drawings are made of, every text escaped, no style of their own."""

from functools import cache

from markupsafe import Markup

from tellings.publish.page.escaping import escape_words


def element(name: str, *inside: Markup | str, **attributes: object) -> Markup:
    """An SVG element; `_` in an attribute's name is written as `-`, a final `_` falls away, None leaves it out."""
    written = "".join([f' {_spell(key)}="{_write(value)}"' for key, value in attributes.items() if value is not None])
    held = "".join([piece if isinstance(piece, Markup) else escape_words(piece) for piece in inside])
    return Markup(f"<{name}{written}>{held}</{name}>")


@cache  # the code's own words
def _spell(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _write(value: object) -> str:
    """A number as short as the page shows it; words escaped."""
    if isinstance(value, float):
        return f"{value:.1f}".rstrip("0").rstrip(".")
    return escape_words(str(value))


def drawing(width: float, height: float, label: str, *inside: Markup, class_: str) -> Markup:
    """A whole drawing with its name for those who do not see it; its parts may hold links."""
    return element(
        "svg",
        *inside,
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        class_=class_,
        role="group",
        aria_label=label,
        preserveAspectRatio="xMinYMin meet",
    )


def clip(text: str, most: int) -> str:
    """The text cut to at most that many characters."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
