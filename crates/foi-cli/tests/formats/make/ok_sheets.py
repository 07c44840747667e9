"""`ok/`: workbooks and tables of text, one structure each."""

import io

import xlwt

from pack import XML, odf, op, xlsx, xrows, xstyles

HEAD = ["Service", "2023/24", "2024/25"]


def make(corpus):
    excel(corpus)
    calc(corpus)
    old_excel(corpus)
    text(corpus)


def merge(*ranges):
    return f'<mergeCells count="{len(ranges)}">' + "".join(f'<mergeCell ref="{r}"/>' for r in ranges) + "</mergeCells>"


def excel(corpus):
    add = corpus.add
    rows = [
        ["Service", "2023/24", None, "2024/25", None],
        [None, "Budget", "Outturn", "Budget", "Outturn"],
        ["Day care", 1204, None, 1318, 1290],
        ["Home care", 8450, 8611, None, 9077],
    ]
    add("merged.xlsx", xlsx({"Q1": xrows(rows) + merge("A1:A2", "B1:C1", "D1:E1")}), "as merged-heads.docx", sees=["1204", "9077"])
    formats = [
        '"£"#,##0',
        "#,##0.00",
        "0%",
        "0.0%",
        "#,##0;(#,##0)",
        "#,##0;[Red]-#,##0",
        '_-* #,##0_-;-* #,##0_-;_-* "-"_-',
        "d mmmm yyyy",
        "mmm-yy",
        "@",
        '0.0,,"m"',
        "#,##0,",
        "[$£-809]#,##0.00",
        "yyyy\\-mm\\-dd",
        "00000",
        "General",
    ]
    values = [1234567, 1234.5, 0.97, 0.875, -164, -164, 0, 46092, 45689, "007", 61033000, 1318000, 9.5, 46092, 42, 0.1]
    shown = [
        "£1,234,567",
        "1,234.50",
        "97%",
        "87.5%",
        "(164)",
        "-164",
        "-",
        "11 March 2026",
        "Feb-25",
        "007",
        "61.0m",
        "1,318",
        "£9.50",
        "2026-03-11",
        "00042",
        "0.1",
    ]
    rows = [["Format", "Value"]] + [[f, v] for f, v in zip(formats, values, strict=False)]
    add(
        "formats.xlsx",
        xlsx({"Q1": xrows(rows, styles={(i + 2, 1): i + 1 for i in range(len(formats))})}, styles=xstyles(formats)),
        "the second column as Excel shows it: "
        + ", ".join(f"`{s}`" for s in shown)
        + "; two of them are shown in another scale than they are stored in",
        sees=["£1,234,567", "97%", "(164)", "11 March 2026"],
    )
    cached = '<c r="{r}"><f>SUM(B2:B3)</f><v>9654</v></c>'
    words = '<c r="{r}" t="str"><f>IF(B2&gt;0,"Yes","No")</f><v>Yes</v></c>'
    add(
        "formulas.xlsx",
        xlsx({"Q1": xrows([HEAD[:2], ["Day care", 1204], ["Home care", 8450], ["Total", cached], ["Held", words]])}),
        "formulas are read as the values that were computed: 9654, Yes",
        sees=["9654"],
        never=["SUM(B2"],
    )
    shared = '<si><t>Service</t></si><si><r><t>Day</t></r><r><rPr><b/></rPr><t xml:space="preserve"> care</t></r><rPh sb="0" eb="1"><t>PHONETIC</t></rPh></si><si><t>2024/25</t></si><si><t xml:space="preserve">two\nlines _x0041_</t></si>'
    ref = lambda n: f'<c r="{{r}}" t="s"><v>{n}</v></c>'
    add(
        "shared-strings.xlsx",
        xlsx({"Q1": xrows([[ref(0), ref(2)], [ref(1), 40], [ref(3), 59]])}, shared=shared),
        "shared strings, one of them in runs: `Day care`; a line break in a cell",
        sees=["Day care"],
        never=["PHONETIC"],
    )
    sheets = {
        "Letter": xrows([["Tarn Valley Council"], ["Reference:", "TV-118"]]),
        "Q6": xrows([HEAD, ["Day care", 1, 2]]),
        "Q11": xrows([HEAD, ["Home care", 3, 4]]),
    }
    add(
        "sheets.xlsx",
        xlsx(sheets),
        "three sheets in order; the name of a sheet says which question its table answers",
        sees=["Q6", "Q11", "TV-118"],
    )
    add(
        "two-tables.xlsx",
        xlsx({"Data": xrows([["Budget"], HEAD, ["Day care", 11, 12], [], ["Outturn"], HEAD, ["Day care", 13, 14]])}),
        "two tables under one another, each with its caption",
        sees=["14"],
    )
    add(
        "beside.xlsx",
        xlsx(
            {
                "Data": xrows(
                    [
                        ["Budget", None, None, None, "Outturn"],
                        ["Day care", 21, None, None, "Day care", 23],
                        ["Home care", 22, None, None, "Home care", 24],
                    ]
                )
            }
        ),
        "two tables beside one another, with two blank columns between them",
        sees=["24"],
    )
    add(
        "away-from-corner.xlsx",
        xlsx(
            {"Data": xrows([[None, None, *HEAD], [None, None, "Day care", 31, None], [None, None, "Home care", None, 34]], start=6)}
        ),
        "a table that starts at C6; two of its cells are blank",
        sees=["34"],
    )
    add(
        "dates-1904.xlsx",
        xlsx(
            {"Data": xrows([["Responded on", 44630]], styles={(1, 1): 1})},
            styles=xstyles(["d mmmm yyyy"]),
            workbook='<workbookPr date1904="1"/>',
        ),
        "a workbook that counts days from 1904: 11 March 2026",
        sees=["11 March 2026"],
    )
    error = '<c r="{r}" t="e"><v>#REF!</v></c>'
    add(
        "kinds.xlsx",
        xlsx(
            {
                "Data": xrows(
                    [
                        ["Held", True],
                        ["Cost", error],
                        ["Text", "1,080"],
                        ["Long", 0.1 + 0.2],
                        ["Big", 12345678901.0],
                        ["Small", 1e-07],
                    ]
                )
            }
        ),
        "a truth value (`TRUE`), an error, a figure stored as words, and numbers without the noise of binary fractions: 0.3",
        sees=["TRUE", "#REF!", "0.3"],
        never=["0.30000000000000004"],
    )
    sizes = "<cols>" + '<col min="1" max="1" width="30"/><col min="2" max="3" width="12"/>' + "</cols>"
    add(
        "answers.xlsx",
        xlsx(
            {
                "Response": sizes
                + xrows(
                    [
                        ["No.", "Question", "Response"],
                        ["1", "Is a register kept?", "Yes.\nSince 2019."],
                        [2, "At what cost?", 1080],
                        ["3", "Who keeps it?", None],
                    ]
                )
            }
        ),
        "a form: number, question, answer; the last has none",
        sees=["Since 2019."],
    )


