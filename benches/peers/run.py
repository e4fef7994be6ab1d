#!/usr/bin/env python3
"""Equipoise against the alternatives: one run, one machine, one process at a time, one thread each.

    run.py BINARY [--out DIR] [--minutes M] [--scenarios alexander,kent,m] [--solvers highs,cbc,scip,cp-sat,timefold]

It writes peers.json (every figure), peers.md (tables), and what was solved. README.md says how fair it is.
"""

import argparse
import json
import math
import os
import platform
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import yaml

import score
import weekly
from measure import run

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MIPS = ["highs", "cbc", "scip", "cp-sat"]
WEEKS = ["cp-sat", "timefold"]
# Pounds in a unit of the program's objective, which is minimised (src/model/objective.rs).
POUNDS_A_UNIT = 100.0
# The gaps that Equipoise is asked for, a run each. The peers get the time and the gap that it needed.
GAPS = {"alexander": [0.01, 0.005, 0.0025], "kent": [0.14], "m": [0.14]}
OTHER_GAPS = [0.1]
# Weeks of the rota that are solved: without bank holidays, the second with many people away.
ROTAS = {"alexander": ["2026-W11"], "kent": ["2026-W08", "2026-W11"]}
NAMES = {"equipoise": "Equipoise", "highs": "HiGHS", "cbc": "CBC", "scip": "SCIP", "cp-sat": "CP-SAT",
         "timefold": "Timefold"}
MODEL_FILES = {"cp-sat": "week_cp_sat.py", "timefold": "week_timefold.py"}


class Scenario:
    """A scenario that is solved: its name, where it lies, and the variant that leaves out what peers do not have."""

    def __init__(self, name, path, out):
        self.name, self.path, self.out = name, path, out / name
        self.out.mkdir(parents=True, exist_ok=True)
        self.gaps = GAPS.get(name, OTHER_GAPS)
        self.core = self.out / "core.yaml"
        rota = (weekly.scenario_of(path)["policy"].get("rota")) or {}
        prices = {**(rota.get("prices") or {}), **{key.rpartition(".")[2]: float(value) for key, _, value in
                                                   (pair.partition("=") for pair in weekly.LEFT_OUT)}}
        self.core.write_text(yaml.safe_dump({
            "id": "shared-core", "description": "The weekly rota without supervision and preferences.",
            "patches": [{"set": {"path": "policy.rota", "value": {**rota, "prices": prices}}}], "source": "assumption"}))
        self.words = [path, "--variant", self.core]
        # The rota of the roughest plan is as good for a week as that of the best.
        self.plan = self.out / ("plan-%g" % self.gaps[0]) / "plan.json"


