"""`hostile/`: XML, HTML, RTF and text that nest, repeat and claim without end."""

from hostile_packages import DAMAGED, LIMIT
from ok_words import HEAD
from pack import ODF, W, archive, docx, members, odf, op, wp, wtbl, xlsx, xrows

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {c} "{f"&{p};" * 10}">' for p, c in zip("abcdefghi", "bcdefghij", strict=False))
    + "]>"
)
PASSWD = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/foi.dtd" [<!ENTITY % p SYSTEM "http://127.0.0.1:9/foi.dtd"> %p;]>'
SECRET = ["root:x:0"]


def make(corpus):
    entities(corpus)
    depth(corpus)
    claims(corpus)
    rich_text(corpus)
    web(corpus)
    plain(corpus)


def with_part(data, name, text):
    return archive([(n, text if n == name else d) for n, d in members(data)], stored=("mimetype",))


def word(text):
    """A Word document whose main part is this text."""
    return with_part(docx(wp("x")), "word/document.xml", text)


def entities(corpus):
    add = corpus.add
    for kind, doctype, entity in (("laughs", LAUGHS, "&j;"), ("file", PASSWD, "&a;"), ("remote", REMOTE, "")):
        what = {
            "laughs": "entities that unfold to ten thousand million letters",
            "file": "an entity that is a file of the machine",
            "remote": "a DOCTYPE that would be fetched",
        }[kind]
        add(
            f"{kind}.docx",
            word(
                f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{entity}</w:t></w:r></w:p></w:body></w:document>'
            ),
            what,
            issues=DAMAGED,
            never=SECRET,
        )
        add(
            f"{kind}.odt",
            odf(
                "text",
                "",
                content=f'<?xml version="1.0"?>{doctype}<office:document-content {ODF}><office:body><office:text><text:p>{entity}</text:p></office:text></office:body></office:document-content>',
            ),
            what,
            issues=DAMAGED,
            never=SECRET,
        )
        add(
            f"{kind}.xlsx",
            with_part(
                xlsx({"Q1": xrows([["x"]])}),
                "xl/worksheets/sheet1.xml",
                f'<?xml version="1.0"?>{doctype}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c t="inlineStr"><is><t>{entity}</t></is></c></row></sheetData></worksheet>',
            ),
            what,
            issues=DAMAGED,
            never=SECRET,
        )
    add(
        "file.html",
        f'{PASSWD}<html><body><p>Forty-one. &a;</p><iframe src="file:///etc/passwd"></iframe></body></html>',
        "an entity and a frame that are a file of the machine",
        sees=["Forty-one."],
        never=SECRET,
    )


