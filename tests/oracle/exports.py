#!/usr/bin/env python3
"""Exports the reference scenarios with the binary, plans them, and puts the independent solvers to the files.

Of each scenario and each of its variants (of a large scenario: those in LARGE_VARIANTS, the relaxation only):

    steady      the long-run balance, relaxed and whole
    relaxation  the dated model with its integers let go, by the solvers and once more by `export --relax`
    fixed       what is left when the rota is that of our plan (`export --fix-rota`): as a linear program (`--relax`),
                whose optimum the plan, whole patients on that rota, cannot beat; and with whole patients, where a
                solver's plan may not lie beyond our bound either
    whole       the dated model with its integers: proven by those and by us where PROVEN says so, elsewhere no
                solver's bound and solution may contradict another's or ours

All as MPS and, unless that is left out, as LP text. Optima of linear programs must be the same in all solvers that
finish, at least two of them not HiGHS; "the same" is 1e-6 relative. Ours are a plan's pounds as the program has them,
minimised and in hundreds.

    exports.py BINARY [--only minimal,alexander] [--models relaxation,fixed] [--plan kent=out/kent/plan.json] ...
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import yaml

from agree import WHOLE, ask, disagreements, table
from solve import SOLVERS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MODELS = ["steady", "relaxation", "fixed", "whole"]
# Pounds in a unit of the program's objective (src/model/objective.rs).
POUNDS_A_UNIT = 100.0
TOLERANCE = 1e-6
# Scenarios whose variants all go through everything.
SMALL = {"minimal", "alexander"}
# Variants of large scenarios whose relaxation is solved.
LARGE_VARIANTS = {"kent": ["year", "four-weekly"]}
# Scenarios whose whole dated model these solvers, and our own plan, must prove. Variants too where all of them must.
PROVEN = {"minimal": WHOLE, "alexander": ["highs", "scip"]}


class Subject:
    """A scenario, or one of its variants."""

    def __init__(self, scenario, variant=None):
        self.scenario, self.variant = scenario, variant
        self.name = scenario.stem + (":" + variant if variant else "")
        self.words = [str(scenario)] + (["--variant", variant] if variant else [])
        self.small = scenario.stem in SMALL
        entry = yaml.safe_load((scenario / "scenario.yaml" if scenario.is_dir() else scenario).read_text())
        self.variants = [v["id"] for v in entry.get("variants") or []]
        provers = PROVEN.get(scenario.stem, [])
        self.provers = provers if provers == WHOLE or not variant else []
        self.steady = "steady" in entry["horizon"]

    def file(self, folder, model, ending):
        """Where a model goes."""
        return folder / ("%s_%s.%s" % (self.name.replace(":", "_"), model, ending))


def ours(value, bound):
    """Our own plan, as a solver's answer about the program's minimum."""
    objective, bound = -value / POUNDS_A_UNIT, -bound / POUNDS_A_UNIT
    within = abs(objective - bound) <= TOLERANCE * max(1.0, abs(bound))
    return {"solver": "ours", "file": "plan.json", "status": "optimal" if within else "limit", "objective": objective,
            "bound": bound, "rows": None, "cols": None, "integers": None, "nonzeros": None, "seconds": None}


def no_better_than(answers, plan, what):
    """What is wrong with the optima of a program that the plan, being a solution of it, cannot beat."""
    wrong = []
    for answer in answers:
        bound = answer.get("bound")
        if bound is not None and bound > plan["objective"] + TOLERANCE * max(1.0, abs(bound)):
            wrong.append("%s has nothing below %.9g %s, the plan claims %.9g" % (
                answer["solver"], bound, what, plan["objective"]))
    return wrong


class Run:
    """One run over all subjects: what to ask, what came of it."""

    def __init__(self, asked, folder):
        self.asked, self.folder, self.binary = asked, folder, str(Path(asked.binary).resolve())
        self.failed, self.figures = [], []

    def fail(self, subject, model, what):
        """Notes a failure."""
        self.failed.append("%s, %s: %s" % (subject.name, model, what))
        print("FAILED: %s" % what, flush=True)

    def call(self, *words):
        """Whether the binary did as told."""
        return subprocess.run([self.binary, *map(str, words)], stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL).returncode == 0

    def export(self, subject, model, *words):
        """A model's files, or None."""
        files = []
        for ending in ["mps"] if self.asked.mps_only else ["mps", "lp"]:
            file = subject.file(self.folder, model, ending)
            if not self.call("export", *subject.words, "--as", ending, "--file", file, *words):
                self.fail(subject, model, "export")
                return None
            files.append(file)
        return files

    def plan(self, subject):
        """Our plan: its file and what it claims, or None. Small scenarios are asked for a proof."""
        made = self.asked.plan.get(subject.name)
        if made is None:
            out = self.folder / ("%s_plan" % subject.name.replace(":", "_"))
            words = ["--gap", 0, "--nodes", 10**7, "--iterations", 10**9] if subject.provers else []
            if not self.call("plan", *subject.words, "--no-baseline", *words, "--out", out):
                self.fail(subject, "plan", "no plan")
                return None
            made = out / "plan.json"
        outcome = json.loads(Path(made).read_text())["outcome"]
        return made, ours(outcome["value_gbp"], outcome["bound_gbp"])

    def answers(self, subject, model, files, solvers, relax, seconds):
        """What the solvers say about files."""
        question = SimpleNamespace(relax=relax, time=seconds, gap=None)
        answers = [ask(solver, str(file), question) for file in files for solver in solvers
                   if not (solver == "glop" and file.suffix == ".lp")]
        self.figures += [{"subject": subject.name, "model": model, **a} for a in answers]
        return answers

    def conclude(self, subject, model, answers, least, more=()):
        """Prints the answers and notes what is wrong."""
        print("\n%s, %s" % (subject.name, model))
        print(table(answers), flush=True)
        for sentence in disagreements(answers, least, TOLERANCE) + list(more):
            self.fail(subject, model, sentence)

    def solvers_of_whole(self, subject):
        """Who is asked about a subject's whole models."""
        return self.asked.whole_solvers or subject.provers or ["highs"]

    def linear(self, subject, model, files):
        """What all solvers say of a linear program."""
        return self.answers(subject, model, files, SOLVERS, True, self.asked.time)

    def steady(self, subject):
        """The long-run balance."""
        files = self.export(subject, "steady", "--steady")
        if files:
            self.conclude(subject, "steady, relaxed", self.linear(subject, "steady, relaxed", files), 2)
            answers = self.answers(subject, "steady, whole", files, WHOLE, False, self.asked.time)
            self.conclude(subject, "steady, whole", answers, 2)

    def relaxation(self, subject, plan):
        """The dated model's relaxation, as the solvers and as `export --relax` let the integers go."""
        files = self.export(subject, "dated")
        again = self.export(subject, "relaxation", "--relax")
        if not files or not again:
            return
        answers = self.linear(subject, "relaxation", files)
        # A solver of each kind is enough to see that both ways are the same program.
        twice = self.answers(subject, "relaxation", again[:1], ["highs", "cbc"], False, self.asked.time)
        for answer in twice:
            if answer.get("integers"):
                self.fail(subject, "relaxation", "export --relax leaves %d integers" % answer["integers"])
            answer["integers"] = None
        self.conclude(subject, "relaxation", answers + twice, 2,
                      no_better_than(answers, plan[1], "in the relaxation") if plan else [])

    def fixed(self, subject, plan):
        """What is left when our plan's rota is given."""
        files = self.export(subject, "fixed", "--fix-rota", plan[0], "--relax")
        if files:
            answers = self.linear(subject, "fixed", files)
            self.conclude(subject, "fixed rota, patients split", answers, 2,
                          no_better_than(answers, plan[1], "on the plan's rota"))
        files = self.export(subject, "fixed_whole", "--fix-rota", plan[0])
        if files:
            # Our bound may not be worse than any plan with whole patients, of this rota as of another.
            seconds = self.asked.whole_time / 10
            answers = self.answers(subject, "fixed, whole", files[:1], self.solvers_of_whole(subject), False, seconds)
            self.conclude(subject, "fixed rota, whole patients", [*answers, plan[1]], besides_highs(subject))

    def whole(self, subject, plan):
        """The dated model with its integers."""
        files = self.export(subject, "dated")
        if not files:
            return
        must = bool(subject.provers)
        solvers = self.solvers_of_whole(subject)
        seconds = self.asked.whole_time if must or not subject.variant else self.asked.whole_time / 10
        answers = self.answers(subject, "whole", files if must else files[:1], solvers, False, seconds)
        more = ["our plan is not proven"] if must and plan and plan[1]["status"] != "optimal" else []
        self.conclude(subject, "whole", answers + ([plan[1]] if plan else []), besides_highs(subject), more)

    def put_to_the_test(self, subject):
        """All models of a subject that were asked for."""
        models = self.asked.models
        if subject.variant and not subject.small:
            models = [m for m in models if m == "relaxation"]
        planned = {"fixed", "whole"} & set(models)
        plan = self.plan(subject) if planned else None
        if "steady" in models and subject.steady:
            self.steady(subject)
        if "relaxation" in models:
            self.relaxation(subject, plan)
        if "fixed" in models and plan:
            self.fixed(subject, plan)
        if "whole" in models:
            self.whole(subject, plan)


