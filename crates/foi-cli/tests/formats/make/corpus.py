"""A folder of cases, and the file beside it that says what must come of each."""

import pathlib


class Corpus:
    """Files by name, with what is expected of them."""

    def __init__(self, name):
        self.name, self.files, self.cases = name, {}, {}

    def add(self, name, data, what="", sees=(), issues=(), never=(), silent=()):
        """A file, with what must be seen of it.

        `sees` must be in the text that is read, `never` in no output, `issues` among the codes (`a|b`: one of both), `silent` not among them.
        """
        if name in self.files:
            raise ValueError(f"{name} is there twice")
        self.files[name] = data.encode() if isinstance(data, str) else data
        if what:
            self.cases[name] = dict(what=what, sees=list(sees), issues=list(issues), never=list(never), silent=list(silent))

    def write(self, root):
        folder = pathlib.Path(root) / self.name
        keep = set()
        for name, data in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.read_bytes() != data:
                path.write_bytes(data)
            keep.add(path)
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path not in keep:
                path.unlink()
        if self.cases:
            (pathlib.Path(root) / f"{self.name}.toml").write_text(self.expected(), encoding="utf-8")
        return sum(len(d) for d in self.files.values())

    def expected(self):
        out = [f"# Written by make/build.py: what must come of each file in {self.name}/. `a|b` is one of both."]
        for name in sorted(self.cases):
            out += ["", f"[{quote(name)}]"]
            for key, value in self.cases[name].items():
                if value:
                    out.append(f"{key} = {quote(value) if isinstance(value, str) else '[' + ', '.join(map(quote, value)) + ']'}")
        return "\n".join(out) + "\n"


def quote(text):
    """A basic string of TOML."""
    out = ""
    for c in text:
        out += {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}.get(c) or (
            c if c.isprintable() else f"\\u{ord(c):04x}" if ord(c) < 65536 else f"\\U{ord(c):08x}"
        )
    return f'"{out}"'