def cell(value="", kind="string", attrs="", shown=None):
    if kind == "string":
        return f'<table:table-cell office:value-type="string" {attrs}>{op(value)}</table:table-cell>'
    return f'<table:table-cell office:value-type="{kind}" {attrs}>{op(shown)}</table:table-cell>'


def calc(corpus):
    add = corpus.add
    covered = "<table:covered-table-cell/>"
    number = lambda v, shown: cell(kind="float", attrs=f'office:value="{v}"', shown=shown)
    table = lambda rows, name="Q1": (
        f'<table:table table:name="{name}">'
        + "".join(f"<table:table-row>{''.join(r)}</table:table-row>" for r in rows)
        + "</table:table>"
    )
    rows = [
        [
            cell("Service", attrs='table:number-rows-spanned="2"'),
            cell("2024/25", attrs='table:number-columns-spanned="2"'),
            covered,
        ],
        [covered, cell("Budget"), cell("Outturn")],
        [cell("Day care"), number(1318, "1,318"), number(1290, "1,290")],
        [cell("Home care"), "<table:table-cell/>", number(9077, "9,077")],
    ]
    add("spans.ods", odf("spreadsheet", table(rows)), "merged heads; the budget of Home care is blank", sees=["9,077"])
    rows = [
        [cell("Service"), cell("2023/24"), cell("2024/25")],
        [
            cell("Day care"),
            cell(
                kind="currency",
                attrs='office:value="1234.5" office:currency="GBP" table:number-columns-repeated="2"',
                shown="£1,234.50",
            ),
        ],
        [
            cell("Rate"),
            cell(kind="percentage", attrs='office:value="0.97"', shown="97%"),
            cell(kind="date", attrs='office:date-value="2026-03-11"', shown="11 March 2026"),
        ],
        [
            cell("Held"),
            cell(kind="boolean", attrs='office:boolean-value="true"', shown="TRUE"),
            '<table:table-cell table:number-columns-repeated="1021"/>',
        ],
    ]
    body = (
        table(rows)
        + '<table:table table:name="Q2"><table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row><table:table-row>'
        + cell("Spend")
        + number(41, "41")
        + '</table:table-row><table:table-row table:number-rows-repeated="1048572"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    add(
        "kinds.ods",
        odf("spreadsheet", body),
        "currency (twice, by repeat), percentage, date and truth value as they are shown; a second sheet whose table stands in its fourth row",
        sees=["£1,234.50", "97%", "11 March 2026"],
    )
    two = '<table:table-cell office:value-type="string">' + op("First line") + op("second line") + "</table:table-cell>"
    grouped = (
        '<table:table table:name="Q3"><table:table-header-rows><table:table-row>'
        + cell("Service")
        + cell("Note")
        + "</table:table-row></table:table-header-rows><table:table-row-group><table:table-row>"
        + cell("Day care")
        + two
        + "</table:table-row></table:table-row-group></table:table>"
    )
    add("groups.ods", odf("spreadsheet", grouped), "rows in groups; a cell of two paragraphs", sees=["second line"])


