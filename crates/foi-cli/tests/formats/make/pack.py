"""Packages written member by member, so that each holds what its case is about and little else, with the same bytes each time."""

import io
import re
import struct
import zipfile
import zlib
from xml.sax.saxutils import escape

WHEN = (2026, 1, 5, 9, 0, 0)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE = "application/vnd.openxmlformats-officedocument."


def archive(members, stored=()):
    """A ZIP archive of (name, bytes or text) in the order given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, data in members:
            info = zipfile.ZipInfo(name, WHEN)
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            z.writestr(info, data.encode() if isinstance(data, str) else data)
    return out.getvalue()


def members(data):
    """The members of an archive, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        return [(i.filename, z.read(i)) for i in z.infolist()]


def repack(data):
    """The same office package without the moment that it was made: fixed times of members, and fixed dates in its properties."""
    out = []
    for name, content in members(data):
        if name in ("docProps/core.xml", "meta.xml", "docProps/app.xml"):
            text = content.decode()
            text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?", "2026-01-05T09:00:00Z", text)
            text = re.sub(
                r"<meta:editing-duration>.*?</meta:editing-duration>|<meta:editing-cycles>.*?</meta:editing-cycles>|<TotalTime>.*?</TotalTime>",
                "",
                text,
            )
            content = text.encode()
        elif name == "settings.xml":
            content = re.sub(rb'<config:config-item config:name="Rsid\w*"[^>]*>[^<]*</config:config-item>', b"", content)
        elif name.startswith("Thumbnails/") or name == "docProps/thumbnail.jpeg":
            continue
        elif name in ("META-INF/manifest.xml", "_rels/.rels", "[Content_Types].xml"):
            text = re.sub(r"<[^<>]*(Thumbnails/|thumbnail\.jpeg)[^<>]*/>", "", content.decode())
            content = text.encode()
        out.append((name, content))
    return archive(out, stored=("mimetype",))


def png(width=1, height=1, rows=None):
    """A grey picture; `rows` are its lines of bytes, white where there are none."""
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    raw = b"".join(b"\0" + row for row in rows or [b"\xff" * width] * height)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(raw, 9))
        + chunk(b"IEND", b"")
    )


# ------------------------------------------------------------------ Word


def docx(body, parts=None, strict=False, root=""):
    """A Word document of this body. `parts` maps a name under `word/`, such as `footnotes.xml`, to its content."""
    parts = parts or {}
    ns = f'xmlns:w="{W}" xmlns:r="{R}"'
    main = f"{XML}<w:document {ns} {root}><w:body>{body}</w:body></w:document>"
    kinds = {
        "footnotes": "footnotes",
        "endnotes": "endnotes",
        "comments": "comments",
        "numbering": "numbering",
        "styles": "styles",
        "header": "header",
        "footer": "footer",
        "settings": "settings",
    }
    overrides, rels = "", ""
    for i, name in enumerate(parts, 1):
        kind = kinds.get(re.sub(r"\d*\.xml$", "", name))
        if kind:
            overrides += f'<Override PartName="/word/{name}" ContentType="{OFFICE}wordprocessingml.{kind}+xml"/>'
            rels += f'<Relationship Id="rId{i}" Type="{R}/{kind}" Target="{name}"/>'
    for url in re.findall(r'r:id="(link:[^"]+)"', body):
        rels += f'<Relationship Id="{escape(url)}" Type="{R}/hyperlink" Target="{escape(url[5:])}" TargetMode="External"/>'
    files = [
        (
            "[Content_Types].xml",
            f'{XML}<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{OFFICE}wordprocessingml.document.main+xml"/>{overrides}</Types>',
        ),
        (
            "_rels/.rels",
            f'{XML}<Relationships xmlns="{REL}"><Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        ),
        ("word/document.xml", main),
        ("word/_rels/document.xml.rels", f'{XML}<Relationships xmlns="{REL}">{rels}</Relationships>'),
    ]
    for name, content in parts.items():
        if isinstance(content, str):
            tag = {"header": "hdr", "footer": "ftr"}.get(re.sub(r"\d*\.xml$", "", name), re.sub(r"\d*\.xml$", "", name))
            content = f"{XML}<w:{tag} {ns}>{content}</w:{tag}>"
        files.append((f"word/{name}", content))
    if strict:
        swap = lambda t: t.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
            R, "http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        files = [(n, swap(c) if isinstance(c, str) else c) for n, c in files]
    return archive(files)


def wp(text="", ppr="", rpr="", raw=""):
    """A paragraph of Word: text with tabs, or runs given as they are."""
    inner = raw
    if text:
        bits = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(x)}</w:t>' for x in text.split("\t"))
        inner = f"<w:r>{rpr and f'<w:rPr>{rpr}</w:rPr>'}{bits}</w:r>{raw}"
    return f"<w:p>{ppr and f'<w:pPr>{ppr}</w:pPr>'}{inner}</w:p>"


