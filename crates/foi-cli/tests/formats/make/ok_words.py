"""`ok/`: word-processed documents and web pages, one structure each."""

from pack import ODF, docx, odf, op, otable, wp, wr, wtbl, wtc

YEARS = ["Service", "2023/24", "2024/25"]


def make(corpus):
    word(corpus)
    open_document(corpus)
    rich_text(corpus)
    web(corpus)
    plain(corpus)


def span(n):
    return f'<w:gridSpan w:val="{n}"/>'


START, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def numbered(text, level, num=1):
    return wp(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def numbering(*lists):
    """Definitions of lists; each is a list of (format, text) by level."""
    out = ""
    for i, levels in enumerate(lists, 1):
        out += (
            f'<w:abstractNum w:abstractNumId="{i}">'
            + "".join(
                f'<w:lvl w:ilvl="{j}"><w:start w:val="1"/><w:numFmt w:val="{f}"/><w:lvlText w:val="{t}"/></w:lvl>'
                for j, (f, t) in enumerate(levels)
            )
            + "</w:abstractNum>"
        )
    return out + "".join(f'<w:num w:numId="{i}"><w:abstractNumId w:val="{i}"/></w:num>' for i in range(1, len(lists) + 1))


def field(code, shown):
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{wr(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def word(corpus):
    add = corpus.add
    heads = [
        [wtc("Service", START), wtc("2023/24", span(2)), wtc("2024/25", span(2))],
        [wtc("", GO_ON), "Budget", "Outturn", "Budget", "Outturn"],
    ]
    add(
        "merged-heads.docx",
        docx(wtbl([*heads, ["Day care", "1,204", "", "1,318", "1,290"], ["Home care", "8,450", "8,611", "", "9,077"]])),
        "a table of five columns: two rows of heads, years over two columns each, `Service` over two rows; the outturn of Day care for 2023/24 and the budget of Home care for 2024/25 are blank",
        sees=["1,204", "9,077"],
    )
    add(
        "merged-down.docx",
        docx(
            wtbl(
                [
                    ["Service", "Year", "Spend"],
                    [wtc("Day care", START), "2023/24", "512"],
                    [wtc("", GO_ON), "2024/25", "547"],
                    [wtc("Home care", START), "2023/24", "3,980"],
                    [wtc("", GO_ON), "2024/25", "4,121"],
                ]
            )
        ),
        "a label merged over two rows stands for both of them",
        sees=["547"],
    )
    add(
        "grid-before.docx",
        docx(wtbl([YEARS, ["Day care", "310", "325"], ["1,940", "2,015"]], {2: '<w:gridBefore w:val="1"/>'})),
        "the last row begins in the second column: 1,940 is of 2023/24",
        sees=["1,940"],
    )
    inner = wtbl([["Per hour", "£21.40"], ["Per night", "£96.00"]])
    add(
        "nested-table.docx",
        docx(
            wtbl(
                [
                    ["Question", "Response"],
                    ["1. What are your rates?", wtc(wp("Our rates are:") + inner + wp("They rise in April."))],
                ]
            )
        ),
        "a table in the cell of an answer, between two paragraphs of it",
        sees=["£21.40", "They rise in April."],
    )
    notes = (
        '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>'
        + wr(" Net of client contributions.")
        + "</w:p></w:footnote>"
    )
    add(
        "footnote.docx",
        docx(
            wp(raw=wr("The outturn was £4.2m") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + wr(" in 2024/25.")),
            {"footnotes.xml": notes},
        ),
        "the words of the footnote are read, and do not break the sentence that they belong to",
        sees=["Net of client contributions."],
    )
    ends = '<w:endnote w:id="3"><w:p>' + wr("Source: general ledger.") + "</w:p></w:endnote>"
    add(
        "endnote.docx",
        docx(wp(raw=wr("Spend was £61,300.") + '<w:r><w:endnoteReference w:id="3"/></w:r>'), {"endnotes.xml": ends}),
        "the words of the endnote are read",
        sees=["Source: general ledger."],
    )
    box = "<w:txbxContent>" + wp("Tarn Valley Council") + wp("Reference TV-118") + "</w:txbxContent>"
    spaces = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
    shape = f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>'
    add(
        "text-box.docx",
        docx(wp(raw=shape) + wp("1. How many complaints were received?") + wp("Nine."), root=spaces),
        "the words of the text box once, though the file has them twice",
        sees=["Reference TV-118"],
    )
    lists = numbering([("decimal", "%1."), ("lowerLetter", "%2)")], [("lowerRoman", "(%1)")], [("decimal", "Q%1.%2")])
    body = (
        numbered("How many?", 0)
        + wp("Ninety.")
        + numbered("Of these:", 0)
        + numbered("how many adults?", 1)
        + wp("Seventy.")
        + numbered("how many children?", 1)
        + wp("Twenty.")
        + numbered("At what cost?", 0)
        + wp("£900.")
        + numbered("first of another list", 0, 2)
        + numbered("second of it", 0, 2)
    )
    add(
        "numbers.docx",
        docx(body, {"numbering.xml": lists}),
        "automatic numbers: 1. 2. a) b) 3. and then (i) (ii)",
        sees=["How many?"],
    )
    restart = '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    add(
        "numbers-restart.docx",
        docx(
            numbered("First question?", 0)
            + numbered("Second question?", 0)
            + numbered("Seventh question?", 0, 2)
            + numbered("Eighth question?", 0, 2),
            {"numbering.xml": restart},
        ),
        "1) 2) 7) 8): the second list starts at seven",
    )
    styles = '<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Question"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="QB"><w:name w:val="Question bold"/><w:basedOn w:val="Q"/><w:rPr><w:b/></w:rPr></w:style>'
    add(
        "numbers-by-style.docx",
        docx(
            wp("Do you hold it?", '<w:pStyle w:val="Q"/>') + wp("Yes.") + wp("Since when?", '<w:pStyle w:val="QB"/>') + wp("2019."),
            {"numbering.xml": numbering([("decimal", "%1.")]), "styles.xml": styles},
        ),
        "numbers that come from the style of the paragraph, or from that which it is based on: 1. and 2.",
    )
    styles = '<w:style w:type="paragraph" w:styleId="Big"><w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Our heading"/><w:basedOn w:val="Big"/></w:style>'
    add(
        "headings.docx",
        docx(
            wp("Budget", '<w:pStyle w:val="Big"/>')
            + wp("It was £2m.")
            + wp("Outturn", '<w:pStyle w:val="Own"/>')
            + wp("It was £3m."),
            {"styles.xml": styles},
        ),
        "`Budget` and `Outturn` are headings, the second by the style that it is based on",
    )
    header = wp("Tarn Valley Council") + wp("Freedom of Information Team")
    footer = wp(raw=wr("Page ") + field("PAGE", "1") + wr(" of ") + field("NUMPAGES", "3"))
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/><w:footerReference w:type="default" r:id="rId2"/></w:sectPr>'
    )
    add(
        "letterhead.docx",
        docx(wp("Dear requester") + section, {"header1.xml": header, "footer1.xml": footer}),
        "the letterhead of the header is read, and read once",
        sees=["Tarn Valley Council"],
    )
    control = lambda inner, pr="": f"<w:sdt><w:sdtPr>{pr}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    body = (
        control(wp("1. Is a register kept?"))
        + wp(raw=wr("Answer: ") + control(wr("Yes, since 2017"), "<w:text/>"))
        + "<w:tbl><w:tblPr/><w:tblGrid/>"
        + control("<w:tr>" + wtc("Cost") + control(wtc("£1,150")) + "</w:tr>")
        + "</w:tbl>"
    )
    add(
        "content-controls.docx",
        docx(body),
        "content controls around a paragraph, words, a row and a cell hide nothing",
        sees=["Yes, since 2017", "£1,150"],
    )
    body = (
        wp(raw=wr("The total was ") + field("=SUM(ABOVE)", "£3,406") + wr("."))
        + wp(raw='<w:fldSimple w:instr=" DATE ">' + wr("4 March 2026") + "</w:fldSimple>")
        + wp(raw='<w:hyperlink r:id="link:https://www.tarnvalley.example/budget">' + wr("our budget book") + "</w:hyperlink>")
    )
    add(
        "fields.docx",
        docx(body),
        "the results of fields are read, their codes are not; the address of a link is not lost",
        sees=["The total was £3,406.", "4 March 2026"],
        never=["SUM(ABOVE)"],
    )
    body = (
        wp(raw=wr("Sec") + wr("tion 4") + wr("3(2)"))
        + wp(raw="<w:r><w:t>12</w:t><w:noBreakHyphen/><w:t>month contract</w:t></w:r>")
        + wp(raw="<w:r><w:t>First line</w:t><w:br/><w:t>second line</w:t></w:r>")
        + wp("Our ref:\tTV-118")
        + wp(raw="<w:r><w:t>acc</w:t><w:softHyphen/><w:t>ounts</w:t></w:r>")
    )
    add(
        "runs.docx",
        docx(body),
        "words cut into runs are whole: `Section 43(2)`, `accounts`; a line break and a tab part words",
        sees=["Section 43(2)", "TV-118"],
    )
    add(
        "strict.docx",
        docx(wtbl([YEARS, ["Day care", "77", "81"]]), strict=True),
        "the strict variant of the format, with namespaces of its own",
        sees=["81"],
    )
    smart = 'w:uri="urn:x" w:element="place"'
    add(
        "wrappers.docx",
        docx(
            wp(
                raw=f"<w:smartTag {smart}>{wr('Tarn Valley')}</w:smartTag>"
                + wr(" spent ")
                + '<w:ins w:id="1" w:author="A"><w:r><w:t>£640</w:t></w:r></w:ins>'
                + wr(".")
            )
        ),
        "words in smart tags and in insertions are words of the document",
        sees=["£640"],
    )
    add(
        "continued.docx",
        docx(wtbl([YEARS, ["Day care", "41", "44"]]) + wp("") + wtbl([YEARS, ["Home care", "91", "95"]])),
        "two tables with a blank paragraph between them, each with heads of its own",
        sees=["95"],
    )


