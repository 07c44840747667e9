"""`ok/`: messages and archives, one structure each."""

import base64
import io
import tarfile
from datetime import datetime, timezone

import ole
from pack import archive, docx, png, wp, xlsx, xrows

HEAD = "From: FOI Team <foi@tarnvalley.example>\r\nTo: request-118@whodoiask.example\r\nSubject: {subject}\r\nDate: Wed, 11 Mar 2026 10:30:00 +0000\r\nMessage-ID: <118@tarnvalley.example>\r\nMIME-Version: 1.0\r\n"
SENT = datetime(2026, 3, 11, 10, 30, tzinfo=timezone.utc)
FROM = ("FOI Team", "foi@tarnvalley.example")


def message(rest, subject="Response TV-118"):
    return (HEAD.format(subject=subject) + rest.replace("\n", "\r\n")).encode()


def parts(*inner, kind="mixed", boundary="=_b1", subject="Response TV-118", more=""):
    body = "".join(f"--{boundary}\n{p}\n" for p in inner)
    return message(f'Content-Type: multipart/{kind}; boundary="{boundary}"{more}\n\n{body}--{boundary}--\n', subject)


def part(text, kind="text/plain; charset=utf-8", extra=""):
    return f"Content-Type: {kind}\n{extra}\n{text}"


def attached(name, data, kind="application/octet-stream", disposition=None):
    packed = base64.encodebytes(data).decode()
    return part(
        packed,
        kind,
        f"Content-Transfer-Encoding: base64\nContent-Disposition: {disposition or f'attachment; filename={chr(34)}{name}{chr(34)}'}\n",
    )


LETTER = docx(wp("Tarn Valley Council") + wp("1. How many complaints were received?") + wp("Forty-one."))
BOOK = xlsx({"Q1": xrows([["Service", "2024/25"], ["Day care", 325]])})
PLAIN = "Dear requester\n\n1. How many complaints were received?\nForty-one.\n"


def make(corpus):
    mail(corpus)
    outlook(corpus)
    archives(corpus)


def mail(corpus):
    add = corpus.add
    add(
        "plain.eml",
        message(
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n1. At what cost?\n=C2=A31,080, which is the whole of what was spent in the year on the re=\ngister.\n"
        ),
        "quoted-printable: `£1,080`, and `register` in one word",
        sees=["£1,080", "register."],
    )
    add(
        "flowed.eml",
        message(
            "Content-Type: text/plain; charset=utf-8; format=flowed\n\nForty-one complaints were received, of which thirty-eight were \nanswered in time.\n\n-- \nFOI Team\n"
        ),
        "lines that flow are one sentence",
        sees=["answered in time."],
    )
    add(
        "latin.eml",
        message(
            "Content-Type: text/plain; charset=iso-8859-15\nContent-Transfer-Encoding: base64\n\n"
            + base64.b64encode("Café: £12 or €14".encode("iso-8859-15")).decode()
            + "\n"
        ),
        "a character set named in the head",
        sees=["Café: £12 or €14"],
    )
    add(
        "subject.eml",
        message(
            "Content-Type: text/plain\n\n1. How many?\nNine.\n",
            "=?utf-8?Q?R=C3=A9ponse_TV-118=3A?= =?iso-8859-1?B?oykgYW5kIG1vcmU=?=",
        ),
        "encoded words in the subject",
        sees=["Nine."],
    )
    html = "<p><b>1. At what cost?</b></p><p>&pound;1,080</p><table><tr><td>Day care</td><td>325</td></tr></table>"
    add(
        "html.eml",
        message(f"Content-Type: text/html; charset=utf-8\n\n{html}\n"),
        "HTML alone, with a table",
        sees=["£1,080", "325"],
    )
    add(
        "alternative.eml",
        parts(part("1. At what cost?\n£1,080\nDay care 325\n"), part(html, "text/html; charset=utf-8"), kind="alternative"),
        "the same twice: read once",
        sees=["£1,080"],
    )
    reply = (
        PLAIN
        + "\nFrom: A Requester <requester@mailbox.example>\nSent: 11 February 2026 08:15\nTo: FOI Team\nSubject: Request\n\n1. How many complaints were received?\nI believe that there were ninety.\n"
    )
    add(
        "quoted-reply.eml",
        message(f"Content-Type: text/plain; charset=utf-8\n\n{reply}"),
        "an older message below: its words are the requester's, and no answer",
        sees=["Forty-one."],
    )
    reply = (
        PLAIN
        + "\nOn Wed, 11 Feb 2026 at 08:15, A Requester wrote:\n> 1. How many complaints were received?\n> I believe that there were ninety.\n"
    )
    add(
        "quoted-marks.eml",
        message(f"Content-Type: text/plain; charset=utf-8\n\n{reply}"),
        "as quoted-reply.eml, with marks at the start of its lines",
        sees=["Forty-one."],
    )
    add(
        "attachments.eml",
        parts(part("Please find our response attached.\n"), attached("FOI response.docx", LETTER), attached("figures.xlsx", BOOK)),
        "the message, the letter and the workbook, in this order",
        sees=["Forty-one.", "325"],
    )
    name = "attachment; filename*0*=utf-8''Antwort%20%C3%BCber; filename*1*=%20Kosten.docx"
    add(
        "long-name.eml",
        parts(part("See attached.\n"), attached("", LETTER, disposition=name)),
        "an attachment whose name is encoded and in two pieces",
        sees=["Forty-one."],
    )
    picture = png()
    related = (
        'Content-Type: multipart/related; boundary="=_r"\n\n--=_r\n'
        + part('<p>1. How many?</p><p>Nine.</p><img src="cid:logo">', "text/html; charset=utf-8")
        + "\n--=_r\n"
        + attached("logo.png", picture, "image/png", "inline; filename=logo.png")
        + "\n--=_r--"
    )
    add(
        "logo.eml",
        parts(related, attached("FOI response.docx", LETTER)),
        "a picture in the signature beside the letter",
        sees=["Nine.", "Forty-one."],
        silent=["document-unreadable", "format-unknown"],
    )
    forwarded = "Content-Type: message/rfc822\n\n" + message(
        "Content-Type: text/plain\n\n1. How many?\nNine.\n", "Inner"
    ).decode().replace("\r\n", "\n")
    add("forwarded.eml", parts(part("Forwarded.\n"), forwarded), "a message inside the message", sees=["Nine."])
    add(
        "mbox.eml",
        b"From foi@tarnvalley.example Wed Mar 11 10:30:00 2026\r\n" + message("Content-Type: text/plain\n\n>From 2019 on: nine.\n"),
        "a line of a mailbox before the head",
        sees=["2019 on: nine."],
    )