class Run:
    """What is run, and what came of it."""

    def __init__(self, asked):
        self.asked, self.binary = asked, str(asked.binary.resolve())
        self.cap = 60.0 * asked.minutes
        self.figures = {"machine": machine(), "equipoise": version(self.binary), "cap_s": self.cap, "models": [],
                        "weeks": [], "lines": lines_of_code()}
        asked.out.mkdir(parents=True, exist_ok=True)

    def keep(self):
        """Writes what there is so far."""
        (self.asked.out / "peers.json").write_text(json.dumps(self.figures, indent=1) + "\n")
        (self.asked.out / "peers.md").write_text(pages(self.figures))

    def say(self, *words):
        print(*words, flush=True)

    def equipoise(self, *words, what):
        """A command of the binary; the run ends if it fails."""
        ran = run([self.binary, *words])
        if ran.code != 0:
            sys.exit("equipoise %s failed:\n%s" % (what, ran.err))
        return ran

    def peer(self, script, *words):
        """A peer's run: what it told, and what it took."""
        ran = run([sys.executable, HERE / script, *words], seconds=30 * self.cap + 120)
        try:
            told = json.loads(ran.out[ran.out.index('{"solver"'):])
        except ValueError:
            told = {"failed": (ran.err.strip().splitlines() or ["no answer"])[-1]}
        return {**ran.figures(), **told}

    # The scenario's exported model.

    def model(self, scenario):
        """Equipoise's plan, and what each solver makes of the same model by itself."""
        mps = scenario.out / "model.mps"
        exported = self.equipoise("export", *scenario.words, "--as", "mps", "--file", mps, "-q", what="export")
        record = {"scenario": scenario.name, "export": exported.figures(), "runs": []}
        self.figures["models"].append(record)
        for turn in range(self.asked.repeats):
            own = [self.planned(scenario, gap, turn) for gap in scenario.gaps]
            record["runs"] += own
            self.keep()
            for solver in [s for s in MIPS if s in self.asked.solvers]:
                finest = min(r["gap"] for r in own)
                told = self.peer("mip.py", mps, "--solver", solver, "--processor", self.cap, "--gap", max(finest, 1e-6))
                told = {"solver": solver, "turn": turn, **told}
                told["reached"] = [[r["gap"], reached(told.get("course", []), r["gap"])] for r in own]
                told["then"] = [[r["processor_s"], *standing(told.get("course", []), r["processor_s"])] for r in own]
                record["runs"].append(told)
                found = told.get("failed") or "gap %s" % words(gap_of(told["value"], told["bound"]))
                self.say("%s, %s: %s, %.1f s, %.0f MB" % (
                    scenario.name, NAMES[solver], found, told["processor_s"], told["memory_mb"]))
                self.keep()

    def planned(self, scenario, gap, turn):
        """A plan of Equipoise's own."""
        out = scenario.out / ("plan-%g" % gap)
        ran = self.equipoise("plan", *scenario.words, "--no-baseline", "--threads", 1, "--gap", gap, "--out", out,
                             "-q", what="plan")
        outcome = json.loads((out / "plan.json").read_text())["outcome"]
        value, bound = (-outcome[key] / POUNDS_A_UNIT for key in ("value_gbp", "bound_gbp"))
        told = {"solver": "equipoise", "turn": turn, "asked_gap": gap, "value": value, "bound": bound,
                "gap": gap_of(value, bound), **ran.figures()}
        self.say("%s, Equipoise: gap %s, %.1f s, %.0f MB" % (scenario.name, words(told["gap"]), told["processor_s"],
                                                             told["memory_mb"]))
        return told

    # A week of the rota.

    def week(self, scenario, week):
        """The same week by everybody."""
        folder = scenario.out / week
        own = folder / "rota"
        folder.mkdir(parents=True, exist_ok=True)
        if not scenario.plan.exists():
            self.planned(scenario, scenario.gaps[0], 0)
        record = {"scenario": scenario.name, "week": week, "runs": []}
        self.figures["weeks"].append(record)
        problem = None
        for turn in range(self.asked.repeats):
            ran = self.equipoise("rota", *scenario.words, "--plan", scenario.plan, "--week", week, "--weeks", 1,
                                 "--threads", 1, "--out", own, "-q", what="rota")
            rota = json.loads((own / "rota.json").read_text())
            problem = problem or self.shared(scenario, rota, folder, record)
            if not problem:
                return
            told = rota["rota"]["weeks"][0]
            self.add(record, problem, weekly.solution(rota), folder, {
                "solver": "equipoise", "turn": turn, "bound": told["bound_gbp"], "own_value": told["cost_gbp"],
                **ran.figures()})
            for solver in [s for s in WEEKS if s in self.asked.solvers]:
                file = "week_cp_sat.py" if solver == "cp-sat" else "week_timefold.py"
                told = self.peer(file, folder / "week.json", "--processor", min(self.cap, 60.0 * self.asked.week_minutes))
                self.add(record, problem, told.pop("solution", None), folder, {
                    "turn": turn, **told, "solver": solver, "own_value": told.get("value")})

    def shared(self, scenario, rota, folder, record):
        """The problem that everybody gets."""
        try:
            problem = weekly.Week(weekly.scenario_of(scenario.path), rota).problem()
        except weekly.NotShared as what:
            record["left_out"] = str(what)
            self.say("%s %s: left out, %s" % (scenario.name, record["week"], what))
            self.keep()
            return None
        (folder / "week.json").write_text(json.dumps(problem, indent=1) + "\n")
        record["size"] = {key: len(problem[key]) for key in ("practitioners", "rooms", "seats", "needs")}
        record["size"]["appointments"] = sum(n["first"] + n["follow_up"] for n in problem["needs"])
        return problem

    def add(self, record, problem, solution, folder, told):
        """Scores a solution and keeps it."""
        if solution:
            told["score"] = score.score(problem, solution)
            (folder / ("%s.json" % told["solver"])).write_text(json.dumps(solution, indent=1) + "\n")
        record["runs"].append(told)
        self.say("%s %s, %s: %s, %.1f s, %.0f MB" % (
            record["scenario"], record["week"], NAMES[told["solver"]],
            "£%.2f, %d rules broken" % (told["score"]["objective_gbp"], len(told["score"]["broken"])) if solution
            else told.get("failed", "no solution"), told["processor_s"], told["memory_mb"]))
        self.keep()