def wr(text, rpr=""):
    return f'<w:r>{rpr and f"<w:rPr>{rpr}</w:rPr>"}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def wtc(content="", tcpr=""):
    """A cell: text, or paragraphs as XML."""
    body = content if content.startswith("<w:") else wp(content)
    return f"<w:tc><w:tcPr>{tcpr}</w:tcPr>{body}</w:tc>"


def wtbl(rows, trpr=None):
    """A table of rows of cells; a cell is text or `wtc(...)`."""
    out = '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid/>'
    for i, row in enumerate(rows):
        extra = (trpr or {}).get(i, "")
        out += (
            f"<w:tr>{extra and f'<w:trPr>{extra}</w:trPr>'}"
            + "".join(c if c.startswith("<w:") else wtc(c) for c in row)
            + "</w:tr>"
        )
    return out + "</w:tbl>"


# ------------------------------------------------------------------ Excel


def xlsx(sheets, styles="", shared=None, workbook="", names=None, parts=None, attrs=None):
    """A workbook. `sheets` maps a name to the content of its worksheet, from `<sheetData>` on; `attrs` a name to attributes of its entry."""
    overrides = rels = entries = ""
    files = []
    for i, (name, content) in enumerate(sheets.items(), 1):
        overrides += f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{OFFICE}spreadsheetml.worksheet+xml"/>'
        rels += f'<Relationship Id="rId{i}" Type="{R}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        entries += f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}" {(attrs or {}).get(name, "")}/>'
        files.append(
            (
                f"xl/worksheets/sheet{i}.xml",
                content if content.startswith("<?xml") else f'{XML}<worksheet xmlns="{S}" xmlns:r="{R}">{content}</worksheet>',
            )
        )
    n = len(sheets)
    if styles:
        overrides += f'<Override PartName="/xl/styles.xml" ContentType="{OFFICE}spreadsheetml.styles+xml"/>'
        rels += f'<Relationship Id="rId{n + 1}" Type="{R}/styles" Target="styles.xml"/>'
        files.append(("xl/styles.xml", f'{XML}<styleSheet xmlns="{S}">{styles}</styleSheet>'))
    if shared is not None:
        overrides += f'<Override PartName="/xl/sharedStrings.xml" ContentType="{OFFICE}spreadsheetml.sharedStrings+xml"/>'
        rels += f'<Relationship Id="rId{n + 2}" Type="{R}/sharedStrings" Target="sharedStrings.xml"/>'
        files.append(("xl/sharedStrings.xml", f'{XML}<sst xmlns="{S}">{shared}</sst>'))
    for name, content in (parts or {}).items():
        files.append((name, content))
    top = [
        (
            "[Content_Types].xml",
            f'{XML}<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{OFFICE}spreadsheetml.sheet.main+xml"/>{overrides}</Types>',
        ),
        (
            "_rels/.rels",
            f'{XML}<Relationships xmlns="{REL}"><Relationship Id="rId1" Type="{R}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        ),
        (
            "xl/workbook.xml",
            f'{XML}<workbook xmlns="{S}" xmlns:r="{R}">{workbook}<sheets>{entries}</sheets>{names or ""}</workbook>',
        ),
        ("xl/_rels/workbook.xml.rels", f'{XML}<Relationships xmlns="{REL}">{rels}</Relationships>'),
    ]
    return archive(top + files)


def xstyles(formats):
    """Cell styles 1, 2, ... that show numbers by these formats; style 0 is General."""
    fmts = "".join(f'<numFmt numFmtId="{164 + i}" formatCode="{escape(f, {chr(34): "&quot;"})}"/>' for i, f in enumerate(formats))
    xfs = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' + "".join(
        f'<xf numFmtId="{164 + i}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' for i in range(len(formats))
    )
    return f'<numFmts count="{len(formats)}">{fmts}</numFmts><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="{len(formats) + 1}">{xfs}</cellXfs>'


