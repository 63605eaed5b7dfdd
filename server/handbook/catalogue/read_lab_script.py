"""Reads labs in a process where they can harm nobody, and says of each whether it can be read.

Run as a script: `read_lab_script.py ROOT FOLDER…`, where ROOT is the folder that holds our packages. Standard
output gets one JSON line per folder, in order: `{"problem": null}` or the fields of a LabProblem. What a lab
prints is discarded.
"""

import json
import os
import sys
from pathlib import Path


def main(root: str, folders: list[str]) -> int:
    """Read every folder; a lab that ends the process leaves the rest unsaid."""
    # The folder of this script is no place to import from.
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [root, *(path for path in sys.path if path not in (root, here))]
    from server.handbook.catalogue.lab_reader import read_lab  # noqa: PLC0415 - found only now

    said = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    for folder in folders:
        found = read_lab(Path(folder), chapter="", fresh=True)
        problem = None
        if not isinstance(found, tuple):
            problem = {
                "cause": found.cause,
                "remedy": found.remedy,
                "detail": found.detail,
                "file": str(found.file),
                "line": found.line,
            }
        print(json.dumps({"problem": problem}), file=said, flush=True)
    return 0


if __name__ == "__main__":
    # What a lab left running, such as a thread, is not waited for.
    os._exit(main(sys.argv[1], sys.argv[2:]))
