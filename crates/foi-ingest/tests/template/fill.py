"""Fills in the blank template of `ras-2026` as officers do: one submission, in many careless ways.

    foi template ras-2026 -o blank.xlsx
    python fill.py blank.xlsx filled

Needs openpyxl, and LibreOffice as `soffice`. Everything is invented. `expected.txt` is what each file must say.
"""

import datetime
import pathlib
import subprocess
import sys
import tempfile

import openpyxl
from openpyxl.comments import Comment

AREAS = ["Day care", "Direct payments", "Extra care", "Home care", "Nursing care", "Residential care", "Supported living", "Other services"]
YEARS = ["2022-23", "2023-24", "2024-25", "2025-26"]
TABLE = "Section 3 table 11"
SECTION = "Section 1"


def rows(sheet):
    """The rows of a sheet by their marks."""
    return {cell.value: cell.row for cell in sheet["A"] if isinstance(cell.value, str)}


def columns(sheet, block):
    row = rows(sheet)[f"foi:columns {block}"]
    return {cell.value: cell.column for cell in sheet[row] if cell.value and cell.column > 1}


def figures():
    """What the table says: (area, year) -> budget, outturn."""
    found = {}
    for a, area in enumerate(AREAS):
        for y, year in enumerate(YEARS):
            budget = 1_000_000 * (a + 1) + 25_000 * y + 1_500
            found[area, year] = (budget, budget + 3_000 * (a - 3))
    return found


def code(area):
    return area.lower().replace(" ", "_")


def fill(book, amount=lambda n: n, reason=None):
    """The whole form. `amount` writes a figure, `reason` a reason."""
    reason = reason or (lambda kind: kind)
    start = book["Start here"]
    at = columns(start, "identity")["answer"]
    marks = rows(start)
    start.cell(marks["foi:identity authority"], at, "Oakhaven Council")
    start.cell(marks["foi:identity reference"], at, "FOI 4711")
    start.cell(marks["foi:identity requested_on"], at, datetime.date(2026, 1, 5))
    start.cell(marks["foi:identity responded_on"], at, "30 January 2026")
    sheet = book[SECTION]
    at = columns(sheet, "section-1")
    marks = rows(sheet)
    for question, column, text in [
        ("1", "answer", "Yes"),
        ("2a", "answer", "Northbridge Care Systems"),
        ("2b", "status", reason("Not held")),
        ("3", "status", reason("Withheld (name the section)")),
        ("3", "provision", "s43(2)"),
        ("4", "answer", "No - family support is left out of the estimate"),
        ("5", "answer", 15),
        ("6", "status", reason("Not held")),
        ("7", "answer", "No"),
    ]:
        sheet.cell(marks[f"foi:answer {question}"], at[column], text)
    sheet = book[TABLE]
    at = columns(sheet, "11")
    marks = rows(sheet)
    for (area, year), (budget, outturn) in figures().items():
        row = marks[f"foi:cells 11 {code(area)} . {year} ."]
        if area == "Other services" and year == "2022-23":
            sheet.cell(row, at["reason budget"], reason("Not held"))
            sheet.cell(row, at["reason outturn"], reason("Not held"))
            continue
        sheet.cell(row, at["value budget"], amount(budget))
        if year == "2025-26" and area == "Extra care":
            sheet.cell(row, at["reason outturn"], reason("Not yet available"))
        else:
            sheet.cell(row, at["value outturn"], amount(outturn))
    return book


def body(sheet):
    """First and last row of the table."""
    at = [row for mark, row in rows(sheet).items() if mark.startswith("foi:cells ")]
    return min(at), max(at)


def reorder(sheet, order, first_column):
    """Puts the rows of a table in another order, from a column on, as sorting does."""
    first, last = body(sheet)
    values = [[cell.value for cell in row[first_column - 1:]] for row in sheet.iter_rows(min_row=first, max_row=last)]
    for row, line in zip(range(first, last + 1), order(values)):
        for column, value in enumerate(line, first_column):
            sheet.cell(row, column).value = value


def plain(book):
    fill(book)


def sorted_rows(book):
    fill(book)
    reorder(book[TABLE], lambda v: sorted(v, key=lambda r: (str(r[2]), str(r[1])), reverse=True), 1)


def sorted_without_marks(book):
    fill(book)
    reorder(book[TABLE], lambda v: sorted(v, key=lambda r: (str(r[1]), str(r[0]))), 2)


