"""`ok/`: PDF, one structure each, written by hand, by reportlab or by LibreOffice."""

import io

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas
from reportlab.platypus import SimpleDocTemplate, Table

import office
from pack import docx, wp, wtbl
from pdfs import Pdf, grid, lines, text, width

ROWS = [
    ["Service", "2022/23", "2023/24", "2024/25"],
    ["Day care", "1,204", "", "1,318"],
    ["Home care", "", "8,611", "9,077"],
    ["Other services", "", "", "97"],
    ["Nursing care", "3,310", "3,402", "3,555"],
]
WIDE = [140, 80, 80, 80]


def make(corpus):
    tables(corpus)
    pages(corpus)
    drawing(corpus)


def one(content, **page):
    pdf = Pdf()
    pdf.page(content, **page)
    return pdf.bytes()


def tables(corpus):
    add = corpus.add
    blank = "blank cells: 2023/24 of Day care, 2022/23 of Home care, 2022/23 and 2023/24 of Other services"
    add("ruled.pdf", one(grid(72, 760, WIDE, ROWS)), f"a table with rules; {blank}", sees=["9,077"])
    add(
        "unruled-left.pdf",
        one(grid(72, 760, WIDE, ROWS, ruled=False)),
        f"a table without rules, figures flush left; {blank}",
        sees=["9,077"],
    )
    add(
        "unruled-right.pdf",
        one(grid(72, 760, WIDE, ROWS, ruled=False, right=True)),
        f"a table without rules, figures flush right; {blank}",
        sees=["9,077"],
    )
    filled = "0.9 g 72 742 380 18 re f 0 g " + "".join(f"0.6 G 72 {760 - i * 18} m 452 {760 - i * 18} l S\n" for i in range(6))
    add(
        "rules-across.pdf",
        one(filled + grid(72, 760, WIDE, ROWS, ruled=False, right=True)),
        f"rules between rows alone, and a grey head; {blank}",
        sees=["9,077"],
    )
    boxes = "".join(f"{72 + sum(WIDE[:j])} {760 - (i + 1) * 18} {WIDE[j]} 18 re S\n" for i in range(5) for j in range(4))
    add(
        "boxes.pdf",
        one("0.5 w " + boxes + grid(72, 760, WIDE, ROWS, ruled=False)),
        f"rules drawn as a rectangle around each cell; {blank}",
        sees=["9,077"],
    )
    thin = "".join(f"72 {760 - i * 18} 380 0.6 re f\n" for i in range(6)) + "".join(
        f"{72 + x} 670 0.6 90 re f\n" for x in (0, 140, 220, 300, 380)
    )
    add(
        "thin-fills.pdf",
        one(thin + grid(72, 760, WIDE, ROWS, ruled=False)),
        f"rules drawn as thin filled rectangles, as Word does; {blank}",
        sees=["9,077"],
    )
    heads = (
        "".join(f"72 {y} m 452 {y} l S\n" for y in (760, 724, 706, 688))
        + "212 742 m 452 742 l S\n"
        + "".join(f"{x} 760 m {x} 688 l S\n" for x in (72, 212, 332, 452))
        + "272 742 m 272 688 l S 392 742 m 392 688 l S\n"
    )
    words = (
        text(76, 737, "Service", 10)
        + text(255, 747, "2023/24", 10)
        + text(375, 747, "2024/25", 10)
        + "".join(text(216 + 60 * i, 729, h, 9) for i, h in enumerate(["Budget", "Outturn"] * 2))
    )
    body = (
        text(76, 711, "Day care", 10)
        + text(216, 711, "1,204", 10)
        + text(336, 711, "1,318", 10)
        + text(396, 711, "1,290", 10)
        + text(76, 693, "Home care", 10)
        + text(276, 693, "8,611", 10)
        + text(396, 693, "9,077", 10)
    )
    add(
        "merged-heads.pdf",
        one("0.5 w " + heads + words + body),
        "years over two columns each, `Service` over two rows; the outturn of Day care for 2023/24 is blank, as are both budgets of Home care",
        sees=["9,077"],
    )
    wrapped = [["Service", "2023/24", "2024/25"]]
    y, out = 742, grid(72, 760, [120, 80, 80], wrapped, ruled=False, right=True)
    for label, a, b in (
        (["Day care and", "opportunities"], "310", "325"),
        (["Home care"], "1,940", ""),
        (["Residential care,", "older people", "and others"], "6,020", "6,333"),
    ):
        for i, part in enumerate(label):
            out += text(76, y - 13 - 12 * i, part, 10)
        for x, v in ((272, a), (352, b)):
            out += text(round(x - 4 - width(v, 10), 2), y - 13, v, 10) if v else ""
        y -= 12 * len(label) + 6
    add(
        "wrapped-labels.pdf",
        one(out),
        "labels of rows on two and three lines, figures beside the first: `Day care and opportunities`, `Residential care, older people and others`",
        sees=["6,333"],
    )
    long = [["Service", "2024/25"]] + [[f"Service {i}", f"{1000 + i * 7:,}"] for i in range(1, 71)]
    for name, repeat in (("continued.pdf", 0), ("continued-heads.pdf", 1)):
        out = io.BytesIO()
        SimpleDocTemplate(out, pagesize=A4, invariant=1).build(
            [Table(long, colWidths=[200, 100], repeatRows=repeat, style=[("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0))])]
        )
        add(
            name,
            out.getvalue(),
            f"one table of 70 rows over two pages; its heads stand {'on each' if repeat else 'on the first'}",
            sees=["Service 70", "1,490"],
        )
    qa = [
        ["Question", "Response"],
        ["1. How many complaints were", "Forty-one."],
        ["received about day care?", ""],
        ["2. At what cost?", "The cost is withheld under"],
        ["", "section 43(2) of the Act."],
    ]
    add(
        "side-by-side.pdf",
        one(grid(72, 760, [190, 200], qa, ruled=False, height=14)),
        "question beside answer without rules, each on two lines",
        sees=["Forty-one."],
    )


def pages(corpus):
    add = corpus.add
    pdf = Pdf()
    for n in (1, 2, 3):
        pdf.page(
            text(72, 800, "Tarn Valley Council - response TV-118", 8)
            + text(280, 30, f"Page {n} of 3", 8)
            + lines(72, 740, [f"{n}. Question number {n}?", f"Answer number {n}: {n * 111}."])
        )
    add(
        "running-heads.pdf",
        pdf.bytes(),
        "the head and the foot of three pages do not break into answers",
        sees=["Answer number 3: 333."],
    )
    pdf = Pdf()
    pdf.page(lines(72, 80, ["1. How many?", "The council received forty-one complaints, of which"]))
    pdf.page(lines(72, 770, ["thirty-eight were answered in time.", "2. At what cost?", "£1,080."]))
    add("sentence-over-pages.pdf", pdf.bytes(), "a sentence that goes on over the page", sees=["£1,080."])
    left, right = (
        ["Spend on day care rose", "in each of the years", "that were asked about,", "from £310 to £325."],
        ["The forecast for the", "next year is not yet", "available. It follows", "in June 2026."],
    )
    add(
        "newspaper.pdf",
        one(lines(72, 740, left) + lines(320, 740, right)),
        "two columns of running text: the left before the right",
        sees=["from £310 to £325."],
    )
    add("landscape.pdf", one(grid(72, 540, WIDE, ROWS), size=(842, 595)), "a page that is wider than high", sees=["9,077"])
    pdf = Pdf()
    pdf.page(f"0 1 -1 0 595 0 cm {grid(72, 540, WIDE, ROWS)}", extra="/Rotate 90")
    add(
        "turned.pdf",
        pdf.bytes(),
        "a page that is shown turned by a quarter, with its text upright when it is shown",
        sees=["9,077"],
    )
    add(
        "cropped.pdf",
        one("1 0 0 1 1000 2000 cm " + grid(72, 760, WIDE, ROWS), extra="/CropBox [1000 2000 1595 2842]", size=(3000, 4000)),
        "a page whose corner is not at nought",
        sees=["9,077"],
    )


def drawing(corpus):
    add = corpus.add
    add(
        "kerned.pdf",
        one("BT /F1 11 Tf 72 760 Td [(Sp) 20 (end w) -15 (as ) 40 (£61) -10 (,300)] TJ 0 -16 Td [(in) -300 (total)] TJ ET"),
        "letters set apart by numbers: `Spend was £61,300`, `in total`",
        sees=["Spend was £61,300", "in total"],
    )
    add(
        "letter-by-letter.pdf",
        one(
            "".join(
                text(round(72 + width("Spend was £61,300."[:i], 11), 2), 760, c)
                for i, c in enumerate("Spend was £61,300.")
                if c != " "
            )
        ),
        "each letter placed by itself, spaces left out",
        sees=["Spend was £61,300."],
    )
    add(
        "spaced.pdf",
        one(
            "BT /F1 11 Tf 4 Tc 72 760 Td (Spend) Tj 0 Tc 0 -20 Td 6 Tw (was much more) Tj 0 Tw 0 -20 Td 60 Tz (narrow letters) Tj 100 Tz 0 -20 Td (raised) Tj 5 Ts (th) Tj ET"
        ),
        "letters and words set apart, narrow letters, a raised ending",
        sees=["Spend", "was much more", "narrow letters"],
    )
    pdf = Pdf()
    form = pdf.stream(
        text(0, 0, "Words in a form"), "/Type /XObject /Subtype /Form /BBox [0 -5 300 20] /Resources << /Font << /F1 3 0 R >> >>"
    )
    pdf.page(f"q 1 0 0 1 72 760 cm /X1 Do Q {text(72, 740, 'Words of the page')}", resources=f"/XObject << /X1 {form} 0 R >>")
    add("form-object.pdf", pdf.bytes(), "words in a form object", sees=["Words in a form"])
    pdf = Pdf()
    field = pdf.add(
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (answer1) /V (Forty-one) /Rect [72 700 300 720] /AP << /N 99 0 R >> /DA (/F1 11 Tf) >>"
    )
    look = pdf.stream(
        "/Tx BMC BT /F1 11 Tf 2 5 Td (Forty-one) Tj ET EMC",
        "/Type /XObject /Subtype /Form /BBox [0 0 228 20] /Resources << /Font << /F1 3 0 R >> >>",
    )
    pdf.objects[field] = pdf.objects[field].replace(b"99 0 R", b"%d 0 R" % look)
    pdf.page(text(72, 730, "1. How many complaints were received?"), extra=f"/Annots [{field} 0 R]")
    pdf.objects[1] = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [%d 0 R] >> >>" % field
    add("filled-form.pdf", pdf.bytes(), "an answer typed into a field of a form is shown on the page", sees=["Forty-one"])
    pdf = Pdf()
    marks = pdf.stream(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <00> <FF> endcodespacerange 3 beginbfchar <01> <00660069> <02> <00A3> <03> <D83DDE00> endbfchar 1 beginbfrange <30> <39> <0030> endbfrange endcmap end end"
    )
    font = pdf.add(
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 0 /LastChar 127 /Widths [{' '.join(['556'] * 128)}] /ToUnicode {marks} 0 R /Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [1 /fi /sterling /smile] >> >>"
    )
    pdf.page(
        "BT /F3 11 Tf 72 760 Td <01> Tj <6E616C> Tj <20> Tj <02> Tj <3631> Tj ET",
        resources=f"/Font << /F1 3 0 R /F2 4 0 R /F3 {font} 0 R >>",
    )
    pdf.objects[pdf.pages[0]] = pdf.objects[pdf.pages[0]].replace(b"/Font << /F1 3 0 R /F2 4 0 R >> ", b"")
    add("ligature.pdf", pdf.bytes(), "a ligature and a pound sign by the font's own table: `final £61`", sees=["final £61"])
    out = io.BytesIO()
    c = canvas.Canvas(out, pagesize=A4, invariant=1)
    c.drawString(72, 760, "Is a register kept? Yes")
    c.drawString(80, 740, "•  a point")
    c.acroForm.checkbox(name="yes", x=300, y=755, checked=True)
    c.save()
    add("tick.pdf", out.getvalue(), "words beside a box that is ticked", sees=["Is a register kept? Yes"])
    pdf = Pdf("1.7")
    pdf.page(
        "/P << /MCID 0 >> BDC "
        + text(72, 760, "1. How many?")
        + "EMC /Artifact BMC "
        + text(72, 30, "Page 1", 8)
        + "EMC /Span << /ActualText <FEFF00A300310030> >> BDC "
        + text(72, 740, "GBP 10")
        + "EMC"
    )
    add("marked.pdf", pdf.bytes(), "marked content", sees=["1. How many?"])
    data = docx(wp("Tarn Valley Council") + wp("1. What was spent?", rpr="<w:b/>") + wtbl(ROWS) + wp("The figures are net."))
    add(
        "office.pdf",
        office.convert(data, "docx", "pdf"),
        "by LibreOffice from a Word document, with tags; blank cells as in ruled.pdf",
        sees=["9,077"],
    )
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(one(grid(72, 760, WIDE, ROWS)))) as p:
        p.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    add("object-streams.pdf", packed.getvalue(), "objects packed into streams, and a cross-reference stream", sees=["9,077"])
    base = one(lines(72, 760, ["Spend was £100."]))
    words = "BT /F1 11 Tf 72 760 Td (Spend was £250.) Tj ET".encode("cp1252")
    changed = base + b"5 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(words), words)
    changed += b"xref\n5 1\n%010d 00000 n \ntrailer\n<< /Size 7 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(base),
        base.rindex(b"xref\n0"),
        len(changed),
    )
    add(
        "saved-twice.pdf",
        changed,
        "a page that was changed by a later save: the later words count",
        sees=["Spend was £250."],
        never=["£100"],
    )
