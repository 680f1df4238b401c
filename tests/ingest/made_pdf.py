"""PDF files for tests, written by hand: letters of a standard font at given places."""

import zlib
from collections.abc import Sequence

Drawn = tuple[float, float, float, str]  # from the left, from the top, size, text
WIDTH, HEIGHT = 595, 842


def make_pdf(
    pages: Sequence[Sequence[Drawn]],
    *,
    told: Sequence[tuple[str, str]] = (),
    pictures: bool = False,
    packed: bool = False,
    trailer: str = "",
    turned: bool = False,
) -> bytes:
    """The file. told: entries of its own description (Title, Author, CreationDate); pictures: a picture on each page;
    packed: its pages are compressed; trailer: more entries of the trailer; turned: all lies on its side."""
    box = (HEIGHT, WIDTH) if turned else (WIDTH, HEIGHT)
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< " + b" ".join(f"/{name} {_quote(value)}".encode("latin-1") for name, value in told) + b" >>",
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        b"/Length 1 >>\n"
        b"stream\n\x80\nendstream",
    ]
    kids = []
    for page in pages:
        content = b"".join(_draw(piece) for piece in page)
        if turned:
            content = b"0 1 -1 0 %d 0 cm\n" % HEIGHT + content
        if pictures:
            content += b"q 500 0 0 700 40 40 cm /Im0 Do Q\n"
        stream = zlib.compress(content) if packed else content
        how = b"/Filter /FlateDecode " if packed else b""
        objects.append(b"<< %s/Length %d >>\nstream\n%s\nendstream" % (how, len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> /XObject << /Im0 5 0 R >> >> >>" % (*box, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return _bind(objects, trailer)


def _draw(piece: Drawn) -> bytes:
    left, top, size, text = piece
    return f"BT /F1 {size} Tf {left} {HEIGHT - top - size} Td {_quote(text)} Tj ET\n".encode("cp1252")


def _quote(text: str) -> str:
    return "(" + text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") + ")"


def _bind(objects: Sequence[bytes], trailer: str) -> bytes:
    written = bytearray(b"%PDF-1.4\n")
    places = []
    for number, entry in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, entry)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer << /Size %d /Root 1 0 R /Info 4 0 R %s >>\n" % (len(objects) + 1, trailer.encode("latin-1"))
    return bytes(written + b"startxref\n%d\n%%%%EOF\n" % start)


def lines_at(left: float, top: float, lines: Sequence[str], *, size: float = 10, pitch: float = 12) -> list[Drawn]:
    """Lines below one another."""
    return [(left, top + pitch * number, size, line) for number, line in enumerate(lines)]
