"""The language of a page: its running text decides, what it declares helps where that leaves doubt."""

import pytest

from tellings.clean import language
from tellings.clean.language import find_language
from tellings.clean.pages import read_report
from tellings.records import Capture, Report
from tellings.text.language import rank_languages

GERMAN = "Die Feuerwehr hat die Straße am Abend gesperrt, weil das Wasser weiter stieg und zwei Keller voll liefen."
ENGLISH = "The fire brigade shut the road in the evening because the water kept rising and two cellars had filled up."
SPANISH = "Los vecinos dijeron que nunca habían visto tanta agua en la plaza y que nadie les avisó a tiempo."


def test_menus_in_another_language_do_not_count() -> None:
    menu = "Home\nNews\nSport\nWeather\nSubscribe now\nAbout us\nContact the team\n" * 8
    assert find_language(menu + GERMAN + "\n" + GERMAN + menu) == "de"


def test_a_quotation_does_not_change_the_language() -> None:
    assert find_language("\n\n".join([ENGLISH, SPANISH, ENGLISH])) == "en"


def test_a_bilingual_page_has_the_language_of_most_of_it() -> None:
    assert find_language("\n\n".join([SPANISH, SPANISH, ENGLISH])) == "es"


def test_what_stands_last_counts_as_long_as_it_can_outweigh_what_stands_first() -> None:
    assert find_language("\n\n".join([ENGLISH, ENGLISH, *[SPANISH] * 3])) == "es"
    assert find_language("\n\n".join([*[ENGLISH] * 3, SPANISH, SPANISH])) == "en"


def test_lines_that_change_nothing_any_more_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def count(line: str) -> tuple[tuple[str, float], ...]:
        asked.append(line)
        return rank_languages(line)

    monkeypatch.setattr(language, "rank_languages", count)
    assert find_language("\n\n".join([*[GERMAN] * 7, SPANISH, SPANISH])) == "de"
    assert 4 < len(asked) < 8


def test_the_content_is_believed_before_the_declaration() -> None:
    assert find_language(GERMAN, declared=["en"]) == "de"


def test_a_declaration_decides_where_the_content_is_in_doubt() -> None:
    line = "Velmora pod vodom: Kolar moli za pomoć"
    assert find_language(line, declared=["hr-HR"]) == "hr"


@pytest.mark.parametrize("text", ["", "   \n", "1 2 3", "🙂"])
def test_nothing_to_tell(text: str) -> None:
    assert find_language(text) == "und"


def test_nothing_is_slow() -> None:
    assert find_language("word " * 200_000) != ""


def test_a_page_of_html_declares_its_language() -> None:
    page = '<html lang="{}"><body><article><h1>Velmora pod vodom</h1><p>{}</p></article></body></html>'
    line = "Ana Kolar moli za pomoć: Velmora, Karsen, Tisna, Dalen, Port, Ines Rowat, Marko Tens. " * 4
    capture = Capture("c", "velmora.html", "text/html", None, "", page.format("hr", line).encode())
    report = read_report(capture)
    assert isinstance(report, Report)
    assert report.language == "hr"
