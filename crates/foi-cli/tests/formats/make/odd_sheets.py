"""`odd/`: workbooks and tables of text that are legal, and strange."""

import io

import openpyxl
import xlwt

from odd_words import HIDDEN
from pack import odf, op, repack, xlsx, xrows, xstyles

ROWS = [["Service", "2024/25"], ["Day care", 325]]


def make(corpus):
    hidden(corpus)
    shapes(corpus)
    text(corpus)


def hidden(corpus):
    add = lambda name, data, what, sees=("325",), issues=("hidden-content",): corpus.add(
        name, data, what, sees=sees, issues=issues, never=[HIDDEN]
    )
    person = xrows([["Name", HIDDEN]])
    add("hidden-sheet.xlsx", xlsx({"Q1": xrows(ROWS), "Staff": person}, attrs={"Staff": 'state="hidden"'}), "a hidden sheet")
    add(
        "very-hidden-sheet.xlsx",
        xlsx({"Q1": xrows(ROWS), "Staff": person}, attrs={"Staff": 'state="veryHidden"'}),
        "a sheet that is hidden so that Excel does not offer to show it",
    )
    add(
        "hidden-row.xlsx",
        xlsx({"Q1": xrows([*ROWS, [HIDDEN, 99], ["Home care", 41]], attrs={3: 'hidden="1"'})}),
        "a hidden row",
        sees=("325", "41"),
    )
    add(
        "filtered-row.xlsx",
        xlsx({"Q1": xrows([*ROWS, [HIDDEN, 99]], attrs={3: 'hidden="1"'}) + '<autoFilter ref="A1:B3"/>'}),
        "a row that a filter hides",
    )
    add("no-height.xlsx", xlsx({"Q1": xrows([*ROWS, [HIDDEN, 99]], attrs={3: 'ht="0" customHeight="1"'})}), "a row of no height")
    add(
        "hidden-column.xlsx",
        xlsx(
            {
                "Q1": '<cols><col min="2" max="2" hidden="1" width="9"/></cols>'
                + xrows([["Service", "Who", "2024/25"], ["Day care", HIDDEN, 325]])
            }
        ),
        "a hidden column",
    )
    add(
        "narrow-column.xlsx",
        xlsx(
            {
                "Q1": '<cols><col min="2" max="2" width="0" customWidth="1"/></cols>'
                + xrows([["Service", "Who", "2024/25"], ["Day care", HIDDEN, 325]])
            }
        ),
        "a column of no width",
    )
    add(
        "format-of-nothing.xlsx",
        xlsx({"Q1": xrows([*ROWS, ["Note", HIDDEN]], styles={(3, 1): 1})}, styles=xstyles([";;;"])),
        "a cell whose format shows nothing",
    )
    add("white-words.xlsx", white(), "white words on white ground")
    book = openpyxl.Workbook()
    ws = book.active
    ws["A1"], ws["B1"], ws["A2"], ws["B2"] = "Service", "2024/25", "Day care", 325
    ws["B2"].comment = openpyxl.comments.Comment(f"{HIDDEN}: from payroll", HIDDEN)
    book.properties.creator = HIDDEN
    out = io.BytesIO()
    book.save(out)
    add("comment.xlsx", repack(out.getvalue()), "a note on a cell")
    threaded = f'<?xml version="1.0"?><ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="B2" id="{{1}}"><text>{HIDDEN}</text></threadedComment></ThreadedComments>'
    rels = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    add(
        "thread.xlsx",
        xlsx(
            {"Q1": xrows(ROWS)},
            parts={"xl/threadedComments/threadedComment1.xml": threaded, "xl/worksheets/_rels/sheet1.xml.rels": rels},
        ),
        "a thread of comments",
    )
    names = f'<definedNames><definedName name="Owner" hidden="1">"{HIDDEN}"</definedName></definedNames>'
    add("defined-name.xlsx", xlsx({"Q1": xrows(ROWS)}, names=names), "a defined name, which nothing shows", issues=())
    cell = lambda t, a="": f'<table:table-cell office:value-type="string" {a}>{op(t)}</table:table-cell>'
    row = lambda cells, a="": f"<table:table-row {a}>" + "".join(cells) + "</table:table-row>"
    body = (
        '<table:table table:name="Q1"><table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
        + row([cell("Service"), cell(HIDDEN), cell("2024/25")])
        + row([cell("Day care"), cell(HIDDEN), cell("325")])
        + row([cell(HIDDEN), cell(""), cell("99")], 'table:visibility="filter"')
        + "</table:table>"
    )
    away = f'<table:table table:name="Staff" table:style-name="off">{row([cell(HIDDEN)])}</table:table>'
    auto = '<style:style style:name="off" style:family="table"><style:table-properties table:display="false"/></style:style>'
    add("hidden.ods", odf("spreadsheet", body + away, auto), "a hidden column, a filtered row, a hidden sheet")
    note = f'<table:table-cell office:value-type="string"><office:annotation><dc:creator>{HIDDEN}</dc:creator>{op(HIDDEN)}</office:annotation>{op("325")}</table:table-cell>'
    add(
        "comment.ods",
        odf("spreadsheet", '<table:table table:name="Q1">' + row([cell("Day care"), note]) + "</table:table>"),
        "a note on a cell",
    )
    book = xlwt.Workbook()
    ws = book.add_sheet("Q1")
    for i, r in enumerate([*ROWS, [HIDDEN, 99]]):
        for j, v in enumerate(r):
            ws.write(i, j, v)
    ws.row(2).hidden = True
    off = book.add_sheet("Staff")
    off.write(0, 0, HIDDEN)
    off.visibility = 1
    out = io.BytesIO()
    book.save(out)
    add("hidden.xls", out.getvalue(), "a hidden row and a hidden sheet")


