"""Reports made for tests: own sentences, no page around them."""

from datetime import date

from tellings.records import Report, day, make_id


def make_report(
    text: str,
    *,
    title: str | None = None,
    published: date | None = None,
    outlet: str | None = None,
    language: str = "en",
    name: str = "report.txt",
) -> Report:
    """A report whose text is title, blank line, body; its id follows from name and text."""
    whole = f"{title}\n\n{text}" if title else text
    return Report(
        id=make_id("report", name, whole),
        capture=make_id("capture", name, whole),
        origin=name,
        outlet=outlet,
        title=title,
        byline=None,
        published=day(published) if published else None,
        language=language,
        text=whole,
    )
