"""`odd/`: documents and pages that are legal, and strange: hidden words, other names, other encodings, no words at all."""

import office
from ok_words import HEAD, YEARS, numbered, numbering
from pack import archive, docx, members, odf, op, otable, wp, wr, wtbl, wtc, xlsx, xrows
from pdfs import simple

HIDDEN = "Mx Example Hidden"
PLAIN = "1. How many complaints were received?\n\nForty-one.\n"


def make(corpus):
    names(corpus)
    encodings(corpus)
    hidden(corpus)
    shapes(corpus)


def names(corpus):
    """The content tells the format, whatever the name says."""
    add = corpus.add
    html = "<!DOCTYPE html><html><body><p>1. How many?</p><p>Forty-one.</p></body></html>"
    letter = docx(wp("1. How many?") + wp("Forty-one."))
    table = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table><tr><td>Service</td><td>2024/25</td></tr><tr><td>Day care</td><td>325</td></tr></table></body></html>'
    pdf = simple(["1. How many?", "Forty-one."]).bytes()
    rtf = (HEAD + r"\pard 1. How many?\par Forty-one.\par}").encode("latin-1")
    for name, data, what in [
        ("page.docx", html, "a web page named as a Word document"),
        ("page.txt", html, "a web page named as plain text"),
        ("letter.pdf", letter, "a Word document named as a PDF"),
        ("letter.zip", letter, "a Word document named as an archive: one document"),
        ("print.docx", pdf, "a PDF named as a Word document"),
        ("print", pdf, "a PDF without an ending"),
        ("rich.doc", rtf, "RTF named as an old Word document"),
        ("letter.DOCX", letter, "an ending in capitals"),
        ("text.pdf", PLAIN, "plain text named as a PDF"),
    ]:
        add(name, data, what, sees=["Forty-one."])
    add("page.xls", table, "a web page named as a workbook, as programs that export tables make", sees=["325"])
    add("book.csv", xlsx({"Q1": xrows([["Service", "2024/25"], ["Day care", 325]])}), "a workbook named as CSV", sees=["325"])
    add("junk-before.pdf", b"HTTP/1.1 200 OK\r\n\r\n" + pdf, "a PDF after some other bytes", sees=["Forty-one."])
    add("junk-after.pdf", pdf + b"\0" * 900, "a PDF before some other bytes", sees=["Forty-one."])


def encodings(corpus):
    add = corpus.add
    text = "1. At what cost?\n\nThe café’s cost was £1,080 – in all.\n"
    for name, data, codes in [
        ("utf8-bom.txt", text.encode("utf-8-sig"), []),
        ("utf16-le.txt", text.encode("utf-16"), []),
        ("utf16-be.txt", b"\xfe\xff" + text.encode("utf-16-be"), []),
        ("utf32.txt", text.encode("utf-32"), []),
        ("windows-1252.txt", text.encode("cp1252"), ["encoding-guessed"]),
    ]:
        add(
            name,
            data,
            "`£1,080`, `café’s` and a dash",
            sees=["The café’s cost was £1,080 – in all."] if name != "utf32.txt" else [],
            issues=codes,
        )
    add(
        "utf16-without-bom.txt",
        text.encode("utf-16-le"),
        "UTF-16 without its mark: read, or said to be unreadable; no letters with blanks between them",
        never=["T\0h"],
    )
    page = '<html><head><meta charset="{}"></head><body><p>The café’s cost was £1,080.</p></body></html>'
    add(
        "windows-1252.html",
        page.format("iso-8859-1").encode("cp1252"),
        "a page that says ISO-8859-1, which every browser reads as Windows-1252",
        sees=["The café’s cost was £1,080."],
    )
    add(
        "utf16.html",
        page.format("utf-8").encode("utf-16"),
        "the mark at the start counts, not the name in the head",
        sees=["The café’s cost was £1,080."],
    )
    add(
        "utf16.csv",
        "Service\t2024/25\r\nCafé\t£325\r\n".encode("utf-16"),
        "`Unicode text` of Excel: UTF-16 and tabs",
        sees=["Café", "£325"],
    )
    add(
        "mixed.txt",
        b"1. At what cost?\n\nThe cost was \xc2\xa31,080 \x96 in all \xa3.\n",
        "UTF-8 and Windows-1252 in one file",
        issues=["encoding-invalid|encoding-guessed"],
    )
    add("macintosh.txt", "1. How many?\r\rForty-one.\r".encode(), "lines that end as on old Macintoshes", sees=["Forty-one."])
    add("nul.txt", b"1. How many?\n\nForty\0-one.\n", "a byte of nought in the text")
    body = "<w:p><w:r><w:t>Forty-one.</w:t></w:r></w:p>"
    utf16 = f'<?xml version="1.0" encoding="UTF-16"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'.encode(
        "utf-16"
    )
    add(
        "utf16.docx",
        archive([(n, utf16 if n == "word/document.xml" else d) for n, d in members(docx(body))]),
        "XML in UTF-16 inside",
        sees=["Forty-one."],
    )