def open_document(corpus):
    add = corpus.add
    cell = lambda text, attrs="": f'<table:table-cell office:value-type="string" {attrs}>{op(text)}</table:table-cell>'
    covered = "<table:covered-table-cell/>"
    rows = [
        [
            cell("Service", 'table:number-rows-spanned="2"'),
            cell("2023/24", 'table:number-columns-spanned="2"'),
            covered,
            cell("2024/25", 'table:number-columns-spanned="2"'),
            covered,
        ],
        [covered, "Budget", "Outturn", "Budget", "Outturn"],
        ["Day care", "1,204", "", "1,318", "1,290"],
        ["Home care", "8,450", "8,611", "", "9,077"],
    ]
    add("spans.odt", odf("text", otable(rows)), "as merged-heads.docx", sees=["9,077"])
    body = (
        '<table:table table:name="T"><table:table-column table:number-columns-repeated="4"/><table:table-header-rows><table:table-row>'
        + cell("Service")
        + cell("2022/23")
        + cell("2023/24")
        + cell("2024/25")
        + "</table:table-row></table:table-header-rows><table:table-row>"
        + cell("Day care")
        + cell("62", 'table:number-columns-repeated="2"')
        + cell("65")
        + "</table:table-row><table:table-row>"
        + cell("Home care")
        + '<table:table-cell table:number-columns-repeated="2"/>'
        + cell("212")
        + "</table:table-row></table:table>"
    )
    add(
        "repeats.odt",
        odf("text", body),
        "repeated cells: 62 of 2022/23 and of 2023/24; Home care has two blank cells and 212 of 2024/25",
        sees=["212"],
    )
    styles = '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/><text:list-level-style-number text:level="2" style:num-suffix=")" style:num-format="a"/></text:list-style>'
    item = lambda inner, attrs="": f"<text:list-item {attrs}>{inner}</text:list-item>"
    body = (
        '<text:list text:style-name="L1">'
        + item(op("How many?"))
        + item(op("Of these:") + "<text:list>" + item(op("how many adults?")) + item(op("how many children?")) + "</text:list>")
        + "</text:list>"
        + op("Twenty.")
        + '<text:list text:style-name="L1" text:continue-numbering="true">'
        + item(op("At what cost?"))
        + "</text:list>"
        + '<text:list text:style-name="L1">'
        + item(op("Another list?"), 'text:start-value="8"')
        + "</text:list>"
    )
    add("lists.odt", odf("text", body, styles), "1. 2. a) b), then 3. which goes on, then 8.")
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        + op("Net of client contributions.")
        + "</text:note-body></text:note>"
    )
    add(
        "note.odt",
        odf("text", f"<text:p>The outturn was £4.2m{note} in 2024/25.</text:p>"),
        "the words of the note are read, and do not break their sentence",
        sees=["Net of client contributions."],
    )
    frame = "<draw:frame><draw:text-box>" + op("Tarn Valley Council") + "</draw:text-box></draw:frame>"
    add(
        "frame.odt",
        odf("text", f"<text:p>{frame}</text:p>" + op("Reference TV-118")),
        "the words of the frame",
        sees=["Tarn Valley Council"],
    )
    body = (
        '<text:section text:name="S">'
        + op("Budget", "h", 'text:outline-level="2"')
        + '<text:p>Spend<text:tab/>£1,080<text:s text:c="3"/>net<text:line-break/>of income</text:p></text:section>'
        + '<text:p>See <text:a xlink:href="https://www.tarnvalley.example/budget">our budget book</text:a>.</text:p>'
    )
    add(
        "text.odt",
        odf("text", body),
        "a heading in a section; a tab, spaces and a line break in a paragraph; a link",
        sees=["£1,080"],
    )
    master = (
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="P"><style:header>'
        + op("Tarn Valley Council")
        + "</style:header><style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer></style:master-page></office:master-styles>"
    )
    add(
        "letterhead.odt",
        odf("text", op("Dear requester"), styles=master),
        "the letterhead of the header is read",
        sees=["Tarn Valley Council"],
    )
    nested = "<table:table-cell>" + op("Our rates are:") + otable([["Per hour", "£21.40"]], "Inner") + "</table:table-cell>"
    add(
        "nested-table.odt",
        odf("text", otable([["Question", "Response"], ["1. What are your rates?", nested]])),
        "a table in the cell of an answer",
        sees=["£21.40"],
    )
    add(
        "flat.fodt",
        '<?xml version="1.0" encoding="UTF-8"?>\n' + flat(op("1. How many?") + op("Forty.")),
        "the flat variant: one XML file; read, or said to be of no known format",
        issues=[],
    )


