"""E-mails in, their readable part out, whatever their header lines say."""

import pytest

from tellings.ingest.config import ReadConfig
from tellings.ingest.email_message import read_message
from tellings.ingest.received import Received
from tellings.records import Capture

BODY = "The ferry to Norholm sails again on Monday."


@pytest.mark.parametrize(
    "line",
    [
        "Date: Fri, 03 May 2024 08:00:00 +" + "9" * 4000,
        "Date: Fri, 99999999999999999999 May 2024",
        "Subject: =?utf-8?b?=?= =?x?q?=ff?=",
        "From: (((((",
        "From: <@,@:>,;",
        'Content-Location: "\\',
    ],
)
def test_a_damaged_header_line_costs_itself_only(line: str) -> None:
    message = f"{line}\r\nX-Other: yes\r\nContent-Type: text/plain\r\n\r\n{BODY}\r\n"
    (capture,) = read_message(Received("letter.eml", message.encode()), ReadConfig())
    assert isinstance(capture, Capture)
    assert capture.content.decode().strip() == BODY