def hidden(corpus):
    add = lambda name, data, what, sees=("Forty-one.",), **kw: corpus.add(
        name, data, what, sees=sees, issues=kw.pop("issues", ["hidden-content"]), never=[HIDDEN, *kw.pop("never", [])], **kw
    )
    shown = wp("1. How many complaints were received?") + wp("Forty-one.")
    change = 'w:id="1" w:author="Mx Example Hidden" w:date="2026-01-05T09:00:00Z"'
    tracked = wp(
        raw=wr("Forty-")
        + f"<w:del {change}><w:r><w:delText>{HIDDEN} ninety</w:delText></w:r></w:del><w:ins {change}><w:r><w:t>one.</w:t></w:r></w:ins>"
    )
    add(
        "tracked-changes.docx",
        docx(
            wp("1. How many?") + tracked + f"<w:p><w:moveFrom {change}><w:r><w:t>{HIDDEN} moved away</w:t></w:r></w:moveFrom></w:p>"
        ),
        "insertions are read; deletions and what was moved away are not",
        sees=["Forty-one."],
    )
    row = (
        f"<w:tr><w:trPr><w:del {change}/></w:trPr>"
        + wtc(wp(raw=f"<w:del {change}><w:r><w:delText>{HIDDEN}</w:delText></w:r></w:del>"))
        + wtc(wp(raw=f"<w:del {change}><w:r><w:delText>99</w:delText></w:r></w:del>"))
        + "</w:tr>"
    )
    add(
        "deleted-row.docx",
        docx(wtbl([["Service", "2024/25"], ["Day care", "41"]]).replace("</w:tbl>", row + "</w:tbl>")),
        "a row that was deleted",
        sees=["41"],
    )
    comment = f'<w:comment w:id="5" w:author="{HIDDEN}" w:initials="MEH">' + wp(f"{HIDDEN}: can we say this?") + "</w:comment>"
    add(
        "comments.docx",
        docx(
            wp("1. How many?")
            + wp(
                raw='<w:commentRangeStart w:id="5"/>'
                + wr("Forty-one.")
                + '<w:commentRangeEnd w:id="5"/><w:r><w:commentReference w:id="5"/></w:r>'
            ),
            {"comments.xml": comment},
        ),
        "a comment in the margin",
    )
    add(
        "hidden-words.docx",
        docx(shown + wp(HIDDEN, rpr="<w:vanish/>") + wp(raw=wr("Shown", '<w:vanish w:val="0"/>'))),
        "words that are set hidden; and some that are set not to be",
        sees=["Forty-one.", "Shown"],
    )
    styles = '<w:style w:type="character" w:styleId="Note"><w:name w:val="Note"/><w:rPr><w:vanish/></w:rPr></w:style>'
    add(
        "hidden-by-style.docx",
        docx(shown + wp(HIDDEN, rpr='<w:rStyle w:val="Note"/>'), {"styles.xml": styles}),
        "words that are hidden by their style",
    )
    add("white-words.docx", docx(shown + wp(HIDDEN, rpr='<w:color w:val="FFFFFF"/>')), "white words on white paper")
    add(
        "hidden-row.docx",
        docx(
            wtbl(
                [
                    ["Service", "2024/25"],
                    [wtc(wp(HIDDEN, rpr="<w:vanish/>")), wtc(wp("99", rpr="<w:vanish/>"))],
                    ["Day care", "41"],
                ],
                {1: "<w:hidden/>"},
            )
        ),
        "a row that is set hidden",
        sees=["41"],
    )
    region = (
        '<text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>'
        + HIDDEN
        + "</dc:creator></office:change-info>"
        + op(HIDDEN + " ninety")
        + "</text:deletion></text:changed-region>"
    )
    add(
        "tracked-changes.odt",
        odf(
            "text",
            f"<text:tracked-changes>{region}</text:tracked-changes>"
            + op("1. How many?")
            + '<text:p>Forty-<text:change text:change-id="c1"/>one.</text:p>',
        ),
        "a deletion",
    )
    note = f"<office:annotation><dc:creator>{HIDDEN}</dc:creator>" + op(HIDDEN + ": sure?") + "</office:annotation>"
    add("comments.odt", odf("text", op("1. How many?") + f"<text:p>{note}Forty-one.</text:p>"), "a comment")
    auto = '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
    add(
        "hidden-words.odt",
        odf(
            "text",
            op("1. How many?")
            + op("Forty-one.")
            + f'<text:p><text:span text:style-name="H">{HIDDEN}</text:span></text:p><text:section text:name="S" text:display="none">{op(HIDDEN)}</text:section><text:p><text:hidden-text text:condition="true" text:string-value="{HIDDEN}"/></text:p>',
            auto,
        ),
        "hidden words, a hidden section, a field of hidden text",
    )
    rtf = lambda body: (HEAD + body + "}").encode("latin-1")
    add(
        "hidden-words.rtf",
        rtf(
            r"\pard 1. How many?\par Forty-one.\par {\v "
            + HIDDEN
            + r"}\par {\deleted "
            + HIDDEN
            + r"}\par {\*\annotation "
            + HIDDEN
            + r"}\par"
        ),
        "hidden words, a deletion, a comment",
    )
    page = "<html><head><style>.off { display: none }</style></head><body><p>1. How many?</p><p>Forty-one.</p>"
    for name, mark in {
        "display-none.html": f'<p style="display:none">{HIDDEN}</p>',
        "hidden-attribute.html": f"<div hidden><p>{HIDDEN}</p></div>",
        "visibility.html": f'<p style="color:red; visibility: hidden">{HIDDEN}</p>',
        "font-size-0.html": f'<span style="font-size:0">{HIDDEN}</span>',
    }.items():
        add(name, page + mark + "</body></html>", "words that a browser does not show")
    add(
        "comment.html",
        page + f"<!-- {HIDDEN} --></body></html>",
        "a comment of the markup, which is no part of the page",
        issues=[],
    )
    add(
        "class-off.html",
        page + f'<p class="off">{HIDDEN}</p></body></html>',
        "words that the style of the page hides by a class",
        issues=["hidden-content"],
    )
    core = (
        '<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>'
        + HIDDEN
        + "</dc:creator></cp:coreProperties>"
    )
    add(
        "author.docx",
        archive([*members(docx(shown)), ("docProps/core.xml", core)]),
        "the author in the properties of the file, which the document does not show",
        issues=[],
    )


