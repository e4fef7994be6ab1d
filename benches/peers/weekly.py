#!/usr/bin/env python3
"""One week of a service as a problem that anybody can read, and Equipoise's own rota of it as a solution.

    weekly.py problem SCENARIO ROTA.json > week.json     what is to be solved (a rota of one week, made from nothing)
    weekly.py solution ROTA.json > solution.json         what Equipoise made of it

Facts come from the scenario's YAML. From rota.json come those that a plan settles: the whole appointments of the week, the
usual pattern, the half-days that meetings keep; none of them is a session of the rota. README.md has the format.
"""

import argparse
import datetime
import itertools
import json
import math
import sys
from collections import Counter, defaultdict
from pathlib import Path

import yaml

PRICES = {"unusual_session": 5.0, "moved_session": 10.0, "released_session": 2.0, "unfair_point": 20.0,
          "short_break": 15.0}
POLICY_PRICES = {"late_lesson_week": 400.0, "session": 1.0, "site_change": 2.0}
# What a first appointment put off counts of one of a course under way; how grave unfairness beyond two points is.
FIRST, MILD_POINTS, GRAVE = 0.5, 2.0, 3.0
# What a change of room within somebody's day costs here. Equipoise has no price for it: it makes them as few as can be
# once the sessions are chosen.
ROOM_CHANGE = 0.1
LONG_DAY, LEAST_BREAK, DAILY_REST = 360, 20, 11 * 60
# Terms of Equipoise's objective that are no part of the shared problem, and how they are left out on its side too.
LEFT_OUT = ["policy.rota.prices.supervision_gbp=0", "policy.rota.prices.preference_gbp=0"]


class NotShared(Exception):
    """The scenario has a rule that the shared problem cannot express."""


def scenario_of(path):
    """The scenario's YAML."""
    path = Path(path)
    return yaml.safe_load((path / "scenario.yaml" if path.is_dir() else path).read_text())


def date_of(value):
    """A date, however YAML has read it."""
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(str(value))


def minute_of(value):
    """A minute of the day; YAML 1.1 reads 13:30 without quotation marks as a number to the base of sixty, and not 09:00."""
    if isinstance(value, int):
        return value
    hour, minute = str(value).split(":")
    return 60 * int(hour) + int(minute)


def key(half_day):
    """A half-day as one word."""
    return half_day if isinstance(half_day, str) else "%s-%s" % (half_day["day"], half_day["period"])


def spans(written):
    """Weekly hours as a set of half-days."""
    return {"%s-%s" % (day, period) for day, periods in written.items() for period in periods}


