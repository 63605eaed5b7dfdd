"""Read labs in a process of their own, where their code can do no harm, and report the problems.

Run as a script: `read_lab_script.py ROOT FOLDER…`, where ROOT is the folder that contains our packages. It
writes one JSON line per folder to standard output, in order: `{"problem": null}`, or as the problem the
`file`, `line`, `message` and `missing` of a LabProblem. What a lab prints is discarded.
"""

import json
import os
import sys
from pathlib import Path


def main(root: str, folders: list[str]) -> int:
    """Read every folder; a lab that ends the process leaves the remaining ones unread."""
    # Without this script's own folder, whose modules would shadow others.
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [root, *(path for path in sys.path if path not in (root, here))]
    from server.handbook.catalogue.lab_reader import read_lab  # noqa: PLC0415 - importable only now

    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    for folder in folders:
        lab = read_lab(Path(folder), chapter="", fresh=True)
        problem = None
        if not isinstance(lab, tuple):
            problem = {
                "file": str(lab.file),
                "line": lab.line,
                "message": lab.message,
                "missing": lab.missing,
            }
        print(json.dumps({"problem": problem}), file=output, flush=True)
    return 0


if __name__ == "__main__":
    # Ends at once, without waiting for threads that a lab has left running.
    os._exit(main(sys.argv[1], sys.argv[2:]))
