"""HiGHS, through highspy."""

import highspy

from . import Answer, finite

STATUS = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnbounded: "unbounded",
    highspy.HighsModelStatus.kTimeLimit: "limit",
}


def solve(question):
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    if question.relax:
        highs.setOptionValue("solve_relaxation", True)
    if question.seconds is not None:
        highs.setOptionValue("time_limit", question.seconds)
    highs.setOptionValue("mip_rel_gap", question.gap if question.gap is not None else 1e-9)
    highs.setOptionValue("mip_abs_gap", 1e-9)
    # A warning means that the file was not read as it stands: not good enough for an oracle.
    if highs.readModel(question.file) != highspy.HighsStatus.kOk:
        raise ValueError("HiGHS has reservations about %s" % question.file)
    lp = highs.getLp()
    integers = sum(1 for kind in lp.integrality_ if kind != highspy.HighsVarType.kContinuous)
    highs.run()
    info = highs.getInfo()
    status = STATUS.get(highs.getModelStatus(), highs.modelStatusToString(highs.getModelStatus()))
    solved = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    objective = info.objective_function_value if solved else None
    whole = integers and not question.relax
    bound = finite(info.mip_dual_bound) if whole else (objective if status == "optimal" else None)
    return Answer("highs", highs.version(), status, finite(objective), bound, highs.getNumRow(), highs.getNumCol(),
                  integers, highs.getNumNz())
