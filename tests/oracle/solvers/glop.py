"""Glop, Google's simplex, through OR-Tools: linear programs in MPS only (its "LP" files are another language)."""

import ortools
from ortools.linear_solver.python import model_builder

from . import Answer, finite

STATUS = {
    model_builder.SolveStatus.OPTIMAL: "optimal",
    model_builder.SolveStatus.INFEASIBLE: "infeasible",
    model_builder.SolveStatus.UNBOUNDED: "unbounded",
    model_builder.SolveStatus.NOT_SOLVED: "limit",
    model_builder.SolveStatus.FEASIBLE: "limit",
}


def solve(question):
    if question.is_lp():
        raise ValueError("OR-Tools reads MPS only")
    model = model_builder.Model()
    if not model.import_from_mps_file(question.file) or model.num_variables == 0:
        raise ValueError("OR-Tools cannot read %s" % question.file)
    proto = model.export_to_proto()
    integers = sum(1 for v in proto.variable if v.is_integer)
    nonzeros = sum(len(c.var_index) for c in proto.constraint)
    if integers and not question.relax:
        raise ValueError("Glop solves linear programs only: ask with --relax")
    for index in range(model.num_variables):
        model.var_from_index(index).is_integral = False
    solver = model_builder.Solver("glop")
    if question.seconds is not None:
        solver.set_time_limit_in_seconds(question.seconds)
    outcome = solver.solve(model)
    status = STATUS.get(outcome, str(outcome))
    objective = solver.objective_value if status == "optimal" else None
    return Answer("glop", ortools.__version__, status, finite(objective), finite(objective), model.num_constraints,
                  model.num_variables, integers, nonzeros)
