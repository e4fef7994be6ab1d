"""Compares our bank holidays with those of the `holidays` package, for every nation and year that we know.

That package also has the holidays themselves where they fall on a weekend, beside the day in lieu: these close nothing.
"""

import csv
import datetime
import pathlib

import holidays

NATIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern-ireland": "NIR"}

table = pathlib.Path(__file__).parents[2] / "src" / "base" / "bank_holidays.csv"
ours = {nation: set() for nation in NATIONS}
with open(table, newline="", encoding="utf-8") as file:
    for row in csv.DictReader(file):
        for nation in row["divisions"].split():
            ours[nation].add(datetime.date.fromisoformat(row["date"]))
for nation, code in NATIONS.items():
    theirs = holidays.UnitedKingdom(subdiv=code, years=range(2025, 2029))
    theirs = {day for day in theirs if day.weekday() < 5}
    assert ours[nation] == theirs, f"{nation}: only ours {ours[nation] - theirs}, only theirs {theirs - ours[nation]}"
    print(f"{nation}: {len(theirs)} bank holidays on weekdays, 2025 to 2028, agree")
