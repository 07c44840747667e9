#!/usr/bin/env python3
"""Writes the corpus of formats again. usage: build.py [same] [same-key] [ok] [odd] [hostile]"""

import importlib
import pathlib
import sys

sys.dont_write_bytecode = True

from corpus import Corpus

ROOT = pathlib.Path(__file__).resolve().parents[1]
PARTS = {
    "same": ["same"],
    "same-key": ["key"],
    "ok": ["ok_words", "ok_sheets", "ok_pages", "ok_mail"],
    "odd": ["odd_words", "odd_sheets", "odd_pages", "odd_mail"],
    "hostile": ["hostile_packages", "hostile_markup", "hostile_pages", "hostile_mail", "hostile_broken"],
}

for part in sys.argv[1:] or PARTS:
    corpus = Corpus(part)
    for module in PARTS[part]:
        importlib.import_module(module).make(corpus)
    size = corpus.write(ROOT)
    print(f"{part}: {len(corpus.files)} files, {size:,} bytes")
