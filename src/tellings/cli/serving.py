"""`tellings serve STORE`: the store in a browser, and as JSON for programmes."""

import argparse
import gc
import logging
import os
import secrets
import sys
from typing import TYPE_CHECKING

from tellings.store.view import View

if TYPE_CHECKING:
    from tellings.engines import Progress
    from tellings.ingest.judgements import Ruling

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
    serve.set_defaults(run=_serve)


def _serve(options: argparse.Namespace) -> int:
    # Loaded only now: help, the version and other commands are answered without it.
    from tellings.publish.server.app import build_app
    from tellings.publish.server.config import ServeConfig, check_config
    from tellings.publish.server.listening import run_server
    from tellings.publish.server.site import Judging

    token, made = _choose_token(options.token)
    config = check_config(ServeConfig(options.host, options.port, token, tuple(options.name)))
    view = View(options.store)

    def tell(address: str) -> None:
        print(f"{options.store} is shown at {address} (stop it with Ctrl-C)", file=sys.stderr)
        if made:
            print(f"its token, which every visitor is asked for: {token}", file=sys.stderr)

    def judge(ruling: "Ruling") -> int:
        from tellings.front.judging import judge

        return judge(options.store, [ruling]).retold

    def undo(number: int, by: str, reason: str) -> int:
        from tellings.front.judging import undo

        return undo(options.store, number, by=by, reason=reason).retold

    def tell_past(view: View, moment: str, clock: str, progress: "Progress") -> View:
        from tellings.front.looking_back import tell_as_of

        return tell_as_of(view, moment, clock, progress=progress)

    _sweep_seldom()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s", stream=sys.stderr)
    app = build_app(view, config, judging_by=None if options.read_only else Judging(judge, undo), past_by=tell_past)
    run_server(app, config, on_start=tell)
    return 0


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
