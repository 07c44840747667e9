"""What the benchmarks share: where things are, and the page of their results, `docs/benchmarks.md`, of which each writes a section."""

import os
import platform
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FOI = ROOT / "target/release/foi"
ROUNDS = 3
MACHINE = f"{platform.machine()} with {os.cpu_count()} cores"
PAGE = ROOT / "docs/benchmarks.md"


def write(script, title, lines):
    """Puts a section in the place of the one with its title, or behind the others."""
    page = PAGE.read_text() if PAGE.exists() else "# Benchmarks\n"
    page = re.sub(rf"(?ms)^## {re.escape(title)}\n.*?(?=^## |\Z)", "", page).rstrip()
    name = Path(script).name
    written = f"Written by `crates/foi-cli/benches/{name}`, whose head says how to run it again; do not edit."
    PAGE.write_text("\n".join([page, "", f"## {title}", "", written, "", *lines, ""]))
