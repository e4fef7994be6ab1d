"""SCIP, through PySCIPOpt."""

from pyscipopt import Model

from . import Answer, finite

STATUS = {"timelimit": "limit", "gaplimit": "optimal", "inforunbd": "unbounded"}


def solve(question):
    model = Model()
    model.hideOutput()
    model.setParam("numerics/feastol", 1e-9)
    model.readProblem(question.file)
    rows, cols = model.getNConss(), model.getNVars()
    nonzeros = sum(len(model.getValsLinear(c)) for c in model.getConss())
    integers = sum(1 for v in model.getVars() if v.vtype() != "CONTINUOUS")
    if question.relax:
        for variable in model.getVars():
            model.chgVarType(variable, "C")
    if question.seconds is not None:
        model.setParam("limits/time", question.seconds)
    if question.gap is not None:
        model.setParam("limits/gap", question.gap)
    model.optimize()
    status = STATUS.get(model.getStatus(), model.getStatus())
    objective = model.getObjVal() if model.getNSols() > 0 and status in ("optimal", "limit") else None
    bound = model.getDualbound() if status in ("optimal", "limit") else None
    return Answer("scip", "%.2f" % model.version(), status, finite(objective), finite(bound), rows, cols, integers,
                  nonzeros)