def flat(body):
    return f'<office:document {ODF} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>{body}</office:text></office:body></office:document>\n'


HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0\uc1{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fswiss\fcharset238 Arial CE;}}{\colortbl;\red255\green0\blue0;}{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}}{\*\generator Example;}{\info{\title Not the text}}"
    + "\n"
)


def rtf_row(cells, widths, marks=None):
    right, definition = 0, ""
    for i, w in enumerate(widths):
        right += w
        definition += (marks or {}).get(i, "") + f"\\cellx{right}"
    return r"\trowd\trgaph108 " + definition + "\n" + "".join(r"\pard\intbl " + c + "\\cell\n" for c in cells) + "\\row\n"


def rich_text(corpus):
    add = lambda name, body, *rest, **kw: corpus.add(name, (HEAD + body + "}").encode("latin-1"), *rest, **kw)
    w = [2400] + [1600] * 4
    body = (
        rtf_row(
            ["Service", "2023/24", "", "2024/25", ""], w, {0: r"\clvmgf", 1: r"\clmgf", 2: r"\clmrg", 3: r"\clmgf", 4: r"\clmrg"}
        )
        + rtf_row(["", "Budget", "Outturn", "Budget", "Outturn"], w, {0: r"\clvmrg"})
        + rtf_row(["Day care", "1,204", "", "1,318", "1,290"], w)
        + rtf_row(["Home care", "8,450", "8,611", "", "9,077"], w)
    )
    add("merged.rtf", body, "as merged-heads.docx", sees=["9,077"])
    wide = (
        rtf_row(["Service", "2023/24", "2024/25"], [2400, 3200, 3200])
        + rtf_row(["", "Budget", "Outturn", "Budget", "Outturn"], w)
        + rtf_row(["Day care", "1,204", "", "1,318", "1,290"], w)
    )
    add(
        "wider-cells.rtf",
        wide,
        "cells of the first row end where every second cell of the others does: they span two columns",
        sees=["1,290"],
    )
    nested = r"\trowd\cellx4000\cellx9000\pard\intbl 1. What are your rates?\cell\pard\intbl Our rates are:\par\pard\intbl\itap2 Per hour\nestcell £21.40\nestcell{\*\nesttableprops\trowd\cellx2000\cellx4000\nestrow}{\nonesttables\par}\pard\intbl\itap1 They rise in April.\cell\row".replace(
        "£", "\\'a3"
    )
    add("nested-table.rtf", nested, "a table in the cell of an answer", sees=["£21.40", "They rise in April."])
    add(
        "characters.rtf",
        r"\pard Caf\'e9 \'a3\u8201?12\u8239?500 \u8211- \f1 \'b3\'f3d\'9f\f0  \lquote quoted\rquote  \u-10179?\u-8703? end \uc2\u163 ab5\uc1\par",
        "characters by code page of the font, by number with one or two stand-ins after them, and beyond U+FFFF",
        sees=["Café", "łódź", "£5"],
    )
    add(
        "lists.rtf",
        r"{\listtext\pard\plain 1.\tab}\pard\ls1\ilvl0 How many?\par \pard\plain Ninety.\par {\listtext\pard\plain a)\tab}\pard\ls1\ilvl1 How many adults?\par \pard\plain Seventy.\par {\pntext\f0 \'b7\tab}\pard a point\par",
        "the numbers that the file gives for programs that cannot count: 1. and a)",
        sees=["How many adults?"],
    )
    add(
        "footnote.rtf",
        r"\pard The outturn was \'a34.2m{\super\chftn}{\footnote\pard\plain {\super\chftn} Net of client contributions.} in 2024/25.\par",
        "the words of the footnote are read, and do not break their sentence",
        sees=["Net of client contributions."],
    )
    add(
        "field.rtf",
        r"\pard See {\field{\*\fldinst{HYPERLINK \'22https://www.tarnvalley.example/budget\'22}}{\fldrslt our budget book}}.\par {\header \pard Tarn Valley Council\par}{\pict\pngblip 89504e47}\pard Reference TV-118\par",
        "the results of a field, the words of the header; no digits of the picture",
        sees=["our budget book", "TV-118"],
        never=["89504e47"],
    )


