"""`hostile/`: messages that nest, claim and end where they should not, and compound files in rings."""

import struct

import ole
from hostile_packages import DAMAGED, LIMIT
from ok_mail import FROM, HEAD, LETTER, PLAIN, SENT, attached, message, part, parts
from pack import archive

TEXT = "Content-Type: text/plain\n\n"


def make(corpus):
    mime(corpus)
    compound(corpus)


def mime(corpus):
    add = corpus.add
    deep = "".join(f'Content-Type: multipart/mixed; boundary="b{i}"\n\n--b{i}\n' for i in range(500)) + TEXT + PLAIN
    add("deep.eml", message(deep), "parts 500 deep", issues=LIMIT)
    inner = message(TEXT + PLAIN).decode().replace("\r\n", "\n")
    for _ in range(60):
        inner = message("Content-Type: message/rfc822\n\n").decode().replace("\r\n", "\n") + inner
    add("messages.eml", inner, "messages 60 deep", issues=LIMIT)
    add(
        "parts.eml",
        message('Content-Type: multipart/mixed; boundary="b"\n\n' + "--b\n\n" * 5_000 + "--b--\n"),
        "5,000 parts",
        issues=LIMIT,
    )
    many = message('Content-Type: multipart/mixed; boundary="b"\n\n' + "--b\n\n" * 100_000 + "--b--\n")
    add("parts.zip", archive([("mail.eml", many)]), "100,000 parts, packed", issues=LIMIT)
    add(
        "long-head.eml",
        (HEAD.format(subject="x" * 40_000) + "\r\n1. How many?\r\nForty-one.\r\n").encode(),
        "a subject of 40,000 characters",
        sees=["Forty-one."],
    )
    add(
        "long-head.zip",
        archive([("mail.eml", HEAD.format(subject="x" * (6 << 20)) + "\r\n1. How many?\r\nForty-one.\r\n")]),
        "a subject of 6 MiB, packed",
        issues=[],
    )
    add(
        "many-heads.eml",
        message("".join(f"X-{i}: y\n" for i in range(2_000)) + TEXT + PLAIN),
        "2,000 lines of head",
        sees=["Forty-one."],
    )
    add("no-head-end.eml", HEAD.format(subject="x").encode() + b"Received: by x\r\n" * 1000, "a head that never ends", issues=[])
    add(
        "empty-boundary.eml",
        message('Content-Type: multipart/mixed; boundary=""\n\n--\n' + TEXT + PLAIN),
        "a boundary of nothing",
        issues=[],
    )
    add(
        "no-boundary.eml",
        message("Content-Type: multipart/mixed\n\n--b\n" + TEXT + PLAIN),
        "a boundary that is not named",
        issues=[],
    )
    add(
        "same-boundary.eml",
        message(
            'Content-Type: multipart/mixed; boundary="b"\n\n'
            + ('--b\nContent-Type: multipart/mixed; boundary="b"\n\n' * 200)
            + "--b\n"
            + TEXT
            + PLAIN
            + "\n--b--\n"
        ),
        "parts inside one another with one boundary",
        issues=[],
    )
    add(
        "prefix-boundary.eml",
        message('Content-Type: multipart/mixed; boundary="b"\n\n--b\n' + TEXT + PLAIN + "\n--bb\nnot a boundary\n--b--\n"),
        "a line that starts as the boundary does",
        sees=["Forty-one."],
    )
    add(
        "base64.eml",
        parts(
            part("See attached.\n" + PLAIN),
            part("!!!!====" * 5000, "application/pdf; name=a.pdf", "Content-Transfer-Encoding: base64\n"),
        ),
        "an attachment that is no base64",
        sees=["Forty-one."],
    )
    add(
        "quoted-printable.eml",
        message("Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n" + PLAIN + "=ZZ=\n=\n=" * 4000),
        "signs that are no quoted-printable",
        sees=["Forty-one."],
    )
    add(
        "parameters.eml",
        message(
            "Content-Type: text/plain; "
            + "; ".join(f"name*{i}*=utf-8''%zz" for i in (0, 999999999, -1, 5))
            + '; charset*="\xff\n\n'
            + PLAIN
        ),
        "parameters in pieces that do not fit",
        issues=[],
    )
    add(
        "encoded-words.eml",
        message(TEXT + PLAIN, "=?utf-8?B?" + "/" * 3000 + "?= =?x?Q?=FF=?= =?utf-8?Q?" + "=" * 3000),
        "encoded words that are none",
        sees=["Forty-one."],
    )
    add(
        "dates.eml",
        message(TEXT + PLAIN).replace(b"Wed, 11 Mar 2026 10:30:00 +0000", b"Xxx, 99 Foo 999999999 99:99:99 +999999 (((((("),
        "a date that is none",
        sees=["Forty-one."],
    )
    add(
        "comments.eml",
        message(TEXT + PLAIN).replace(b"FOI Team <", b"(" * 20_000 + b"FOI Team <"),
        "comments 20,000 deep in an address",
        sees=["Forty-one."],
    )
    add(
        "names.eml",
        parts(
            part(PLAIN),
            attached("../../../../tmp/foi-slip.docx", LETTER),
            attached("a\x00b\x1b[31m.docx", LETTER),
            attached("x" * 9000 + ".docx", LETTER),
        ),
        "attachments named as paths, with signs that steer a terminal, and without end",
        sees=["Forty-one."],
        never=["../..", "\x1b[31m"],
    )
    winmail = ole.tnef("x", "Forty-one.\r\n")
    add(
        "winmail-long.eml",
        parts(
            part(PLAIN),
            attached("winmail.dat", winmail[:-20] + struct.pack("<BII", 2, 0x0006800F, 0xFFFFFFF0) + b"x", "application/ms-tnef"),
        ),
        "Outlook's packing with a piece of 4 GiB",
        sees=["Forty-one."],
    )


