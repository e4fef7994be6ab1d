"""CBC, the program that PuLP carries, run by itself on the file as it is."""

import re
import subprocess
import tempfile
import time
from pathlib import Path

import pulp

from . import Answer, finite

STATUS = [("optimal", "optimal"), ("infeasible", "infeasible"), ("integer infeasible", "infeasible"),
          ("linear relaxation infeasible", "infeasible"), ("unbounded", "unbounded"), ("stopped", "limit")]


def run(*words):
    """What CBC prints."""
    command = [pulp.PULP_CBC_CMD().path, *map(str, words), "-quit"]
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          universal_newlines=True).stdout


def size_of(question, folder):
    """Rows, columns and nonzeros. CBC tells them of MPS files only, so LP text goes through its own conversion."""
    again = Path(folder) / "again.mps"
    words = ["-presolve", "off", "-export", again, "-import", again] if question.is_lp() else []
    log = run(question.file, *words)
    found = re.findall(r"Problem .*has (\d+) rows, (\d+) columns and (\d+) elements", log)
    errors = re.search(r"read with (\d+) errors", log)
    if not found or (errors and errors.group(1) != "0") or "### ERROR" in log:
        raise ValueError("CBC cannot read %s:\n%s" % (question.file, log))
    return map(int, found[-1])


def solve(question):
    with tempfile.TemporaryDirectory() as folder:
        rows, cols, nonzeros = size_of(question, folder)
        answer = Path(folder) / "answer"
        words = ["-seconds", question.seconds] if question.seconds is not None else []
        words += ["-ratioGap", question.gap if question.gap is not None else 0, "-allowableGap", 1e-9]
        words += ["-initialSolve" if question.relax else "-solve", "-solution", answer]
        started = time.perf_counter()
        log = run(question.file, *words)
        head = answer.read_text().splitlines()[0] if answer.exists() else ""
    lowered = head.lower()
    status = next((status for words, status in STATUS if lowered.startswith(words)), head or "no answer")
    value = re.search(r"objective value\s+(\S+)", head)
    objective = float(value.group(1)) if value and status in ("optimal", "limit") else None
    if "no integer solution" in lowered:
        objective = None
    # A stop at the gap it was given CBC calls optimal too: its bound then stands apart from its value.
    said = re.findall(r"Lower bound:\s+(\S+)", log) + re.findall(r"Partial search .*\(best possible ([^)]+)\)", log)
    bound = min(map(float, said)) if said else (objective if status == "optimal" else None)
    if question.seconds is not None and time.perf_counter() - started > 0.9 * question.seconds:
        # Out of time within its heuristics, CBC 2.10 may close with "optimal" and a bound that it has not proven.
        root = re.search(r"Continuous objective value is (\S+)", log)
        status = "limit" if status == "optimal" else status
        bound = float(root.group(1)) if root else None
    version = re.search(r"Version:\s*(\S+)", log)
    return Answer("cbc", version.group(1) if version else "?", status, finite(objective), finite(bound), rows, cols,
                  None, nonzeros)
