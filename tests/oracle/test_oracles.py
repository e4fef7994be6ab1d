#!/usr/bin/env python3
"""The oracles themselves, on models whose optima were found by hand, and on answers that must not pass."""

import json
import subprocess
import sys
import unittest
from pathlib import Path

from agree import disagreements
from exports import no_better_than, ours, subjects_of
from plain import gap_of
from solve import SOLVERS

HERE = Path(__file__).resolve().parent
FIXTURES = HERE / "fixtures"

# Model, relaxed optimum, whole optimum (None: no solution), rows, columns, nonzeros.
KNOWN = [
    ("dose", -253.8, -253.8, 2, 2, 4),
    ("whole", -21.0, -20.0, 2, 2, 4),
    ("balance", 24.0, 24.0, 2, 3, 4),
    ("clash", None, None, 1, 2, 2),
]


def solve(name, file, relax):
    """A solver's answer, and its exit code. Each has a process of its own: OR-Tools and highspy carry a HiGHS each, and
    one process has no room for two."""
    command = [sys.executable, str(HERE / "solve.py"), "--solver", name, str(file)] + (["--relax"] if relax else [])
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          universal_newlines=True)
    return done.returncode, json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else done.stderr


class KnownOptima(unittest.TestCase):
    """Every solver, on both formats, relaxed and whole."""

    def test_every_solver_finds_the_optima_found_by_hand(self):
        for model, relaxed, whole, rows, cols, nonzeros in KNOWN:
            for ending in ["mps", "lp"]:
                for name in SOLVERS:
                    for relax, optimum in [(True, relaxed), (False, whole)]:
                        if name == "glop" and (ending == "lp" or not relax):
                            continue
                        with self.subTest(model=model, ending=ending, solver=name, relax=relax):
                            code, told = solve(name, FIXTURES / (model + "." + ending), relax)
                            self.assertEqual(code, 0, told)
                            self.assertEqual((told["rows"], told["cols"], told["nonzeros"]), (rows, cols, nonzeros))
                            if optimum is None:
                                self.assertEqual((told["status"], told["objective"]), ("infeasible", None))
                            else:
                                self.assertEqual(told["status"], "optimal")
                                self.assertAlmostEqual(told["objective"], optimum, delta=1e-9 * abs(optimum))
                                self.assertAlmostEqual(told["bound"], optimum, delta=1e-6 * abs(optimum))

    def test_a_file_that_is_no_model_is_refused_by_all(self):
        for name in SOLVERS:
            with self.subTest(solver=name):
                code, told = solve(name, HERE / "README.md", True)
                self.assertNotEqual(code, 0, told)


def answer(name, objective, bound=None, status="optimal", **other):
    """An answer as solve.py would print it."""
    told = {"solver": name, "file": "m.mps", "status": status, "objective": objective,
            "bound": objective if bound is None else bound, "rows": 3, "cols": 4, "integers": None, "nonzeros": 5}
    told.update(other)
    return told


class Agreement(unittest.TestCase):
    """What counts as agreeing."""

    def check(self, *answers, least=2):
        return disagreements(list(answers), least, 1e-6)

    def test_equal_optima_agree(self):
        self.assertEqual(self.check(answer("cbc", -20.0), answer("scip", -20.0 + 1e-9), answer("highs", -20.0)), [])

    def test_optima_apart_by_more_than_the_tolerance_do_not(self):
        self.assertTrue(self.check(answer("cbc", -20.0), answer("scip", -20.0001)))

    def test_highs_alone_is_not_enough(self):
        self.assertTrue(self.check(answer("highs", -20.0), answer("cbc", -20.0)))

    def test_overlapping_intervals_agree_if_nobody_must_finish(self):
        stopped = [answer("cbc", -19.0, -22.0, "limit"), answer("scip", -18.0, -20.0, "limit")]
        self.assertEqual(self.check(*stopped, least=0), [])
        self.assertTrue(self.check(*stopped))

    def test_a_bound_above_a_solution_does_not(self):
        stopped = [answer("cbc", -19.0, -19.5, "limit"), answer("scip", -21.0, -22.0, "limit")]
        self.assertTrue(self.check(*stopped, least=0))

    def test_sizes_must_match(self):
        self.assertTrue(self.check(answer("cbc", -20.0), answer("scip", -20.0, rows=4)))

    def test_one_infeasible_and_one_optimal_do_not_agree(self):
        self.assertTrue(self.check(answer("cbc", -20.0), answer("scip", None, status="infeasible")))

    def test_a_solver_that_fails_is_a_disagreement(self):
        failed = {"solver": "glpk", "file": "m.mps", "fault": "cannot read"}
        self.assertTrue(self.check(answer("cbc", -20.0), answer("scip", -20.0), failed))


class OurOwnPlan(unittest.TestCase):
    """What a plan may claim beside the solvers."""

    def test_pounds_become_the_program_s_minimum(self):
        told = ours(5000.0, 5100.0)
        self.assertEqual((told["status"], told["objective"], told["bound"]), ("limit", -50.0, -51.0))
        self.assertEqual(ours(5000.0, 5000.0 + 1e-6)["status"], "optimal")

    def test_a_plan_no_better_than_the_relaxation_passes(self):
        self.assertEqual(no_better_than([answer("cbc", -50.5)], ours(5000.0, 5050.0), "in the relaxation"), [])
        self.assertEqual(no_better_than([answer("cbc", -50.0)], ours(5000.0, 5050.0), "in the relaxation"), [])

    def test_a_plan_better_than_the_relaxation_does_not(self):
        self.assertTrue(no_better_than([answer("cbc", -49.99)], ours(5000.0, 5050.0), "in the relaxation"))

    def test_a_solver_that_beats_our_bound_is_seen(self):
        self.assertTrue(disagreements([answer("cbc", -51.0, -52.0, "limit"), ours(5000.0, 5050.0)], 0, 1e-6))
        self.assertEqual(disagreements([answer("cbc", -50.2, -52.0, "limit"), ours(5000.0, 5050.0)], 0, 1e-6), [])

    def test_gaps_are_shares_of_the_bound(self):
        self.assertAlmostEqual(gap_of(-50.0, -51.0), 1.0 / 51.0)
        self.assertAlmostEqual(gap_of(-50.0, -50.0), 0.0)


class Subjects(unittest.TestCase):
    """Which scenarios and variants are looked at."""

    def names(self, only=None, with_variants=True):
        scenarios = [HERE.parent.parent / "scenarios" / name for name in ["kent", "minimal"]]
        return [s.name for s in subjects_of(scenarios, only, with_variants)]

    def test_small_scenarios_bring_all_their_variants_and_large_ones_some(self):
        self.assertEqual(self.names(), ["kent", "kent:year", "kent:four-weekly", "minimal", "minimal:more-referrals"])

    def test_variants_can_be_left_out_or_named(self):
        self.assertEqual(self.names(with_variants=False), ["kent", "minimal"])
        self.assertEqual(self.names(["kent:dover-closed"]), ["kent:dover-closed"])
        self.assertEqual(self.names(["kent", "kent:dover-closed"], False), ["kent", "kent:dover-closed"])


if __name__ == "__main__":
    unittest.main()
