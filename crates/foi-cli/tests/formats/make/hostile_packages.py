"""`hostile/`: archives and packages that claim, hide or weigh more than they should."""

import io
import struct
import zlib
from unittest import mock

import msoffcrypto
from msoffcrypto.format.ooxml import OOXMLFile

import ole
from ok_mail import LETTER, PLAIN
from pack import XML, archive, docx, members, odf, op, wp, xlsx, xrows

LIMIT = ["limit-exceeded"]
DAMAGED = ["document-unreadable|document-partly-read|limit-exceeded|format-unknown"]
LOCKED = ["document-encrypted"]
ZEROS = 40 << 20


def make(corpus):
    bombs(corpus)
    listings(corpus)
    locked(corpus)


def entry(name, data, method=8, flags=0, crc=None, sizes=None, extra=b"", claim=None, attributes=0):
    """The local head with its data, and the entry of the directory without its offset; what the file claims may be wrong."""
    name = name.encode() if isinstance(name, str) else name
    packed = deflate(data) if method == 8 else data
    crc = zlib.crc32(data) if crc is None else crc
    packed_size, size = sizes or (len(packed), len(data))
    head = struct.pack("<HHHHHIIIHH", 20, flags, method, 0x4800, 0x5C25, crc, packed_size, size, len(name), len(extra))
    local = b"PK\3\4" + head + name + extra + packed
    shown = claim.encode() if claim else name
    head = struct.pack("<HHHHHIIIHH", 20, flags, method, 0x4800, 0x5C25, crc, packed_size, size, len(shown), len(extra))
    central = b"PK\1\2" + struct.pack("<H", 0x031E) + head + struct.pack("<HHHII", 0, 0, 0, attributes, 0xDEADBEEF) + shown + extra
    return local, central


def deflate(data):
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    return engine.compress(data) + engine.flush()


def joined(entries, shared=False, count=None, start=None):
    """An archive of these entries; `shared`: each points to the data of the first."""
    out, directory = b"", b""
    for i, (local, central) in enumerate(entries):
        at = 0 if shared else len(out)
        out += b"" if shared and i else local
        directory += central.replace(struct.pack("<I", 0xDEADBEEF), struct.pack("<I", at), 1)
    n = len(entries) if count is None else count
    return (
        out
        + directory
        + b"PK\5\6"
        + struct.pack("<HHHHIIH", 0, 0, n & 0xFFFF, n & 0xFFFF, len(directory), len(out) if start is None else start, 0)
    )


def bombs(corpus):
    add = corpus.add
    zeros = bytes(ZEROS)
    add("bomb.zip", joined([entry("zeros.txt", zeros)]), "40 MiB of zeros in 40 KB", issues=LIMIT)
    spaces = (
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        + b" " * ZEROS
        + b"</w:body></w:document>"
    )
    swap = lambda data, name, new: archive([(n, new if n == name else d) for n, d in members(data)])
    add("bomb.docx", swap(docx(wp("x")), "word/document.xml", spaces), "40 MiB of blanks as the text of a document", issues=LIMIT)
    add("bomb.xlsx", xlsx({"Q1": xrows([["x"]])}, shared="<si><t>" + "a" * ZEROS + "</t></si>"), "a string of 40 MiB", issues=LIMIT)
    add("bomb.odt", odf("text", "<text:p>" + "a" * ZEROS + "</text:p>"), "a paragraph of 40 MiB", issues=LIMIT)
    local, central = entry("a0000.txt", bytes(1 << 20))
    centrals = [central.replace(b"a0000", b"a%04d" % i) for i in range(900)]
    add(
        "overlapping.zip",
        joined([(local, c) for c in centrals], shared=True),
        "900 members that are all made of the same bytes",
        issues=["limit-exceeded|document-unreadable|format-unknown"],
    )
    add(
        "many-members.zip",
        joined([entry(f"{i:04d}", b"", method=0) for i in range(2001)]),
        "2,001 members of no bytes",
        issues=LIMIT,
    )
    deep = archive([("letter.txt", PLAIN)])
    for _ in range(9):
        deep = archive([("inner.zip", deep)])
    add("ten-deep.zip", deep, "archives ten deep", issues=LIMIT)
    add(
        "bomb-in-mail.zip",
        archive([("a.zip", joined([entry("zeros.txt", zeros)]))]),
        "a bomb in an archive in an archive",
        issues=LIMIT,
    )
    cells = "<row>" + "<c><v>1</v></c>" * 1000 + "</row>"
    add("many-cells.xlsx", xlsx({"Q1": f"<sheetData>{cells * 2100}</sheetData>"}), "2.1 million cells in one sheet", issues=LIMIT)
    add(
        "many-sheets.xlsx",
        xlsx({f"Sheet {i}": "<sheetData/>" for i in range(120)} | {"Q1": xrows([["Day care", 325]])}),
        "120 empty sheets, and one that is not",
        issues=[],
    )


