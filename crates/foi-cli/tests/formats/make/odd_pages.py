"""`odd/`: PDF and pictures that are legal, and strange."""

import io

import pikepdf
from PIL import Image, ImageDraw, ImageFont

from odd_words import HIDDEN
from pdfs import Pdf, grid, lines, simple, text

QA = ["1. How many complaints were received?", "Forty-one."]


def make(corpus):
    hidden(corpus)
    pictures(corpus)
    shapes(corpus)


def hidden(corpus):
    add = lambda name, data, what, sees=("Forty-one.",), issues=("hidden-content",): corpus.add(
        name, data, what, sees=sees, issues=issues, never=[HIDDEN]
    )
    page = lines(72, 760, QA)
    one = lambda content: with_page(content).bytes()
    person = text(72, 700, HIDDEN)
    add("black-box.pdf", one(page + person + "0 g 70 696 140 14 re f\n"), "a black box drawn over words, which are still there")
    add("black-box-first.pdf", one(page + "0 g 70 696 140 14 re f\n" + person), "black words drawn on a black box")
    add("white-words.pdf", one(page + "1 g " + person), "white words on white paper")
    add("white-box.pdf", one(page + person + "1 g 70 696 140 14 re f\n"), "a white box drawn over words")
    add(
        "unseen-words.pdf",
        one(page + "3 Tr " + person + " 0 Tr"),
        "words drawn in the mode that shows nothing, on a page that has other words",
    )
    add("off-the-page.pdf", one(page + text(72, -40, HIDDEN) + text(700, 400, HIDDEN)), "words beside the page")
    add("clipped.pdf", one(page + f"q 300 300 10 10 re W n {person} Q"), "words outside of what is cut out")
    pdf = Pdf()
    off = pdf.add("<< /Type /OCG /Name (Draft) >>")
    pdf.page(page + f"/OC /L1 BDC {person} EMC", resources=f"/Properties << /L1 {off} 0 R >>")
    pdf.objects[1] = b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [%d 0 R] /D << /OFF [%d 0 R] >> >> >>" % (off, off)
    add("layer-off.pdf", pdf.bytes(), "a layer that is switched off")
    pdf = Pdf()
    note = pdf.add(f"<< /Type /Annot /Subtype /Text /Rect [400 700 420 720] /T ({HIDDEN}) /Contents ({HIDDEN}: sure?) >>")
    pdf.page(page, extra=f"/Annots [{note} 0 R]")
    add("note.pdf", pdf.bytes(), "a note stuck to the page")
    pdf = Pdf()
    cover = pdf.add("<< /Type /Annot /Subtype /Redact /Rect [70 694 220 712] >>")
    square = pdf.add("<< /Type /Annot /Subtype /Square /Rect [70 694 220 712] /IC [0 0 0] /AP << /N 99 0 R >> >>")
    look = pdf.stream("0 g 0 0 150 18 re f", "/Type /XObject /Subtype /Form /BBox [0 0 150 18]")
    pdf.objects[square] = pdf.objects[square].replace(b"99 0", b"%d 0" % look)
    pdf.page(page + person, extra=f"/Annots [{cover} 0 R {square} 0 R]")
    add("box-as-note.pdf", pdf.bytes(), "a black box that is a note on the page, over words that are still there")
    pdf = Pdf()
    picture = pdf.stream(bytes(64), "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8")
    pdf.page(page + person + "q 150 0 0 18 70 694 cm /Im1 Do Q", resources=f"/XObject << /Im1 {picture} 0 R >>")
    add("picture-over.pdf", pdf.bytes(), "a black picture over words")
    pdf = with_page(page)
    info = pdf.add(f"<< /Author ({HIDDEN}) /Title ({HIDDEN}) >>")
    pdf.trailer = b"/Info %d 0 R" % info
    add("author.pdf", pdf.bytes(), "the author in the properties of the file", issues=())
    base = with_page(page + person).bytes()
    words = (page + text(72, 680, "Nothing else.")).encode("cp1252")
    changed = base + b"5 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(words), words)
    changed += b"xref\n5 1\n%010d 00000 n \ntrailer\n<< /Size 7 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(base),
        base.rindex(b"xref\n0"),
        len(changed),
    )
    add("taken-out-later.pdf", changed, "words that a later save took out, and that the file still has", issues=())


def with_page(content, **page):
    pdf = Pdf()
    pdf.page(content, **page)
    return pdf


