#!/usr/bin/env python3
"""Solves one exported model with one independent solver and prints one line of JSON (see README.md).

Exit codes: 0 the solver gave an answer (infeasible is one), 1 it could not read the file or failed.
"""

import argparse
import dataclasses
import importlib
import json
import sys
import time

from solvers import Question

SOLVERS = ["highs", "cbc", "scip", "glpk", "glop"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("file", help="an MPS file, or LP text (by its name: .lp)")
    arguments.add_argument("--solver", choices=SOLVERS, required=True)
    arguments.add_argument("--relax", action="store_true", help="let integers be fractional")
    arguments.add_argument("--time", type=float, metavar="S", help="stop after so many seconds")
    arguments.add_argument("--gap", type=float, metavar="G", help="stop at this relative gap")
    asked = arguments.parse_args()
    question = Question(asked.file, asked.relax, asked.time, asked.gap)
    solver = importlib.import_module("solvers." + asked.solver)
    started = time.perf_counter()
    try:
        answer = solver.solve(question)
    except (OSError, ValueError) as error:
        sys.exit("%s: %s" % (asked.solver, error))
    told = {"file": asked.file, "relaxed": asked.relax, **dataclasses.asdict(answer),
            "seconds": round(time.perf_counter() - started, 3)}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
