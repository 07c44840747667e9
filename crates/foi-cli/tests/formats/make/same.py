"""`same/`: the response of `letter.py` in every format, each made by the library or program that such files come from."""

import csv
import html
import io
from datetime import date, datetime, timezone
from email import policy
from email.message import EmailMessage

import docx as python_docx
import openpyxl
import xlwt
from docx.shared import Pt
from openpyxl.styles import Alignment
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

import letter
import office
import ole
import pack
from letter import Question, Section

META = [("Our reference", letter.REFERENCE), ("Date", letter.day(letter.RESPONDED))]
SEE = "Please see sheet {name} of the attached workbook."


def make(corpus):
    word = docx()
    book = xlsx()
    corpus.add("same.txt", txt())
    corpus.add("same.md", md())
    corpus.add("same.docx", word)
    corpus.add("same.odt", office.convert(word, "docx", "odt"))
    corpus.add("same.rtf", office.convert(word, "docx", "rtf"))
    corpus.add("same.html", page())
    corpus.add("ruled.pdf", pdf("ruled"))
    corpus.add("unruled.pdf", pdf("unruled"))
    corpus.add("two-columns.pdf", pdf("two-columns"))
    corpus.add("office.pdf", office.convert(word, "docx", "pdf"))
    corpus.add("same.xlsx", book)
    corpus.add("same.ods", office.convert(book, "xlsx", "ods"))
    corpus.add("same.xls", xls())
    corpus.add("same.csv", table_of_text())
    corpus.add("same.eml", eml())
    corpus.add("same.msg", msg())
    corpus.add("same.zip", pack.archive([("FOI response.docx", word), ("image001.png", pack.png())]))
    corpus.add("folder/1 letter.docx", docx(apart=True))
    corpus.add("folder/tables/2 workbook.xlsx", workbook_of_tables())


def plain(answer):
    return [a for a in answer if isinstance(a, str)]


# ------------------------------------------------------------------ text


def txt():
    out = [
        *letter.LETTERHEAD,
        "",
        *(f"{k}: {v}" for k, v in META),
        "",
        "Dear requester",
        "",
        letter.SUBJECT,
        "",
        letter.OPENING,
        "",
    ]
    for x in letter.flow():
        out += [x.text if isinstance(x, Section) else f"{x.mark} {x.text}", ""]
        for a in getattr(x, "answer", []):
            out += [a, ""] if isinstance(a, str) else ["\t".join(row) for row in a.texts()] + [""]
    return "\n".join([*out, letter.CLOSING, "", *letter.SIGNATURE]) + "\n"


def md():
    out = [
        f"# {letter.AUTHORITY}",
        "",
        *(x + "  " for x in letter.LETTERHEAD[1:]),
        "",
        *(f"{k}: {v}  " for k, v in META),
        "",
        "Dear requester",
        "",
        f"**{letter.SUBJECT}**",
        "",
        letter.OPENING,
        "",
    ]
    for x in letter.flow():
        out += [f"## {x.text}" if isinstance(x, Section) else f"**{x.mark} {x.text}**", ""]
        for a in getattr(x, "answer", []):
            if isinstance(a, str):
                out += [a, ""]
                continue
            rows = [f"| {' | '.join(row)} |" for row in a.texts()]
            out += [rows[0], "|" + " --- |" * len(a.rows[0]), *rows[1:], ""]
    return "\n".join([*out, letter.CLOSING, "", letter.SIGNATURE[0], "", *(x + "  " for x in letter.SIGNATURE[1:])]) + "\n"


def page():
    """A disclosure log's page."""
    e = html.escape
    out = [
        f"<h1>{e(letter.AUTHORITY)}</h1>",
        "<p>" + "<br>".join(e(x) for x in letter.LETTERHEAD[1:]) + "</p>",
        *(f"<p>{k}: {e(v)}</p>" for k, v in META),
        "<p>Dear requester</p>",
        f"<p><strong>{letter.SUBJECT}</strong></p>",
        f"<p>{letter.OPENING}</p>",
        *body_html(),
        f"<p>{letter.CLOSING}</p>",
        "<p>" + "<br>".join(letter.SIGNATURE) + "</p>",
    ]
    content = "\n".join(out)
    return f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Response {letter.REFERENCE}</title><script>var banner = "9,999";</script><style>td {{ padding: 4px }}</style></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/foi">Freedom of information</a></li></ul></nav>
