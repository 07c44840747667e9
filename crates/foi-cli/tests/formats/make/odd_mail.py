"""`odd/`: messages and archives that are legal, and strange."""

import base64
import io
import zipfile

import ole
from odd_words import HIDDEN
from ok_mail import BOOK, FROM, HEAD, LETTER, PLAIN, SENT, attached, message, part, parts
from pack import archive, docx, wp

HTML = "<p>1. How many complaints were received?</p><p>Forty-one.</p>"


def make(corpus):
    add = corpus.add
    hidden = lambda name, data, what, issues=("hidden-content",): add(
        name, data, what, sees=["Forty-one."], issues=issues, never=[HIDDEN]
    )
    winmail = ole.tnef("Response TV-118", "1. How many?\r\nForty-one.\r\n", [("figures.xlsx", BOOK)])
    add(
        "winmail.eml",
        parts(part("See attached.\n"), attached("winmail.dat", winmail, "application/ms-tnef")),
        "Outlook's own packing, `winmail.dat`: what is in it is read, or is said not to be",
        issues=[],
    )
    hidden(
        "preheader.eml",
        message(f'Content-Type: text/html; charset=utf-8\n\n<div style="display:none;font-size:1px">{HIDDEN}</div>{HTML}\n'),
        "words that a mail program does not show",
    )
    hidden(
        "blind-copy.eml",
        message(f"Bcc: {HIDDEN} <hidden@mailbox.example>\nX-Original-Author: {HIDDEN}\nContent-Type: text/plain\n\n{PLAIN}"),
        "a blind copy, and lines of the head that no program shows",
        issues=(),
    )
    add(
        "two-texts.eml",
        parts(part("1. How many?\nNinety.\n"), part(HTML, "text/html"), kind="alternative"),
        "two forms of one message that say different things: the richer counts",
        sees=["Forty-one."],
    )
    add("no-words.eml", message("Content-Type: text/plain\n\n\n"), "a message without words", issues=["document-empty|no-question-found"])
    add(
        "only-attachment.eml",
        message(
            "Content-Type: application/octet-stream; name=letter.docx\nContent-Transfer-Encoding: base64\n\n"
            + base64.encodebytes(LETTER).decode()
        ),
        "a message that is an attachment and nothing else",
        sees=["Forty-one."],
    )
    add(
        "unnamed-attachment.eml",
        parts(part("See attached.\n"), attached("", LETTER, disposition="attachment")),
        "an attachment without a name",
        sees=["Forty-one."],
    )
    add(
        "same-names.eml",
        parts(part("See attached.\n"), attached("a.docx", LETTER), attached("a.docx", docx(wp("Seventy-two.")))),
        "two attachments of one name",
        sees=["Forty-one.", "Seventy-two."],
    )
    add(
        "path-name.eml",
        parts(part("See attached.\n"), attached("../../etc/letter.docx", LETTER)),
        "an attachment whose name is a path that leads out",
        sees=["Forty-one."],
    )
    add(
        "dots-in-boundary.eml",
        parts(part(PLAIN), boundary="----=_Part.1'()+_,-./:=? x"),
        "a boundary of every character that one may have",
        sees=["Forty-one."],
    )
    add("no-end.eml", parts(part(PLAIN)).replace(b"--=_b1--", b""), "a message whose last boundary is missing", sees=["Forty-one."])
    add(
        "unix-lines.eml",
        message(f"Content-Type: text/plain\n\n{PLAIN}").replace(b"\r\n", b"\n"),
        "lines that end in a line feed alone",
        sees=["Forty-one."],
    )
    add(
        "wrong-charset.eml",
        message("Content-Type: text/plain; charset=x-nobody-knows\n\n") + "1. At what cost?\r\n£1,080\r\n".encode(),
        "a character set that nobody knows",
        sees=["1,080"],
    )
    add(
        "wrong-encoding.eml",
        message("Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nThis is no base64: Forty-one!\n"),
        "words that are said to be base64, and are not",
    )
    add(
        "signed.eml",
        parts(
            part(PLAIN),
            part("bm8gc2lnbmF0dXJl\n", "application/pkcs7-signature; name=smime.p7s", "Content-Transfer-Encoding: base64\n"),
            kind="signed",
            more='; protocol="application/pkcs7-signature"',
        ),
        "a signed message: its words are open",
        sees=["Forty-one."],
    )
    add(
        "locked.eml",
        message(
            "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIAGCSqGSIb3DQEHA6CAMIACAQAxggE=\n"
        ),
        "a message that only its receiver can open",
        issues=["document-encrypted"],
    )
    add(
        "invitation.eml",
        parts(part(PLAIN), part("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Meeting\nEND:VEVENT\nEND:VCALENDAR\n", "text/calendar")),
        "an invitation beside the words",
        sees=["Forty-one."],
    )
    add(
        "head-only.eml",
        HEAD.format(subject="Response TV-118").encode(),
        "a head without a body",
        issues=["document-empty|no-question-found"],
    )
    hidden(
        "sender.msg",
        ole.compound(
            ole.msg(
                "Response TV-118", FROM, body=PLAIN.replace("\n", "\r\n"), sent=SENT, extra={0x0E02001F: HIDDEN, 0x3FFA001F: HIDDEN}
            )
        ),
        "the blind copy and the last editor of a message",
        issues=(),
    )
    add(
        "no-body.msg",
        ole.compound(
            ole.msg("Response TV-118", FROM, sent=SENT, attachments=[("letter.docx", "application/octet-stream", LETTER)])
        ),
        "a message that is an attachment and nothing else",
        sees=["Forty-one."],
    )
    add(
        "other.ole",
        ole.compound({"Contents": b"neither a document nor a message", "Data": {"x": bytes(5000)}}),
        "a compound file of no known kind",
        issues=["format-unknown|document-unreadable"],
    )
    add("empty.zip", archive([]), "an archive without members", issues=["document-empty|document-unreadable|format-unknown"])
    add(
        "unknown-members.zip",
        archive([("a.bin", bytes(range(256))), ("letter.txt", PLAIN)]),
        "a member of no known format beside one that is read",
        sees=["Forty-one."],
        issues=["format-unknown"],
    )
    add(
        "stored.zip",
        archive([("letter.docx", LETTER)], stored=("letter.docx",)),
        "a member that is not packed",
        sees=["Forty-one."],
    )
    add(
        "junk-before.zip",
        b"MZ" + bytes(200) + archive([("letter.txt", PLAIN)]),
        "an archive behind a program, which unpacks itself",
        issues=[],
    )
    add("comment.zip", commented(), "an archive with a comment at its end", sees=["Forty-one."])
    add(
        "backslashes.zip",
        archive([("letters\\letter.txt", PLAIN)]),
        "folders parted by backslashes, as old programs do",
        sees=["Forty-one."],
    )
    add(
        "three-deep.zip",
        archive([("a.zip", archive([("b.zip", archive([("letter.txt", PLAIN)]))]))]),
        "archives inside one another",
        sees=["Forty-one."],
    )


def commented():
    out = io.BytesIO(archive([("letter.txt", PLAIN)]))
    with zipfile.ZipFile(out, "a") as z:
        z.comment = b"Made by the records office PK\5\6"
    return out.getvalue()