def shapes(corpus):
    add = corpus.add
    add("no-words.docx", docx(wp("") + "<w:p/>"), "a document without words", issues=["document-empty"])
    add("no-words.odt", odf("text", "<text:p/>"), "a document without words", issues=["document-empty"])
    add(
        "no-words.html",
        "<!DOCTYPE html><html><head><title>Nothing</title></head><body></body></html>",
        "a page without words",
        issues=["document-empty"],
    )
    add("no-words.rtf", (HEAD + r"\pard\par}").encode(), "a document without words", issues=["document-empty"])
    add("empty.txt", b"", "a file of no bytes", issues=["document-empty"])
    add("blank.txt", b" \r\n\t\n", "white space alone", issues=["document-empty"])
    add("empty.pdf", b"", "a file of no bytes", issues=["document-empty"])
    add(
        "one-cell.docx",
        docx(wtbl([[wtc(wp("1. How many?") + wp("Forty-one."))]])),
        "a table of one cell, as a frame around words",
        sees=["Forty-one."],
    )
    add(
        "cells-without-rows.docx",
        docx("<w:tbl><w:tblPr/></w:tbl><w:tbl><w:tr/></w:tbl>" + wp("Forty-one.")),
        "tables without rows, and rows without cells",
        sees=["Forty-one."],
    )
    wide = [["Service", *(f"Week {i}" for i in range(1, 200))], ["Day care", *(str(i * 3) for i in range(1, 200))]]
    add("200-columns.docx", docx(wtbl(wide)), "a table of 200 columns", sees=["Week 199", "597"])
    add(
        "200-columns.html",
        "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in wide) + "</table>",
        "a table of 200 columns",
        sees=["Week 199", "597"],
    )
    add(
        "grid-wrong.docx",
        docx(wtbl([YEARS, [wtc("Day care", '<w:gridSpan w:val="9"/>'), "41"]])),
        "a cell that spans more columns than there are",
        sees=["41"],
    )
    add(
        "right-to-left.docx",
        docx(wp("1. كم عدد الشكاوى؟", "<w:bidi/>", "<w:rtl/>") + wp("41 شكوى") + wtbl([["الخدمة", "2024/25"], ["رعاية", "41"]])),
        "Arabic, which runs from right to left: characters in the order in which they are read",
        sees=["41 شكوى"],
    )
    add(
        "right-to-left.html",
        '<html dir="rtl"><body><p>‎1. כמה תלונות?</p><p>41 ‏תלונות</p></body></html>',
        "Hebrew with marks of direction",
    )
    add("emoji.txt", "1. Are you content? 🙂\n\nYes 👍🏽, 1️⃣ time.\n", "characters beyond U+FFFF", sees=["Yes 👍🏽"])
    add("long-line.txt", "1. How many?\n\n" + "forty-one " * 6_000 + "\n", "a line of 60,000 characters", sees=["forty-one"])
    add(
        "long-word.html",
        "<p>1. How many?</p><p>" + "a" * 50_000 + "</p><p>Forty-one.</p>",
        "a word of 50,000 characters",
        sees=["Forty-one."],
    )
    add(
        "deep-list.docx",
        docx(
            "".join(numbered(f"level {i + 1}", i) for i in range(9)) + wp("Forty-one."),
            {"numbering.xml": numbering([("decimal", f"%{i + 1}.") for i in range(9)])},
        ),
        "nine levels of a list",
        sees=["Forty-one."],
    )
    add(
        "no-such-number.docx",
        docx(numbered("How many?", 0, 77) + wp("Forty-one.")),
        "a list that is not defined",
        sees=["How many?", "Forty-one."],
    )
    add(
        "missing-parts.docx",
        archive(
            [
                (n, d)
                for n, d in members(
                    docx(wp("Forty-one.", '<w:pStyle w:val="Gone"/>') + '<w:sectPr><w:headerReference r:id="rId9"/></w:sectPr>')
                )
                if n != "[Content_Types].xml"
            ]
        ),
        "no list of content types, no style, no header that is named",
        sees=["Forty-one."],
    )
    add("other-main-part.docx", renamed(), "the main part under another name, as the relationships say", sees=["Forty-one."])
    add(
        "odt-by-office.odt",
        office.convert(docx(wtbl([["Service", "2024/25"], ["Day care", "41"]])), "docx", "odt"),
        "written by LibreOffice",
        sees=["41"],
    )
    add(
        "template.ott",
        archive(
            [
                (n, d.replace(b"opendocument.text", b"opendocument.text-template") if n != "content.xml" else d)
                for n, d in members(odf("text", op("Forty-one.")))
            ],
            stored=("mimetype",),
        ),
        "a template of a document",
        sees=["Forty-one."],
    )
    add(
        "cells.odt",
        odf("text", otable([["Service", "2024/25"], ["Day care", ""]]) + op("Forty-one.")),
        "a blank cell at the end of a row",
        sees=["Forty-one."],
    )


def renamed():
    swap = lambda d: d.replace(b"word/document.xml", b"word/main2.xml")
    return archive(
        [
            (n.replace("word/document.xml", "word/main2.xml").replace("document.xml.rels", "main2.xml.rels"), swap(d))
            for n, d in members(docx(wp("Forty-one.")))
        ]
    )
