"""Documents a second and core, for each format, beside what a user would use instead. Writes a section of docs/benchmarks.md.

    python3 -m venv target/bench && target/bench/bin/pip install -r crates/foi-cli/benches/requirements.txt
    cargo build --release --locked
    target/bench/bin/python crates/foi-cli/benches/formats.py

Every tool reads the same documents, one after another in one process; foi reads, recognises and writes submissions, the others give text or
tables and no more. Ratios are what to compare: the machine and what else it does are in all of them.
"""

import logging
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from page import FOI, MACHINE, ROOT, ROUNDS, write

SAME = ROOT / "crates/foi-cli/tests/formats/same"
COPIES = int(os.environ.get("COPIES", "40"))
SLOW_COPIES = 5

logging.disable(logging.CRITICAL)


def foi(paths):
    folder = Path(tempfile.mkdtemp())
    for number, path in enumerate(paths):
        shutil.copy(path, folder / f"{number:04}{path.suffix}")
    start = time.perf_counter()
    run = subprocess.run([FOI, "ingest", folder, "-o", os.devnull, "--threads", "1", "--quiet"], stderr=subprocess.DEVNULL)
    took = time.perf_counter() - start
    shutil.rmtree(folder)
    if run.returncode not in (0, 1):
        raise RuntimeError(f"foi ended with {run.returncode}")
    return took


def each(read):
    def measure(paths):
        read(paths[0])
        start = time.perf_counter()
        for path in paths:
            read(path)
        return time.perf_counter() - start

    return measure


def kreuzberg():
    from kreuzberg import ExtractionConfig, extract_file_sync

    config = ExtractionConfig(use_cache=False)
    return each(lambda path: extract_file_sync(str(path), config=config))


def markitdown():
    from markitdown import MarkItDown

    converter = MarkItDown()
    return each(lambda path: converter.convert(str(path)))


def pdfplumber():
    import pdfplumber as library

    def read(path):
        with library.open(path) as pdf:
            for page in pdf.pages:
                page.extract_tables()

    return each(read)


def calamine():
    from python_calamine import CalamineWorkbook

    def read(path):
        workbook = CalamineWorkbook.from_path(str(path))
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python()

    return each(read)


TOOLS = {
    "kreuzberg, text": (kreuzberg, {".docx", ".html", ".xlsx", ".xls", ".ods", ".odt", ".rtf", ".pdf", ".eml", ".msg", ".csv", ".md", ".txt"}),
    "markitdown": (markitdown, {".docx", ".html", ".xlsx", ".xls", ".pdf", ".msg", ".csv", ".txt"}),
    "pdfplumber, tables": (pdfplumber, {".pdf"}),
    "calamine, cells": (calamine, {".xlsx", ".xls", ".ods"}),
}


def rate(measure, path, copies):
    """The best of some rounds, in documents a second."""
    return max(copies / measure([path] * copies) for _ in range(ROUNDS))


def main():
    rows = []
    for path in sorted(SAME.iterdir()):
        if not path.is_file() or path.suffix == ".zip":
            continue
        own = rate(foi, path, COPIES)
        row = [path.name, f"{own:.0f}"]
        for make, suffixes in TOOLS.values():
            if path.suffix not in suffixes:
                row.append("")
                continue
            try:
                other = rate(make(), path, SLOW_COPIES)
                row.append(f"{other:.1f} ({own / other:.1f}x)")
            except Exception as error:  # a tool that cannot read the file has no rate
                row.append(f"fails: {type(error).__name__}")
        rows.append(row)
        print(*row, sep="\t", file=sys.stderr)
    heads = ["document", "foi", *TOOLS]
    versions = ", ".join((Path(__file__).parent / "requirements.txt").read_text().split())
    lines = [
        "Documents a second on one core, the best of three rounds; in brackets how many times as fast foi is. foi reads, recognises and writes the",
        "submission, process by process start included; the others give text or tables and no more. The documents say the same thing",
        "(`crates/foi-cli/tests/formats/same`): two letters' pages with tables of figures.",
        "",
        "| " + " | ".join(heads) + " |",
        "| --- |" + " ---: |" * (len(heads) - 1),
        *("| " + " | ".join(row) + " |" for row in rows),
        "",
        f"{COPIES} copies for foi, {SLOW_COPIES} for the others, on {MACHINE}, Python {platform.python_version()}; {versions}.",
    ]
    write(__file__, "Reading", lines)


if __name__ == "__main__":
    main()