def old_excel(corpus):
    book = xlwt.Workbook(encoding="cp1252")
    ws = book.add_sheet("Q1")
    ws.write_merge(0, 1, 0, 0, "Service")
    ws.write_merge(0, 0, 1, 2, "2024/25")
    ws.write(1, 1, "Budget")
    ws.write(1, 2, "Outturn")
    for i, (name, budget, outturn) in enumerate([("Day care", 1318, 1290), ("Home care", None, 9077)], 2):
        ws.write(i, 0, name)
        for j, v in ((1, budget), (2, outturn)):
            if v is not None:
                ws.write(i, j, v, xlwt.easyxf(num_format_str="#,##0"))
    ws = book.add_sheet("Kinds")
    for i, (v, f) in enumerate(
        [(0.97, "0%"), (-164, "#,##0;(#,##0)"), (46092, "d mmmm yyyy"), (True, "General"), ("Café", "General")]
    ):
        ws.write(i, 0, f"Row {i + 1}")
        ws.write(i, 1, v, xlwt.easyxf(num_format_str=f))
    out = io.BytesIO()
    book.save(out)
    corpus.add(
        "kinds.xls",
        out.getvalue(),
        "merged heads and a blank cell; on the second sheet 97%, (164), 11 March 2026, TRUE, Café",
        sees=["9,077", "97%", "(164)", "11 March 2026", "Café"],
    )
    rows = "".join(
        "<Row>" + "".join(f'<Cell{a}><Data ss:Type="{t}">{v}</Data></Cell>' for a, t, v in row) + "</Row>"
        for row in [
            [("", "String", "Service"), ("", "String", "2024/25")],
            [("", "String", "Day care"), (' ss:Index="3"', "Number", "40")],
        ]
    )
    corpus.add(
        "xml-2003.xls",
        f'{XML}<?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Q1"><Table>{rows}</Table></Worksheet></Workbook>',
        "the XML variant of 2003: read, or said to be of no known format",
        issues=[],
    )


def text(corpus):
    add = corpus.add
    add(
        "quoted.csv",
        'Question,Response\r\n"1. How many, and at what cost?","Forty, at ""£1,080""\nin all."\r\n2. Since when?,2019\r\n',
        "commas, quotation marks and a line break in cells",
        sees=['Forty, at "£1,080"'],
    )
    add(
        "tabs.csv",
        "Service\t2023/24\t2024/25\r\nDay care\t310\t325\r\nHome care\t\t2,015\r\n",
        "tabs in a file that is named CSV; a blank cell",
        sees=["2,015"],
    )
    add(
        "ragged.csv",
        'Tarn Valley Council\nReference,TV-118\n\nService,2023/24,2024/25\nDay care,310,325\nHome care,,"2,015"\n',
        "a letterhead above the table, with fewer cells than the table",
        sees=["TV-118", "2,015"],
    )
