"""Seconds of processor time to validate 20,000 submissions, beside what a user would use instead. Writes a section of docs/benchmarks.md.

    cargo build --release --locked
    cargo build --release --locked -p foi-validate --example plainly
    npm install --prefix target/bench-node ajv@8 ajv-formats@3 @sourcemeta/jsonschema
    python3 crates/foi-cli/benches/validate.py

Run it after formats.py, which writes the page. All read the same file of one submission a line and find nothing wrong in it. foi checks the
meaning against the instrument as well, the others the schema alone. Time is that of all threads, so it is what one core takes.
"""

import json
import os
import platform
import random
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FOI = ROOT / "target/release/foi"
PLAINLY = ROOT / "target/release/examples/plainly"
NODE = ROOT / "target/bench-node"
SCHEMA = ROOT / "schemas/submission.schema.json"
PAGE = ROOT / "docs/benchmarks.md"
COUNT = int(os.environ.get("COUNT", "20000"))
BYTES = 8_500
ROUNDS = 3


def dump(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def submissions(path):
    """Submissions of about 8.5 KB: the examples with as many of their cells, each with a figure of its own."""
    read = subprocess.run([FOI, "ingest", ROOT / "data/examples", "-o", "-", "--quiet"], capture_output=True)
    seeds = [s for s in map(json.loads, read.stdout.splitlines()) if s["instrument_id"] == "ras-2026"]
    chance = random.Random(5)
    bases = []
    for seed in seeds * 8:
        seed = json.loads(dump(seed))
        cells = [(answer, cell) for answer in seed["answers"] for cell in answer["observations"]]
        chance.shuffle(cells)
        for answer in seed["answers"]:
            answer["observations"], answer["descriptions"] = [], answer["descriptions"][:1]
        seed["issues"] = seed["issues"][:2]
        # Some examples name an authority that no register has.
        seed["authority"] = None
        while cells and len(dump(seed).encode()) < BYTES:
            answer, cell = cells.pop()
            answer["observations"].append(cell)
        bases.append(seed)
    with path.open("w", encoding="utf-8") as out:
        for number in range(COUNT):
            base = bases[number % len(bases)]
            base["submission_id"] = f"s{number:06}"
            for answer in base["answers"]:
                for cell in answer["observations"]:
                    if cell["cell"]["status"] == "reported" and cell["cell"]["unit"] == "GBP":
                        pounds = chance.randrange(10**5, 10**8)
                        cell["raw"] = cell["evidence"]["quote"] = f"{pounds:,}"
                        cell["cell"].update(value=str(pounds), multiplier=0)
            out.write(dump(base) + "\n")


def cost(command):
    """The least processor time of some rounds in seconds, and the most memory in MB."""
    times, memory = [], 0
    for _ in range(ROUNDS):
        process = subprocess.Popen([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said = process.stdout.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0 or re.search(r"[1-9]\d* (not valid|failed|error)", said):
            raise RuntimeError(f"{command[0]}: {said[-400:]}")
        times.append(usage.ru_utime + usage.ru_stime)
        memory = max(memory, usage.ru_maxrss / 1024)
    return min(times), memory


def main():
    folder = Path(tempfile.mkdtemp())
    lines, sourcemeta = folder / "s.ndjson", folder / "s.jsonl"
    submissions(lines)
    os.link(lines, sourcemeta)
    megabytes = lines.stat().st_size / 1e6
    for pack in (["zstd", "-q", "-3", "-k"], ["gzip", "-k", "-6"]):
        subprocess.run([*pack, lines], check=True)
    shutil.copy(ROOT / "crates/foi-cli/benches/validate-ajv.js", NODE)
    tools = {
        "foi validate": [FOI, "validate", lines, "--threads", "1"],
        "foi validate, all threads": [FOI, "validate", lines],
        "foi validate, zstd": [FOI, "validate", f"{lines}.zst"],
        "foi validate, gzip": [FOI, "validate", f"{lines}.gz"],
        "jsonschema, the crate used plainly": [PLAINLY, lines],
        "ajv": ["node", NODE / "validate-ajv.js", SCHEMA, lines],
        "sourcemeta jsonschema, --fast": [NODE / "node_modules/.bin/jsonschema", "validate", "--fast", SCHEMA, sourcemeta],
    }
    rows = []
    for name, command in tools.items():
        seconds, memory = cost(command)
        rows.append((name, seconds, memory))
        print(f"{name}\t{seconds:.2f} s\t{memory:.0f} MB", flush=True)
    own = rows[0][1]
    section = [
        "## Validation",
        "",
        "Written by `crates/foi-cli/benches/validate.py`, whose head says how to run it again; do not edit.",
        "",
        f"{COUNT:,} sound submissions, one a line, {megabytes:.0f} MB in all. Processor time of all threads, process start included, the least of "
        f"{ROUNDS} rounds, all in one run; the most memory. foi checks meaning besides the schema.",
        "",
        "| tool | seconds | MB/s and core | foi is faster by | memory, MB |",
        "| --- | ---: | ---: | ---: | ---: |",
        *(f"| {n} | {s:.2f} | {megabytes / s:.0f} | {s / own:.1f}x | {m:.0f} |" for n, s, m in rows),
        "",
        f"On {platform.machine()} with {os.cpu_count()} cores.",
        "",
    ]
    page = PAGE.read_text() if PAGE.exists() else "# Benchmarks\n"
    rest = re.sub(r"(?ms)^## Validation\n.*?(?=^## |\Z)", "", page).rstrip() + "\n\n"
    PAGE.write_text(rest + "\n".join(section))
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