def renamed(book):
    fill(book)
    for number, sheet in enumerate(book.worksheets):
        sheet.title = f"Blatt {9 - number}"
    book.move_sheet(book.worksheets[0], len(book.worksheets) - 1)


def pasted_text(book):
    fill(book, lambda n: f" £{n:,.2f} ")


def thousands_in_the_note(book):
    fill(book, lambda n: n / 1000)
    sheet = book[TABLE]
    sheet.cell(rows(sheet)["foi:note 11"], 3, "All figures are in £000")


def thousands_in_the_row(book):
    fill(book)
    sheet = book[TABLE]
    at = columns(sheet, "11")
    row = rows(sheet)["foi:cells 11 home_care . 2023-24 ."]
    for column in ("value budget", "value outturn"):
        sheet.cell(row, at[column]).value /= 1000
    sheet.cell(row, at["note"], "£000")


def thousands_in_a_comment(book):
    fill(book)
    sheet = book[TABLE]
    at = columns(sheet, "11")
    cell = sheet.cell(rows(sheet)["foi:cells 11 home_care . 2023-24 ."], at["value budget"])
    cell.value /= 1000
    cell.comment = Comment("£000", "officer")


def thousands_in_the_heading(book):
    fill(book, lambda n: n / 1000)
    sheet = book[TABLE]
    at = columns(sheet, "11")
    row = rows(sheet)["foi:columns 11"] + 1
    sheet.cell(row, at["value budget"]).value = "Budget (£000)"
    sheet.cell(row, at["value outturn"]).value = "Outturn (£'000)"


def millions(book):
    fill(book, lambda n: f"{n / 1_000_000}m")


def spaced(book):
    fill(book, lambda n: f"{n:,}".replace(",", " "))


def rows_inserted(book):
    fill(book)
    sheet = book[TABLE]
    first, _ = body(sheet)
    sheet.insert_rows(first + 8)
    sheet.insert_rows(first + 3)
    sheet.cell(first + 3, 2, "Note: provisional until audited")


def column_inserted(book):
    fill(book)
    sheet = book[TABLE]
    sheet.insert_cols(4)
    sheet.cell(body(sheet)[0], 4, "ok")
    sheet.column_dimensions["B"].width = 60


def sheet_copied(book):
    fill(book)
    again = book.copy_worksheet(book[TABLE])
    again.title = "Copy of table 11"
    blank = book.copy_worksheet(book[TABLE])
    first, last = body(blank)
    for row in blank.iter_rows(min_row=first, max_row=last, min_col=4):
        for cell in row:
            cell.value = None


def reasons_in_words(book):
    words = {
        "Not held": "we do not hold this information",
        "Withheld (name the section)": "Exempt from disclosure",
        "Not yet available": "tbc",
    }
    fill(book, reason=lambda kind: words[kind])


def reasons_in_the_figure(book):
    fill(book)
    sheet = book[TABLE]
    at = columns(sheet, "11")
    marks = rows(sheet)
    row = marks["foi:cells 11 other_services . 2022-23 ."]
    for measure in ("budget", "outturn"):
        sheet.cell(row, at[f"reason {measure}"]).value = None
        sheet.cell(row, at[f"value {measure}"]).value = "Not held"
    row = marks["foi:cells 11 extra_care . 2025-26 ."]
    sheet.cell(row, at["reason outturn"]).value = None
    sheet.cell(row, at["value outturn"]).value = "TBC"


def formats_changed(book):
    fill(book)
    sheet = book[TABLE]
    at = columns(sheet, "11")
    first, last = body(sheet)
    for row in range(first, last + 1):
        sheet.cell(row, at["value budget"]).number_format = '#,##0,"k"'
        sheet.cell(row, at["value outturn"]).number_format = '"£"0.00,,"m"'
    for row in range(first, first + 4):
        sheet.row_dimensions[row].hidden = True


def percent_as_ratio(book):
    fill(book)
    sheet = book[SECTION]
    cell = sheet.cell(rows(sheet)["foi:answer 5"], columns(sheet, "section-1")["answer"])
    cell.value, cell.number_format = 0.15, "0%"


def explained(book):
    """A figure out of scale, with what explains it beside it."""
    fill(book)
    sheet = book[TABLE]
    at = columns(sheet, "11")
    row = rows(sheet)["foi:cells 11 home_care . 2024-25 ."]
    sheet.cell(row, at["value outturn"]).value = 4_048
    sheet.cell(row, at["reason outturn"]).value = "the service moved to the health trust in April"


