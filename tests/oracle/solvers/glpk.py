"""GLPK, through swiglpk."""

import swiglpk as g

from . import Answer, finite

STATUS = {g.GLP_OPT: "optimal", g.GLP_FEAS: "limit", g.GLP_NOFEAS: "infeasible", g.GLP_INFEAS: "limit",
          g.GLP_UNBND: "unbounded", g.GLP_UNDEF: "limit"}


def solve(question):
    g.glp_term_out(g.GLP_OFF)
    lp = g.glp_create_prob()
    if question.is_lp():
        failed = g.glp_read_lp(lp, None, question.file)
    else:
        failed = g.glp_read_mps(lp, g.GLP_MPS_FILE, None, question.file)
    if failed:
        raise ValueError("GLPK cannot read %s" % question.file)
    rows, cols = g.glp_get_num_rows(lp), g.glp_get_num_cols(lp)
    integers, nonzeros = g.glp_get_num_int(lp), g.glp_get_num_nz(lp)
    # Reading MPS, GLPK keeps the objective as a free row of its own.
    name = g.glp_get_obj_name(lp)
    for i in range(1, rows + 1):
        if g.glp_get_row_type(lp, i) == g.GLP_FR and g.glp_get_row_name(lp, i) == name:
            rows, nonzeros = rows - 1, nonzeros - g.glp_get_mat_row(lp, i, None, None)
            break
    simplex = g.glp_smcp()
    g.glp_init_smcp(simplex)
    simplex.presolve = g.GLP_ON
    if question.seconds is not None:
        simplex.tm_lim = int(question.seconds * 1000)
    whole = integers and not question.relax
    outcome = g.glp_simplex(lp, simplex)
    if outcome == g.GLP_ENOPFS:
        status = "infeasible"
    elif outcome == g.GLP_ENODFS:
        status = "unbounded"
    else:
        status = STATUS[g.glp_get_status(lp)]
    objective = bound = g.glp_get_obj_val(lp) if status == "optimal" else None
    if whole and status == "optimal":
        options = g.glp_iocp()
        g.glp_init_iocp(options)
        if question.seconds is not None:
            options.tm_lim = int(question.seconds * 1000)
        if question.gap is not None:
            options.mip_gap = question.gap
        outcome = g.glp_intopt(lp, options)
        status = "optimal" if outcome == g.GLP_EMIPGAP else STATUS[g.glp_mip_status(lp)]
        objective = g.glp_mip_obj_val(lp) if g.glp_mip_status(lp) in (g.GLP_OPT, g.GLP_FEAS) else None
        # GLPK tells its bound to nobody but its log; the relaxation's value is one.
        bound = objective if status == "optimal" and question.gap is None else bound
    return Answer("glpk", g.glp_version(), status, finite(objective), finite(bound), rows, cols, integers, nonzeros)