def compound(corpus):
    add = corpus.add
    whole = ole.compound(ole.msg("Response TV-118", FROM, body=PLAIN.replace("\n", "\r\n") * 200, sent=SENT))
    fat = struct.unpack_from("<I", whole, 76)[0]
    at = 512 + fat * 512
    ring = bytearray(whole)
    for i in range(128):
        struct.pack_into("<I", ring, at + i * 4, 0 if i == 0 else i)
    add("sectors-in-a-ring.msg", bytes(ring), "each sector is followed by itself", issues=["no-question-found"])
    far = bytearray(whole)
    struct.pack_into("<I", far, at, 0xFFFFFF00)
    add("sector-outside.msg", bytes(far), "a sector after the end of the file", issues=[])
    count = bytearray(whole)
    struct.pack_into("<I", count, 44, 0xFFFFFFFF)
    add("many-sectors.msg", bytes(count), "a file that says that its table has four thousand million sectors", issues=[])
    shift = bytearray(whole)
    struct.pack_into("<H", shift, 30, 60)
    add("sector-size.msg", bytes(shift), "sectors of an exbibyte", issues=DAMAGED)
    directory = 512 + struct.unpack_from("<I", whole, 48)[0] * 512
    tree = bytearray(whole)
    for entry in range(1, 4):
        for field in (68, 72, 76):
            struct.pack_into("<I", tree, directory + entry * 128 + field, 1)
    add("entries-in-a-ring.msg", bytes(tree), "entries that are before, after and inside themselves", issues=[])
    size = bytearray(whole)
    for entry in range(1, 12):
        struct.pack_into("<Q", size, directory + entry * 128 + 120, 1 << 60)
    add("sizes.msg", bytes(size), "streams of an exbibyte", issues=[])
    inner = ole.msg("x", FROM, body=PLAIN, sent=SENT)
    for _ in range(12):
        inner = ole.msg("x", FROM, body="See attached.", sent=SENT, attachments=[("x.msg", None, ole.inner(inner))])
    add("messages.msg", ole.compound(inner), "messages 12 deep", issues=LIMIT)
    add("head-alone.msg", whole[:512], "a head and nothing else", issues=DAMAGED)
    book = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0)
    add(
        "records.xls",
        ole.compound({"Workbook": book + struct.pack("<HH", 0x85, 0xFFFF) + bytes(4200)}),
        "a record that is longer than the file",
        issues=DAMAGED,
    )
    strings = struct.pack("<HHII", 0xFC, 8, 0xFFFFFFFF, 0xFFFFFFFF)
    add(
        "strings.xls",
        ole.compound({"Workbook": (book + strings + struct.pack("<HH", 10, 0)).ljust(4500, b"\0")}),
        "four thousand million strings that are not there",
        issues=["document-unreadable|document-partly-read|document-empty|format-unknown"],
    )
    add(
        "word-97.doc",
        ole.compound({"WordDocument": struct.pack("<HH", 0xA5EC, 0xC1) + bytes([0xFF]) * 4600, "1Table": bytes([0xFF]) * 4200}),
        "an old Word document whose numbers are all as large as they can be",
        issues=["document-unreadable|document-partly-read|document-encrypted|format-unknown|limit-exceeded"],
    )
