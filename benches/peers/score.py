#!/usr/bin/env python3
"""What a solution of a week's problem is worth, whoever made it: hard rules broken, and the objective in pounds.

    score.py WEEK.json SOLUTION.json

It reads the problem and the solution and nothing else; no solver's model and no solver's claim enters.
"""

import argparse
import itertools
import json
import math
from collections import Counter, defaultdict
from pathlib import Path


class Scorer:
    """Scores solutions of a problem."""

    def __init__(self, problem):
        self.problem, self.prices = problem, problem["prices"]
        self.clinics = {c["id"]: c for c in problem["clinics"]}
        self.activities = {a["id"]: (c["id"], a) for c in problem["clinics"] for a in c["activities"]}
        self.rooms = {r["id"]: r for r in problem["rooms"]}
        self.people = {p["id"]: p for p in problem["practitioners"]}
        self.order = {h["id"]: n for n, h in enumerate(problem["half_days"])}
        self.day = {h["id"]: h["day"] for h in problem["half_days"]}
        self.seats = {(s["practitioner"], s["clinic"], s["site"], s["half_day"]): s for s in problem["seats"]}
        self.journeys = {(j["half_day"], j["site"], j["later"], j["to"]): j for j in problem["journeys"]}

    def score(self, solution):
        """Hard rules broken, as (rule, words), and the parts of the objective."""
        sessions = solution["sessions"]
        broken = [*self.seated(sessions), *self.contracts(sessions), *self.roomed(sessions), *self.together(sessions),
                  *self.met(sessions), *self.travelled(sessions), *self.filled(sessions), *self.wanted(sessions)]
        parts = {"put off": self.put_off(sessions), "sessions": self.prices["session"] * len(list(self.worked(sessions))),
                 **self.usual(sessions), "journeys and breaks": self.driven(sessions),
                 "fairness": self.unfair(sessions), "room changes": self.changed(sessions)}
        held, put_off = self.counts(sessions)
        return {"broken": broken, "objective_gbp": sum(parts.values()), "parts_gbp": parts, "sessions": len(sessions),
                "held": held, "put_off": put_off,
                "room_changes": round(parts["room changes"] / self.prices["room_change"]) if parts["room changes"] else 0}

    # Rows that several rules look at.

    @staticmethod
    def worked(sessions):
        """Practitioners' sessions: who, session."""
        return ((who, session) for session in sessions for who in session["who"])

    def days(self, sessions):
        """Each practitioner's sessions of each day, in order: (who, day) -> sessions."""
        days = defaultdict(list)
        for who, session in self.worked(sessions):
            days[who, self.day.get(session["half_day"])].append(session)
        for own in days.values():
            own.sort(key=lambda session: self.order.get(session["half_day"], -1))
        return days

    def held(self, sessions):
        """Units held: (activity, site) -> first and follow-up ones."""
        held = defaultdict(Counter)
        for session in sessions:
            for row in session["holds"]:
                held[row["activity"], session["site"]].update({k: row[k] for k in ("first", "follow_up")})
        return held

    # Hard rules.

    def seated(self, sessions):
        """At work, allowed to run the clinic there, and in one place at a time."""
        at = Counter()
        for who, session in self.worked(sessions):
            at[who, session["half_day"]] += 1
            if (who, session["clinic"], session["site"], session["half_day"]) not in self.seats:
                yield "eligible", "%s cannot run %s at %s on %s" % (
                    who, session["clinic"], session["site"], session["half_day"])
        for (who, half_day), count in at.items():
            if count > 1:
                yield "one place", "%s has %d sessions on %s" % (who, count, half_day)

    def contracts(self, sessions):
        """No more than contracted, in the week and a day."""
        weeks, days = Counter(), Counter()
        for who, session in self.worked(sessions):
            weeks[who] += 1
            days[who, self.day[session["half_day"]]] += 1
        for who, count in weeks.items():
            if count > self.people.get(who, {"most": 0})["most"]:
                yield "contracted", "%s has %d sessions" % (who, count)
        for (who, day), count in days.items():
            if count > self.people.get(who, {"most_a_day": 0})["most_a_day"]:
                yield "contracted", "%s has %d sessions on %s" % (who, count, day)

    def roomed(self, sessions):
        """A room of the site that fits and is open, for one session at a time."""
        used = Counter()
        for session in sessions:
            room = self.rooms.get(session["room"])
            used[session["room"], session["half_day"]] += 1
            if not room or room["site"] != session["site"] or session["half_day"] not in room["open"] \
                    or session["room"] not in self.clinics[session["clinic"]]["rooms"]:
                yield "rooms", "%s is no room for %s at %s on %s" % (
                    session["room"], session["clinic"], session["site"], session["half_day"])
        for (room, half_day), count in used.items():
            if count > 1:
                yield "rooms", "%s has %d sessions on %s" % (room, count, half_day)

    def together(self, sessions):
        """The whole team, and nobody beside it."""
        for session in sessions:
            places = Counter(seat["position"] for who in session["who"] for seat in
                             [self.seats.get((who, session["clinic"], session["site"], session["half_day"]))] if seat)
            team = self.clinics[session["clinic"]]["team"]
            if any(places[n] != count for n, count in enumerate(team)):
                yield "together", "%s at %s on %s has no whole team" % (
                    session["clinic"], session["site"], session["half_day"])

    def met(self, sessions):
        """Meetings attended: not too many of their people elsewhere."""
        for meeting in self.problem["meetings"]:
            elsewhere = {who for who, session in self.worked(sessions) if session["half_day"] == meeting["half_day"]
                         and session["site"] != meeting["site"] and who in meeting["who"]}
            if len(elsewhere) > meeting["most_elsewhere"]:
                yield "meetings", "%s misses %s" % (meeting["id"], ", ".join(sorted(elsewhere)))

    def travelled(self, sessions):
        """No drive within a day longer than allowed."""
        for (who, _), own in self.days(sessions).items():
            for first, later in itertools.combinations(own, 2):
                journey = self.journeys.get((first["half_day"], first["site"], later["half_day"], later["site"]))
                if journey and not journey["allowed"]:
                    yield "travel", "%s goes from %s to %s on %s" % (
                        who, first["site"], later["site"], later["half_day"])

    def filled(self, sessions):
        """Appointments and classes that the session's clinic gives, within its minutes."""
        for session in sessions:
            units, minutes = Counter(), 0
            for row in session["holds"]:
                units[row["activity"]] += row["first"] + row["follow_up"]
                if min(row["first"], row["follow_up"]) < 0 or any(n != int(n) for n in (row["first"], row["follow_up"])):
                    yield "whole", "%s on %s has no whole number of %s" % (
                        session["clinic"], session["half_day"], row["activity"])
            for name, count in units.items():
                clinic, activity = self.activities[name]
                if clinic != session["clinic"]:
                    yield "eligible", "%s is not given in %s" % (name, session["clinic"])
                minutes += math.ceil(count / activity["places"]) * activity["minutes"]
            usable = [self.seats[at]["minutes"] for who in session["who"]
                      for at in [(who, session["clinic"], session["site"], session["half_day"])] if at in self.seats]
            if minutes > min(usable, default=0) + 1e-9:
                yield "minutes", "%s at %s on %s takes %g minutes" % (
                    session["clinic"], session["site"], session["half_day"], minutes)

    def wanted(self, sessions):
        """Nothing is held that is not wanted."""
        wanted = {(n["activity"], n["site"]): n for n in self.problem["needs"]}
        for at, units in self.held(sessions).items():
            for kind, count in units.items():
                if count > wanted.get(at, {kind: 0})[kind]:
                    yield "wanted", "%d %s of %s at %s are held" % (count, kind.replace("_", "-"), *at)

    # What is weighed, in pounds.

    def put_off(self, sessions):
        """Appointments not held."""
        held = self.held(sessions)
        cost = 0.0
        for need in self.problem["needs"]:
            units, (_, activity) = held[need["activity"], need["site"]], self.activities[need["activity"]]
            cost += activity["put_off"] * (need["follow_up"] - units["follow_up"])
            cost += activity["put_off_first"] * (need["first"] - units["first"])
        return cost

    def counts(self, sessions):
        """Units held and put off."""
        held = sum(sum(units.values()) for units in self.held(sessions).values())
        return held, sum(n["first"] + n["follow_up"] for n in self.problem["needs"]) - held

    def usual(self, sessions):
        """Sessions unlike the pattern, and clinics in other half-days than usual."""
        unusual = sum(1 for who, s in self.worked(sessions)
                      if not self.seats.get((who, s["clinic"], s["site"], s["half_day"]), {"usual": False})["usual"])
        teams = Counter((s["clinic"], s["site"], s["half_day"]) for s in sessions)
        usual = {(u["clinic"], u["site"], u["half_day"]): u["teams"] for u in self.problem["usual"]}
        # Where nobody can hold a clinic, nobody releases it.
        could = {(s["clinic"], s["site"], s["half_day"]) for s in self.problem["seats"] if s["position"] == 0}
        moved = sum(max(teams[at] - usual.get(at, 0.0), 0.0) for at in could)
        released = sum(max(usual.get(at, 0.0) - teams[at], 0.0) for at in could)
        return {"unusual": self.prices["unusual_session"] * unusual, "moved": self.prices["moved_session"] * moved,
                "released": self.prices["released_session"] * released}

    def driven(self, sessions):
        """Changes of site within a day, and breaks too short."""
        cost = 0.0
        for own in self.days(sessions).values():
            for first, later in itertools.combinations(own, 2):
                journey = self.journeys.get((first["half_day"], first["site"], later["half_day"], later["site"]))
                cost += journey["price"] if journey else 0.0
        return cost

    def unfair(self, sessions):
        """Points of burden above fair shares."""
        points = defaultdict(float)
        for burden in self.problem["burdens"]:
            own = Counter(who for who, s in self.worked(sessions) if burden["id"] in self.seats.get(
                (who, s["clinic"], s["site"], s["half_day"]), {"burdens": []})["burdens"])
            for pool in burden["shares"]:
                for who, share in pool["of"].items():
                    points[who] += burden["points"] * (own[who] - share * pool["expected"])
        mild = self.prices["mild_points"]
        above = [max(p, 0.0) for p in points.values()]
        return self.prices["unfair_point"] * sum(min(p, mild) + self.prices["grave"] * max(p - mild, 0.0) for p in above)

    def changed(self, sessions):
        """Changes of room within somebody's day at one site."""
        changes = 0
        for own in self.days(sessions).values():
            sites = defaultdict(list)
            for session in own:
                sites[session["site"]].append(session["room"])
            changes += sum(a != b for rooms in sites.values() for a, b in itertools.pairwise(rooms))
        return self.prices["room_change"] * changes


def score(problem, solution):
    """Scores one solution."""
    return Scorer(problem).score(solution)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("problem", type=Path)
    parser.add_argument("solution", type=Path)
    asked = parser.parse_args()
    print(json.dumps(score(*(json.loads(file.read_text()) for file in (asked.problem, asked.solution))), indent=1))


if __name__ == "__main__":
    main()
