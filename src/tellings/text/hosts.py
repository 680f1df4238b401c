"""A host in, the domain that its owner registered and the label that the owner chose out. No list of outlets is used.

Which part of a host was registered is guessed from its shape, as the Public Suffix List changes every week: below a
country's ending the labels that many registries share (co.uk, com.au, gov.in) belong to the ending.
"""

import re
from urllib.parse import urlsplit

from tellings.text.folding import fold

_SHARED = frozenset("co com org net gov ac edu go or ne gob gouv nom in".split())
_HOST = re.compile(r"(?:https?://)?((?:[\w-]+\.)+[^\W\d_]{2,})(?::\d+)?(?:[/?#]\S*)?$")
_NUMBERS = re.compile(r"[\d.]+$")


def find_host(address: str | None) -> str | None:
    """The host of an address, or of a name that is one ("news.example.org"), folded; None where there is none."""
    wording = fold((address or "").strip())
    if not (found := _HOST.match(wording)) or ("/" in wording and "://" not in wording and "." not in found[1]):
        return None
    try:
        host = urlsplit(wording if "://" in wording else f"https://{wording}").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host and not _NUMBERS.match(host) else None


def registered_domain(host: str) -> str:
    """What its owner registered: "example.co.uk" of "news.example.co.uk"."""
    labels = host.split(".")
    shared = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SHARED
    return ".".join(labels[-3:] if shared else labels[-2:])


def own_label(host: str) -> str:
    """The label that its owner chose: "example" of "news.example.co.uk"."""
    return registered_domain(host).split(".")[0]
