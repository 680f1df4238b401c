"""What every reader makes its records with."""

from tellings.ingest.received import Received, make_capture, make_drop


def test_hints_can_be_written() -> None:
    capture = make_capture(Received("a.json", b"x", hints=(("title", "Fer\x00ry \ud800"),)), "text/plain")
    assert capture.hints == (("title", "Ferry \ufffd"),)


def test_a_drop_cannot_steer_the_terminal() -> None:
    drop = make_drop("a\x1b[2J.txt", "it is \x1b[31mbad", detail="\x00")
    assert (drop.capture, drop.reason, drop.detail) == ("a\ufffd[2J.txt", "it is \ufffd[31mbad", "\ufffd")
