"""An address in, what stays of it when the same page is addressed in another way out."""

from urllib.parse import parse_qsl, unquote, urlsplit

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
_HOSTS = ("www.", "m.", "mobile.", "amp.", "edition.")
_ENDS = ("/amp", "/amp.html", "/index.html", "/index.htm", "/index.php", ".amp", "/print")


def even_address(url: str | None) -> str | None:
    """Host, path and what names the article in the query; None for no address, and for the front page of a site."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host = fold(parts.hostname or "")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https", "") or not host:
        return None
    for start in _HOSTS:
        host = host.removeprefix(start)
    path = unquote(parts.path).rstrip("/").removeprefix("/amp/").lower()
    for end in _ENDS:
        path = path.removesuffix(end)
    kept = sorted((name, value) for name, value in parse_qsl(parts.query)[:40] if _names_article(name.lower()))
    query = "&".join(f"{name}={value}" for name, value in kept)
    path = path.strip("/")
    return f"{host}/{path}?{query}" if path or query else None


def _names_article(name: str) -> bool:
    return name not in _TRACKERS and not name.startswith(_TRACKING)
