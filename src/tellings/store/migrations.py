"""A store of an older version in, the next version out: what each step adds, from what the store holds already."""

import sqlite3
import zlib

import msgspec


def tell_cases(connection: sqlite3.Connection) -> None:
    """From 1 to 2: cases are listed with their kind and state, as the account of their story tells them.

    An account of before these were told leaves a request that was filed, or what was decided on it.
    """
    connection.execute("ALTER TABLE request ADD COLUMN kind TEXT NOT NULL DEFAULT 'request'")
    connection.execute("ALTER TABLE request ADD COLUMN state TEXT NOT NULL DEFAULT 'filed'")
    connection.execute("UPDATE request SET state = decision WHERE decision IS NOT NULL")
    stories = connection.execute("SELECT DISTINCT story FROM request").fetchall()
    for (story,) in stories:
        requests = connection.execute("SELECT id FROM request WHERE story = ?", (story,)).fetchall()
        row = connection.execute("SELECT contract FROM account WHERE number = ?", (story,)).fetchone()
        cases = msgspec.json.decode(zlib.decompress(row[0])).get("cases") or [] if row else []
        for (request,) in requests:
            place = int(request.rsplit("-", 1)[1]) - 1
            case = cases[place] if place < len(cases) else {}
            if "kind" in case:
                connection.execute(
                    "UPDATE request SET kind = ?, state = ? WHERE id = ?", (case["kind"], case["state"], request)
                )