def listings(corpus):
    add = corpus.add
    letter = PLAIN.encode()
    leads_out = [
        "../../../../tmp/foi-slip.txt",
        "/tmp/foi-slip.txt",
        "C:\\Windows\\foi-slip.txt",
        "..\\..\\foi-slip.txt",
        "a/../../foi-slip.txt",
        "./././letter.txt",
        "~/foi-slip.txt",
        "\\\\server\\share\\foi-slip.txt",
    ]
    add(
        "slip.zip",
        joined([entry(n, letter) for n in leads_out]),
        "names that lead out of the folder: nothing is ever written, and no path in the output leads out",
        sees=["Forty-one."],
        never=["../.."],
    )
    add(
        "twice.zip",
        joined([entry("letter.txt", letter), entry("letter.txt", b"1. How many?\nNinety.\n")]),
        "two members of one name",
    )
    add("twice.docx", duplicate(), "two main parts of one name: which of them counts is nobody's guess", issues=[])
    add(
        "two-names.zip",
        joined([entry("letter.txt", letter, claim="other.txt")]),
        "a member with one name in front of it and another in the directory",
        issues=[],
    )
    names = [
        "line\nbreak.txt",
        "tab\there.txt",
        "esc\x1b[31mred\x1b[0m.txt",
        "nul\0here.txt",
        "🙂.txt",
        "right\u202etxt.exe",
        "a" * 20_000 + ".txt",
        "",
        ".",
        "..",
        "CON.txt",
        "a/" * 900 + "b.txt",
        "\udcff".encode("utf-8", "surrogatepass").decode("latin-1") + ".txt",
        "<script>alert(1)</script>.txt",
    ]
    add(
        "names.zip",
        joined([entry(n, letter) for n in names]),
        "names with line breaks, colours of a terminal, a byte of nought, marks of direction, 20,000 characters, 900 folders, and none",
        sees=["Forty-one."],
        never=["\x1b[31m"],
    )
    add(
        "raw-names.zip",
        joined([entry(b"\xff\xfe\x80.txt", letter), entry(b"caf\x82.txt", letter)]),
        "names that are no UTF-8",
        sees=["Forty-one."],
    )
    add(
        "link.zip",
        joined([entry("letter.txt", b"/etc/passwd", method=0, attributes=0o120777 << 16)]),
        "a link out of the archive",
        never=["root:x:0"],
    )
    add("wrong-sum.zip", joined([entry("letter.txt", letter, crc=1)]), "a check sum that is not that of the data", issues=DAMAGED)
    add(
        "small-claim.zip",
        joined([entry("letter.txt", letter * 9, sizes=(len(deflate(letter * 9)), 3))]),
        "a member that is longer than it says",
        issues=[],
    )
    add(
        "large-claim.zip",
        joined([entry("letter.txt", letter, sizes=(0xFFFFFFF0, 0xFFFFFFF0))]),
        "a member that says that it has 4 GiB",
        issues=DAMAGED,
    )
    wide = struct.pack("<HHQQ", 1, 16, 1 << 60, 1 << 60)
    add(
        "zip64-claim.zip",
        joined([entry("letter.txt", letter, sizes=(0xFFFFFFFF, 0xFFFFFFFF), extra=wide)]),
        "a member that says that it has an exbibyte",
        issues=DAMAGED,
    )
    add(
        "count.zip",
        joined([entry("letter.txt", letter)], count=65535),
        "a directory that says that it has 65,535 entries, and has one",
        issues=[],
    )
    add(
        "start.zip",
        joined([entry("letter.txt", letter)], start=0xFFFFFF00),
        "a directory that starts after the end",
        issues=DAMAGED,
    )
    add(
        "method.zip",
        joined([entry("letter.txt", letter, method=98)]),
        "a packing that few can read",
        issues=["document-unreadable|document-partly-read|format-unknown"],
    )
    add("no-directory.zip", entry("letter.txt", letter)[0], "a member, and no directory", issues=DAMAGED)
    add(
        "directory-alone.zip",
        b"PK\5\6" + bytes(18),
        "a directory of nothing",
        issues=["document-empty|document-unreadable|format-unknown"],
    )
    add(
        "main-part-missing.docx",
        archive([(n, d) for n, d in members(docx(wp("x"))) if n != "word/document.xml"]),
        "a Word document without its main part",
        issues=DAMAGED,
    )
    rels = f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="../../../../etc/passwd"/></Relationships>'
    add(
        "main-part-outside.docx",
        archive([(n, rels if n == "_rels/.rels" else d) for n, d in members(docx(wp("x")))]),
        "a main part outside of the package",
        never=["root:x:0"],
    )
    around = f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="../workbook.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="workbook.xml"/></Relationships>'
    add(
        "parts-in-a-ring.xlsx",
        archive([(n, around if n == "xl/_rels/workbook.xml.rels" else d) for n, d in members(xlsx({"Q1": xrows([["x"]])}))]),
        "a workbook that is its own sheet and its own strings",
        issues=[],
    )