class Week:
    """The facts of a scenario's week."""

    def __init__(self, scenario, rota):
        self.scenario, self.rota = scenario, rota["rota"]
        if len(self.rota["weeks"]) != 1:
            raise NotShared("a rota of one week is needed, this has %d" % len(self.rota["weeks"]))
        self.week = self.rota["weeks"][0]
        self.monday = date_of(self.week["monday"])
        self.half_days = []
        calendar = scenario["calendar"]
        for number, day in enumerate(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]):
            if day in calendar["days"]:
                for period in calendar["half_days"]:
                    self.half_days.append({"id": "%s-%s" % (day, period["id"]), "day": day, "period": period["id"],
                                           "date": self.monday + datetime.timedelta(days=number),
                                           "start": minute_of(period["start"]), "minutes": period["minutes"]})
        self.people = {p["id"]: p for p in scenario["practitioners"]}
        self.sites = {s["id"]: s for s in scenario["sites"]}
        self.activities = {a["id"]: a for a in scenario["activities"]}
        self.closed = {lesson["activity"] for course in scenario["courses"] if "closed_group" in course
                       for lesson in course["lessons"] if "group" in (self.activities[lesson["activity"]].get("mode") or {})}
        self.refuse()

    def refuse(self):
        """Says what the shared problem cannot express."""
        policy = self.scenario["policy"]
        if policy.get("pins"):
            raise NotShared("pins")
        if any(a.get("on_site") for a in self.activities.values()):
            raise NotShared("somebody needed on site")
        if any("price_gbp" in preference for p in self.people.values() for preference in p.get("preferences") or []):
            raise NotShared("preferences with prices of their own")
        if any(a["why"] == "site_shut" for a in self.rota["away"]):
            raise NotShared("a bank holiday or closure in the week")
        if self.rota["brought"]:
            raise NotShared("appointments brought from earlier weeks")
        count = {}
        for clinic in self.scenario["clinics"]:
            for activity in clinic["activities"]:
                count[activity] = count.get(activity, 0) + 1
        if max(count.values()) > 1:
            raise NotShared("an activity in several clinics")
        for first, later in itertools.product(self.half_days, self.half_days):
            if (later["date"] - first["date"]).days == 1:
                rest = 24 * 60 + later["start"] - first["start"] - first["minutes"]
                if rest < DAILY_REST:
                    raise NotShared("half-days without a night's rest between them")

    def shut(self, spans_, half_day):
        """Whether dated spans cover a half-day."""
        return any(date_of(span["from"]) <= half_day["date"] <= date_of(span["to"])
                   and (not span.get("half_days") or half_day["period"] in span["half_days"]) for span in spans_ or [])

    def is_open(self, room, half_day):
        """Whether a room can be used."""
        site = self.sites[room["site"]]
        hours = spans(room.get("open") or site["open"])
        return half_day["id"] in hours & spans(site["open"]) and not self.shut(room.get("closures"), half_day) \
            and not self.shut(site.get("closures"), half_day)

    def is_free(self, person, half_day):
        """Whether somebody is at work and not taken by a meeting that blocks clinics."""
        contract, registration = person.get("contract") or {}, person.get("registration") or {}
        date = half_day["date"]
        first = contract.get("starts")
        last = [date_of(end) for end in (contract.get("ends"), registration.get("expires")) if end]
        return half_day["id"] in spans(person["available"]) and (not first or date_of(first) <= date) \
            and all(date <= end for end in last) \
            and not any(self.shut(person.get(kind), half_day) for kind in ("leave", "study_leave", "sickness")) \
            and not any(m["blocks"] and person["id"] in m["who"] for m in self.meetings_at(half_day))

    def meetings_at(self, half_day):
        """Meetings of a half-day, with those of their people who are at work."""
        for held in self.rota["meetings"]:
            if date_of(held["date"]) == half_day["date"] and key(held["half_day"]) == half_day["id"]:
                meeting = next(m for m in self.scenario["meetings"] if m["id"] == held["meeting"])
                yield {"id": meeting["id"], "site": meeting.get("site"), "minutes": meeting["minutes"],
                       "blocks": bool(meeting.get("blocks_clinics")), "half_day": half_day["id"],
                       "who": sorted(held["attendees"] + held["missing"]),
                       "least": meeting.get("least_attendance", 1.0)}

    def team(self, clinic):
        """The positions of a clinic's team."""
        return self.activities[clinic["activities"][0]]["staff"]

    def position_of(self, person, clinic):
        """Which place somebody takes in a clinic's team; None if none."""
        if person.get("clinics") is not None and clinic["id"] not in person["clinics"]:
            return None
        fits = (n for n, position in enumerate(self.team(clinic)) if person["role"] in position["roles"]
                and set(position.get("skills") or []) <= set(person.get("skills") or []))
        return next(fits, None)

    def room_fits(self, room, clinic):
        """Whether a room has what all of a clinic's activities need."""
        def fits(activity):
            group = (activity.get("mode") or {}).get("group")
            return room["kind"] in activity["room_kinds"] \
                and set(activity.get("room_features") or []) <= set(room.get("features") or []) \
                and (not group or room.get("places", 1) >= group["max"])
        return all(fits(self.activities[a]) for a in clinic["activities"])

    def allowance(self, person):
        """Clinical sessions of a week."""
        contracted = person["sessions_per_week"]
        floating = sum(m["minutes"] / m["when"]["floating"]["every"] for m in self.scenario.get("meetings") or []
                       if "floating" in m["when"] and self.invited(m, person))
        periods = [p["minutes"] for p in self.scenario["calendar"]["half_days"]]
        other = max(person.get("non_clinical_share", 0) * contracted, floating / (sum(periods) / len(periods)))
        return max(math.floor(contracted - other + 1e-9), 0)

    @staticmethod
    def invited(meeting, person):
        """Whether somebody is invited."""
        who = meeting["who"]
        return "everyone" in who or person["id"] in (who.get("practitioners") or []) \
            or person["role"] in (who.get("roles") or []) or who.get("home_site") == person["home_site"]

    def drives(self):
        """Minutes of the shortest way between sites, and the longest that is allowed within a day."""
        written = self.scenario.get("travel_minutes") or {}
        minutes = {(s, t): 0.0 if s == t else math.inf for s in self.sites for t in self.sites}
        for drive in written.get("drives") or []:
            s, t = drive["between"]
            minutes[s, t] = minutes[t, s] = min(minutes[s, t], drive["minutes"])
        for via, s, t in itertools.product(self.sites, repeat=3):
            minutes[s, t] = min(minutes[s, t], minutes[s, via] + minutes[via, t])
        return minutes, written.get("longest_between_sessions", -1)

    def prices(self):
        """Prices in pounds."""
        policy = self.scenario["policy"]
        own = (policy.get("rota") or {}).get("prices") or {}
        prices = {name: float(own.get(name + "_gbp", usual)) for name, usual in PRICES.items()}
        prices.update({name: float(policy["prices"].get(name + "_gbp", usual)) for name, usual in POLICY_PRICES.items()})
        return {**prices, "room_change": ROOM_CHANGE, "first_share": FIRST, "mild_points": MILD_POINTS, "grave": GRAVE}

    def journeys(self, prices):
        """Half-days of one day, one after the other: between which sites nobody may go, and what going costs."""
        minutes, longest = self.drives()
        rows = []
        for (i, first), (j, later) in itertools.combinations(enumerate(self.half_days), 2):
            if first["day"] != later["day"]:
                continue
            for s, t in itertools.product(self.sites, repeat=2):
                allowed = s == t or minutes[s, t] <= longest
                pause = later["start"] - first["start"] - first["minutes"] - minutes[s, t]
                long_day = first["minutes"] + later["minutes"] > LONG_DAY
                price = (prices["site_change"] if s != t else 0.0) \
                    + (prices["short_break"] if long_day and pause < LEAST_BREAK - 1e-9 else 0.0)
                price = price if allowed and j == i + 1 else 0.0
                if not allowed or price > 0:
                    rows.append({"half_day": first["id"], "site": s, "later": later["id"], "to": t, "allowed": allowed,
                                 "price": price})
        return rows

    def burdens(self):
        """Burdens: points, and which sessions count."""
        written = (self.scenario["policy"].get("rota") or {}).get("burdens")
        if written is not None:
            return [{"id": b["id"], "points": b.get("points", 1.0), "on": b["on"]} for b in written]
        days = [h for h in self.half_days if h["day"] not in ("sat", "sun")]
        evening = [h["id"] for h in self.half_days if h["start"] >= 17 * 60]
        early = [h["id"] for h in self.half_days if h["start"] < 8 * 60 + 30]
        end = [h["id"] for h in days[-1:] if h["id"] not in evening]
        on = [("end-of-week", end), ("evening", evening), ("early", early)]
        return [{"id": name, "points": 1.0, "on": {"half_days": half_days}} for name, half_days in on if half_days] \
            + [{"id": "away", "points": 0.5, "on": {"away_from_home": {}}}]

    def problem(self):
        """The shared problem."""
        prices = self.prices()
        burdens = self.burdens()
        clinics, seats, lost = [], [], {}
        meetings = [m for h in self.half_days for m in self.meetings_at(h)]

        def off(person, site, half_day):
            met = (m["minutes"] for m in meetings if not m["blocks"] and m["half_day"] == half_day["id"]
                   and person["id"] in m["who"] and m["site"] in (None, site))
            return sum(met) + person.get("unbooked_minutes", 0)

        usual = {(u["practitioner"], key(u["half_day"]), u["clinic"], u["site"]) for u in self.rota["usual"]
                 if u["block"] == self.block()}
        for clinic in self.scenario["clinics"]:
            team = self.team(clinic)
            fitting = [r for r in self.scenario["rooms"] if self.room_fits(r, clinic)]
            clinics.append({
                "id": clinic["id"], "team": [position.get("count", 1) for position in team],
                "rooms": [r["id"] for r in fitting],
                "activities": [self.activity(a, prices) for a in clinic["activities"]]})
            for person in self.people.values():
                position = self.position_of(person, clinic)
                if position is None or self.allowance(person) < 1:
                    continue
                for site in person.get("sites") or [person["home_site"]]:
                    if site not in (clinic.get("sites") or self.sites):
                        continue
                    for h in self.half_days:
                        open_ = any(r["site"] == site and self.is_open(r, h) for r in fitting)
                        if not open_ or not self.is_free(person, h):
                            continue
                        place = (clinic["id"], site, h["id"])
                        minutes_off = off(person, site, h)
                        lost[place] = max(lost.get(place, 0), minutes_off)
                        on = [b["id"] for b in burdens if h["id"] in b["on"].get("half_days", [])
                              or site in b["on"].get("sites", [])
                              or ("away_from_home" in b["on"] and site != person["home_site"])]
                        seats.append({"practitioner": person["id"], "clinic": clinic["id"], "position": position,
                                      "site": site, "half_day": h["id"], "minutes": minutes_off,
                                      "usual": (person["id"], h["id"], clinic["id"], site) in usual, "burdens": on})
        length = {h["id"]: h["minutes"] for h in self.half_days}
        overhead = {c["id"]: c.get("overhead_minutes", 0) for c in self.scenario["clinics"]}
        teams = {c["id"]: sum(c["team"]) > 1 for c in clinics}

        def usable(place, off_):
            return max(length[place[2]] - overhead[place[0]] - off_, 0)

        needed = self.needed(clinics, seats, {place: usable(place, off_) for place, off_ in lost.items()})
        for seat in seats:
            # Of a team the session loses the most that anybody who could be in it loses.
            place = (seat["clinic"], seat["site"], seat["half_day"])
            seat["minutes"] = usable(place, lost[place] if teams[seat["clinic"]] else seat["minutes"])
        return {
            "scenario": self.scenario["service"]["name"], "week": self.week["iso"], "monday": str(self.monday),
            "prices": prices,
            "half_days": [{k: h[k] for k in ("id", "day", "minutes")} for h in self.half_days],
            "sites": list(self.sites),
            "rooms": [{"id": r["id"], "site": r["site"], "open": [h["id"] for h in self.half_days if self.is_open(r, h)]}
                      for r in self.scenario["rooms"]],
            "clinics": clinics,
            "practitioners": [{"id": p["id"], "role": p["role"], "most": self.allowance(p),
                               "most_a_day": p.get("most_sessions_a_day") or len(self.half_days)}
                              for p in self.people.values() if any(s["practitioner"] == p["id"] for s in seats)],
            "seats": seats,
            "journeys": self.journeys(prices),
            "meetings": [{"id": m["id"], "half_day": m["half_day"], "site": m["site"], "who": m["who"],
                          "most_elsewhere": math.floor((1 - m["least"]) * len(m["who"]) + 1e-6)}
                         for m in meetings if m["site"] and not m["blocks"]],
            "needs": self.needs(),
            "usual": self.usual(usual),
            "burdens": [{"id": b["id"], "points": b["points"], "shares": self.shares(b, seats, needed)} for b in burdens],
        }

    def block(self):
        """Which block of the plan's pattern holds in the week."""
        weeks = self.scenario["policy"].get("pattern_weeks") or self.scenario["horizon"]["weeks"]
        return (self.monday - date_of(self.scenario["horizon"]["start"])).days // 7 // weeks

    def activity(self, name, prices):
        """An activity: minutes of an appointment or class, units that it holds, what a unit put off costs."""
        activity = self.activities[name]
        group = (activity.get("mode") or {}).get("group")
        closed = name in self.closed
        price = prices["late_lesson_week"] * (group["max"] if closed else 1)
        return {"id": name, "minutes": activity["contact_minutes"] + activity.get("notes_minutes", 0),
                "places": group["max"] if group and not closed else 1,
                "put_off": price, "put_off_first": price * prices["first_share"]}

    def needs(self):
        """Units wanted: activity and site."""
        wanted = {}
        for need in self.rota["needs"]:
            if need["week"] == self.week["week"]:
                of = wanted.setdefault((need["activity"], need["site"]), {"first": 0, "follow_up": 0})
                of["first" if need["first"] else "follow_up"] += need["units"]
        return [{"activity": a, "site": s, **units} for (a, s), units in sorted(wanted.items())]

    def usual(self, usual):
        """How many teams of a clinic there usually are: by those who take the first place in them."""
        teams = {}
        clinics = {c["id"]: c for c in self.scenario["clinics"]}
        for person, half_day, clinic, site in usual:
            if self.position_of(self.people[person], clinics[clinic]) == 0:
                each = 1.0 / self.team(clinics[clinic])[0].get("count", 1)
                teams[clinic, site, half_day] = teams.get((clinic, site, half_day), 0.0) + each
        return [{"clinic": k, "site": s, "half_day": h, "teams": n} for (k, s, h), n in sorted(teams.items())]

    def needed(self, clinics, seats, minutes):
        """The part of a clinic's usual sessions at a site that the week's appointments need, in whole sessions."""
        usual, wanted = defaultdict(lambda: [0.0, 0.0]), Counter()
        each = {c["id"]: c["team"][0] for c in clinics}
        for seat in seats:
            if seat["usual"] and seat["position"] == 0:
                here = usual[seat["clinic"], seat["site"]]
                here[0] += 1 / each[seat["clinic"]]
                here[1] += minutes[seat["clinic"], seat["site"], seat["half_day"]] / each[seat["clinic"]]
        held_in = {a["id"]: (c["id"], a) for c in clinics for a in c["activities"]}
        for need in self.needs():
            clinic, activity = held_in[need["activity"]]
            classes = math.ceil((need["first"] + need["follow_up"]) / activity["places"])
            wanted[clinic, need["site"]] += classes * activity["minutes"]
        return {at: min(math.ceil(wanted[at] * sessions / all_ - 1e-6) / sessions, 1.0)
                for at, (sessions, all_) in usual.items()}

    def shares(self, burden, seats, needed):
        """Fair shares: within each role, among those who could have such a session, by their clinical sessions, of those
        of the role's usual ones that are expected to be needed."""
        pools, expected = {}, Counter()
        for seat in seats:
            person = self.people[seat["practitioner"]]
            if burden["id"] in seat["burdens"]:
                clinical = person["sessions_per_week"] * (1 - person.get("non_clinical_share", 0))
                pools.setdefault(person["role"], {})[person["id"]] = clinical
                if seat["usual"]:
                    expected[person["role"]] += needed.get((seat["clinic"], seat["site"]), 0.0)
        return [{"role": role, "expected": expected[role], "of": {p: n / sum(pool.values()) for p, n in sorted(pool.items())}}
                for role, pool in sorted(pools.items())]


