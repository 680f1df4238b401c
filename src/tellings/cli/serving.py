"""`tellings serve STORE`: the store in a browser, and as JSON for programmes."""

import argparse
import gc
import logging
import os
import secrets
import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tellings.errors import CallError
from tellings.store.view import View

if TYPE_CHECKING:
    from tellings.engines import Progress
    from tellings.ingest.judgements import Ruling
    from tellings.publish.server.config import ServeConfig
    from tellings.publish.server.seals import Seals
    from tellings.publish.server.site import Judging

MOST_WORKERS = 16
_SWEEP = 400_000  # objects made and not let go, after which rings are looked for
_EXAMPLES = """examples:
  tellings serve news/                                      http://127.0.0.1:8765/, for this machine only
  tellings serve news/ --port 0 --read-only                 any free port; nobody can judge
  TELLINGS_TOKEN=… tellings serve news/ --host 0.0.0.0      for other machines, to those who know the token
  tellings serve news/ --host 0.0.0.0 --token --name news.example    a token is made and shown

A token has 16 letters at least; whoever can list processes sees what is written on the command line, so TELLINGS_TOKEN
is the safer way. What is sent is not encrypted: put a server that speaks HTTPS before it wherever others could listen.
docs/serve.md tells more."""


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command and its options."""
    serve = commands.add_parser(
        "serve",
        help="show a store in the browser, and as JSON for programmes",
        description="Show a store in the browser: stories, reports, cases, names, what people hold; judge there too.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    serve.add_argument("store", metavar="STORE")
    serve.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="where to listen (default: 127.0.0.1)")
    serve.add_argument("--port", type=int, default=8765, metavar="N", help="0 for any that is free (default: 8765)")
    serve.add_argument(
        "--token",
        nargs="?",
        const="",
        metavar="TOKEN",
        help="what visitors must know; made and shown where it is left empty; needed on any address but this machine's",
    )
    serve.add_argument(
        "--name", action="append", default=[], metavar="HOST", help="a name that visitors reach it by; once for each"
    )
    serve.add_argument("--read-only", action="store_true", help="nobody can judge in the browser")
    serve.add_argument("--workers", type=int, metavar="N", help="processes that answer (default: 2, on one core 1)")
    serve.set_defaults(run=_serve)


def _choose_workers(given: int | None) -> int:
    """Two where there are cores for them: the one answers while the other makes a large page, looks back or judges.
    Each takes about 100 MB; more are for many readers. Raises CallError for what cannot be."""
    from tellings.engines.workers import count_cores

    if given is None:
        return min(2, count_cores())
    if not 1 <= given <= MOST_WORKERS:
        raise CallError(f"--workers {given}: choose 1 to {MOST_WORKERS}; more than cores gain nothing")
    return given


def _serve(options: argparse.Namespace) -> int:
    # Loaded only now: help, the version and other commands are answered without it.
    from tellings.publish.server.app import load_ahead
    from tellings.publish.server.config import ServeConfig, check_config
    from tellings.publish.server.listening import listen, tell_address

    token, made = _choose_token(options.token)
    config = check_config(ServeConfig(options.host, options.port, token, tuple(options.name)))
    options.workers = _choose_workers(options.workers)
    View(options.store).close()  # what is no store is said before anything listens
    listening = listen(config)
    load_ahead()
    print(f"{options.store} is shown at {tell_address(listening)} (stop it with Ctrl-C)", file=sys.stderr)
    if made:
        print(f"its token, which every visitor is asked for: {token}", file=sys.stderr)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s", stream=sys.stderr)
    if options.workers == 1:
        _answer(options, config, [listening])
    else:
        _answer_together(options, config, listening)
    return 0


def _answer(
    options: argparse.Namespace,
    config: "ServeConfig",
    sockets: list[socket.socket],
    seals: "Seals | None" = None,
    first: Path | None = None,
) -> None:
    """Open the store and answer until told to stop. seals and first: as `build_app` takes them."""
    from tellings.publish.server.app import build_app
    from tellings.publish.server.listening import answer_on

    app = build_app(
        View(options.store),
        config,
        seals=seals,
        first=first,
        workers=options.workers,
        judging_by=None if options.read_only else _judge_in(options.store),
        past_by=_tell_past,
    )
    _sweep_seldom()
    answer_on(app, sockets, together=options.workers > 1)


def _answer_together(options: argparse.Namespace, config: "ServeConfig", listening: socket.socket) -> None:
    """The same in several processes, which share the socket and one secret; the first also listens for the others."""
    from tellings.publish.server.seals import Seals
    from tellings.publish.server.workers import Workers

    seals = Seals(config.token)
    with tempfile.TemporaryDirectory(prefix="tellings-serve-") as folder, socket.socket(socket.AF_UNIX) as meeting:
        first = Path(folder) / "first"
        meeting.bind(str(first))
        meeting.listen()

        def answer(number: int) -> None:
            if number == 0:
                _answer(options, config, [listening, meeting], seals)
            else:
                _answer(options, config, [listening], seals, first)

        gc.collect()
        gc.freeze()
        Workers(answer, options.workers).run()


def _judge_in(store: str) -> "Judging":
    """How what visitors hold is written."""
    from tellings.publish.server.site import Judging

    def judge(ruling: "Ruling") -> int:
        from tellings.front.judging import judge

        return judge(store, [ruling]).retold

    def undo(number: int, by: str, reason: str) -> int:
        from tellings.front.judging import undo

        return undo(store, number, by=by, reason=reason).retold

    return Judging(judge, undo)


def _tell_past(view: View, moment: str, clock: str, progress: "Progress") -> View:
    from tellings.front.looking_back import tell_as_of

    return tell_as_of(view, moment, clock, progress=progress)


def _sweep_seldom() -> None:
    """A large page is some 300,000 objects, all alive until it is sent: looking again and again for rings among them
    takes as long as making it, and finds none. What was loaded by now stays, and is not looked at."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_SWEEP, 10, 10)


def _choose_token(given: str | None) -> tuple[str, bool]:
    """The token, and whether it was made here."""
    if given == "":
        return secrets.token_urlsafe(24), True
    return given or os.environ.get("TELLINGS_TOKEN", ""), False
