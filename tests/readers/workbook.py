"""Reads a rota's workbook with openpyxl and, where it is installed, with LibreOffice, and compares both with rota.json.

usage: workbook.py FOLDER     a folder that `equipoise rota --out` has written
"""

import csv
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import openpyxl

HEADER = 4  # the row of half-days


def wanted(record):
    """What each week's sheet must say: (practitioner, half-day) -> (room's number, appointments)."""
    rota, service = record["rota"], record["service"]
    numbers, count = {}, {}
    for room in service["rooms"]:
        count[room["site"]] = count.get(room["site"], 0) + 1
        numbers[room["id"]] = f"r{count[room['site']]}"
    held = {}
    for row in rota["lists"]:
        key = (row["date"], row["half_day"]["period"], row["room"])
        held[key] = held.get(key, 0) + row["appointments"]
    weeks = {}
    for s in rota["sessions"]:
        iso = next(w["iso"] for w in rota["weeks"] if w["week"] == s["week"])
        half_day = f"{s['half_day']['day'].capitalize()} {s['half_day']['period']}"
        key = (s["date"], s["half_day"]["period"], s["room"])
        weeks.setdefault(iso, {})[(s["practitioner"], half_day)] = (numbers[s["room"]], held.get(key, 0))
    return weeks


def compare(name, rows, sessions):
    """Compares a sheet, as rows of texts, with what it must say."""
    columns = {text: at for at, text in enumerate(rows[HEADER - 1]) if text}
    total = 0
    for row in rows[HEADER:]:
        if not row[0] or row[0] == "In clinics":
            continue
        for half_day, at in columns.items():
            session = sessions.get((row[0], half_day))
            lines = (row[at] or "").split("\n")
            if session is None:
                if half_day[:3] in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"):
                    assert len(lines) == 1, f"{name}: {row[0]} on {half_day} has {lines}, and no session"
                continue
            room, held = session
            assert len(lines) == 3, f"{name}: {row[0]} on {half_day}: {lines}"
            assert lines[1].endswith(room) and lines[2] == str(held), f"{name}: {row[0]} on {half_day}: {lines}, {session}"
            total += 1
    assert total == len(sessions), f"{name}: {total} sessions of {len(sessions)}"
    return total


def by_openpyxl(path, weeks):
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [*weeks, "By practitioner", "By room"], book.sheetnames
    total = 0
    for name, sessions in weeks.items():
        sheet = book[name]
        assert sheet.freeze_panes == "C5", sheet.freeze_panes
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.print_area
        rows = [["" if c.value is None else str(c.value) for c in row] for row in sheet.iter_rows()]
        total += compare(name, rows, sessions)
        greys = {
            round(sum(int(c.fill.fgColor.rgb[i : i + 2], 16) * w for i, w in ((2, 0.299), (4, 0.587), (6, 0.114))))
            for row in sheet.iter_rows(min_row=HEADER + 1)
            for c in row
            if c.fill.fill_type == "solid"
        }
        assert min(greys) > 140, f"{name}: black letters on a grey of {min(greys)}"
    return total


def by_libreoffice(path, weeks):
    soffice = shutil.which("soffice")
    if not soffice:
        return None
    with tempfile.TemporaryDirectory() as folder:
        every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [soffice, profile, "--headless", "--convert-to", every_sheet, "--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        total = 0
        for name, sessions in weeks.items():
            with open(pathlib.Path(folder) / f"{path.stem}-{name}.csv", newline="", encoding="utf-8") as file:
                total += compare(name, list(csv.reader(file)), sessions)
        return total


folder = pathlib.Path(sys.argv[1])
weeks = wanted(json.loads((folder / "rota.json").read_text()))
print(f"openpyxl: {by_openpyxl(folder / 'rota.xlsx', weeks)} sessions in {len(weeks)} weeks")
found = by_libreoffice(folder / "rota.xlsx", weeks)
print("LibreOffice: not installed; passed over" if found is None else f"LibreOffice: {found} sessions")