def gap_of(value, bound):
    """The share of the bound that the value lacks; infinite without either."""
    if value is None or bound is None:
        return math.inf
    return abs(value - bound) / max(abs(bound), 1e-9)


def reached(course, gap):
    """When a course first had a gap; None if never."""
    return next((at for at, value, bound in course if gap_of(value, bound) <= gap + 1e-9), None)


def standing(course, seconds):
    """Value and bound of a course at some second."""
    before = [step for step in course if step[0] <= seconds]
    return before[-1][1:] if before else [None, None]


def machine():
    """What it ran on."""
    model = "?"
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo") as file:
            model = next((line.partition(":")[2].strip() for line in file if line.startswith("model name")), "?")
    java = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr.splitlines()[:1] \
        if shutil.which("java") else []
    return {"processor": model, "cores": os.cpu_count(), "system": platform.system(), "python": platform.python_version(),
            "java": java[0] if java else None}


def version(binary):
    """The binary's version."""
    return subprocess.run([binary, "--version"], capture_output=True, text=True).stdout.strip()


def lines_of_code():
    """Lines of each peer's model of a week, blank ones, comments and docstrings left out; and of what all of them use."""
    count = {}
    for name, file in MODEL_FILES.items():
        text = (HERE / file).read_text()
        count[name] = code_lines(text[text.index("# model: begin"):text.index("# model: end")])
    count["reader"] = code_lines((HERE / "weekly.py").read_text())
    return count


def code_lines(text):
    """Lines with code in them."""
    lines, within = 0, False
    for line in (line.strip() for line in text.splitlines()):
        quotes = line.count('"""')
        if within or line.startswith('"""'):
            within = within != (quotes == 1)
            continue
        lines += bool(line) and not line.startswith("#")
    return lines


# The tables.


def words(gap):
    """A gap for people."""
    return "-" if gap is None or math.isinf(gap) else "%.2f %%" % (100.0 * gap)


def pounds(value, sign=1.0):
    """Pounds for people."""
    return "-" if value is None else "%s£%s" % ("-" if sign * value < 0 else "", format(abs(round(value)), ","))


def worth(value):
    """What a value of the exported program is worth."""
    return pounds(None if value is None else -POUNDS_A_UNIT * value)


def seconds(value):
    """Seconds for people."""
    return "-" if value is None else "%.1f s" % value if value < 100 else "%.0f s" % value


def table(head, rows):
    """A table."""
    return ["| %s |" % " | ".join(head), "|%s" % ("---|" * len(head))] + ["| %s |" % " | ".join(r) for r in rows] + [""]


def pages(figures):
    """Everything as Markdown."""
    on = figures["machine"]
    text = ["# Against the alternatives", "", "%s, %d cores, %s, Python %s; %s. One thread and one process at a time; "
            "seconds are processor time." % (
                on["processor"], on["cores"], on["system"], on["python"], figures["equipoise"]), ""]
    for record in figures["models"]:
        text += model_tables(record, figures["cap_s"])
    for record in figures["weeks"]:
        text += week_table(record)
    lines = figures["lines"]
    text += ["## Lines of code", "", "Of a week's model, without blank lines, comments and docstrings. What reads the "
             "scenario (%d lines) serves all; Equipoise's rules are its own, and its user writes one line of a command."
             % lines["reader"], ""]
    text += table(["", "lines"], [["Equipoise", "1"]] + [[NAMES[name], str(lines[name])] for name in MODEL_FILES])
    return "\n".join(text)


def model_tables(record, cap):
    """Two tables of a scenario's model: when, and how good by then."""
    own = [r for r in record["runs"] if r["solver"] == "equipoise"]
    peers = [r for r in record["runs"] if r["solver"] != "equipoise"]
    text = ["## The model of %s" % record["scenario"], "", "Export: %s, %.0f MB. Peers stop at Equipoise's smallest gap, or "
            "after %s." % (seconds(record["export"]["processor_s"]), record["export"]["memory_mb"], seconds(cap)), ""]
    for turn in sorted({r["turn"] for r in own}):
        mine, theirs = ([r for r in runs if r["turn"] == turn] for runs in (own, peers))
        rows = [["proven gap of %s" % words(r["gap"]), seconds(r["processor_s"])] + [
            seconds(t["reached"][n][1]) for t in theirs] for n, r in enumerate(mine)]
        rows.append(["most memory", "%.0f MB" % max(r["memory_mb"] for r in mine)] + [
            "%.0f MB" % t["memory_mb"] for t in theirs])
        rows.append(["of which before the file is read", "-"] + [
            "%.0f MB" % t["memory_before_mb"] if "memory_before_mb" in t else "-" for t in theirs])
        text += table(["", "Equipoise"] + [NAMES[t["solver"]] for t in theirs], rows)
        rows = [["after %s" % seconds(r["processor_s"]), standing_words(r["value"], r["bound"])] + [
            standing_words(*t["then"][n][1:]) for t in theirs] for n, r in enumerate(mine)]
        rows.append(["at the end", "-"] + ["%s, %s" % (
            standing_words(t.get("value"), t.get("bound")), seconds(t["processor_s"])) for t in theirs])
        text += table(["worth of bound (gap)", "Equipoise"] + [NAMES[t["solver"]] for t in theirs], rows)
    return text


