"""What stands at the end of a page and says who wrote it is no part of the report; a dateline may date it."""

from tellings.clean import pages, settle
from tellings.engines.local import run_plan
from tellings.records import Capture, Report, make_id

BODY = """Water returned to half of the districts of Tarija on Thursday after engineers repaired the main pipe, the
city's water company said.

The pipe broke on Monday when a lorry fell into a ditch beside the road to Padcaya. Some 60,000 people were without
water for three days, and schools sent pupils home.

"We will have pressure in the upper districts by Saturday," the company's director, Nora Vaca, told reporters.

The lorry's owner has been asked to pay for the repair. The company puts the damage at two million bolivianos."""


def read(page: str) -> Report:
    content = page.encode()
    capture = Capture(make_id("capture", page), "page.txt", "text/plain", None, make_id("digest", page), content)
    (report,) = run_plan([pages.STAGE, settle.STAGE], [capture], strict=True).of(Report)
    return report


def test_the_author_at_the_end_is_cut() -> None:
    report = read(
        f"THE TARIJA OBSERVER\n\nWater returns to half of Tarija\n\nBy Elisa Montero\n13 February 2025\n\n{BODY}\n\n"
        "Elisa Montero covers water and roads from Tarija.\n\nThe Tarija Observer is a weekly owned by its readers.\n"
    )
    assert report.byline == "Elisa Montero"
    assert "covers water" not in report.text
    assert "owned by its readers" not in report.text
    assert report.text.endswith("two million bolivianos.")


def test_a_person_of_the_report_at_its_end_stays() -> None:
    last = "Nora Vaca is leaving the company in March after nine years at its head."
    report = read(f"Water returns to half of Tarija\n\nBy Elisa Montero\n13 February 2025\n\n{BODY}\n\n{last}\n")
    assert "Nora Vaca is leaving" in report.text


def test_a_dateline_with_a_date_dates_the_report() -> None:
    report = read(f"Water returns to half of Tarija\n\nTARIJA, February 13, 2025 (Altiplano) - {BODY}\n")
    assert report.published is not None
    assert report.published.start == "2025-02-13"


def test_a_date_in_the_first_sentence_is_no_dateline() -> None:
    report = read(
        f"Water returns to half of Tarija\n\nOn February 10, 2025 a pipe broke - and Tarija was dry. {BODY}\n"
    )
    assert report.published is None
