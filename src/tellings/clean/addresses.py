"""An address in, what stays of it when the same page is addressed in another way out, and whose site it is of."""

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from tellings.text import hosts
from tellings.text.folding import fold

# Parameters that say where a reader came from or how the page is drawn; all others may name the article.
_TRACKING = ("utm_", "ga_", "mc_", "pk_", "at_", "ns_", "hsa_", "_hs")
_TRACKERS = frozenset(
    (
        "fbclid gclid dclid msclkid yclid igshid twclid ref ref_src ref_url referrer referer cmp cmpid ocid smid s_cid "
        "src source share shared sharetype via amp outputtype output print view mode mod feature ito xtor tag partner "
        "spm"
    ).split()
)
_DEVICES = re.compile(r"^(?:(?:www\d?|m|mobile|amp|edition)\.(?=[^.]+\.))+")  # and editions for parts of the world
_ENDS = ("/amp", "/amp.html", "/index.html", "/index.htm", "/index.php", ".amp", "/print")


def name_site(outlet: str | None, url: str | None) -> str:
    """Whose page it is, to be compared with: the letters of the outlet's name, else of its host's own label; "" where
    neither is known. "The Menengai Post" and menengaipost.example are the same."""
    name = " ".join(fold(outlet or "").split())
    host = hosts.find_host(name) or (None if name else hosts.find_host(url))
    name = hosts.own_label(host) if host else name
    bare = "".join(letter for letter in name.removeprefix("the ") if letter.isalnum())
    return bare.removeprefix("the") or bare


def even_address(url: str | None) -> str | None:
    """Host, path and what names the article in the query; None for no address, and for the front page of a site."""
    if not url:
        return None
    host = even_host(url.strip())
    parts = urlsplit(url.strip()) if host else None
    if parts is None or parts.scheme not in ("http", "https", ""):
        return None
    path = unquote(parts.path).rstrip("/").removeprefix("/amp/").lower()
    for end in _ENDS:
        path = path.removesuffix(end)
    kept = sorted((name, value) for name, value in parse_qsl(parts.query)[:40] if _names_article(name.lower()))
    query = "&".join(f"{name}={value}" for name, value in kept)
    path = path.strip("/")
    return f"{host}/{path}?{query}" if path or query else None


def find_host(url: str | None) -> str | None:
    """The host of an address, without the parts that stand for a kind of device."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    return _DEVICES.sub("", host) or None


def even_host(url: str | None) -> str | None:
    """The same for comparing."""
    return fold(find_host(url) or "") or None


def _names_article(name: str) -> bool:
    return name not in _TRACKERS and not name.startswith(_TRACKING)
