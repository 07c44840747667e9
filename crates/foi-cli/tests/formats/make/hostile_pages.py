"""`hostile/`: PDF that turns in rings, claims more than it has, or draws without end."""

import io
import re
import zlib

import pikepdf

from hostile_packages import DAMAGED, LIMIT, LOCKED
from pdfs import Pdf, lines, simple, text

QA = ["1. How many complaints were received?", "Forty-one."]
PAGE = lines(72, 760, QA)


def swap(data, old, new):
    """Bytes with others in their place; what is to be changed must be there."""
    if old not in data:
        raise ValueError(old)
    return data.replace(old, new)


def make(corpus):
    rings(corpus)
    claims(corpus)
    streams(corpus)
    drawing(corpus)
    locked(corpus)


def rings(corpus):
    add = corpus.add
    pdf = Pdf()
    pdf.page(PAGE)
    pdf.objects[2] = f"<< /Type /Pages /Count 9 /Kids [{pdf.pages[0]} 0 R 2 0 R] >>".encode()
    add("pages-in-a-ring.pdf", pdf.bytes(), "a tree of pages that holds itself", sees=["Forty-one."])
    pdf = Pdf()
    pdf.objects[2] = b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"
    add(
        "pages-of-itself.pdf",
        pdf.bytes(),
        "a tree of pages that holds nothing but itself",
        issues=["document-unreadable|document-empty|document-partly-read|limit-exceeded"],
    )
    pdf = Pdf()
    pdf.page(PAGE)
    inner = pdf.pages[0]
    for _ in range(400):
        inner = pdf.add(f"<< /Type /Pages /Count 1 /Kids [{inner} 0 R] >>")
    pdf.objects[2] = f"<< /Type /Pages /Count 1 /Kids [{inner} 0 R] >>".encode()
    add("deep-pages.pdf", pdf.bytes(), "a tree of pages 400 deep", issues=[])
    pdf = Pdf()
    form = pdf.stream("/X1 Do", "/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Resources << /XObject << /X1 5 0 R >> >>")
    pdf.page(PAGE + "/X1 Do", resources=f"/XObject << /X1 {form} 0 R >>")
    add("form-of-itself.pdf", pdf.bytes(), "a form that draws itself", sees=["Forty-one."])
    pdf = Pdf()
    last = pdf.stream(
        text(72, 700, "again"), "/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Resources << /Font << /F1 3 0 R >> >>"
    )
    for _ in range(12):
        last = pdf.stream(
            "/X1 Do " * 10, f"/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Resources << /XObject << /X1 {last} 0 R >> >>"
        )
    pdf.page(PAGE + "/X1 Do", resources=f"/XObject << /X1 {last} 0 R >>")
    add("forms-fan-out.pdf", pdf.bytes(), "forms that draw one another a million million times", issues=LIMIT)
    pdf = simple(QA)
    pdf.objects[5] = b"5 0 R"
    add("reference-to-itself.pdf", pdf.bytes(), "an object that is a reference to itself", issues=[])
    pdf = simple(QA)
    pdf.objects[5] = re.sub(rb"/Length \d+", b"/Length 5 0 R", pdf.objects[5])
    add("length-of-itself.pdf", pdf.bytes(), "a stream whose length is the stream", issues=[])
    data = simple(QA).bytes()
    at = data.rindex(b"xref\n0")
    add(
        "table-in-a-ring.pdf",
        swap(data, b"/Root 1 0 R ", b"/Root 1 0 R /Prev %d " % at),
        "a table of objects that comes before itself",
        sees=["Forty-one."],
    )
    pdf = Pdf()
    kind3 = pdf.add(
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 65 /LastChar 65 /Widths [600] /Encoding << /Differences [65 /A] >> /CharProcs << /A 99 0 R >> /Resources << /Font << /F3 98 0 R >> >> >>"
    )
    glyph = pdf.stream("600 0 0 0 600 600 d1 BT /F3 1000 Tf (A) Tj ET", "")
    pdf.objects[kind3] = swap(pdf.objects[kind3], b"99 0", b"%d 0" % glyph).replace(b"98 0", b"%d 0" % kind3)
    pdf.page(PAGE + "BT /F3 12 Tf 72 700 Td (AAAA) Tj ET")
    pdf.objects[pdf.pages[0]] = swap(pdf.objects[pdf.pages[0]], b"/F2 4 0 R", b"/F2 4 0 R /F3 %d 0 R" % kind3)
    add("glyph-of-itself.pdf", pdf.bytes(), "a letter that is drawn with itself", sees=["Forty-one."])
    pdf = simple(QA)
    field = pdf.add("<< /FT /Tx /T (a) /Kids [99 0 R] /Parent 99 0 R >>")
    pdf.objects[field] = swap(pdf.objects[field], b"99 0", b"%d 0" % field)
    pdf.objects[1] = (
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [%d 0 R] >> /Outlines << /First %d 0 R /Next %d 0 R >> >>"
        % (field, field, field)
    )
    add("fields-in-a-ring.pdf", pdf.bytes(), "fields and bookmarks that hold themselves", sees=["Forty-one."])