def depth(corpus):
    add = corpus.add
    n = 100_000
    main = lambda body: f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    add("deep.docx", word(main("<w:sdt><w:sdtContent>" * n)), "elements 200,000 deep, never closed", issues=DAMAGED)
    add("deep-closed.docx", word(main("<w:ins>" * n + wp("x") + "</w:ins>" * n)), "elements 100,000 deep", issues=DAMAGED)
    add(
        "deep-tables.docx",
        word(main("<w:tbl><w:tr><w:tc>" * 400 + wp("1. How many?") + "</w:tc></w:tr></w:tbl>" * 400)),
        "tables 400 deep",
        issues=LIMIT,
    )
    add("deep.odt", odf("text", "<text:section>" * n + op("x") + "</text:section>" * n), "sections 100,000 deep", issues=DAMAGED)
    add(
        "deep-tables.odt",
        odf(
            "text",
            "<table:table><table:table-row><table:table-cell>" * 300
            + op("x")
            + "</table:table-cell></table:table-row></table:table>" * 300,
        ),
        "tables 300 deep",
        issues=LIMIT,
    )
    add("deep.xlsx", xlsx({"Q1": "<sheetData>" + "<row>" * n + "</row>" * n + "</sheetData>"}), "rows 100,000 deep", issues=DAMAGED)
    add("deep-page.zip", archive([("page.html", "<div>" * n + "Forty-one.")]), "100,000 divisions inside one another", issues=[])
    add("deep-inline.html", "<b>" * 10_000 + "Forty-one.", "10,000 bold tags inside one another", issues=[])
    add("deep-tables.html", "<table><tr><td>" * 2000 + "Forty-one.", "tables 2,000 deep", issues=[])
    add("deep-lists.html", "<ul><li>" * 3_000 + "Forty-one.", "lists 3,000 deep", issues=[])
    add(
        "adoption.html",
        "<table>" + "<b><i><a href=x><p>" * 1200 + "Forty-one.",
        "tags that browsers rearrange at great cost",
        issues=[],
    )
    add("long-tag.docx", word(main(f'<w:p w:x="{"a" * (3 << 20)}">' + "</w:p>")), "a tag of 3 MiB", issues=DAMAGED)
    add(
        "many-attributes.docx",
        word(main("<w:p " + " ".join(f'w:a{i}="1"' for i in range(10_000)) + "/>" + wp("Forty-one."))),
        "10,000 attributes",
        issues=[],
    )
    add(
        "same-attribute.docx",
        word(main('<w:p w:a="1" w:a="2"/>' + wp("Forty-one."))),
        "an attribute twice, which XML forbids",
        issues=[],
    )
    add(
        "not-closed.docx",
        word(main("").replace("</w:body></w:document>", wp("1. How many?") + wp("Forty-one.") + "<w:p><w:r><w:t>Nine")),
        "XML that ends in the middle of a word: what comes before is kept",
        sees=["Forty-one."],
        issues=["document-partly-read"],
    )
    add("crossed.docx", word(main("<w:p><w:r></w:p></w:r>")), "tags that cross", issues=DAMAGED)
    add(
        "bad-characters.docx",
        word(main(wp("Forty-one.")).encode().replace(b"Forty", b"F\xff\xfe\xc0rty")),
        "bytes that are no UTF-8",
        issues=["document-unreadable|document-partly-read|encoding-invalid"],
    )
    add(
        "no-xml.docx",
        word("this is no XML at all"),
        "a main part that is no XML",
        issues=["document-unreadable|document-empty|document-partly-read"],
    )
    add(
        "other-root.docx", word("<html><body><p>Forty-one.</p></body></html>"), "a main part that is another kind of XML", issues=[]
    )
    add(
        "references.docx",
        word(main("<w:p><w:r><w:t>Forty-one &#0;&#xFFFFFFFF;&#xD800;&#x110000;&nothing;</w:t></w:r></w:p>")),
        "references to characters that do not exist",
        issues=[],
    )