def standing_words(value, bound):
    """Worth, bound and gap."""
    return "%s of %s (%s)" % (worth(value), worth(bound), words(gap_of(value, bound)))


def week_table(record):
    """A table of a week."""
    title = ["## %s, week %s" % (record["scenario"], record["week"]), ""]
    if "left_out" in record:
        return title + ["No part of the shared problem: %s." % record["left_out"], ""]
    size = record["size"]
    text = title + ["%(practitioners)d practitioners, %(seats)d seats, %(rooms)d rooms, %(appointments)d appointments."
                    % size, ""]
    rows = []
    for r in record["runs"]:
        scored = r.get("score")
        if scored:
            last = r["processor_s"] if r["solver"] == "equipoise" else r["course"][-1][0] if r["course"] else None
            best = [str(len(scored["broken"])), "£%.2f" % scored["objective_gbp"],
                    "-" if r["bound"] is None else "£%.2f" % r["bound"], str(scored["put_off"]),
                    str(scored["room_changes"]), seconds(last)]
        else:
            best = [r.get("failed", "none")] + ["-"] * 5
        rows.append([NAMES[r["solver"]], *best, seconds(r["processor_s"]), "%.0f MB" % r["memory_mb"]])
    return text + table(["", "rules broken", "objective", "bound told", "put off", "room changes", "last improved or proven",
                         "ended", "memory"], rows)


def scenarios(asked):
    """The scenarios asked for; `m` is generated if the binary can."""
    for name in asked.scenarios:
        path = ROOT / "scenarios" / name
        if name == "m":
            path = asked.out / "generated-m"
            made = run([asked.binary.resolve(), "bench", "generate", "--size", "m", "--out", path])
            if made.code != 0:
                print("m: left out, this binary does not generate scenarios", flush=True)
                continue
        elif not path.exists():
            path = Path(name).resolve()
        yield Scenario(path.stem if name != "m" else "m", path, asked.out)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    split = lambda text: [word for word in text.split(",") if word]
    parser.add_argument("binary", type=Path, help="equipoise")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "peers", metavar="DIR")
    parser.add_argument("--minutes", type=float, default=5.0, metavar="M", help="processor minutes of each peer (5)")
    parser.add_argument("--week-minutes", type=float, default=2.0, metavar="M", help="the same, of a week's rota (2)")
    parser.add_argument("--scenarios", type=split, default=["alexander", "kent", "m"], metavar="A,B",
                        help="reference scenarios, m (generated), or paths")
    parser.add_argument("--solvers", type=split, default=MIPS + ["timefold"], metavar="A,B",
                        help="of %s" % ", ".join(MIPS + ["timefold"]))
    parser.add_argument("--weeks", type=split, metavar="2026-W08,...", help="weeks of the rota, in place of the usual ones")
    parser.add_argument("--parts", type=split, default=["models", "weeks"], metavar="A,B", help="of models, weeks")
    parser.add_argument("--repeats", type=int, default=1, metavar="N", help="how many times, all in turn (1)")
    asked = parser.parse_args()
    if set(asked.solvers) - set(MIPS + WEEKS):
        parser.error("solvers are %s" % ", ".join(MIPS + ["timefold"]))
    if not asked.binary.is_file():
        parser.error("no binary: %s" % asked.binary)
    # Ended from outside, it ends what it has started too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    ran = Run(asked)
    for scenario in scenarios(asked):
        if "models" in asked.parts:
            ran.model(scenario)
        if "weeks" in asked.parts:
            for week in asked.weeks or ROTAS.get(scenario.name, ["2026-W11"]):
                ran.week(scenario, week)
    ran.keep()
    print((asked.out / "peers.md").read_text())


if __name__ == "__main__":
    main()
