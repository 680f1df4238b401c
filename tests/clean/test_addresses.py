"""One page, addressed in several ways; one site, named in several ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.clean.addresses import even_address, find_host, name_site

ADDRESS = "https://www.times.example/county/mill-fire"


@pytest.mark.parametrize(
    "other",
    [
        "http://times.example/county/mill-fire/",
        "https://m.times.example/county/mill-fire?utm_source=letter&fbclid=x",
        "https://amp.times.example/county/mill-fire/amp",
        "https://www.times.example/county/mill-fire/index.html#comments",
        "https://www.times.example/County/Mill%2Dfire",
    ],
)
def test_ways_to_address_one_page_are_one(other: str) -> None:
    assert even_address(other) == even_address(ADDRESS) is not None


@pytest.mark.parametrize(
    "other", [f"{ADDRESS}?id=12", f"{ADDRESS}-2", ADDRESS.replace("times", "post"), "https://www.times.example/county"]
)
def test_other_pages_are_other(other: str) -> None:
    assert even_address(other) not in (None, even_address(ADDRESS))


@pytest.mark.parametrize("url", [None, "", "https://times.example/", "times", "https://[broken", "mailto:a@b.example"])
def test_no_page_is_addressed(url: str | None) -> None:
    assert even_address(url) is None


@pytest.mark.parametrize(
    ("outlet", "url"),
    [
        ("The Menengai Post", None),
        ("Menengai Post", ADDRESS),
        ("menengaipost.example", None),
        ("www.menengaipost.co.ke", None),
        (None, "https://news.menengaipost.com.au/x"),
        ("THE MENENGAI-POST", None),
    ],
)
def test_one_site_has_one_name(outlet: str | None, url: str | None) -> None:
    assert name_site(outlet, url) == "menengaipost"


def test_where_nothing_is_known_there_is_no_name() -> None:
    assert name_site(None, None) == name_site("", "mailto:x") == ""
    assert name_site("Хабар", None) == "хабар"


@given(st.text(max_size=60), st.text(max_size=60))
def test_anything_may_stand_there(outlet: str, url: str) -> None:
    assert isinstance(name_site(outlet, url), str)
    assert even_address(url) is None or isinstance(even_address(url), str)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.gull.example/a", "gull.example"),
        ("https://m.edition.gull.example", "gull.example"),
        ("https://www.m.example/", "m.example"),
        ("http://[broken", None),
        ("page.html", None),
        (None, None),
    ],
)
def test_the_host_without_its_devices(url: str | None, host: str | None) -> None:
    assert find_host(url) == host
