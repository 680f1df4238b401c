"""robots.txt, by the rules and the examples of RFC 9309."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.ingest.robots import parse_robots, parse_token

AGENT = "tellings/1.0 (reads news feeds)"


def allows(robots: str, path: str, agent: str = AGENT) -> bool:
    return parse_robots(robots.encode(), agent).allow(f"https://courier.example{path}")


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("user-agent: *\ndisallow: /a", "/abc", False),
        ("User-agent: *\nDisallow: /A", "/a", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/x", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?page=2", True),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
        ("User-agent: *\nDisallow: /a/*/c/*/e", "/a/b/c/d/e", False),
        ("User-agent: *\nDisallow: /a$", "/a", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /ž", "/%C5%BE", False),
        ("User-agent: *\nDisallow: /%7Ealma", "/~alma", False),
        ("User-agent: *\nDisallow: /a%2Ab", "/a*b", True),
        ("User-agent: *\nDisallow: /a # all of it", "/a", False),
        ("User-agent: tellings\nDisallow: /a\n\nUser-agent: *\nDisallow: /", "/b", True),
        ("User-agent: Tellings/2\nDisallow: /a\n\nUser-agent: *\nDisallow:", "/a", False),
        ("User-agent: tellings\nDisallow: /a\n\nUser-agent: tellings\nDisallow: /b", "/b", False),
        ("User-agent: other\nUser-agent: tellings\nDisallow: /a", "/a", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: tellingsbot\nDisallow: /", "/a", True),
        ("User-agent: tellings\n\nUser-agent: *\nDisallow: /", "/a", False),  # one group: no rule lies between
        ("Disallow: /", "/a", True),
        ("<html><body>Disallow: /</body></html>", "/a", True),
        ("\ufeffUser-agent: *\r\nDisallow: /a\r\n", "/a", False),
    ],
)
def test_rules(robots: str, path: str, allowed: bool) -> None:
    assert allows(robots, path) is allowed


def test_the_agent_is_known_by_its_first_word() -> None:
    assert parse_token(AGENT) == "tellings"
    assert parse_token(" Courier-Reader/2 tellings") == "courier-reader"
    assert parse_token("42") == ""


@pytest.mark.parametrize(
    ("wording", "delay"), [("10", 10.0), ("0.5", 0.5), ("86400", 60.0), ("often", None), ("-3", None), ("nan", None)]
)
def test_a_delay_is_kept_within_bounds(wording: str, delay: float | None) -> None:
    assert parse_robots(f"User-agent: *\nCrawl-delay: {wording}\n".encode(), AGENT).delay == delay


def test_many_stars_take_no_time() -> None:
    rules = parse_robots(f"User-agent: *\nDisallow: /{'*a' * 2000}b\n".encode(), AGENT)
    begun = time.process_time()
    assert rules.allow("https://courier.example/" + "a" * 2000)
    assert time.process_time() - begun < 1


@given(st.binary(max_size=300), st.text(max_size=40))
def test_anything_is_read(content: bytes, path: str) -> None:
    parse_robots(b"User-agent: *\nDisallow: " + content, AGENT).allow("https://courier.example/" + path)