def column(i):
    """The letters of a column, counted from nought."""
    out = ""
    i += 1
    while i:
        i, r = divmod(i - 1, 26)
        out = chr(65 + r) + out
    return out


def xrows(rows, start=1, attrs=None, styles=None):
    """`<sheetData>` of values: text, numbers, True, None for no cell, or the XML of a cell with `{r}` for its name."""
    out = "<sheetData>"
    for i, row in enumerate(rows, start):
        cells = ""
        for j, v in enumerate(row):
            r = f"{column(j)}{i}"
            s = f' s="{styles[i, j]}"' if styles and (i, j) in styles else ""
            if v is None:
                continue
            if isinstance(v, bool):
                cells += f'<c r="{r}"{s} t="b"><v>{int(v)}</v></c>'
            elif isinstance(v, (int, float)):
                cells += f'<c r="{r}"{s}><v>{v!r}</v></c>'
            elif v.startswith("<c "):
                cells += v.replace("{r}", r)
            else:
                cells += f'<c r="{r}"{s} t="inlineStr"><is><t xml:space="preserve">{escape(v)}</t></is></c>'
        out += f'<row r="{i}" {(attrs or {}).get(i, "")}>{cells}</row>'
    return out + "</sheetData>"


# ------------------------------------------------------------------ OpenDocument

ODF = " ".join(
    f'xmlns:{p}="{u}"'
    for p, u in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    }.items()
)


def odf(kind, body, auto="", styles=None, content=None):
    """An OpenDocument `text` or `spreadsheet` of this body; `auto` are automatic styles, `styles` the master styles of styles.xml."""
    mime = f"application/vnd.oasis.opendocument.{kind}"
    main = (
        content
        or f'{XML}<office:document-content {ODF} office:version="1.3"><office:automatic-styles>{auto}</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>'
    )
    entries = '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    files = [("mimetype", mime), ("content.xml", main)]
    if styles:
        entries += '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
        files.append(("styles.xml", f'{XML}<office:document-styles {ODF} office:version="1.3">{styles}</office:document-styles>'))
    files.append(
        (
            "META-INF/manifest.xml",
            f'{XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>{entries}</manifest:manifest>',
        )
    )
    return archive(files, stored=("mimetype",))


def op(text="", tag="p", attrs=""):
    return f"<text:{tag} {attrs}>{escape(text)}</text:{tag}>"


def otable(rows, name="Table1"):
    """A table of OpenDocument text; a cell is text or XML."""
    out = f'<table:table table:name="{name}">'
    for row in rows:
        out += (
            "<table:table-row>"
            + "".join(
                c if c.startswith("<table:") else f'<table:table-cell office:value-type="string">{op(c)}</table:table-cell>'
                for c in row
            )
            + "</table:table-row>"
        )
    return out + "</table:table>"