def outlook(corpus):
    add = corpus.add
    add(
        "plain.msg",
        ole.compound(ole.msg("Response TV-118", FROM, body=PLAIN.replace("\n", "\r\n"), sent=SENT)),
        "the words of the message",
        sees=["Forty-one."],
    )
    add(
        "html.msg",
        ole.compound(
            ole.msg(
                "Response TV-118",
                FROM,
                body="1. Spend?\r\n325\r\n",
                html="<p>1. Spend?</p><table><tr><td>Day care</td><td>325</td></tr></table>",
                sent=SENT,
            )
        ),
        "the HTML, whose table is not lost; read once",
        sees=["325"],
    )
    files = [("FOI response.docx", "application/octet-stream", LETTER), ("figures.xlsx", "application/octet-stream", BOOK)]
    add(
        "attachments.msg",
        ole.compound(ole.msg("Response TV-118", FROM, body="Please see attached.", sent=SENT, attachments=files)),
        "the message, the letter and the workbook",
        sees=["Forty-one.", "325"],
    )
    within = ole.inner(ole.msg("Inner", FROM, body="1. How many?\r\nNine.\r\n", sent=SENT))
    add(
        "message-within.msg",
        ole.compound(ole.msg("Response TV-118", FROM, body="Forwarded.", sent=SENT, attachments=[("Inner.msg", None, within)])),
        "a message inside the message",
        sees=["Nine."],
    )


def archives(corpus):
    add = corpus.add
    add(
        "letter-and-workbook.zip",
        archive(
            [
                ("FOI response.docx", LETTER),
                ("tables/figures.xlsx", BOOK),
                ("__MACOSX/._FOI response.docx", b"\0\5\x16\7" + bytes(78)),
                (".DS_Store", b"\0\0\0\1Bud1"),
                ("Thumbs.db", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
            ]
        ),
        "the letter and the workbook; what the operating system left behind is passed over",
        sees=["Forty-one.", "325"],
        silent=["document-unreadable", "format-unknown"],
    )
    add("names.zip", archive([("Réponse – année.txt", "1. How many?\nNine.\n")]), "a name beyond ASCII", sees=["Nine."])
    add("in-folders.zip", archive([("a/b/c/letter.txt", "1. How many?\nNine.\n"), ("a/b/", b"")]), "folders inside", sees=["Nine."])
    add(
        "mail-in.zip",
        archive([("response.eml", parts(part("See attached.\n"), attached("FOI response.docx", LETTER)))]),
        "a message with an attachment inside an archive",
        sees=["Forty-one."],
    )
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        info = tarfile.TarInfo("letter.txt")
        info.size = 20
        tar.addfile(info, io.BytesIO(b"1. How many?\nNine.\n "))
    add("letter.tar", out.getvalue(), "another kind of archive: read, or said to be of no known format", issues=[])
