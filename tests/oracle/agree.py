#!/usr/bin/env python3
"""Whether independent solvers read and solve the same model alike (see README.md).

Every file is one and the same model; each is given to every solver. All must read the same size, at least `--least`
solvers that are not HiGHS must finish, and no solver's bound may lie above another's solution: where both have
finished, that makes their optima equal.

Exit codes: 0 they agree, 1 they do not, 2 usage.
"""

import argparse
import itertools
import json
import subprocess
import sys
from pathlib import Path

from solve import SOLVERS

HERE = Path(__file__).resolve().parent
# Glop knows no integers and GLPK's branch and cut is for small models: neither is asked for a whole optimum unbidden.
WHOLE = ["highs", "cbc", "scip"]


def ask(solver, file, asked):
    """A solver's answer, or what went wrong."""
    command = [sys.executable, str(HERE / "solve.py"), "--solver", solver, file]
    command += ["--relax"] if asked.relax else []
    command += ["--time", str(asked.time)] if asked.time is not None else []
    command += ["--gap", str(asked.gap)] if asked.gap is not None else []
    patience = None if asked.time is None else 2 * asked.time + 60
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              universal_newlines=True, timeout=patience)
    except subprocess.TimeoutExpired:
        return {"solver": solver, "file": file, "fault": "did not stop at its time limit"}
    lines = done.stdout.strip().splitlines()
    if done.returncode != 0 or not lines:
        said = done.stderr.strip().splitlines()
        return {"solver": solver, "file": file, "fault": said[-1] if said else "exit code %d" % done.returncode}
    return json.loads(lines[-1])


def name(answer):
    """Who answered about what."""
    return "%s (%s)" % (answer["solver"], Path(answer["file"]).name)


def overlaps(bound, objective, tolerance):
    """Whether a bound allows a solution of this value, within a relative tolerance."""
    return bound <= objective + tolerance * max(1.0, abs(objective), abs(bound))


def disagreements(answers, least, tolerance):
    """Everything that is wrong with a set of answers about one model, as sentences."""
    wrong = ["%s: %s" % (name(a), a["fault"]) for a in answers if "fault" in a]
    answers = [a for a in answers if "fault" not in a]
    for what in ["rows", "cols", "integers", "nonzeros"]:
        sizes = {}
        for answer in answers:
            if answer[what] is not None:
                sizes.setdefault(answer[what], []).append(name(answer))
        if len(sizes) > 1:
            said = "; ".join("%d says %s" % (number, ", ".join(who)) for number, who in sizes.items())
            wrong.append("%s differ: %s" % (what, said))
    finished = [a for a in answers if a["status"] in ("optimal", "infeasible", "unbounded")]
    statuses = {a["status"] for a in finished}
    if len(statuses) > 1:
        wrong.append("; ".join("%s says %s" % (name(a), a["status"]) for a in finished))
    for a in answers:
        if a["status"] not in ("optimal", "infeasible", "unbounded", "limit"):
            wrong.append("%s ends with %s" % (name(a), a["status"]))
    independent = {a["solver"] for a in finished} - {"highs", "ours"}
    if len(independent) < least:
        wrong.append("%d solvers other than HiGHS finished, %d are asked for" % (len(independent), least))
    for a, b in itertools.permutations(answers, 2):
        known = a["bound"] is not None and b["objective"] is not None
        if known and not overlaps(a["bound"], b["objective"], tolerance):
            wrong.append("%s has nothing below %.9g, %s has %.9g" % (name(a), a["bound"], name(b), b["objective"]))
    return wrong


def table(answers):
    """The answers, a line each."""
    head = ["solver", "file", "status", "objective", "bound", "rows", "cols", "nonzeros", "seconds"]
    rows = [head]
    for a in answers:
        if "fault" in a:
            rows.append([a["solver"], Path(a["file"]).name, a["fault"]] + [""] * 6)
        else:
            cells = [a["solver"], Path(a["file"]).name, a["status"], a["objective"], a["bound"], a["rows"], a["cols"],
                     a["nonzeros"], a["seconds"]]
            rows.append(["-" if c is None else "%.10g" % c if isinstance(c, float) else str(c) for c in cells])
    widths = [max(len(r[i]) for r in rows if len(r[2]) < 20) for i in range(len(head))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(r, widths)).rstrip() for r in rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", metavar="FILE", help="MPS and LP files of one and the same model")
    parser.add_argument("--solvers", type=lambda s: s.split(","), metavar="A,B", help="instead of those that fit")
    parser.add_argument("--relax", action="store_true", help="let integers be fractional")
    parser.add_argument("--time", type=float, metavar="S", help="stop each solver after so many seconds")
    parser.add_argument("--gap", type=float, metavar="G", help="stop each solver at this relative gap")
    parser.add_argument("--least", type=int, default=2, metavar="N", help="so many must finish, HiGHS not counted (2)")
    parser.add_argument("--expect", type=float, metavar="V", help="our own optimum, as a minimisation")
    parser.add_argument("--expect-bound", type=float, metavar="B", help="our own bound, if ours is not proven")
    parser.add_argument("--tolerance", type=float, default=1e-6, metavar="T", help="relative (1e-6)")
    asked = parser.parse_args()
    unknown = set(asked.solvers or []) - set(SOLVERS)
    if unknown:
        parser.error("unknown solver: %s (there are %s)" % (", ".join(sorted(unknown)), ", ".join(SOLVERS)))
    solvers = asked.solvers or (SOLVERS if asked.relax else WHOLE)
    answers = [ask(solver, file, asked) for file in asked.files for solver in solvers
               if not (solver == "glop" and file.lower().endswith(".lp"))]
    if asked.expect is not None:
        bound = asked.expect if asked.expect_bound is None else asked.expect_bound
        answers.append({"solver": "ours", "file": "-", "status": "optimal" if bound == asked.expect else "limit",
                        "objective": asked.expect, "bound": bound, "rows": None, "cols": None, "integers": None,
                        "nonzeros": None, "seconds": None})
    print(table(answers))
    wrong = disagreements(answers, asked.least, asked.tolerance)
    for sentence in wrong:
        print("DISAGREE: " + sentence)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
