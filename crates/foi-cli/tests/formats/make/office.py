"""LibreOffice, and what it makes without the moment that it was made."""

import io
import os
import pathlib
import re
import subprocess
import tempfile

import pikepdf

import pack


def convert(data, suffix, to, infilter=None):
    """A file of this suffix in another format, as `soffice --convert-to` makes it."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        source = folder / f"source.{suffix}"
        source.write_bytes(data)
        (folder / "out").mkdir()
        command = ["soffice", f"-env:UserInstallation=file://{PROFILE}", "--headless"]
        command += [f"--infilter={infilter}"] if infilter else []
        command += ["--convert-to", to, "--outdir", str(folder / "out"), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=300, env=dict(os.environ, SOURCE_DATE_EPOCH="1767603600"))
        made = next((folder / "out").iterdir()).read_bytes()
    kind = to.split(":")[0]
    if kind in ("odt", "ods", "docx", "xlsx"):
        return pack.repack(made)
    if kind == "pdf":
        return still_pdf(made)
    if kind == "rtf":
        return re.sub(rb"\{\\(creatim|revtim|printim)[^{}]*\}", b"", made)
    return made


PROFILE = pathlib.Path(tempfile.gettempdir()) / "foi-formats-libreoffice"


def still_pdf(data):
    """A PDF without dates, and with an identifier made from its content."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for key in ("/CreationDate", "/ModDate"):
            if key in pdf.docinfo:
                del pdf.docinfo[key]
        if "/Metadata" in pdf.Root:
            del pdf.Root.Metadata
        for key in ("/ID", "/DocChecksum"):
            if key in pdf.trailer:
                del pdf.trailer[key]
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()