def claims(corpus):
    add = corpus.add
    span = '<w:tc><w:tcPr><w:gridSpan w:val="{}"/></w:tcPr>' + wp("41") + "</w:tc>"
    for name, value in (("span-large.docx", 2147483647), ("span-negative.docx", -5), ("span-no-number.docx", "many")):
        add(
            name,
            docx(wtbl([["Service", "2024/25"], ["Day care", span.format(value)]])),
            f"a cell that spans {value} columns",
            **({"issues": ["limit-exceeded"]} if value == 2147483647 else {"sees": ["41"]}),
        )
    add(
        "grid-before.docx",
        docx(wtbl([["Service", "2024/25"], ["Day care", "41"]], {1: '<w:gridBefore w:val="2000000000"/>'})),
        "a row that starts in column 2,000,000,000",
        issues=["limit-exceeded"],
    )
    add(
        "level.docx",
        docx(wp("How many?", '<w:numPr><w:ilvl w:val="4000000000"/><w:numId w:val="-1"/></w:numPr>') + wp("Forty-one.")),
        "a list level of 4,000,000,000",
        sees=["Forty-one."],
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:name w:val="{a}"/><w:basedOn w:val="{b}"/></w:style>'
        for a, b in (("A", "B"), ("B", "A"), ("C", "C"))
    )
    add(
        "styles-in-a-ring.docx",
        docx(wp("1. How many?", '<w:pStyle w:val="A"/>') + wp("Forty-one.", '<w:pStyle w:val="C"/>'), {"styles.xml": styles}),
        "styles that are based on one another",
        sees=["Forty-one."],
    )
    ring = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="A"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    style = '<w:style w:type="numbering" w:styleId="A"><w:name w:val="A"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    add(
        "numbers-in-a-ring.docx",
        docx(
            wp("How many?", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>') + wp("Forty-one."),
            {"numbering.xml": ring, "styles.xml": style},
        ),
        "a list that is defined by a style that is defined by the list",
        sees=["Forty-one."],
    )
    note = '<w:footnote w:id="2"><w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p></w:footnote>'
    add(
        "note-of-itself.docx",
        docx(wp(raw='<w:r><w:t>Forty-one.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'), {"footnotes.xml": note}),
        "a footnote on itself",
        sees=["Forty-one."],
    )
    cell = '<table:table-cell office:value-type="string" {}>' + op("41") + "</table:table-cell>"
    add(
        "repeats.odt",
        odf(
            "text",
            "<table:table><table:table-row>"
            + cell.format('table:number-columns-repeated="4294967295"')
            + "</table:table-row></table:table>",
        ),
        "a cell that is repeated four thousand million times",
        issues=LIMIT,
    )
    add(
        "blanks.odt",
        odf("text", '<text:p>Forty-one.<text:s text:c="4000000000"/></text:p>'),
        "four thousand million blanks",
        sees=["Forty-one."],
    )
    full = (
        '<table:table table:name="Q1"><table:table-row table:number-rows-repeated="1048576">'
        + cell.format('table:number-columns-repeated="16384"')
        + "</table:table-row></table:table>"
    )
    add("repeats.ods", odf("spreadsheet", full), "seventeen thousand million cells, each with a figure", issues=LIMIT)
    add(
        "row-repeats.ods",
        odf(
            "spreadsheet",
            '<table:table table:name="Q1"><table:table-row table:number-rows-repeated="999999999999999999999">'
            + cell.format("")
            + "</table:table-row></table:table>",
        ),
        "a row that is repeated more often than a number can say",
        issues=[],
    )
    add(
        "merged-all.xlsx",
        xlsx({"Q1": xrows([["Day care", 325]]) + '<mergeCells><mergeCell ref="C1:XFD1048576"/></mergeCells>'}),
        "seventeen thousand million cells merged",
        sees=["325"],
    )
    add(
        "dimension.xlsx",
        xlsx({"Q1": '<dimension ref="A1:XFD1048576"/>' + xrows([["Day care", 325]])}),
        "a sheet that says that it is full",
        sees=["325"],
    )
    add(
        "many-merges.xlsx",
        xlsx({"Q1": xrows([["Day care", 325]]) + "<mergeCells>" + '<mergeCell ref="C1:XFD1048576"/>' * 30_000 + "</mergeCells>"}),
        "30,000 merges of everything",
        issues=[],
    )
    strings = lambda i: f'<c r="{{r}}" t="s"><v>{i}</v></c>'
    add(
        "strings-out-of-range.xlsx",
        xlsx(
            {"Q1": xrows([["Day care", 325], [strings(5), strings(-1)], [strings("x"), strings(99999999999)]])},
            shared="<si><t>one</t></si>",
        ),
        "shared strings that are not there: their cells are unknown, not blank",
        sees=["325"],
        issues=["document-partly-read|document-unreadable|cell-unreadable"],
    )
    odd = ["A0", "0", "XFE1", "ZZZZZZZZ1", "A99999999999999999999", "A1048577", "a1", "-1", "", "Ä1"]
    add(
        "cell-names.xlsx",
        xlsx(
            {
                "Q1": '<sheetData><row r="1"><c r="A1"><v>325</v></c></row>'
                + "".join(f'<row r="4294967296"><c r="{r}"><v>777</v></c></row>' for r in odd)
                + "</sheetData>"
            }
        ),
        "cells whose names name no cell",
        sees=["325"],
    )
    add(
        "columns.xlsx",
        xlsx({"Q1": '<cols><col min="1" max="4294967295" hidden="0"/><col min="9" max="3"/></cols>' + xrows([["Day care", 325]])}),
        "columns up to 4,294,967,295",
        sees=["325"],
    )
    values = "".join(f"<c><v>{v}</v></c>" for v in ("1e999", "NaN", "-1e308", "1e308", "0x1F", "1.2.3", "", "１２", "9" * 5000))
    add(
        "numbers.xlsx",
        xlsx({"Q1": f"<sheetData><row><c><v>325</v></c>{values}</row></sheetData>"}),
        "numbers that are none",
        sees=["325"],
    )
    fmt = (
        '<numFmts><numFmt numFmtId="164" formatCode="'
        + "[&gt;1]0;" * 9000
        + '"/></numFmts><fonts><font/></fonts><cellXfs><xf numFmtId="164"/></cellXfs>'
    )
    add("long-format.xlsx", xlsx({"Q1": xrows([["Day care", 325]])}, styles=fmt), "a number format of 80,000 characters", issues=[])