def besides_highs(subject):
    """How many solvers besides HiGHS must prove a subject's whole models: two where there are so many."""
    return min(2, len([solver for solver in subject.provers if solver != "highs"]))


def subjects_of(scenarios, only, with_variants):
    """The scenarios and variants to look at. A scenario by its name alone stands for its variants too."""
    for scenario in scenarios:
        base = Subject(scenario)
        named = not only or base.name in only
        if named:
            yield base
        usual = (base.variants if base.small else LARGE_VARIANTS.get(base.name, [])) if with_variants else []
        for variant in [Subject(scenario, v) for v in base.variants]:
            if named and variant.variant in usual or only and variant.name in only:
                yield variant


def pairs(text):
    """kent=out/kent/plan.json, split."""
    name, _, file = text.partition("=")
    if not file or not Path(file).is_file():
        raise argparse.ArgumentTypeError("no plan: %s (say NAME=PLAN.json)" % text)
    return name, Path(file).resolve()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words = lambda s: s.split(",")
    parser.add_argument("binary", help="equipoise")
    parser.add_argument("--scenarios", type=Path, default=ROOT / "scenarios", metavar="DIR")
    parser.add_argument("--only", type=words, metavar="A,B:V", help="these scenarios (with variants), these variants")
    parser.add_argument("--no-variants", action="store_true", help="no variants but those named")
    parser.add_argument("--models", type=words, default=MODELS, metavar="A,B", help="of %s" % ", ".join(MODELS))
    parser.add_argument("--plan", type=pairs, action="append", default=[], metavar="NAME=FILE",
                        help="a plan.json made before, in place of planning")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave the exported files here")
    parser.add_argument("--figures", type=Path, metavar="FILE", help="every answer as a line of CSV")
    parser.add_argument("--mps-only", action="store_true", help="leave LP text out")
    parser.add_argument("--time", type=float, default=600.0, metavar="S", help="for a linear program and solver (600)")
    parser.add_argument("--whole-time", type=float, default=600.0, metavar="S",
                        help="for a whole model and solver (600; variants that need no proof get a tenth)")
    parser.add_argument("--whole-solvers", type=words, metavar="A,B",
                        help="for whole models (HiGHS alone where no proof is needed, else %s)" % ", ".join(WHOLE))
    asked = parser.parse_args()
    asked.plan = dict(asked.plan)
    if set(asked.models) - set(MODELS):
        parser.error("models are %s" % ", ".join(MODELS))
    scenarios = sorted(s for s in asked.scenarios.iterdir() if s.is_dir() or s.suffix in (".yaml", ".yml"))
    subjects = list(subjects_of(scenarios, asked.only, not asked.no_variants))
    if not subjects:
        parser.error("no such scenario in %s" % asked.scenarios)
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        run = Run(asked, folder)
        for subject in subjects:
            run.put_to_the_test(subject)
    if asked.figures:
        keys = ["subject", "model", "solver", "version", "file", "status", "objective", "bound", "rows", "cols",
                "integers", "nonzeros", "seconds", "fault"]
        with asked.figures.open("w", newline="") as file:
            table_ = csv.DictWriter(file, keys, extrasaction="ignore")
            table_.writeheader()
            table_.writerows({**f, "file": Path(f["file"]).name} for f in run.figures)
    print("\n%d scenarios and variants; %s" % (
        len(subjects), "failed:\n  " + "\n  ".join(run.failed) if run.failed else "all agree"))
    sys.exit(1 if run.failed else 0)


if __name__ == "__main__":
    main()
