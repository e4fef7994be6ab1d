"""Reads a rota's calendars with two libraries that share no code with ours, and compares them with rota.json.

usage: calendars.py FOLDER [EARLIER_FOLDER]     folders that `equipoise rota --publish --out` has written
"""

import json
import pathlib
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import icalendar
import vobject

LONDON = ZoneInfo("Europe/London")


def by_icalendar(text):
    for event in icalendar.Calendar.from_ical(text).walk("VEVENT"):
        yield (
            str(event["UID"]),
            event.decoded("DTSTART").astimezone(LONDON),
            event.decoded("DTEND").astimezone(LONDON),
            str(event["SUMMARY"]),
            str(event.get("LOCATION", "")),
            int(event["SEQUENCE"]),
            str(event["STATUS"]),
        )


def by_vobject(text):
    for event in vobject.readOne(text).vevent_list:
        yield (
            event.uid.value,
            event.dtstart.value.astimezone(LONDON),
            event.dtend.value.astimezone(LONDON),
            event.summary.value,
            event.location.value if hasattr(event, "location") else "",
            int(event.sequence.value),
            event.status.value,
        )


def read(folder):
    """All events by file, as both libraries read them alike."""
    files = {}
    for path in sorted((folder / "calendars").glob("*.ics")):
        text = path.read_bytes().decode("utf-8")
        assert all(len(line) <= 75 for line in path.read_bytes().split(b"\r\n")), f"{path.name}: a line is too long"
        one, other = sorted(by_icalendar(text)), sorted(by_vobject(text))
        assert one == other, f"{path.name}: the libraries disagree"
        uids = [event[0] for event in one]
        assert len(uids) == len(set(uids)), f"{path.name}: a UID stands twice"
        files[path.stem] = one
    return files


def compare(folder):
    record = json.loads((folder / "rota.json").read_text())
    rota, service = record["rota"], record["service"]
    periods = {p["id"]: p for p in service["periods"]}
    clinics = {c["id"]: c["name"] for c in service["clinics"]}
    rooms = {r["id"]: r["name"] for r in service["rooms"]}
    sites = {s["id"]: s["name"] for s in service["sites"]}
    published = {w["week"] for w in rota["weeks"] if w["state"] != "draft"}
    files = read(folder)
    wanted = {}
    for s in rota["sessions"]:
        if s["week"] not in published:
            continue
        period = periods[s["half_day"]["period"]]
        begins = datetime.fromisoformat(f"{s['date']}T{period['start']}").replace(tzinfo=LONDON)
        place = f"{rooms[s['room']]}, {sites[s['site']]}"
        for calendar in (f"practitioner-{s['practitioner']}", f"room-{s['room']}", f"site-{s['site']}"):
            wanted.setdefault(calendar, set()).add((begins, period["minutes"], clinics[s["clinic"]], place))
    checked = 0
    for calendar, sessions in sorted(wanted.items()):
        found = {
            (begins, (ends - begins).total_seconds() / 60, summary.split(": nurse-")[0], place): summary
            for _, begins, ends, summary, place, _, status in files[calendar]
            if status == "CONFIRMED"
        }
        for begins, minutes, clinic, place in sessions:
            hits = [k for k in found if k[0] == begins and k[1] == minutes and k[3] == place and k[2].startswith(clinic)]
            assert hits, f"{calendar}: {clinic} on {begins} in {place} is missing"
            checked += 1
        if calendar.startswith("room-"):
            assert len(found) == len(sessions), f"{calendar}: {len(found)} events, {len(sessions)} sessions"
    return files, checked


def follow(before, after):
    """What a calendar shows after both issues is what the second says."""
    updated = taken_back = 0
    for name, events in before.items():
        later = {event[0]: event for event in after.get(name, [])}
        for event in events:
            now = later.get(event[0])
            assert now, f"{name}: {event[0]} is gone without being taken back"
            assert now[5] >= event[5], f"{name}: {event[0]} goes back in its sequence"
            if now[:5] != event[:5] or now[6] != event[6]:
                assert now[5] > event[5], f"{name}: {event[0]} changed without a new sequence"
                updated += 1
                taken_back += now[6] == "CANCELLED"
    return updated, taken_back


folders = [pathlib.Path(argument) for argument in sys.argv[1:]]
files, checked = compare(folders[0])
print(f"{len(files)} calendars, {sum(map(len, files.values()))} events, {checked} sessions found by both libraries")
if len(folders) > 1:
    updated, taken_back = follow(compare(folders[1])[0], files)
    print(f"against the earlier issue: {updated} events changed, {taken_back} of them taken back, each with a new sequence")