def web(corpus):
    page = lambda body, head="": (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Response</title>{head}</head><body>\n{body}\n</body></html>\n'
    )
    add = lambda name, body, *rest, head="", **kw: corpus.add(name, page(body, head), *rest, **kw)
    row = lambda *cells: "<tr>" + "".join(c if c.startswith("<t") else f"<td>{c}</td>" for c in cells) + "</tr>"
    add(
        "spans.html",
        "<table>"
        + row("<th rowspan=2>Service</th>", "<th colspan=2>2023/24</th>", "<th colspan=2>2024/25</th>")
        + row("<th>Budget</th>", "<th>Outturn</th>", "<th>Budget</th>", "<th>Outturn</th>")
        + row("Day care", "1,204", "", "1,318", "1,290")
        + row("Home care", "8,450", "8,611", "&nbsp;", "9,077")
        + "</table>",
        "as merged-heads.docx",
        sees=["9,077"],
    )
    add(
        "row-heads.html",
        "<table><caption>Spend (£000)</caption><thead>"
        + row("<th>Service</th>", "<th>2024/25</th>")
        + "</thead><tfoot>"
        + row("<th>Total</th>", "99")
        + "</tfoot><tbody>"
        + row("<th scope=row>Day care</th>", "40")
        + row("<th scope=row>Home care</th>", "59")
        + "</tbody></table>",
        "the caption, the heads of rows, and the foot after the rows",
        sees=["Spend (£000)"],
    )
    add(
        "nested-table.html",
        "<table>"
        + row(
            "1. What are your rates?",
            "Our rates are:<table>" + row("Per hour", "£21.40") + row("Per night", "£96.00") + "</table>They rise in April.",
        )
        + "</table>",
        "a table in the cell of an answer",
        sees=["£21.40", "They rise in April."],
    )
    add(
        "layout-table.html",
        '<table role="presentation" width="600"><tr><td><h1>Tarn Valley Council</h1><p>1. Is a register kept?</p><p>Yes.</p></td></tr></table>',
        "a table for layout alone: its words in order",
        sees=["Tarn Valley Council"],
    )
    add(
        "lists.html",
        "<ol><li>How many?</li><li>Of these:<ol type=a><li>how many adults?</li><li>how many children?</li></ol></li></ol><p>Twenty.</p><ol start=3><li>At what cost?</li><li value=9>Anything else?</li></ol><ul><li>a point</li></ul>",
        "1. 2. a. b., then 3. and 9.; a point without a number",
    )
    add(
        "definitions.html",
        "<dl><dt>Is a register kept?</dt><dd>Yes.</dd><dt>Since when?</dt><dd>2019</dd></dl>",
        "each question with its answer",
        sees=["2019"],
    )
    add(
        "open-tags.html",
        "<table><tr><th>Service<th>2024/25<tr><td>Day care<td>40<tr><td>Home care<td>59</table><p>First<p>Second<br>line<ul><li>one<li>two</ul>",
        "closing tags that the format lets go",
        sees=["59"],
    )
    add(
        "chrome.html",
        "<nav><a href=/>Home</a></nav><main><h1>Response TV-118</h1><p>Spend was £61,300.</p></main><noscript>Please switch on scripts</noscript><template><p>9,999</p></template><footer>Cookies</footer>",
        "the response; scripts, styles and templates are no text",
        head="<script>var n = '8,888';</script><style>p::after { content: '7,777' }</style>",
        sees=["£61,300"],
        never=["8,888", "7,777", "9,999"],
    )
    add(
        "word-list.html",
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span><![endif]>How many?<o:p></o:p></p><!--[if gte mso 9]><xml><o:x>6,666</o:x></xml><![endif]--><p class=MsoNormal>Ninety.<o:p></o:p></p>",
        "a list as Word exports it: `1.` and its words in one paragraph",
        sees=["Ninety."],
        never=["6,666"],
    )
    add(
        "blocks.html",
        "<div>One<div>two</div>three</div><pre>Service   2024/25\nDay care       40</pre><p>un<b>brok</b>en &pound;1&#44;080&hellip;</p>",
        "words of blocks are apart, words of inline tags together; lines of preformatted text",
        sees=["unbroken £1,080"],
    )


def plain(corpus):
    add = corpus.add
    add(
        "wrapped.txt",
        "1. How many complaints about day care were received by the council in\nthe last financial year?\n\nForty-one complaints were received, of which thirty-eight were answered in\ntime.\n",
        "lines broken by hand are one sentence",
    )
    add(
        "boxes.txt",
        "+-----------+---------+---------+\n| Service   | 2023/24 | 2024/25 |\n+-----------+---------+---------+\n| Day care  |     310 |     325 |\n| Home care |         |   2,015 |\n+-----------+---------+---------+\n",
        "a table drawn with characters; the first figure of Home care is blank",
        sees=["2,015"],
    )
    add(
        "aligned.txt",
        "Service          2023/24    2024/25\nDay care             310        325\nHome care                     2,015\n",
        "columns by spaces; the first figure of Home care is blank",
        sees=["2,015"],
    )
    add(
        "pipes.md",
        "| Service | 2023/24 | 2024/25 |\n|:---|---:|---:|\n| Day care | 310 | 325 |\n| Home care |  | 2,015 |\n| A \\| B | 1 | 2 |\n",
        "a pipe table with alignments; an escaped pipe is a character",
        sees=["2,015"],
    )
