import pytest

from tellings.text.hosts import find_host, own_label, registered_domain


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.norholm.example/a?b", "norholm.example"),
        ("Norholm.Example", "norholm.example"),
        ("news.norholm.example/today", "news.norholm.example"),
        ("https://norholm.example:8080", "norholm.example"),
        ("The Norholm Courier", None),
        ("https://[broken", None),
        ("127.0.0.1", None),
        ("", None),
        (None, None),
    ],
)
def test_host_of_an_address_or_of_a_name_that_is_one(address: str | None, host: str | None) -> None:
    assert find_host(address) == host


@pytest.mark.parametrize(
    ("host", "domain", "label"),
    [
        ("news.norholm.com", "norholm.com", "norholm"),
        ("sport.norholm.co.uk", "norholm.co.uk", "norholm"),
        ("norholm.com.au", "norholm.com.au", "norholm"),
        ("co.uk", "co.uk", "co"),
        ("localhost", "localhost", "localhost"),
    ],
)
def test_domain_that_was_registered(host: str, domain: str, label: str) -> None:
    assert (registered_domain(host), own_label(host)) == (domain, label)