<main>
{content}
</main>
<footer><p>Accessibility</p></footer></body></html>
"""


def body_html():
    out = []
    for x in letter.flow():
        out.append(f"<h2>{x.text}</h2>" if isinstance(x, Section) else f"<h3>{html.escape(x.mark + ' ' + x.text)}</h3>")
        for a in getattr(x, "answer", []):
            out.append(f"<p>{html.escape(a)}</p>" if isinstance(a, str) else table_html(a))
    return out


def table_html(table):
    out = ["<table>"]
    for i, row in enumerate(table.rows):
        tag = "th" if i < table.heads else "td"
        cells = (
            f"<{tag}{c.across > 1 and f' colspan={c.across}' or ''}{c.down > 1 and f' rowspan={c.down}' or ''}>{html.escape(c.text)}</{tag}>"
            for c in row
            if not c.covered
        )
        out.append("<tr>" + "".join(cells) + "</tr>")
    return "\n".join([*out, "</table>"])


# ------------------------------------------------------------------ Word


def docx(apart=False):
    """The letter by python-docx; `apart` leaves the tables to a workbook."""
    d = python_docx.Document()
    d.styles["Normal"].font.name, d.styles["Normal"].font.size = "Arial", Pt(11)
    d.core_properties.author = d.core_properties.comments = ""
    d.core_properties.created = d.core_properties.modified = datetime(2026, 1, 5, 9)
    head = d.sections[0].header.paragraphs[0]
    head.text = letter.LETTERHEAD[0]
    for x in letter.LETTERHEAD[1:]:
        d.sections[0].header.add_paragraph(x)
    for k, v in META:
        d.add_paragraph(f"{k}:\t{v}")
    d.add_paragraph("Dear requester")
    d.add_paragraph().add_run(letter.SUBJECT).bold = True
    d.add_paragraph(letter.OPENING)
    for x in letter.flow():
        if isinstance(x, Section):
            d.add_heading(x.text, 1)
            continue
        d.add_paragraph().add_run(f"{x.mark} {x.text}").bold = True
        tables = [a for a in x.answer if not isinstance(a, str)]
        if apart and tables:
            d.add_paragraph(SEE.format(name=tables[0].name))
            continue
        for a in x.answer:
            d.add_paragraph(a) if isinstance(a, str) else word_table(d, a)
    d.add_paragraph(letter.CLOSING)
    for x in letter.SIGNATURE:
        d.add_paragraph(x)
    out = io.BytesIO()
    d.save(out)
    return pack.repack(out.getvalue())


def word_table(d, table):
    t = d.add_table(len(table.rows), len(table.rows[0]))
    t.style = "Table Grid"
    for i, row in enumerate(table.rows):
        for j, c in enumerate(row):
            if c.covered:
                continue
            cell = t.cell(i, j)
            if c.across > 1 or c.down > 1:
                cell = cell.merge(t.cell(i + c.down - 1, j + c.across - 1))
            cell.text = c.text
            for run in cell.paragraphs[0].runs:
                run.font.size, run.bold = Pt(7.5), i < table.heads
    d.add_paragraph()


# ------------------------------------------------------------------ PDF


def pdf(kind):
    """By reportlab: tables with rules, tables without, or question and answer side by side."""
    style = lambda name, **kw: ParagraphStyle(
        name, fontName=kw.pop("font", "Helvetica"), fontSize=kw.pop("size", 10), leading=13, spaceAfter=6, **kw
    )
    plain_style, bold, title = style("plain"), style("bold", font="Helvetica-Bold"), style("title", font="Helvetica-Bold", size=14)
    p = lambda text, s=plain_style: Paragraph(html.escape(text, quote=False), s)
    story = [
        p(letter.LETTERHEAD[0], title),
        *(p(x) for x in letter.LETTERHEAD[1:]),
        Spacer(1, 12),
        *(p(f"{k}: {v}") for k, v in META),
        p("Dear requester"),
        p(letter.SUBJECT, bold),
        p(letter.OPENING),
    ]
    rows = []

    def flush():
        if rows:
            lines = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.lightgrey)]
            story.append(Table(rows[:], colWidths=[230, 250], style=lines))
            rows.clear()

    for x in letter.flow():
        if isinstance(x, Section):
            flush()
            story.append(p(x.text, bold))
            continue
        question, tables = f"{x.mark} {x.text}", [a for a in x.answer if not isinstance(a, str)]
        if kind == "two-columns" and not tables:
            rows.append([p(question), [p(a) for a in x.answer] or ""])
            continue
        flush()
        story.append(p(question, bold if kind != "two-columns" else plain_style))
        story += [p(a) if isinstance(a, str) else pdf_table(a, kind) for a in x.answer]
    flush()
    story += [p(letter.CLOSING), *(p(x) for x in letter.SIGNATURE)]
    out = io.BytesIO()

    def foot(canvas, document):
        canvas.setFont("Helvetica", 8)
        canvas.drawCentredString(A4[0] / 2, 30, f"Page {document.page}")

    SimpleDocTemplate(
        out, pagesize=A4, leftMargin=54, rightMargin=54, topMargin=54, bottomMargin=54, invariant=1, title="FOI response"
    ).build(story, onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


def pdf_table(table, kind):
    wide = len(table.rows[0]) > 5
    label = ParagraphStyle("label", fontName="Helvetica", fontSize=8, leading=10)
    heading = ParagraphStyle("heading", fontName="Helvetica-Bold", fontSize=8, leading=10, alignment=1)
    cells, lines = (
        [],
        [
            ("FONT", (0, 0), (-1, -1), "Helvetica", 8),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("ALIGN", (1, table.heads), (-1, -1), "RIGHT" if wide else "LEFT"),
        ],
    )
    for i, row in enumerate(table.rows):
        cells.append(
            [
                Paragraph(c.text, heading if i < table.heads else label) if i < table.heads or j == 0 else c.text
                for j, c in enumerate(row)
            ]
        )
        lines += [("SPAN", (j, i), (j + c.across - 1, i + c.down - 1)) for j, c in enumerate(row) if c.across > 1 or c.down > 1]
    if kind != "unruled":
        lines.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
    widths = [85] + [49] * 8 if wide else [110] + [120] * (len(table.rows[0]) - 1)
    return Table(cells, colWidths=widths, repeatRows=table.heads, style=lines, hAlign="LEFT", spaceAfter=10)


# ------------------------------------------------------------------ spreadsheets


def sheets():
    """A workbook as sheets of rows of (text, value, format, bold, merge): the letter's words on the first, each table on its own."""
    first = [[(x,)] for x in letter.LETTERHEAD] + [[]]
    first += [
        [("Our reference:",), (letter.REFERENCE,)],
        [("Date:",), (letter.day(letter.RESPONDED), letter.RESPONDED, "d mmmm yyyy")],
        [],
    ]
    first += [[(letter.SUBJECT,)], [(letter.OPENING,)], [], [("No.",), ("Question",), ("Response",)]]
    tables = {}
    for x in letter.flow():
        if isinstance(x, Section):
            first.append([(x.text,)])
            continue
        found = [a for a in x.answer if not isinstance(a, str)]
        first.append(
            [(x.mark,), (x.text,)]
            + ([(f"See sheet {found[0].name}",)] if found else [(" ".join(plain(x.answer)),)] if x.answer else [])
        )
        if found:
            tables[found[0].name] = (x, table_rows(x))
    first += [[], [(letter.CLOSING,)], *([(s,)] for s in letter.SIGNATURE)]
    return {"Response": first, **{name: rows for name, (_, rows) in tables.items()}}


