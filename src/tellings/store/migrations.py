"""A store of an older version in, the next version out: what each step adds, from what the store holds already.

A step runs within a transaction of its own: killed, it leaves the store as it was. It says how far it is, as long work
does: by a name, how many are done and of how many.
"""

import hashlib
import sqlite3
import zlib
from collections.abc import Callable
from typing import Any

import msgspec

from tellings.records import KINDS, Judgement
from tellings.store.packing import unpack
from tellings.store.rows import GIVEN, score_rows

Progress = Callable[[str, int, int], None]
_NAME = "bringing_the_store_up_to_date"


def tell_cases(connection: sqlite3.Connection, progress: Progress) -> None:
    """From 1 to 2: cases are listed with their kind and state, as the account of their story tells them.

    Accounts of before these were told get what can be known of them: a request that was filed, or what was decided on
    it, and no states; findings whose values nobody weighed have none weighed.
    """
    connection.execute("ALTER TABLE request ADD COLUMN kind TEXT NOT NULL DEFAULT 'request'")
    connection.execute("ALTER TABLE request ADD COLUMN state TEXT NOT NULL DEFAULT 'filed'")
    numbers = connection.execute("SELECT number FROM account").fetchall()
    for done, (number,) in enumerate(numbers):
        progress(_NAME, done, len(numbers))
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


def note_scores(connection: sqlite3.Connection, progress: Progress) -> None:
    """From 2 to 3: what was judged of two reports lies as numbers too, and a group may hold several chunks of one
    home."""
    connection.execute("DROP INDEX chunk_home")
    connection.execute("CREATE INDEX chunk_home ON chunk (kind, home, stage, key)")
    connection.execute(
        "CREATE TABLE scored (chunk INTEGER NOT NULL, relation TEXT NOT NULL, left INTEGER NOT NULL, "
        "pairs BLOB NOT NULL, PRIMARY KEY (chunk, relation)) WITHOUT ROWID"
    )
    query = "SELECT id FROM chunk WHERE kind = ? AND stage > ?"
    numbers = connection.execute(query, (KINDS.index(Judgement), GIVEN)).fetchall()
    for done, (number,) in enumerate(numbers):
        progress(_NAME, done, len(numbers))
        (packed,) = connection.execute("SELECT rows FROM chunk WHERE id = ?", (number,)).fetchone()
        rows = score_rows(number, unpack(Judgement, packed))
        connection.executemany("INSERT INTO scored VALUES (?, ?, ?, ?)", rows)


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
