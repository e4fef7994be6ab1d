#!/usr/bin/env python3
"""Writes THIRD-PARTY.md: everything that ends up in the binary, with its licence.

The list comes from `cargo metadata` (all features, all platforms; development and build dependencies are not
distributed, so they are left out), the texts from the packages themselves. Equal texts are printed once.

    third_party.py            write it
    third_party.py --check    fail if it is not current
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "THIRD-PARTY.md"
LICENCE_FILE = re.compile(r"(?i)^(licen[sc]e|copying|notice|unlicense|copyright)")
# Where a package offers a choice, the licence taken: the first of these that it offers.
PREFERRED = ["MIT", "Apache-2.0", "ISC", "Zlib", "BSD-3-Clause", "BSL-1.0"]
# Packages that carry other people's sources: their notices, beside the package's own.
WITHIN = {"highs-sys": ["HiGHS/LICENSE.txt", "HiGHS/THIRD_PARTY_NOTICES.md"]}


def packages():
    """The packages linked into the binary, by name and version."""
    command = [os.environ.get("CARGO", "cargo"), "metadata", "--format-version", "1", "--locked", "--all-features"]
    told = json.loads(subprocess.run(command, cwd=str(ROOT), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                     check=True, universal_newlines=True).stdout)
    by_id = {p["id"]: p for p in told["packages"]}
    nodes = {n["id"]: n for n in told["resolve"]["nodes"]}
    root = told["resolve"]["root"]
    linked, open_ = set(), [root]
    while open_:
        package = open_.pop()
        if package not in linked:
            linked.add(package)
            open_ += [d["pkg"] for d in nodes[package]["deps"] if any(k["kind"] is None for k in d["dep_kinds"])]
    return sorted((by_id[i] for i in linked - {root}), key=lambda p: (p["name"], p["version"]))


def alternatives(expression):
    """What a licence expression offers at its outermost `OR` (or the slash of old)."""
    if "(" in expression:
        return [expression]
    return [part.strip() for part in re.split(r"\s+OR\s+|\s*/\s*", expression)]


def taken(expression):
    """The licence taken of an expression."""
    offered = alternatives(expression)
    return next((p for p in PREFERRED if p in offered), expression)


def texts_of(package):
    """A package's licence texts: those of the licence taken if the files tell, else all; notices always."""
    folder = Path(package["manifest_path"]).parent
    files = sorted(f for f in folder.iterdir() if f.is_file() and LICENCE_FILE.match(f.name))
    mark = taken(package["license"] or "").split("-")[0].lower()
    fitting = [f for f in files if mark in f.name.lower()]
    if fitting:
        files = fitting + [f for f in files if "notice" in f.name.lower() and f not in fitting]
    files += [folder / f for f in WITHIN.get(package["name"], [])]
    return [normalised(f.read_text(encoding="utf-8", errors="replace")) for f in files]


def normalised(text):
    """A text without differences that nobody sees."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\f", "\n").lstrip("\ufeff").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def document():
    """The whole of THIRD-PARTY.md."""
    listed = packages()
    out = ["# Third-party notices", "",
           "Written by `build/third_party.py`; do not edit. The binary contains the packages below, each under the",
           "licence taken of those its authors offer. The texts follow.", "",
           "| package | version | offered | taken | source |", "|---|---|---|---|---|"]
    by_text = {}
    without = []
    for p in listed:
        name = "%s %s" % (p["name"], p["version"])
        expression = p["license"] or "see its text"
        out.append("| %s | %s | %s | %s | %s |" % (p["name"], p["version"], expression, taken(expression),
                                                   p["repository"] or p["homepage"] or ""))
        texts = texts_of(p)
        if not texts:
            without.append("%s (%s)" % (name, taken(expression)))
        for text in texts:
            by_text.setdefault(text, []).append(name)
    if without:
        out += ["", "These packages come without a text of their licence, which is the one named: " +
                ", ".join(without) + "."]
    for text, names in sorted(by_text.items(), key=lambda item: item[1]):
        fence = "~~~~~~"
        out += ["", "## " + ", ".join(names), "", fence, text.replace(fence, "~~~~~"), fence]
    return "\n".join(out) + "\n"


def main():
    text = document()
    if "--check" not in sys.argv[1:]:
        FILE.write_text(text, encoding="utf-8", newline="\n")
        print("wrote %s" % FILE.name)
    elif not FILE.exists() or FILE.read_text(encoding="utf-8") != text:
        sys.exit("%s is not current: run `python3 build/third_party.py` and commit it" % FILE.name)
    else:
        print("%s is current" % FILE.name)


if __name__ == "__main__":
    main()