def rich_text(corpus):
    add = lambda name, body, what, **kw: corpus.add(name, (HEAD + body).encode("latin-1"), what, **kw)
    add("deep.rtf", r"\pard Forty-one.\par " + "{" * 100_000, "groups 100,000 deep, never closed", issues=DAMAGED)
    add("deep-closed.rtf", "{" * 15_000 + "Forty-one." + "}" * 15_000 + "}", "groups 15,000 deep", issues=[])
    add("too-many-ends.rtf", r"\pard Forty-one.\par" + "}" * 20_000, "more ends of groups than starts", sees=["Forty-one."])
    add(
        "binary.rtf",
        r"\pard Forty-one.\par {\pict\bin2147483647 abc}",
        "a picture that says that it has 2 GiB",
        sees=["Forty-one."],
    )
    add(
        "binary-negative.rtf", r"\pard Forty-one.\par {\pict\bin-5 abc}}", "a picture of fewer bytes than none", sees=["Forty-one."]
    )
    add(
        "numbers.rtf",
        r"\pard Forty-one.\par \uc999999999\u-99999999999?\u99999999999999999999 x\li99999999999999999999\'zz\'\par}",
        "numbers that no program can hold",
        issues=[],
    )
    add(
        "stand-ins.rtf",
        r"\pard Forty-one.\par \uc30000\u163 " + "a" * 20_000 + "}",
        "30,000 stand-ins for one character",
        sees=["Forty-one."],
    )
    add(
        "cells.rtf",
        r"\pard Forty-one.\par \trowd"
        + "".join(f"\\cellx{i}" for i in range(1, 2_500))
        + r"\pard\intbl x"
        + r"\cell" * 2_500
        + r"\row}",
        "a row of 2,500 cells",
        issues=[],
    )
    add(
        "cells-back.rtf",
        r"\trowd\cellx5000\cellx-9\cellx5000\cellx0\pard\intbl Day care\cell 325\cell 1\cell 2\cell\row}",
        "cells that end before they start",
        sees=["325"],
    )
    add(
        "nest.rtf",
        r"\pard\intbl" + "".join(f"\\itap{i} x\\nestcell" for i in range(1, 1500)) + r"\itap2000000000 Forty-one.\nestcell}",
        "tables nested 2,000,000,000 deep",
        issues=[],
    )
    add(
        "fields.rtf",
        r"\pard Forty-one.\par " + r"{\field{\*\fldinst X}{\fldrslt " * 1000 + "}" * 2000 + "}",
        "fields 1,000 deep",
        issues=[],
    )
    add("backslash.rtf", r"\pard Forty-one.\par " + "\\", "a file that ends in a backslash", sees=["Forty-one."])


