"""Secrets of one run of the server: proofs that a visitor knows the token, and that a form is one of its own.

Both are made from a secret that is drawn at the start and never leaves the processes that answer, so nothing has to be
remembered. Processes that answer together share one: it is drawn before they part.
"""

import hashlib
import hmac
import secrets

VISITOR = "tellings_visitor"  # cookie of whoever showed the token
FORMS = "tellings_forms"  # cookie that this browser's forms belong to
_MOST = 200  # characters of a cookie or seal that are looked at


class Seals:
    """token: what visitors must know, "" for nothing."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._secret = secrets.token_bytes(32)

    @property
    def closed(self) -> bool:
        """Whether a token is asked for."""
        return bool(self._token)

    def knows_token(self, given: str) -> bool:
        """Compared in the same time however much of it is right."""
        return hmac.compare_digest(self._digest("token", given), self._digest("token", self._token))

    def visitor(self) -> str:
        """The cookie of a visitor who showed the token."""
        return self._digest("visitor", self._token)

    def is_visitor(self, cookie: str) -> bool:
        """Whether this run gave that cookie."""
        return hmac.compare_digest(cookie[:_MOST].encode(), self.visitor().encode())

    def draw(self) -> str:
        """A fresh cookie for forms."""
        return secrets.token_urlsafe(18)

    def seal(self, cookie: str) -> str:
        """What a form carries that belongs to the cookie."""
        return self._digest("form", cookie)

    def is_sealed(self, cookie: str, seal: str) -> bool:
        """Whether the form was given to the browser that sends it."""
        return bool(cookie) and hmac.compare_digest(seal[:_MOST].encode(), self.seal(cookie[:_MOST]).encode())

    def mark(self, words: str) -> str:
        """A short mark of a state of this run's pages."""
        return self._digest("page", words)[:24]

    def _digest(self, purpose: str, words: str) -> str:
        text = f"{purpose}\0{words}".encode("utf-8", "surrogatepass")
        return hmac.new(self._secret, text, hashlib.sha256).hexdigest()