def duplicate():
    parts = members(docx(wp("1. How many?") + wp("Forty-one.")))
    other = dict(members(docx(wp("1. How many?") + wp("Ninety."))))["word/document.xml"]
    return joined([entry(n, d) for n, d in parts] + [entry("word/document.xml", other)])


def locked(corpus):
    add = corpus.add
    add(
        "locked.zip",
        joined(
            [
                entry(
                    "letter.docx",
                    crypt(LETTER, b"secret"),
                    flags=1,
                    method=0,
                    crc=zlib.crc32(LETTER),
                    sizes=(len(LETTER) + 12, len(LETTER)),
                )
            ]
        ),
        "a member that is locked with a password",
        issues=LOCKED,
    )
    aes = struct.pack("<HHHHBH", 0x9901, 7, 2, 0x4541, 3, 8)
    add(
        "locked-aes.zip",
        joined([entry("letter.docx", bytes(range(200)), flags=1, method=99, extra=aes)]),
        "a member that is locked as WinZip does",
        issues=LOCKED,
    )
    secret = entry("secret.txt", crypt(b"Ninety.", b"secret"), flags=1, method=0, crc=zlib.crc32(b"Ninety."), sizes=(19, 7))
    add(
        "one-locked.zip",
        joined([entry("letter.txt", PLAIN.encode()), secret]),
        "a locked member beside one that is open",
        sees=["Forty-one."],
        issues=LOCKED,
    )
    counter = iter(range(1_000_000))
    chance = mock.patch("secrets.token_bytes", lambda n: bytes((next(counter) * 7) & 255 for _ in range(n)))
    clock = mock.patch("msoffcrypto.method.container.ecma376_encrypted.datetime2filetime", lambda _: 134_000_000_000_000_000)
    with chance, clock:
        for name, data in (("locked.docx", LETTER), ("locked.xlsx", xlsx({"Q1": xrows([["Day care", 325]])}))):
            out = io.BytesIO()
            OOXMLFile(io.BytesIO(data)).encrypt("secret", out)
            add(name, out.getvalue(), "an Office document that is locked with a password", issues=LOCKED)
    assert msoffcrypto.OfficeFile(io.BytesIO(corpus.files["locked.docx"])).is_encrypted()
    begin, end = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0), struct.pack("<HH", 0x0A, 0)
    file_pass = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + bytes(48)
    add(
        "locked.xls",
        ole.compound({"Workbook": (begin + file_pass + end).ljust(5000, b"\x5a")}),
        "an old workbook that is locked with a password",
        issues=LOCKED,
    )
    key = '<manifest:encryption-data manifest:checksum-type="SHA1/1K" manifest:checksum="AAAA"><manifest:algorithm manifest:algorithm-name="Blowfish CFB" manifest:initialisation-vector="AAAAAAAAAAA="/><manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:iteration-count="1024" manifest:salt="AAAAAAAAAAAAAAAAAAAAAA=="/></manifest:encryption-data>'
    for name, kind in (("locked.odt", "text"), ("locked.ods", "spreadsheet")):
        parts = members(odf(kind, op("x")))
        parts = [
            (
                n,
                bytes((i * 37) & 255 for i in range(400))
                if n == "content.xml"
                else d.decode().replace(
                    'manifest:media-type="text/xml"/>',
                    f'manifest:media-type="text/xml" manifest:size="900">{key}</manifest:file-entry>',
                )
                if n.endswith("manifest.xml")
                else d,
            )
            for n, d in parts
        ]
        add(
            name,
            archive(parts, stored=("mimetype", "content.xml")),
            "an OpenDocument file that is locked with a password",
            issues=LOCKED,
        )


def crypt(data, password):
    """The cipher of PKZIP, with a fixed head."""
    keys = [0x12345678, 0x23456789, 0x34567890]
    step = lambda crc, byte: (crc >> 8) ^ TABLE[(crc ^ byte) & 255]

    def feed(byte):
        keys[0] = step(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 255)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = step(keys[2], keys[1] >> 24)

    for byte in password:
        feed(byte)
    out = bytearray()
    for byte in bytes(range(11)) + bytes([zlib.crc32(data) >> 24]) + data:
        t = (keys[2] | 2) & 0xFFFF
        out.append(byte ^ (((t * (t ^ 1)) >> 8) & 255))
        feed(byte)
    return bytes(out)


def crc_table():
    for i in range(256):
        for _ in range(8):
            i = (i >> 1) ^ (0xEDB88320 if i & 1 else 0)
        yield i


TABLE = list(crc_table())