def table_rows(question):
    rows = [[(f"{question.mark} {question.text}",)], []]
    for a in question.answer:
        if isinstance(a, str):
            rows.append([(a,)])
            continue
        for row in a.rows:
            line = []
            for c in row:
                shown = (
                    "d mmmm yyyy"
                    if isinstance(c.value, date)
                    else "0%"
                    if isinstance(c.value, float)
                    else "#,##0;(#,##0)"
                    if c.value is not None
                    else None
                )
                line.append((c.text, c.value, shown, (c.down, c.across)))
            rows.append(line)
        rows.append([])
    return rows


def fill_xlsx(book, name, rows):
    ws = book.create_sheet(name)
    for i, row in enumerate(rows, 1):
        for j, (text, *more) in enumerate(row, 1):
            value, shown, size = (more + [None, None, (1, 1)][len(more) :])[:3]
            cell = ws.cell(i, j)
            if text or value is not None:
                cell.value = value if value is not None else text
            if shown:
                cell.number_format = shown
            cell.alignment = Alignment(wrap_text=len(text) > 30, vertical="top")
            if size != (1, 1):
                ws.merge_cells(start_row=i, start_column=j, end_row=i + size[0] - 1, end_column=j + size[1] - 1)
    ws.column_dimensions["A"].width, ws.column_dimensions["B"].width, ws.column_dimensions["C"].width = (
        (10, 60, 60) if name == "Response" else (22, 18, 18)
    )