def drawn(rows, size=(1240, 1754)):
    """A picture of lines of print, as a scanner at 150 dots an inch makes it."""
    picture = Image.new("L", size, 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(30)
    for i, row in enumerate(rows):
        draw.text((150, 160 + i * 70), row, fill=0, font=font)
    return picture


def pictures(corpus):
    add = corpus.add
    scan = drawn(["Tarn Valley Council", "Reference TV-118", *QA, "2. At what cost?", "1,080 pounds"])
    out = io.BytesIO()
    scan.convert("1").save(out, "PNG")
    add(
        "picture.png",
        out.getvalue(),
        "a picture that came by itself",
        issues=["picture-unread|format-unknown|scan-recognised|scan-unread"],
    )
    add(
        "scan.pdf",
        scanned([scan]),
        "a page that is a picture: recognised where `tesseract` is there, or said to be unread",
        issues=["scan-unread|scan-recognised"],
    )
    pdf = Pdf()
    image = bilevel(pdf, scan)
    pdf.page(
        f"q 595 0 0 842 0 0 cm /Im1 Do Q 3 Tr {lines(72, 750, ['Tarn Valley Council', *QA])} 0 Tr",
        resources=f"/XObject << /Im1 {image} 0 R >>",
    )
    add(
        "scan-with-words.pdf",
        pdf.bytes(),
        "a picture of a page with the words that were recognised in it, unseen, behind it: they are the page's words",
        sees=["Forty-one."],
        issues=["scan-recognised"],
    )
    pdf = Pdf()
    image = bilevel(pdf, scan)
    pdf.page(lines(72, 760, QA))
    pdf.page("q 595 0 0 842 0 0 cm /Im1 Do Q", resources=f"/XObject << /Im1 {image} 0 R >>")
    add(
        "half-scan.pdf",
        pdf.bytes(),
        "a page of words, then a page that is a picture",
        sees=["Forty-one."],
        issues=["scan-unread|scan-recognised|picture-unread"],
    )
    add(
        "no-words.pdf",
        with_page("0.5 g 72 700 100 20 re f").bytes(),
        "a page without words or pictures",
        issues=["document-empty|scan-unread"],
    )
    out = io.BytesIO()
    drawn(["Figure 1"], (300, 200)).save(out, "JPEG", quality=40)
    add("photograph.jpg", out.getvalue(), "a photograph", issues=["picture-unread|format-unknown|scan-recognised|scan-unread"])


def bilevel(pdf, picture):
    data = picture.convert("1").tobytes()
    return pdf.stream(
        data,
        f"/Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} /ColorSpace /DeviceGray /BitsPerComponent 1",
        pack=True,
    )


def scanned(pages):
    pdf = Pdf()
    for page in pages:
        pdf.page("q 595 0 0 842 0 0 cm /Im1 Do Q", resources=f"/XObject << /Im1 {bilevel(pdf, page)} 0 R >>")
    return pdf.bytes()


def shapes(corpus):
    add = corpus.add
    rows = [["Service", "2023/24", "2024/25"], ["Day care", "", "325"], ["Home care", "2,015", ""]]
    add(
        "upside-down.pdf",
        with_page(f"-1 0 0 -1 595 842 cm {grid(72, 760, [140, 80, 80], rows)}", extra="/Rotate 180").bytes(),
        "a page that is turned by half, twice",
        sees=["2,015"],
    )
    add(
        "rotated-words.pdf",
        with_page(lines(72, 760, QA) + f"q 0 1 -1 0 40 100 cm {text(0, 0, 'OFFICIAL - SENSITIVE', 8)} Q").bytes(),
        "a line of words up the margin",
        sees=["Forty-one."],
    )
    add(
        "large-unit.pdf",
        with_page(f"0.1 0 0 0.1 0 0 cm {lines(72, 760, QA)}", size=(59.5, 84.2), extra="/UserUnit 10").bytes(),
        "a page in units of ten points",
        sees=["Forty-one."],
    )
    add("no-page.pdf", Pdf().bytes(), "a document without a page", issues=["document-empty|document-unreadable"])
    add("missing-font.pdf", with_page("BT /F9 11 Tf 72 760 Td (Forty-one.) Tj ET").bytes(), "words in a font that is not there")
    pdf = Pdf()
    font = pdf.add("<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Own /Encoding /Identity-H /DescendantFonts [99 0 R] >>")
    below = pdf.add(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Own /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /ABCDEF+Own /Flags 4 >> >>"
    )
    pdf.objects[font] = pdf.objects[font].replace(b"99 0", b"%d 0" % below)
    pdf.page("BT /F3 11 Tf 72 760 Td <0026003200350037> Tj ET")
    pdf.objects[pdf.pages[0]] = pdf.objects[pdf.pages[0]].replace(b"/F2 4 0 R", b"/F3 %d 0 R" % font)
    add(
        "no-characters.pdf",
        pdf.bytes(),
        "a font that does not say which characters its glyphs are: the words cannot be known, and must not be made up",
        issues=[
            "document-unreadable|document-partly-read|encoding-invalid|encoding-guessed|scan-unread|scan-recognised|document-empty"
        ],
    )
    pdf = simple(QA)
    file = pdf.stream("1. How many?\nNinety.\n", "/Type /EmbeddedFile")
    spec = pdf.add(f"<< /Type /Filespec /F (annex.txt) /UF (annex.txt) /EF << /F {file} 0 R >> >>")
    pdf.objects[1] = b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(annex.txt) %d 0 R] >> >> >>" % spec
    add("file-inside.pdf", pdf.bytes(), "a file inside a PDF: read as a document of its own, or reported", sees=["Forty-one."])
    pdf = simple(QA)
    pdf.objects[1] = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"
    add("script.pdf", pdf.bytes(), "a script, which is never run", sees=["Forty-one."], never=["app.alert"])
    add("no-xref.pdf", simple(QA).bytes(xref=False), "no table of objects: they are found by looking", sees=["Forty-one."])
    add("old-version.pdf", simple(QA).bytes().replace(b"%PDF-1.7", b"%PDF-1.0"), "a version of 1993", sees=["Forty-one."])
    pdf = Pdf()
    for n in range(1, 121):
        pdf.page(lines(72, 760, [f"{n}. Question {n}?", f"Answer {n}."]), pack=True)
    add("120-pages.pdf", pdf.bytes(), "a hundred and twenty pages", sees=["Answer 120."])
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(simple(QA).bytes())) as p:
        p.save(out, static_id=True, encryption=pikepdf.Encryption(owner="owner", user="", R=3, aes=False, metadata=False))
    add(
        "no-printing.pdf",
        out.getvalue(),
        "encrypted so that all may read it, and only the owner may change it",
        sees=["Forty-one."],
    )