def claims(corpus):
    add = corpus.add
    data = simple(QA).bytes()
    add(
        "many-objects.pdf",
        swap(data, b"/Size 7", b"/Size 1000000000"),
        "a file that says that it has a thousand million objects",
        sees=["Forty-one."],
    )
    add(
        "long-table.pdf",
        swap(data, b"xref\n0 7", b"xref\n0 1000000000"),
        "a table that says that it has a thousand million lines",
        sees=["Forty-one."],
    )
    add(
        "count.pdf",
        swap(data, b"/Count 1", b"/Count 999999999"),
        "a tree that says that it has a thousand million pages",
        sees=["Forty-one."],
    )
    add(
        "count-negative.pdf",
        swap(data, b"/Count 1", b"/Count -1"),
        "a tree that says that it has fewer pages than none",
        sees=["Forty-one."],
    )
    add(
        "start.pdf",
        swap(data, b"startxref\n", b"startxref\n9999999999999999999"),
        "a table that starts after the end",
        sees=["Forty-one."],
    )
    for name, box in (
        ("box-huge.pdf", "0 0 1e30 1e30"),
        ("box-none.pdf", "0 0 0 0"),
        ("box-words.pdf", "/a (b) null 3"),
        ("box-turned.pdf", "595 842 0 0"),
    ):
        add(name, swap(data, b"[0 0 595 842]", f"[{box}]".encode()), f"a page of the size {box}", issues=[])
    pdf = Pdf()
    page = pdf.page(PAGE)
    pdf.objects[2] = b"<< /Type /Pages /Count 4000 /Kids [" + b"%d 0 R " % page * 4_000 + b"] >>"
    add("one-page-often.pdf", pdf.bytes(), "one page four thousand times", issues=[])
    pdf = simple(QA)
    packed = zlib.compress(b"7 0 8 10 " + b"<< /A 1 >>")
    pdf.add(
        b"<< /Type /ObjStm /N 1000000000 /First 9 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    )
    add("object-stream.pdf", pdf.bytes(), "a stream that says that it holds a thousand million objects", sees=["Forty-one."])
    table = zlib.compress(bytes(40))
    head = (
        b"%PDF-1.7\n1 0 obj\n<< /Type /XRef /Size 1000000000 /W [1 8 8] /Index [0 1000000000] /Root 1 0 R /Filter /FlateDecode /Length "
        + b"%d >>\nstream\n%s\nendstream\nendobj\nstartxref\n9\n%%%%EOF\n" % (len(table), table)
    )
    add("table-stream.pdf", head, "a table in a stream that says that it has a thousand million lines", issues=DAMAGED)
    for name, length in (("length-long.pdf", b"99999999999"), ("length-negative.pdf", b"-7"), ("length-word.pdf", b"/x")):
        add(name, re.sub(rb"/Length \d+", b"/Length " + length, data), f"a stream of the length {length.decode()}", issues=[])
    add("nested-arrays.pdf", swap(data, b"/Type /Catalog", b"/Type /Catalog /A " + b"[" * 20_000), "arrays 20,000 deep", issues=[])
    add(
        "nested-tables.pdf",
        swap(data, b"/Type /Catalog", b"/Type /Catalog /A " + b"<</A" * 6_000),
        "dictionaries 6,000 deep",
        issues=[],
    )
    add("nested-strings.pdf", swap(data, b"(Forty", b"(" * 20_000 + b"(Forty"), "brackets in a string 20,000 deep", issues=[])
    add("no-catalogue.pdf", swap(data, b"/Root 1 0 R", b"/Root 9 0 R"), "a catalogue that is not there", issues=[])
    add("comment.pdf", b"%PDF-1.7\n%" + b"x" * 20_000, "a comment and nothing else", issues=DAMAGED)
    add("start-alone.pdf", b"%PDF-1.7\n", "the first line of a file", issues=DAMAGED)


def streams(corpus):
    add = corpus.add

    def filtered(content, filters, extra=""):
        pdf = Pdf()
        pdf.page(PAGE)
        inner = pdf.stream(content, f"/Filter {filters} {extra}")
        pdf.objects[pdf.pages[0]] = swap(pdf.objects[pdf.pages[0]], b"/Contents 5 0 R", b"/Contents [5 0 R %d 0 R]" % inner)
        return pdf.bytes()

    add("bomb.pdf", filtered(zlib.compress(b" " * (40 << 20), 9), "/FlateDecode"), "40 MiB of blanks in 40 KB", issues=[])
    twice = zlib.compress(zlib.compress(bytes(500 << 20), 9), 9)
    add("bomb-twice.pdf", filtered(twice, "[/FlateDecode /FlateDecode]"), "500 MiB packed twice", issues=["limit-exceeded|document-partly-read|worker-failed"])
    add("thousand-filters.pdf", filtered(b"0a>", "[" + "/ASCIIHexDecode " * 1000 + "]"), "a thousand filters", issues=[])
    add("run-lengths.pdf", filtered(bytes([129, 32]) * 12_000 + b"\x80", "/RunLengthDecode"), "runs of blanks", issues=[])
    add(
        "predictor.pdf",
        filtered(
            zlib.compress(bytes(100)),
            "/FlateDecode",
            "/DecodeParms << /Predictor 12 /Columns 2000000000 /Colors 32 /BitsPerComponent 16 >>",
        ),
        "a predictor of lines of eight thousand million bytes",
        issues=[],
    )
    add("filter-unknown.pdf", filtered(b"x", "/NobodyKnowsDecode"), "a filter that nobody knows", issues=[])
    add(
        "filters-of-pictures.pdf",
        filtered(b"\xff\xd8\xff\xe0" + bytes(60), "[/DCTDecode /JPXDecode /JBIG2Decode /CCITTFaxDecode]"),
        "words packed as four kinds of picture",
        issues=[],
    )
    for name, head in (
        ("picture-huge.pdf", "/Width 2000000000 /Height 2000000000 /BitsPerComponent 16 /ColorSpace /DeviceCMYK"),
        ("picture-large.pdf", "/Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /FlateDecode"),
        ("picture-negative.pdf", "/Width -1 /Height 0 /BitsPerComponent 3 /ColorSpace /None"),
    ):
        pdf = Pdf()
        picture = pdf.stream(zlib.compress(bytes(64)), f"/Type /XObject /Subtype /Image {head}")
        pdf.page(PAGE + "q 500 0 0 500 0 0 cm /Im1 Do Q", resources=f"/XObject << /Im1 {picture} 0 R >>")
        add(name, pdf.bytes(), f"a picture: {head.split(' /Bits')[0]}", sees=["Forty-one."])
    pdf = Pdf()
    marks = pdf.stream(
        "begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange 1 begincidrange <0000> <FFFF> 4294967295 endcidrange /Own usecmap endcmap"
    )
    pdf.page(PAGE + "BT /F3 12 Tf 72 700 Td (AAAA) Tj ET")
    font = pdf.add(
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode {marks} 0 R /FirstChar -1000000000 /LastChar 2000000000 /Widths [500] >>"
    )
    pdf.objects[pdf.pages[0]] = swap(pdf.objects[pdf.pages[0]], b"/F2 4 0 R", b"/F2 4 0 R /F3 %d 0 R" % font)
    add("characters.pdf", pdf.bytes(), "a table of four thousand million characters", sees=["Forty-one."])


def drawing(corpus):
    add = corpus.add

    def page(content, **kw):
        pdf = Pdf()
        pdf.page(PAGE + content, pack=True, **kw)
        return pdf.bytes()

    add("saved-states.pdf", page("q " * 2_000_000), "two million states that are saved and never restored", issues=[])
    add("text-in-text.pdf", page("BT " * 100_000), "text objects inside one another", sees=["Forty-one."])
    add("glyphs.pdf", page("BT /F1 1 Tf (" + "a" * 6_000_000 + ") Tj ET"), "six million letters", issues=["limit-exceeded|worker-failed"])
    add("lines.pdf", page("0 0 m 9 9 l S " * 1_000_000), "a million lines", issues=[])
    add(
        "grid.pdf",
        page(
            "".join(f"{x} 0 m {x} 842 l S 0 {x} m 595 {x} l S " for x in range(1, 590))
            + "".join(f"{x}.5 0 m {x}.5 842 l S 0 {x}.5 m 595 {x}.5 l S " for x in range(1, 590))
        ),
        "a grid of a million and a half cells",
        issues=[],
    )
    add("clips.pdf", page("0 0 600 900 re W n " * 500_000), "half a million clips", issues=[])
    add(
        "numbers.pdf",
        page(
            "BT /F1 1e38 Tf 1e38 0 0 -1e38 1e38 1e38 Tm (x) Tj 99999999999999999999999999 Tc (y) Tj 1 0 0 1 0 0 Tm .-.5 --3 Tw ET 1e38 0 0 1e38 0 0 cm 0 0 m 1e38 1e38 l S"
        ),
        "numbers that no page can hold",
        sees=["Forty-one."],
    )
    add("nought-matrix.pdf", page("0 0 0 0 0 0 cm BT /F1 0 Tf (x) Tj ET"), "a page shrunk to a point", sees=["Forty-one."])
    add(
        "operands.pdf",
        page("1 " * 300_000 + "Tj (a) 5 m << /A [ ] l Do BI /W 1 /H 1 ID xxxxxxxx"),
        "operators with the wrong operands, and a picture that never ends",
        sees=["Forty-one."],
    )
    add("marks.pdf", page("/P BMC " * 300_000), "marked content 300,000 deep", issues=[])
    pdf = Pdf()
    notes = " ".join("<< /Type /Annot /Subtype /Text /Rect [0 0 1 1] /Contents (x) >>" for _ in range(500))
    pdf.page(PAGE, extra=f"/Annots [{notes}]")
    add("many-notes.pdf", pdf.bytes(), "500 notes on one page", sees=["Forty-one."])


def locked(corpus):
    add = corpus.add
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(simple(QA).bytes())) as p:
        p.save(out, static_id=True, encryption=pikepdf.Encryption(owner="owner", user="secret", R=3, aes=False, metadata=False))
    add("locked.pdf", out.getvalue(), "locked with a password", issues=LOCKED)
    pdf = simple(QA)
    word = "41" * 48
    key = pdf.add(
        f"<< /Filter /Standard /V 5 /R 6 /Length 256 /P -4 /U <{word}> /O <{word}> /UE <{word[:64]}> /OE <{word[:64]}> /Perms <{word[:32]}> /CF << /StdCF << /CFM /AESV3 /Length 32 >> >> /StmF /StdCF /StrF /StdCF >>"
    )
    pdf.trailer = b"/Encrypt %d 0 R /ID [<00> <00>]" % key
    add("locked-aes.pdf", pdf.bytes(), "locked with a password, by the newest way", issues=LOCKED)
    pdf = simple(QA)
    key = pdf.add("<< /Filter /NobodyKnows /V 99 /R 99 >>")
    pdf.trailer = b"/Encrypt %d 0 R" % key
    add("locked-unknown.pdf", pdf.bytes(), "locked by a way that nobody knows", issues=["document-encrypted|document-unreadable"])
