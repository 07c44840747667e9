"""`hostile/`: small documents of each format, cut off, and with bytes turned over."""

import random
from pathlib import Path

PARENT = Path(__file__).resolve().parents[1]
SOURCES = {
    "docx": "ok/continued.docx",
    "odt": "ok/spans.odt",
    "rtf": "ok/merged.rtf",
    "html": "ok/spans.html",
    "pdf": "ok/merged-heads.pdf",
    "packed.pdf": "ok/object-streams.pdf",
    "xlsx": "ok/merged.xlsx",
    "ods": "ok/kinds.ods",
    "xls": "ok/kinds.xls",
    "eml": "ok/attachments.eml",
    "msg": "ok/attachments.msg",
    "zip": "ok/letter-and-workbook.zip",
    "csv": "ok/quoted.csv",
}
SURE = {"docx", "odt", "xlsx", "ods", "xls", "zip"}
BROKEN = ["document-unreadable|document-partly-read|format-unknown|document-empty|limit-exceeded"]


def make(corpus):
    """The folder `ok` must be there: it is built before."""
    for kind, path in SOURCES.items():
        data = (PARENT / path).read_bytes()
        for name, at in (
            ("tenth", len(data) // 10),
            ("half", len(data) // 2),
            ("most", len(data) * 9 // 10),
            ("last-byte", len(data) - 1),
        ):
            codes = BROKEN if kind in SURE and name != "last-byte" else []
            corpus.add(
                f"cut-{name}.{kind}",
                data[:at],
                f"{path}, of which only the first {at} of {len(data)} bytes are there",
                issues=codes,
            )
        for seed in (1, 2, 3):
            chance, turned = random.Random(f"{kind}/{seed}"), bytearray(data)
            for _ in range(max(3, len(data) // 400)):
                turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
            corpus.add(
                f"turned-{seed}.{kind}", bytes(turned), f"{path} with {max(3, len(data) // 400)} bits turned over", issues=[]
            )
