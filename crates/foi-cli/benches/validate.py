"""Seconds of processor time to validate 20,000 submissions, beside what a user would use instead. Writes a section of docs/benchmarks.md.

    python3 crates/foi-cli/benches/validate.py

Needs cargo, npm, zstd and gzip; it builds foi, and installs the others below target. All read the same file of one submission a line and
find nothing wrong in it. foi checks the meaning against the instrument as well, the others the schema alone. Time is that of all threads,
so it is what one core takes. What else a machine does slows all of them, but not evenly: tools take turns, and the least of all rounds counts.
"""

import json
import os
import random
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from page import FOI, MACHINE, ROOT, write

PLAINLY = ROOT / "target/release/examples/plainly"
NODE = ROOT / "target/bench-node"
SCHEMA = ROOT / "schemas/submission.schema.json"
PEERS = ["ajv@8.20.0", "ajv-formats@3.0.1", "@sourcemeta/jsonschema@16.11.0"]
COUNT = int(os.environ.get("COUNT", "20000"))
BYTES = 8_500
ROUNDS = int(os.environ.get("ROUNDS", "7"))


def install():
    """Builds foi and the crate's example, and fetches the peers."""
    cargo = ["cargo", "build", "--release", "--locked", "--quiet"]
    subprocess.run([*cargo, "-p", "foi-cli"], cwd=ROOT, check=True)
    subprocess.run([*cargo, "-p", "foi-validate", "--example", "plainly"], cwd=ROOT, check=True)
    NODE.mkdir(parents=True, exist_ok=True)
    subprocess.run(["npm", "install", "--prefix", NODE, "--no-audit", "--no-fund", "--silent", *PEERS], check=True)


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


def once(command):
    """The processor time of one run in seconds, and its most memory in MB."""
    process = subprocess.Popen([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0 or re.search(r"[1-9]\d* (not valid|failed|error)", said):
        raise RuntimeError(f"{command[0]}: {said[-400:]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    install()
    folder = Path(tempfile.mkdtemp())
    lines, sourcemeta = folder / "s.ndjson", folder / "s.jsonl"
    submissions(lines)
    megabytes = lines.stat().st_size / 1e6
    for pack in (["zstd", "-q", "-3", "-k"], ["gzip", "-k", "-6"]):
        subprocess.run([*pack, lines], check=True)
    # The other tool tells lines from one document by the suffix.
    os.link(lines, sourcemeta)
    shutil.copy(Path(__file__).parent / "validate-ajv.js", NODE)
    tools = {
        "foi validate": [FOI, "validate", lines, "--threads", "1"],
        "foi validate, all threads": [FOI, "validate", lines],
        "foi validate, zstd": [FOI, "validate", f"{lines}.zst"],
        "foi validate, gzip": [FOI, "validate", f"{lines}.gz"],
        "jsonschema, the crate used plainly": [PLAINLY, lines],
        "ajv": ["node", NODE / "validate-ajv.js", SCHEMA, lines],
        "sourcemeta jsonschema, --fast": [NODE / "node_modules/.bin/jsonschema", "validate", "--fast", SCHEMA, sourcemeta],
    }
    measured = {name: [] for name in tools}
    for _ in range(ROUNDS):
        for name, command in tools.items():
            measured[name].append(once(command))
    rows = [(name, min(s for s, _ in runs), max(m for _, m in runs)) for name, runs in measured.items()]
    for name, seconds, memory in rows:
        print(f"{name}\t{seconds:.2f} s\t{memory:.0f} MB")
    own = rows[0][1]
    section = [
        f"{COUNT:,} sound submissions, one a line, {megabytes:.0f} MB in all. Processor time of all threads, process start included, the least of "
        f"{ROUNDS} rounds, all in one run; the most memory. foi checks meaning besides the schema.",
        "",
        "| tool | seconds | MB/s and core | foi is faster by | memory, MB |",
        "| --- | ---: | ---: | ---: | ---: |",
        *(f"| {n} | {s:.2f} | {megabytes / s:.0f} | {s / own:.1f}x | {m:.0f} |" for n, s, m in rows),
        "",
        f"On {MACHINE}; {', '.join(PEERS)}.",
    ]
    write(__file__, "Validation", section)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