def white():
    styles = '<fonts count="2"><font><color rgb="FF000000"/></font><font><color rgb="FFFFFFFF"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf fontId="0"/><xf fontId="1" applyFont="1"/></cellXfs>'
    return xlsx({"Q1": xrows([*ROWS, ["Note", HIDDEN]], styles={(3, 1): 1})}, styles=styles)


def shapes(corpus):
    add = corpus.add
    add("empty-sheet.xlsx", xlsx({"Sheet1": "<sheetData/>"}), "a workbook without a cell", issues=["document-empty"])
    add(
        "empty-sheets.ods",
        odf(
            "spreadsheet",
            '<table:table table:name="A"/><table:table table:name="B"><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>',
        ),
        "sheets without a cell",
        issues=["document-empty"],
    )
    add(
        "one-empty-of-two.xlsx",
        xlsx({"Empty": "<sheetData/>", "Q1": xrows(ROWS)}),
        "an empty sheet before one that is not",
        sees=["325"],
    )
    add(
        "formula-without-value.xlsx",
        xlsx(
            {
                "Q1": xrows(
                    [*ROWS, ["Total", '<c r="{r}"><f>SUM(B2:B2)</f></c>'], ["Words", '<c r="{r}" t="str"><f>A2</f><v></v></c>']]
                )
            }
        ),
        "formulas whose values were not computed: nothing is known of them, least of all nought",
        sees=["Total"],
        never=["SUM(B2"],
    )
    add(
        "200-columns.xlsx",
        xlsx({"Q1": xrows([["Service", *(f"Week {i}" for i in range(1, 200))], ["Day care", *range(3, 600, 3)]])}),
        "a table of 200 columns",
        sees=["Week 199", "597"],
    )
    add(
        "last-cell.xlsx",
        xlsx({"Q1": xrows(ROWS).replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>777</v></c></row></sheetData>')}),
        "a figure in the very last cell of the sheet, and next to nothing between",
        sees=["325"],
    )
    add(
        "no-names.xlsx",
        xlsx({"Q1": "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>325</v></c></row></sheetData>"}),
        "rows and cells that do not say where they stand: one after the other",
        sees=["325"],
    )
    add(
        "out-of-order.xlsx",
        xlsx(
            {
                "Q1": '<sheetData><row r="2"><c r="B2"><v>325</v></c><c r="A2" t="inlineStr"><is><t>Day care</t></is></c></row><row r="1"><c r="A1" t="inlineStr"><is><t>Service</t></is></c></row></sheetData>'
            }
        ),
        "rows and cells out of order",
        sees=["325", "Day care"],
    )
    add(
        "prefixed.xlsx",
        xlsx(
            {
                "Q1": '<?xml version="1.0"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>325</x:v></x:c></x:row></x:sheetData></x:worksheet>'
            }
        ),
        "elements with a prefix",
        sees=["325"],
    )
    chart = '<?xml version="1.0"?><chartsheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    add("chart-sheet.xlsx", xlsx({"Chart": chart, "Q1": xrows(ROWS)}), "a sheet that is a chart", sees=["325"])
    merge = '<mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>'
    add(
        "merged-figure.xlsx",
        xlsx({"Q1": xrows([["Service", "2024/25"], ["Day care", 325], ["Home care", None]]) + merge}),
        "a figure in a cell that is merged over two services",
        sees=["325"],
    )
    add(
        "dates-as-figures.xlsx",
        xlsx(
            {
                "Q1": xrows(
                    [["Date", 46092], ["Never", -5], ["Far", 99999999], ["Leap", 60]], styles={(i, 1): 1 for i in range(1, 5)}
                )
            },
            styles=xstyles(["dd/mm/yyyy"]),
        ),
        "dates, and numbers that are none: before 1900, after 9999, and 29 February 1900",
        sees=["11/03/2026"],
    )
    add(
        "styles-out-of-range.xlsx",
        xlsx({"Q1": xrows(ROWS, styles={(2, 1): 900})}),
        "a cell with a style that is not defined",
        sees=["325"],
    )


def text(corpus):
    add = corpus.add
    add(
        "semicolons.csv",
        "Service;2023/24;2024/25\r\nDay care;310,5;325,0\r\nHome care;;2015\r\n",
        "semicolons between cells, and decimal commas in them",
        sees=["2015"],
    )
    add("bars.csv", "Service|2023/24|2024/25\nDay care|310|325\n", "bars between cells", sees=["325"])
    add("sep.csv", "sep=;\r\nService;2024/25\r\nDay care;325\r\n", "a first line that tells Excel what parts cells", sees=["325"])
    add(
        "open-quote.csv", 'Service,2024/25\r\n"Day care,325\r\nHome care,41\r\n', "a quotation mark that is never closed", issues=[]
    )
    add("one-column.csv", "Service\r\nDay care\r\nHome care\r\n", "one column", sees=["Home care"])
    add(
        "uneven.csv",
        "Service,2023/24,2024/25\nDay care,310\nHome care,1,2,3,4\n",
        "rows of other lengths than the heads",
        sees=["Home care"],
    )
