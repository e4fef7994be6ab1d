#!/usr/bin/env python3
"""Exports every reference scenario with the binary and puts the independent solvers to the files.

Each scenario's dated and steady models, as MPS and LP text: the relaxation's optimum must be the same in all solvers
that finish, at least two of them not HiGHS. The small scenarios' whole optimum too; elsewhere the solvers' intervals
from bound to value must overlap.

    exports.py BINARY [--scenarios DIR] [--keep DIR] [--time S]
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# Scenarios that any solver finishes.
SMALL = {"minimal", "alexander"}


def export(binary, scenario, steady, format_, file):
    """Writes a model; says whether that went well."""
    command = [binary, "export", str(scenario), "--as", format_, "--file", str(file)] + (["--steady"] if steady else [])
    return subprocess.run(command, stdin=subprocess.DEVNULL).returncode == 0


def agree(files, *words):
    """Whether the solvers agree on files."""
    command = [sys.executable, str(HERE / "agree.py"), *map(str, files), *map(str, words)]
    return subprocess.run(command, stdin=subprocess.DEVNULL).returncode == 0


def put_to_the_test(binary, scenario, folder, seconds):
    """What failed with a scenario."""
    failed = []
    for steady in [True, False]:
        view = "steady" if steady else "dated"
        files = [folder / ("%s_%s.%s" % (scenario.name, view, ending)) for ending in ["mps", "lp"]]
        print("\n%s, %s" % (scenario.name, view), flush=True)
        if not all([export(binary, scenario, steady, f.suffix[1:], f) for f in files]):
            failed.append("%s, %s: export" % (scenario.name, view))
            continue
        small = steady or scenario.name in SMALL
        if not agree(files, "--relax", "--time", seconds):
            failed.append("%s, %s: relaxation" % (scenario.name, view))
        if not agree(files, "--time", seconds, "--least", 2 if small else 0):
            failed.append("%s, %s: whole" % (scenario.name, view))
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", help="equipoise")
    parser.add_argument("--scenarios", type=Path, default=ROOT / "scenarios", metavar="DIR")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave the exported files here")
    parser.add_argument("--time", type=float, default=600.0, metavar="S", help="for each solver and file (600)")
    asked = parser.parse_args()
    binary = str(Path(asked.binary).resolve())
    scenarios = sorted(s for s in asked.scenarios.iterdir() if s.is_dir() or s.suffix in (".yaml", ".yml"))
    if not scenarios:
        parser.error("no scenario in %s" % asked.scenarios)
    failed = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for scenario in scenarios:
            failed += put_to_the_test(binary, scenario, folder, asked.time)
    print("\n%d scenarios; %s" % (len(scenarios), "failed: " + "; ".join(failed) if failed else "all agree"))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
