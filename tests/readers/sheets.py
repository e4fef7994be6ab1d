"""Fills the template of `equipoise template` in with openpyxl, saves it once more with LibreOffice where that is installed,
and has `check` read both.

usage: sheets.py EQUIPOISE SCENARIO FOLDER     FOLDER is made anew
"""

import datetime
import json
import pathlib
import shutil
import subprocess
import sys

import openpyxl

FILLED = {
    "Leave": {"Practitioner": "at-1", "From": datetime.date(2026, 1, 12), "To": datetime.date(2026, 1, 14), "Reason": "Annual leave"},
    "Closures": {"Room or site": "clinic-1", "From": datetime.date(2026, 2, 2), "Half-days": "am"},
    "Preferences": {"Practitioner": "at-2", "Avoid or prefer": "avoid", "Half-days": "wed-pm", "Price": 25},
    "Pins": {"Keep, never or must": "never", "Practitioners": "at-1, at-2", "Half-days": "mon-am"},
    "Attendance": {
        "Activity": "at-lesson",
        "From": datetime.date(2025, 1, 1),
        "To": datetime.date(2025, 12, 31),
        "Booked": 2200,
        "Missed": 132,
    },
}
PATHS = [
    "practitioners.at-1.leave",
    "rooms.clinic-1.closures",
    "practitioners.at-2.preferences",
    "policy.pins",
    "activities.at-lesson.dna_rate",
    "activities.at-lesson.source",
]


def titles(page):
    return {cell.value: cell.column for cell in page[1] if cell.value}


def fill(template, filled, rows):
    book = openpyxl.load_workbook(template)
    for name, row in rows.items():
        page = book[name]
        columns = titles(page)
        for title, value in row.items():
            page.cell(2, columns[title], value)
    book.save(filled)


def run(*command):
    done = subprocess.run([str(c) for c in command], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def read(equipoise, scenario, book, out):
    """The patches that a plan made with a workbook embeds."""
    code, _, said = run(equipoise, "plan", scenario, "-q", "--steady", "--sheets", book, "--out", out)
    assert code == 0, said
    return json.loads((out / "steady.json").read_text(encoding="utf-8"))["patches"]


def by_libreoffice(book, folder):
    """The same workbook as LibreOffice saves it; none where there is no LibreOffice."""
    office = shutil.which("soffice")
    if not office:
        return None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", folder, book]
    subprocess.run([str(c) for c in command], check=True, capture_output=True, timeout=300)
    return folder / book.name


def main():
    equipoise, scenario, folder = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], pathlib.Path(sys.argv[3]).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    template, filled = folder / "template.xlsx", folder / "filled.xlsx"
    assert run(equipoise, "template", scenario, "--out", template)[0] == 0
    book = openpyxl.load_workbook(template)
    rules = {page.title: len(page.data_validations.dataValidation) for page in book}
    assert all(rules[name] > 0 for name in FILLED), f"cells to choose from: {rules}"
    assert all(page.freeze_panes for page in book if page.title in FILLED), "headings stay in sight"
    fill(template, filled, FILLED)
    patches = read(equipoise, scenario, filled, folder / "by-openpyxl")
    paths = [next(iter(patch.values()))["path"] for patch in patches]
    assert paths == PATHS, paths
    assert patches[4]["set"]["value"] == 132 / 2200, patches[4]
    again = by_libreoffice(filled, folder / "libreoffice")
    if again:
        other = read(equipoise, scenario, again, folder / "by-libreoffice")
        assert other == patches, f"{other} is not {patches}"
    wrong = {"Leave": {"Practitioner": "at-7", "From": "31/2/2026"}, "Attendance": {**FILLED["Attendance"], "Missed": 2300}}
    fill(template, folder / "wrong.xlsx", wrong)
    code, said, _ = run(equipoise, "check", scenario, "--sheets", folder / "wrong.xlsx")
    assert code == 3, said
    for cell in ["Leave!A2", "Leave!B2", "Attendance!E2"]:
        assert cell in said, f"nothing is said of {cell}: {said}"
    print(f"sheets: {len(paths)} patches, by openpyxl{' and LibreOffice' if again else ''}")


if __name__ == "__main__":
    main()