def solution(rota):
    """Equipoise's rota as a solution: sessions with rooms, people and appointments."""
    rota = rota["rota"]
    sessions = {}
    for row in rota["sessions"]:
        at = (key(row["half_day"]), row["room"])
        session = sessions.setdefault(at, {"half_day": at[0], "room": at[1], "clinic": row["clinic"], "site": row["site"],
                                           "who": [], "holds": []})
        session["who"].append(row["practitioner"])
    for row in rota["lists"]:
        sessions[key(row["half_day"]), row["room"]]["holds"].append(
            {"activity": row["activity"], "first": row["appointments"] if row["first"] else 0,
             "follow_up": 0 if row["first"] else row["appointments"]})
    return {"sessions": [sessions[at] for at in sorted(sessions)]}


def ways(activities, minutes):
    """The ways to fill a session: numbers of appointments (classes) of each activity, to which none could be added.
    Activities of one length count as one: who has them is decided later."""
    lengths = sorted({a["minutes"] for a in activities}, reverse=True)

    def fill(rest, left):
        if not rest:
            yield ()
            return
        for count in range(int(left / rest[0] + 1e-9), -1, -1):
            for more in fill(rest[1:], left - count * rest[0]):
                yield (count, *more)

    full = [way for way in fill(lengths, minutes)
            if minutes - sum(n * length for n, length in zip(way, lengths)) < lengths[-1] - 1e-9]
    return [dict(zip(lengths, way)) for way in full]


