"""Compound files (OLE2), Outlook messages and TNEF, written from scratch: no PyPI package writes them."""

import struct
from datetime import datetime, timezone

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(tree):
    """A compound file; `tree` maps names to bytes, or to a tree."""
    entries = [dict(name="Root Entry", kind=5, data=b"")]

    def add(tree):
        """Adds the entries of a storage, and gives the root of their tree."""
        ids = []
        for name in sorted(tree, key=lambda n: (len(n.encode("utf-16-le")), n.upper())):
            value = tree[name]
            ids.append(len(entries))
            entries.append(
                dict(name=name, kind=1 if isinstance(value, dict) else 2, data=b"" if isinstance(value, dict) else value)
            )
            if isinstance(value, dict):
                at = ids[-1]
                entries[at]["child"] = add(value)

        def balance(part):
            if not part:
                return FREE
            middle = len(part) // 2
            entries[part[middle]].update(left=balance(part[:middle]), right=balance(part[middle + 1 :]))
            return part[middle]

        return balance(ids)

    entries[0]["child"] = add(tree)
    sectors, fat, mini, minifat = [], [], b"", []

    def chain(data):
        start = len(sectors)
        count = -(-len(data) // 512)
        for i in range(count):
            sectors.append(data[i * 512 : i * 512 + 512].ljust(512, b"\0"))
            fat.append(start + i + 1 if i + 1 < count else END)
        return start if count else END

    for entry in entries[1:]:
        data = entry["data"]
        if entry["kind"] != 2:
            continue
        if len(data) >= 4096:
            entry["start"] = chain(data)
        elif data:
            entry["start"] = len(minifat)
            count = -(-len(data) // 64)
            minifat += [len(minifat) + i + 1 for i in range(count - 1)] + [END]
            mini += data.ljust(count * 64, b"\0")
    entries[0]["data"] = mini
    entries[0]["start"] = chain(mini)
    directory = b""
    for entry in entries:
        name = entry["name"].encode("utf-16-le") + b"\0\0"
        size = len(entry["data"]) if entry["kind"] != 1 else 0
        directory += name.ljust(64, b"\0") + struct.pack(
            "<HBBIII16sIQQIQ",
            len(name),
            entry["kind"],
            1,
            entry.get("left", FREE),
            entry.get("right", FREE),
            entry.get("child", FREE),
            b"",
            0,
            0,
            0,
            entry.get("start", END if entry["kind"] == 2 else 0),
            size,
        )
    while len(directory) % 512:
        directory += struct.pack("<64sHBBIII16sIQQIQ", b"", 0, 0, 0, FREE, FREE, FREE, b"", 0, 0, 0, 0, 0)
    first_directory = chain(directory)
    minifat_bytes = b"".join(struct.pack("<I", x) for x in minifat)
    minifat_bytes += b"\xff" * (-len(minifat_bytes) % 512)
    first_minifat = chain(minifat_bytes)
    count = 1
    while (len(fat) + count) * 4 > count * 512:
        count += 1
    at = len(sectors)
    fat += [FAT] * count
    table = b"".join(struct.pack("<I", x) for x in fat).ljust(count * 512, b"\xff")
    difat = [at + i for i in range(count)] + [FREE] * (109 - count)
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        b"",
        0,
        count,
        first_directory,
        0,
        4096,
        first_minifat,
        len(minifat_bytes) // 512,
        END,
        0,
        difat[0],
    )
    header += b"".join(struct.pack("<I", x) for x in difat[1:])
    return header + b"".join(sectors) + table


def filetime(moment):
    return int((moment - datetime(1601, 1, 1, tzinfo=timezone.utc)).total_seconds()) * 10_000_000


def properties(values, head):
    """The property stream and the streams of a storage. `values` maps a tag (`id << 16 | type`) to its value."""
    stream, streams = head, {}
    for tag in sorted(values):
        value, kind = values[tag], tag & 0xFFFF
        if kind == 0x001F:
            data = value.encode("utf-16-le")
            stream += struct.pack("<IIII", tag, 6, len(data) + 2, 0)
        elif kind == 0x0102:
            data = value
            stream += struct.pack("<IIII", tag, 6, len(data), 0)
        elif kind == 0x0040:
            stream += struct.pack("<IIQ", tag, 6, filetime(value))
            continue
        else:
            stream += struct.pack("<IIII", tag, 6, value, 0)
            continue
        streams[f"__substg1.0_{tag:08X}"] = data
    return {"__properties_version1.0": stream, **streams}


def msg(subject, sender, body=None, html=None, sent=None, to="A Requester", attachments=(), extra=None):
    """An Outlook message; an attachment is (name, media type, bytes), or (name, None, tree of an inner message)."""
    name, address = sender
    values = {
        0x001A001F: "IPM.Note",
        0x0037001F: subject,
        0x0070001F: subject,
        0x0C1A001F: name,
        0x0C1F001F: address,
        0x0C1E001F: "SMTP",
        0x5D01001F: address,
        0x0E04001F: to,
        0x340D0003: 0x40000,
        0x3FDE0003: 65001,
    }
    values |= extra or {}
    if sent:
        values |= {0x00390040: sent, 0x0E060040: sent}
    if body is not None:
        values[0x1000001F] = body
    if html is not None:
        values[0x10130102] = html.encode()
    tree = {"__nameid_version1.0": {"__substg1.0_00020102": b"", "__substg1.0_00030102": b"", "__substg1.0_00040102": b""}}
    recipient = {0x3001001F: to, 0x3003001F: "request@whodoiask.example", 0x39FE001F: "request@whodoiask.example", 0x0C150003: 1}
    tree["__recip_version1.0_#00000000"] = properties(recipient, b"\0" * 8)
    for i, (file, media, data) in enumerate(attachments):
        inner = media is None
        part = {0x3704001F: file[-12:], 0x3707001F: file, 0x37050003: 5 if inner else 1, 0x0E210003: i}
        if media:
            part |= {0x370E001F: media, 0x37010102: data}
        store = properties(part, b"\0" * 8)
        if inner:
            store["__properties_version1.0"] += struct.pack("<IIII", 0x3701000D, 6, 0xFFFFFFFF, 4)
            store["__substg1.0_3701000D"] = data
        tree[f"__attach_version1.0_#{i:08X}"] = store
    head = struct.pack("<8sIIII8s", b"", 1, len(attachments), 1, len(attachments), b"")
    tree |= properties(values, head)
    return tree


def inner(tree):
    """A message as another message holds it: its properties have a shorter head, its names are those of the outer one."""
    tree = {k: v for k, v in tree.items() if not k.startswith("__nameid")}
    tree["__properties_version1.0"] = tree["__properties_version1.0"][:24] + tree["__properties_version1.0"][32:]
    return tree


def tnef(subject, body, attachments=()):
    """`winmail.dat`: a message as Outlook sends it to those who do not use it."""

    def attribute(level, tag, data):
        return struct.pack("<BII", level, tag, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    out = struct.pack("<IH", 0x223E9F78, 1)
    out += attribute(1, 0x00089006, struct.pack("<I", 0x00010000))
    out += attribute(1, 0x00069007, struct.pack("<II", 1252, 0))
    out += attribute(1, 0x00078008, b"IPM.Microsoft Mail.Note\0")
    out += attribute(1, 0x00018004, subject.encode("cp1252") + b"\0")
    if body:
        out += attribute(1, 0x0002800C, body.encode("cp1252") + b"\0")
    for name, data in attachments:
        out += attribute(2, 0x00069002, struct.pack("<HIIHH", 1, 0xFFFFFFFF, 0, 0, 0))
        out += attribute(2, 0x00018010, name.encode("cp1252") + b"\0")
        out += attribute(2, 0x0006800F, data)
    return out