def contradictory(book):
    """What cannot be settled: two copies that differ, a figure that is not held, a figure with words, a figure nobody can read."""
    fill(book)
    sheet = book[TABLE]
    at = columns(sheet, "11")
    marks = rows(sheet)
    sheet.cell(marks["foi:cells 11 day_care . 2022-23 ."], at["reason budget"]).value = "Not held"
    sheet.cell(marks["foi:cells 11 day_care . 2023-24 ."], at["value budget"]).value = "1,02650"
    sheet.cell(marks["foi:cells 11 day_care . 2024-25 ."], at["value budget"]).value = "£1,051,500 per placement"
    again = book.copy_worksheet(sheet)
    again.title = "Second thoughts"
    again.cell(marks["foi:cells 11 day_care . 2025-26 ."], at["value budget"]).value = 5
    first, _ = body(sheet)
    sheet.insert_rows(first + 2)
    sheet.cell(first + 2, 2, "Sub-total")
    sheet.cell(first + 2, at["value budget"], 99)


def thousands_on_the_first_sheet(book):
    fill(book, lambda n: n / 1000)
    book["Start here"]["D11"] = "All money in £'000"


def thousands_in_the_answer(book):
    fill(book, lambda n: n / 1000)
    sheet = book["Section 3"]
    sheet.cell(rows(sheet)["foi:answer 11"], columns(sheet, "section-3")["note"], "£000s")


def thousands_in_the_name(book):
    fill(book, lambda n: n / 1000)
    book[TABLE].title = "Table 11 (£k)"


def thousands_on_another_sheet(book):
    fill(book, lambda n: n / 1000)
    book.create_sheet("Notes")["A1"] = "All figures in this return are in £000"


def thousands_for_all_rows(book):
    fill(book, lambda n: n / 1000)
    sheet = book[TABLE]
    sheet.cell(body(sheet)[0], columns(sheet, "11")["note"], "£000 (all rows)")


def columns_exchanged(book):
    """Headings and figures, but not the hidden row of marks."""
    fill(book)
    sheet = book[TABLE]
    heading = rows(sheet)["foi:columns 11"] + 1
    at = columns(sheet, "11")
    for kind in ("value", "reason"):
        for row in range(heading, body(sheet)[1] + 1):
            one, other = sheet.cell(row, at[f"{kind} budget"]), sheet.cell(row, at[f"{kind} outturn"])
            one.value, other.value = other.value, one.value


def marks_deleted(book):
    """The hidden column of one sheet."""
    fill(book)
    book[TABLE].delete_cols(1)


def merged(book):
    """One cell for two years."""
    fill(book)
    sheet = book[TABLE]
    at = columns(sheet, "11")["value budget"]
    first = rows(sheet)["foi:cells 11 day_care . 2022-23 ."]
    sheet.merge_cells(start_row=first, end_row=first + 1, start_column=at, end_column=at)


def rows_deleted(book):
    fill(book)
    sheet = book[TABLE]
    sheet.delete_rows(rows(sheet)["foi:cells 11 day_care . 2022-23 ."], 2)


def left_empty(book):
    fill(book)
    sheet = book[TABLE]
    sheet.cell(rows(sheet)["foi:cells 11 day_care . 2022-23 ."], columns(sheet, "11")["value budget"]).value = None


WAYS = [
    plain, sorted_rows, sorted_without_marks, renamed, pasted_text, thousands_in_the_note, thousands_in_the_row, thousands_in_a_comment,
    thousands_in_the_heading, millions, spaced, rows_inserted, column_inserted, sheet_copied, reasons_in_words, reasons_in_the_figure,
    formats_changed, percent_as_ratio, explained, contradictory, thousands_on_the_first_sheet, thousands_in_the_answer, thousands_in_the_name,
    thousands_on_another_sheet, thousands_for_all_rows, columns_exchanged, marks_deleted, merged, rows_deleted, left_empty,
]


def main(blank, folder):
    folder.mkdir(exist_ok=True)
    for way in WAYS:
        book = openpyxl.load_workbook(blank)
        way(book)
        book.save(folder / f"{way.__name__.replace('_', '-')}.xlsx")
    for name, extension in [("plain", "ods"), ("plain", "xlsx"), ("plain", "xls"), ("thousands-in-a-comment", "ods")]:
        with tempfile.TemporaryDirectory() as out:
            subprocess.run(["soffice", "--headless", "--convert-to", extension, "--outdir", out, folder / f"{name}.xlsx"], check=True, capture_output=True)
            (pathlib.Path(out) / f"{name}.{extension}").replace(folder / f"libreoffice-{name}.{extension}")


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
