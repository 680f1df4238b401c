"""A store of an older version in, the next version out: what each step adds, from what the store holds already."""

import hashlib
import sqlite3
import zlib
from typing import Any

import msgspec


def tell_cases(connection: sqlite3.Connection) -> None:
    """From 1 to 2: cases are listed with their kind and state, as the account of their story tells them.

    Accounts of before these were told get what can be known of them: a request that was filed, or what was decided on
    it, and no states; findings whose values nobody weighed have none weighed.
    """
    connection.execute("ALTER TABLE request ADD COLUMN kind TEXT NOT NULL DEFAULT 'request'")
    connection.execute("ALTER TABLE request ADD COLUMN state TEXT NOT NULL DEFAULT 'filed'")
    numbers = connection.execute("SELECT number FROM account").fetchall()
    for (number,) in numbers:
        packed = connection.execute("SELECT contract FROM account WHERE number = ?", (number,)).fetchone()[0]
        contract = msgspec.json.decode(zlib.decompress(packed))
        if _complete(contract):
            made = msgspec.json.encode(contract)
            digest = hashlib.blake2b(made, digest_size=8).hexdigest()
            connection.execute(
                "UPDATE account SET digest = ?, contract = ? WHERE number = ?", (digest, zlib.compress(made, 6), number)
            )
        requests = connection.execute("SELECT id FROM request WHERE story = ? ORDER BY rowid", (number,)).fetchall()
        for (request,), case in zip(requests, contract.get("cases") or (), strict=False):
            connection.execute(
                "UPDATE request SET kind = ?, state = ? WHERE id = ?", (case["kind"], case["state"], request)
            )


def _complete(contract: dict[str, Any]) -> bool:
    """Add what the account of a story lacks; whether it lacked anything."""
    bare = [finding for finding in contract.get("findings") or () if "values" not in finding]
    for finding in bare:
        finding["values"] = []
    untold = [(n, case) for n, case in enumerate(contract.get("cases") or (), 1) if "kind" not in case]
    for n, case in untold:
        name = f"case-{str(contract.get('id', '')).removeprefix('story-')}-{n}"
        state = case.get("decision") or "filed"
        case |= {"id": name, "kind": "request", "state": state, "open": case.get("decision") is None, "states": []}
    return bool(bare or untold)