def web(corpus):
    add = corpus.add
    add(
        "spans.html",
        "<table><tr><td>Day care</td><td colspan=1000000000 rowspan=1000000000>325</td></tr><tr><td colspan=-3 rowspan=x>9</td></tr></table>",
        "a cell that spans a thousand million columns and rows",
        sees=["325"],
    )
    add(
        "spans-many.html",
        "<table>" + "<tr><td rowspan=65534 colspan=1000>1</td></tr>" * 500 + "</table>",
        "500 cells that span 65,534 rows of 1,000 columns each",
        issues=[],
    )
    add(
        "many-cells.zip",
        archive([("page.html", "<table>" + ("<tr>" + "<td>1" * 1000) * 2500 + "</table>")]),
        "2.5 million cells in a page",
        issues=LIMIT,
    )
    add("open-comment.html", "<p>Forty-one.</p><!-- " + "-" * 20_000, "a comment that never ends", sees=["Forty-one."])
    add("open-script.html", "<p>Forty-one.</p><script>" + "<!--<script>" * 1000, "a script that never ends", sees=["Forty-one."])
    add("open-tag.html", '<p>Forty-one.</p><a href="' + "x" * 15_000, "a tag that never ends", sees=["Forty-one."])
    add(
        "references.html",
        "<p>Forty-one. " + "&#x110000;&#xD800;&#0;&#99999999999999999999;&nothing;&amp" * 200 + "</p>",
        "references to characters that do not exist",
        sees=["Forty-one."],
    )
    add(
        "attributes.html",
        "<p " + " ".join(f"a{i}=1" for i in range(3_000)) + ">Forty-one.</p>",
        "3,000 attributes",
        issues=["limit-exceeded"],
    )
    add(
        "style.html",
        "<style>" + "p{color:red}" * 1000 + '</style><p style="' + "display:block;" * 1500 + '">Forty-one.</p>',
        "2,500 rules of style",
        sees=["Forty-one."],
    )
    add(
        "start.html",
        "<ol start=99999999999999999999><li>Forty-one.<li value=-2147483649>b</ol>",
        "a list that starts at a number that nobody can hold",
        sees=["Forty-one."],
    )
    add("nul.html", "<p>Forty\0-one.</p>\0\0<p>b\0", "bytes of nought", issues=[])
    add("plaintext.html", "<p>Forty-one.</p><plaintext></plaintext><p>x</p>", "the tag that ends all tags", sees=["Forty-one."])


def plain(corpus):
    add = corpus.add
    add("tabs.txt", "Forty-one.\n\n" + "\t" * 25_000 + "\n" + "\t" * 5_000, "a row of 25,000 cells", sees=["Forty-one."])
    add("bars.md", "Forty-one.\n\n" + "|" * 15_000 + "\n" + "|-" * 7_500 + "|\n", "a table of 15,000 columns", sees=["Forty-one."])
    add("quotes.md", ">" * 20_000 + " Forty-one.\n", "quotations 20,000 deep", issues=[])
    add("numbers.txt", "Forty-one.\n\n" + "1.1." * 8_000 + "\n", "a number of 16,000 parts", sees=["Forty-one."])
    add("questions.txt", "".join(f"{i}. Do you use a RAS?\nNo.\n" for i in range(1, 1000)), "1,000 questions", issues=[])
    add("brackets.txt", "Forty-one.\n\n" + "(" * 15_000 + "s43" + ")" * 15_000 + "\n", "brackets 15,000 deep", sees=["Forty-one."])
    add("commas.csv", "Service,2024/25\n" + "," * 25_000 + "\nDay care,325\n", "a row of 25,000 cells", issues=[])
    add("quotation-marks.csv", "Service,2024/25\n" + '"' * 25_000 + "\nDay care,325\n", "25,000 quotation marks", issues=[])
    add(
        "control.txt",
        "1. How many?\n\nForty-one. \x1b[2J\x1b]0;title\x07 \x00\x08\x7f \u202e\u2066\n",
        "signs that would steer a terminal",
        issues=["format-unknown"],
        never=["\x1b[2J"],
    )
