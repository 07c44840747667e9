#!/usr/bin/env python3
"""Runs each notebook, and compares what it prints with what is stored in it.

usage: check_notebooks.py DATASET

With UPDATE_GENERATED set, what is printed is stored. Ends with status 1 where a notebook fails or prints something else.
"""
import difflib
import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent


def printed(cell):
    """The text that a cell prints, and nothing that changes from run to run."""
    text = [output["text"] if output["output_type"] == "stream" else output["data"]["text/plain"] for output in cell.outputs]
    return "".join(text)


def check(path):
    notebook = nbformat.read(path, as_version=4)
    stored = [printed(cell) for cell in notebook.cells if cell.cell_type == "code"]
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": HERE}}).execute()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            # Only text is kept: markup and times of a run would differ without saying anything.
            text = printed(cell)
            cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)] if text else []
            cell.execution_count = None
            cell.metadata = {}
    now = [printed(cell) for cell in notebook.cells if cell.cell_type == "code"]
    if "UPDATE_GENERATED" in os.environ:
        nbformat.write(notebook, path)
        return True
    lines = [text.splitlines() for text in ("\n".join(stored), "\n".join(now))]
    difference = list(difflib.unified_diff(*lines, f"{path.name} (stored)", f"{path.name} (now)", lineterm=""))
    print("\n".join(difference) or f"{path.name}: as stored")
    return not difference


if __name__ == "__main__":
    os.environ["FOI_DATASET"] = str(Path(sys.argv[1]).resolve())
    results = [check(path) for path in sorted(HERE.glob("*.ipynb"))]
    sys.exit(0 if results and all(results) else 1)
