"""Reports in many languages: told right, kept, cleaned of their menus, put into stories, copies found, bytes read.

usage: languages.py [--wrong]

The texts stand in languages.tsv beside this file: for each language two reports of one flood, one of an election, and
what stands around a report on a page. They are laid out as a bare text, as the text of a page with its furniture, and
as HTML. `--wrong` lists what went wrong.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from tellings.clean.language import find_language
from tellings.clean.pages import read_report
from tellings.cluster.profile import build_appearance, build_profile
from tellings.cluster.same_story import link_profiles
from tellings.cluster.stories import build_stories
from tellings.records import Capture, Drop, Profile, Report, make_id
from tellings.text.decoding import decode
from tellings.trace_copies.lineage import judge_pair
from tellings.trace_copies.reading import build_reading

TABLE = Path(__file__).with_name("languages.tsv")
REPORTS = ("flood", "again", "vote")
# Encodings in which pages of a language were, and are, written.
LEGACY = {
    "cp1252": "de nl sv fi fr es pt it sq id ms sw",
    "iso-8859-15": "de fr fi",
    "cp1250": "pl cs hu ro hr sr-Latn",
    "iso-8859-2": "pl cs hu",
    "cp1251": "ru uk bg sr",
    "koi8-r": "ru",
    "koi8-u": "uk",
    "iso-8859-5": "ru bg sr",
    "cp866": "ru",
    "cp1253": "el",
    "iso-8859-7": "el",
    "cp1254": "tr",
    "iso-8859-9": "tr",
    "cp1255": "he",
    "cp1256": "ar ur",
    "cp1258": "",
    "iso-8859-6": "ar",
    "gb18030": "zh zh-Hant",
    "gbk": "zh",
    "big5": "zh-Hant",
    "shift_jis": "ja",
    "euc-jp": "ja",
    "iso-2022-jp": "ja",
    "euc-kr": "ko",
    "tis-620": "th",
    "utf-16-le": "de ru zh zh-Hant ja ko ar hi th",
    "utf-16-be": "de ru zh ja ko ar he",
}
SAME = {"zh-Hant": {"zh"}, "sr-Latn": {"sr"}}  # what a language is called by two letters


@dataclass(frozen=True, slots=True)
class Page:
    """The furniture of a page: menu, share line, heading of related pieces, teasers, subscription, comments, rights."""

    menu: tuple[str, ...]
    share: str
    related: str
    teasers: tuple[str, ...]
    subscribe: str
    comments: str
    rights: str


@dataclass(frozen=True, slots=True)
class Language:
    """A language with its texts by kind, each a list of paragraphs whose first is the title."""

    code: str
    texts: dict[str, list[str]]
    page: Page

    @property
    def right(self) -> set[str]:
        return SAME.get(self.code, {self.code})


def read_languages() -> list[Language]:
    """Every language of the table."""
    rows: dict[str, dict[str, list[str]]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, kind, text = line.split("\t")
            rows.setdefault(code, {})[kind] = text.split("|")
    found = []
    for code, texts in rows.items():
        menu, share, related, *teasers, subscribe, comments, rights = texts.pop("page")
        page = Page(tuple(menu.split("/")), share, related, tuple(teasers), subscribe, comments, rights)
        found.append(Language(code, texts, page))
    return found


def build_text(paragraphs: Sequence[str], page: Page) -> str:
    """The report as the text of a page with all its furniture."""
    above = [*page.menu, "", page.share, ""]
    below = ["", page.related, *page.teasers, "", page.subscribe, page.comments, *page.menu, page.rights]
    return "\n".join([*above, *paragraphs, *below])


def build_html(paragraphs: Sequence[str], page: Page, code: str | None) -> str:
    """The same as HTML; `code`: the language that it declares."""
    title, *body = map(escape, paragraphs)
    menu = "".join(f'<li><a href="/{n}">{escape(name)}</a></li>' for n, name in enumerate(page.menu))
    teasers = "".join(f'<li><a href="/t{n}">{escape(name)}</a></li>' for n, name in enumerate(page.teasers))
    declared = f' lang="{code}"' if code else ""
    return (
        f'<html{declared}><head><meta charset="utf-8"><title>{title}</title></head><body><nav><ul>{menu}</ul></nav>'
        f'<main><article><h1>{title}</h1><div class="share">{escape(page.share)}</div>'
        + "".join(f"<p>{paragraph}</p>" for paragraph in body)
        + f"</article><aside><h3>{escape(page.related)}</h3><ul>{teasers}</ul></aside></main>"
        f"<footer><p>{escape(page.subscribe)}</p><p>{escape(page.comments)}</p><ul>{menu}</ul>"
        f"<p>© {escape(page.rights)}</p></footer></body></html>"
    )


def read_page(text: str, name: str, media_type: str = "text/plain") -> Report | Drop:
    """What the house makes of the page."""
    capture = Capture(make_id("capture", name), name, media_type, None, "", text.encode(), ())
    return read_report(capture)


class Tally:
    """Right and wrong, by figure."""

    def __init__(self) -> None:
        self.counts: dict[str, list[float]] = {}
        self.wrong: list[str] = []

    def note(self, figure: str, share: float, said: str) -> None:
        self.counts.setdefault(figure, []).append(share)
        if share < 1:
            self.wrong.append(f"{figure}: {said}" + (f" ({share:.2f})" if share else ""))

    def figures(self) -> str:
        return " ".join(f"{name}={sum(found) / len(found):.3f}" for name, found in self.counts.items())


def rate_cleaned(report: Report, paragraphs: Sequence[str]) -> float:
    """F1 of the letters of the body, by whole lines."""
    wanted = set(paragraphs[1:])
    taken = set(report.text[report.body_start :].split("\n\n"))
    right = sum(map(len, wanted & taken))
    if not right:
        return 0.0
    precision, recall = right / sum(map(len, taken)), right / sum(map(len, wanted))
    return round(2 * precision * recall / (precision + recall), 3)


def weigh_pages(language: Language, tally: Tally) -> dict[str, Report]:
    """Languages told, pages kept and cleaned; the reports of the bare texts."""
    kept = {}
    code = language.code
    for kind in REPORTS:
        paragraphs = language.texts[kind]
        bare = "\n\n".join(paragraphs)
        tally.note("short", find_language(paragraphs[0]) in language.right, f"{code} {paragraphs[0]}")
        pages = {
            "bare": read_page(bare, f"{code}-{kind}"),
            "text": read_page(build_text(paragraphs, language.page), f"{code}-{kind}-t"),
            "html": read_page(build_html(paragraphs, language.page, None), f"{code}-{kind}-h", "text/html"),
        }
        for shape, report in pages.items():
            said = f"{code} {kind} {shape}"
            tally.note("kept", isinstance(report, Report), f"{said}: {getattr(report, 'reason', '')}")
            if isinstance(report, Report):
                tally.note("language", report.language in language.right, f"{said}: {report.language}")
                tally.note(f"cleaned_{shape}", rate_cleaned(report, paragraphs), said)
        if isinstance(report := pages["bare"], Report):
            kept[kind] = report
    return kept


def find_groups(reports: Sequence[Report]) -> list[set[str]]:
    """The stories that these reports make, as sets of report ids."""
    profiles = [build_profile(report, [], []) for report in reports]
    by_key: dict[str, list[Profile]] = {}
    for profile in profiles:
        for key in profile.keys:
            by_key.setdefault(key, []).append(profile)
    judgements = [judgement for key, held in sorted(by_key.items()) for judgement in link_profiles(held, key=key)]
    return [set(story.reports) for story in build_stories([build_appearance(report) for report in reports], judgements)]


def weigh_stories(language: Language, reports: dict[str, Report], tally: Tally) -> None:
    """Two reports of one event in one story, another apart; a copy told from a report of the same event."""
    if len(reports) < len(REPORTS):
        tally.note("clustered", 0, f"{language.code}: not all kept")
        return
    groups = find_groups(list(reports.values()))
    wanted = [{reports["flood"].id, reports["again"].id}, {reports["vote"].id}]
    said = [[kind for kind in REPORTS if reports[kind].id in group] for group in groups]
    tally.note("clustered", all(group in groups for group in wanted), f"{language.code}: {said}")
    _, first, *rest = language.texts["flood"]
    copied = read_page("\n\n".join([language.texts["again"][0], first, *rest[:2]]), f"{language.code}-copy")
    if not isinstance(copied, Report):
        return
    for figure, other, wants in (("copies", copied, True), ("apart", reports["again"], False)):
        left, right = build_reading(reports["flood"], []), build_reading(other, [])
        found = judge_pair(left, right, scope="bench")
        tally.note(figure, found.verdict is wants, f"{language.code}: {found.score} {found.reason}")


def weigh_across(language: Language, reports: dict[str, Report], others: dict[str, Report], tally: Tally) -> None:
    """Reports of one event in two languages: in one story or at least never with the other event."""
    if len(reports) < len(REPORTS) or len(others) < len(REPORTS):
        return
    known = {reports[kind].id: kind for kind in REPORTS} | {others[kind].id: kind for kind in REPORTS}
    groups = find_groups([*reports.values(), *others.values()])
    kinds = [{known[report] == "vote" for report in group} for group in groups]
    tally.note("unmixed", all(len(kind) == 1 for kind in kinds), f"{language.code} with English")
    joined = any(reports["flood"].id in group and others["flood"].id in group for group in groups)
    if all(letter < "\u0250" for letter in reports["flood"].text if letter.isalpha()):
        tally.note("across", joined, f"{language.code} with English")


def list_bytes(language: Language) -> Iterator[tuple[str, str, bytes, str | None]]:
    """Texts in the encodings of their language: (name, text, bytes, declared), declared right, wrong, or not at all."""
    text = "\n\n".join(language.texts["flood"])
    for encoding, codes in LEGACY.items():
        if language.code in codes.split():
            written = text.encode(encoding, "ignore")
            plain = written.decode(encoding)
            if len(plain) >= len(text) - 12:
                for told, declared in (("undeclared", None), ("declared", encoding), ("misdeclared", "utf-8")):
                    yield f"{told} {encoding}", plain, written, declared
    garbled = text.encode().decode("cp1252", "replace")
    if "\ufffd" not in garbled:
        yield "mojibake", text, garbled.encode(), None


def weigh_bytes(language: Language, tally: Tally) -> None:
    """How many of the letters come out as they were."""
    for name, text, written, declared in list_bytes(language):
        read = decode(written, declared=declared) or ""
        same = sum(a == b for a, b in zip(read, text, strict=False)) / max(len(read), len(text))
        tally.note(name.split()[0], same > 0.99, f"{language.code} {name}: {read[:40]!r}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true", help="list what went wrong")
    arguments = parser.parse_args()
    tally = Tally()
    languages = read_languages()
    kept = {language.code: weigh_pages(language, tally) for language in languages}
    for language in languages:
        weigh_stories(language, kept[language.code], tally)
        if language.code != "en":
            weigh_across(language, kept[language.code], kept["en"], tally)
        weigh_bytes(language, tally)
    if arguments.wrong:
        print("\n".join(tally.wrong))
    print(f"languages n={len(languages)} {tally.figures()}")


if __name__ == "__main__":
    main()