def book(problem, sessions):
    """Gives sessions that have a `way` (appointments of each length) their appointments: what costs most put off first."""
    clinics = {c["id"]: c for c in problem["clinics"]}
    left = {(n["activity"], n["site"]): {"first": n["first"], "follow_up": n["follow_up"]} for n in problem["needs"]}
    for session in sessions:
        session["holds"] = []
        slots = dict(session.pop("way"))
        activities = clinics[session["clinic"]]["activities"]
        while True:
            options = [(a["put_off" if kind == "follow_up" else "put_off_first"], a["id"], kind, a)
                       for a in activities for kind in ("follow_up", "first")
                       if slots.get(a["minutes"], 0) > 0 and left.get((a["id"], session["site"]), {}).get(kind, 0) > 0]
            if not options:
                break
            _, name, kind, activity = max(options, key=lambda option: option[:3])
            wanted = left[name, session["site"]]
            # A class holds as many as it has places, of either kind.
            held = {"activity": name, "first": 0, "follow_up": 0}
            places = activity["places"]
            for kind in (kind, "follow_up", "first"):
                units = min(places, wanted[kind])
                held[kind] += units
                wanted[kind] -= units
                places -= units
            slots[activity["minutes"]] -= 1
            session["holds"].append(held)
    return {"sessions": sessions}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["problem", "solution"])
    parser.add_argument("files", nargs="+", help="SCENARIO ROTA.json, or ROTA.json")
    asked = parser.parse_args()
    try:
        rota = json.loads(Path(asked.files[-1]).read_text())
        told = Week(scenario_of(asked.files[0]), rota).problem() if asked.what == "problem" else solution(rota)
    except NotShared as what:
        sys.exit("no part of the shared problem: %s" % what)
    json.dump(told, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