def save_xlsx(book):
    book.remove(book["Sheet"])
    book.properties.creator, book.properties.created, book.properties.modified = (
        "",
        datetime(2026, 1, 5, 9),
        datetime(2026, 1, 5, 9),
    )
    out = io.BytesIO()
    book.save(out)
    return pack.repack(out.getvalue())


def xlsx():
    book = openpyxl.Workbook()
    for name, rows in sheets().items():
        fill_xlsx(book, name, rows)
    return save_xlsx(book)


def workbook_of_tables():
    book = openpyxl.Workbook()
    for x in letter.flow():
        if isinstance(x, Question) and plain(x.answer) != x.answer:
            fill_xlsx(book, next(a.name for a in x.answer if not isinstance(a, str)), table_rows(x))
    return save_xlsx(book)


def xls():
    """By xlwt, as Excel 97 to 2003 stores it."""
    book = xlwt.Workbook(encoding="cp1252")
    for name, rows in sheets().items():
        ws = book.add_sheet(name)
        for i, row in enumerate(rows):
            for j, (text, *more) in enumerate(row):
                value, shown, size = (more + [None, None, (1, 1)][len(more) :])[:3]
                if not text and value is None:
                    continue
                style = xlwt.easyxf(num_format_str=shown) if shown else xlwt.easyxf()
                value = value if value is not None else text
                if size != (1, 1):
                    ws.write_merge(i, i + size[0] - 1, j, j + size[1] - 1, value, style)
                else:
                    ws.write(i, j, value, style)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table_of_text():
    """The first sheet saved as CSV, with each table after its question."""
    rows = []
    for row in sheets()["Response"]:
        cells = [c[0] for c in row]
        if len(cells) > 2 and cells[2].startswith("See sheet "):
            question = next(x for x in letter.flow() if isinstance(x, Question) and x.mark == cells[0])
            rows.append([cells[0], cells[1], "See below"])
            for a in question.answer:
                rows += [[a]] if isinstance(a, str) else a.texts()
            continue
        rows.append(cells)
    wide = max(map(len, rows))
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(row + [""] * (wide - len(row)) for row in rows)
    return out.getvalue()


# ------------------------------------------------------------------ mail

SENT = datetime(2026, 3, 11, 10, 30, tzinfo=timezone.utc)
TITLE = f"Response to your request {letter.REFERENCE}"
FROM = ("Information Governance", "foi@kestrelshire.example")


def eml():
    """Plain text, and the same as HTML, which is the richer."""
    m = EmailMessage(policy=policy.SMTP)
    m["From"], m["To"], m["Subject"] = f"{FROM[0]} <{FROM[1]}>", "request-4821@whodoiask.example", TITLE
    m["Date"], m["Message-ID"] = SENT, "<4821.1@kestrelshire.example>"
    m.set_content(txt(), cte="quoted-printable")
    m.add_alternative(page(), subtype="html", cte="quoted-printable")
    m.set_boundary("=_alternative_4821")
    return m.as_bytes()


def msg():
    return ole.compound(ole.msg(TITLE, FROM, body=txt().replace("\n", "\r\n"), html=page(), sent=SENT))
