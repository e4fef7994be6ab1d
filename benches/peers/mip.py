#!/usr/bin/env python3
"""One solver by itself on one exported model, one thread: value and bound as they move, as a line of JSON.

    mip.py MODEL.mps --solver highs|cbc|scip|cp-sat [--processor S] [--gap G]

Each solver has its own settings but for one thread, the time and the gap at which it stops. The models are minimised.
Seconds are the process's own processor time, from before the file is read; what importing the solver took is left out.
"""

import argparse
import importlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from clock import Course, megabytes, when_over
from measure import through_spawn, took


def highs(asked, course):
    import highspy
    solver = highspy.Highs()
    solver.setOptionValue("log_to_console", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", asked.gap)
    if solver.readModel(asked.file) != highspy.HighsStatus.kOk:
        raise ValueError("HiGHS has reservations about %s" % asked.file)

    def progress(event):
        course.see(event.data_out.mip_primal_bound, event.data_out.mip_dual_bound)

    def stop(event):
        if course.seconds() > asked.processor:
            event.interrupt()

    for place in [solver.cbSimplexInterrupt, solver.cbIpmInterrupt, solver.cbMipInterrupt]:
        place += stop
    solver.cbMipLogging += progress
    solver.cbMipImprovingSolution += progress
    solver.run()
    info = solver.getInfo()
    course.see(info.objective_function_value if info.primal_solution_status == 2 else None, info.mip_dual_bound)
    return solver.version(), solver.modelStatusToString(solver.getModelStatus())


def scip(asked, course):
    from pyscipopt import SCIP_EVENTTYPE, Eventhdlr, Model

    class Watch(Eventhdlr):
        kinds = [SCIP_EVENTTYPE.BESTSOLFOUND, SCIP_EVENTTYPE.LPSOLVED, SCIP_EVENTTYPE.NODESOLVED]

        def eventinit(self):
            for kind in self.kinds:
                self.model.catchEvent(kind, self)

        def eventexec(self, event):
            course.see(self.model.getPrimalbound(), self.model.getDualbound())

    model = Model()
    model.hideOutput()
    model.setParam("timing/clocktype", 1)  # processor seconds
    model.readProblem(asked.file)
    model.includeEventhdlr(Watch(), "watch", "notes value and bound")
    model.setParam("limits/time", max(asked.processor - course.seconds(), 1.0))
    model.setParam("limits/gap", asked.gap)
    model.optimize()
    course.see(model.getObjVal() if model.getNSols() else None, model.getDualbound())
    return "%.1f" % model.version(), model.getStatus()


def cbc(asked, course):
    import pulp
    words = [pulp.PULP_CBC_CMD().path, asked.file, "-timeMode", "cpu", "-seconds", asked.processor, "-ratioGap", asked.gap,
             "-solve", "-quit"]
    folder = tempfile.TemporaryDirectory()
    told = Path(folder.name) / "took"
    child = subprocess.Popen(through_spawn(told, words), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True)
    status, version, ends = "?", "?", {}
    number = r"(-?[\d.]+(?:e[+-]?\d+)?)"
    for line in child.stdout:
        # CBC says its own processor seconds at the end of such lines.
        said = re.search(r"\(([\d.]+) seconds\)", line)
        at = float(said.group(1)) if said else None
        if re.search(r"There were \d+ errors on input", line):
            raise ValueError("CBC cannot read %s" % asked.file)
        if found := re.search(r"Version:\s*(\S+)", line):
            version = found.group(1)
        elif found := re.search(r"Continuous objective value is %s - ([\d.]+) seconds" % number, line):
            course.see(bound=float(found.group(1)), at=float(found.group(2)))
        elif found := re.search(r"Integer solution of %s found" % number, line):
            course.see(value=float(found.group(1)), at=at)
        elif found := re.search(r"%s best solution, best possible %s" % (number, number), line):
            course.see(*map(float, found.groups()), at=at)
        elif found := re.search(r"Partial search - best objective %s \(best possible %s\)" % (number, number), line):
            course.see(*map(float, found.groups()), at=at)
        elif found := re.search(r"^Result - (.*)", line):
            status = found.group(1).strip()
        elif found := re.search(r"^Objective value:\s+%s" % number, line):
            ends["value"] = float(found.group(1))
        elif found := re.search(r"^Lower bound:\s+%s" % number, line):
            ends["bound"] = float(found.group(1))
    child.wait()
    if status == "?":
        raise ValueError("CBC gives no answer to %s" % asked.file)
    course.see(**ends)
    # Its own process: what Python holds beside it is none of CBC's.
    asked.megabytes = took(told)[1]
    return version, status


def cp_sat(asked, course):
    import ortools
    from ortools.math_opt.io.python import mps_converter
    from ortools.math_opt.python import mathopt
    from ortools.sat import sat_parameters_pb2
    from ortools.util.python import solve_interrupter
    with open(asked.file) as file:
        model = mathopt.Model.from_model_proto(mps_converter.mps_to_model_proto(file.read()))
    # What a line of its log ends with stands as it was: "#1 0.1s best:-5 next:[-7,-5.1]", "#Bound 2s best:-5 next:[-7,-6]".
    number = r"(-?[\d.]+(?:e[+-]?\d+)?|-?inf)"

    def heard(lines):
        for line in lines:
            found = re.match(r"#(?:\d+|Bound)\s.*best:\s*%s\s+next:\[%s," % (number, number), line)
            if found:
                course.see(*map(float, found.groups()))

    interrupter = solve_interrupter.SolveInterrupter()
    over = when_over(asked.processor, course, interrupter.interrupt)
    # CP-SAT knows whole numbers only. With its own scaling, of 1, continuous columns become whole and it calls the models
    # invalid (equations with fractions); with a thousand still; with a million it takes them.
    own = sat_parameters_pb2.SatParameters(mip_var_scaling=1e6)
    params = mathopt.SolveParameters(threads=1, relative_gap_tolerance=asked.gap, cp_sat=own)
    result = mathopt.solve(model, mathopt.SolverType.CP_SAT, params=params, msg_cb=heard, interrupter=interrupter)
    over.set()
    course.see(result.objective_value() if result.has_primal_feasible_solution() else None, result.best_objective_bound())
    limit = result.termination.limit
    return ortools.__version__, result.termination.reason.name + (" (%s)" % limit.name if limit else "")


SOLVERS = {"highs": highs, "cbc": cbc, "scip": scip, "cp-sat": cp_sat}
PACKAGES = {"highs": ["highspy"], "cbc": ["pulp"], "scip": ["pyscipopt"],
            "cp-sat": ["ortools.math_opt.python.mathopt", "ortools.math_opt.io.python.mps_converter"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", help="an MPS file")
    parser.add_argument("--solver", choices=SOLVERS, required=True)
    parser.add_argument("--processor", type=float, default=300.0, metavar="S", help="stop after so many processor seconds")
    parser.add_argument("--gap", type=float, default=1e-4, metavar="G", help="stop at this relative gap")
    asked = parser.parse_args()
    asked.megabytes = None
    # The import is not timed: it is the package's, and done once.
    for package in PACKAGES[asked.solver]:
        importlib.import_module(package)
    before = megabytes()
    course = Course()
    try:
        version, status = SOLVERS[asked.solver](asked, course)
    except (OSError, ValueError) as error:
        sys.exit("%s: %s" % (asked.solver, error))
    own = {"memory_mb": round(asked.megabytes, 1), "memory_before_mb": 0.0} if asked.megabytes else {
        "memory_mb": round(megabytes(), 1), "memory_before_mb": round(before, 1)}
    print(json.dumps({"solver": asked.solver, "version": version, "status": status, "value": course.value,
                      "bound": course.bound, "seconds": round(course.seconds(), 2), **own, "course": course.steps}))


if __name__ == "__main__":
    main()
