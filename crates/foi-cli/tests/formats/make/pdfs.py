"""PDF written object by object, so that a case can be as simple, or as wrong, as it needs to be."""

import re
import zlib

A4 = (595, 842)


class Pdf:
    """Objects by number; 1 is the catalogue, 2 the tree of pages, 3 and 4 are Helvetica and its bold."""

    def __init__(self, version="1.7"):
        self.version = version
        self.objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"", 3: FONT % b"Helvetica", 4: FONT % b"Helvetica-Bold"}
        self.pages = []
        self.trailer = b""

    def add(self, data):
        number = max(self.objects) + 1
        self.objects[number] = data.encode("latin-1") if isinstance(data, str) else data
        return number

    def stream(self, data, head="", pack=False):
        data = data.encode("cp1252") if isinstance(data, str) else data
        if pack:
            data, head = zlib.compress(data, 9), f"{head} /Filter /FlateDecode"
        return self.add(f"<< {head} /Length {len(data)} >>\nstream\n".encode("latin-1") + data + b"\nendstream")

    def page(self, content, size=A4, extra="", resources="", pack=False):
        """A page with this content; `extra` are more entries of the page, such as `/Rotate 90`."""
        content = self.stream(content, pack=pack)
        number = self.add(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents {content} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> {resources} >> {extra} >>"
        )
        self.pages.append(number)
        return number

    def bytes(self, xref=True):
        if not self.objects[2]:
            self.objects[2] = (
                f"<< /Type /Pages /Count {len(self.pages)} /Kids [{' '.join(f'{p} 0 R' for p in self.pages)}] >>".encode()
            )
        out, at = b"%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n" % self.version.encode(), {}
        for number, data in self.objects.items():
            at[number] = len(out)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, data)
        start, size = len(out), max(self.objects) + 1
        if xref:
            out += b"xref\n0 %d\n0000000000 65535 f \n" % size
            out += b"".join(b"%010d 00000 n \n" % at[n] if n in at else b"0000000000 00000 f \n" for n in range(1, size))
        return out + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, self.trailer, start)


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"


def quote(text):
    return re.sub(r"([\\()])", r"\\\1", text)


def text(x, y, words, size=11, font="F1"):
    return f"BT /{font} {size} Tf {x} {y} Td ({quote(words)}) Tj ET\n"


# Advance widths of Helvetica in thousandths, for columns that are set flush right.
WIDTHS = {" ": 278, ",": 278, ".": 278, "(": 333, ")": 333, "-": 333, "%": 889, "/": 278, "£": 556}


def width(words, size):
    return sum(WIDTHS.get(c, 556 if c.isdigit() or c.islower() else 667) for c in words) * size / 1000


def lines(x, y, rows, size=11, gap=16, font="F1"):
    """Lines of text one under the other."""
    return "".join(text(x, y - i * gap, row, size, font) for i, row in enumerate(rows))


def grid(x, y, widths, rows, size=10, height=18, ruled=True, right=False):
    """A table from its top left corner: text in cells, and rules around them."""
    out, total = "", sum(widths)
    for i, row in enumerate(rows):
        left = x
        for j, (cell, w) in enumerate(zip(row, widths, strict=False)):
            if cell:
                at = left + w - 4 - width(cell, size) if right and j else left + 4
                out += text(round(at, 2), y - (i + 1) * height + 5, cell, size, "F2" if i == 0 else "F1")
            left += w
    if ruled:
        for i in range(len(rows) + 1):
            out += f"{x} {y - i * height} m {x + total} {y - i * height} l S\n"
        left = x
        for w in [*widths, 0]:
            out += f"{left} {y} m {left} {y - len(rows) * height} l S\n"
            left += w
    return out


def simple(rows, **page):
    """A document of one page of lines."""
    pdf = Pdf()
    pdf.page(lines(72, 770, rows), **page)
    return pdf
