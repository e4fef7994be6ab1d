#!/usr/bin/env python3
"""The week's problem in CP-SAT: prints the solution and how value and bound moved, as JSON.

    week_cp_sat.py WEEK.json [--processor S]
"""

import argparse
import itertools
import json
import math
import sys
from collections import defaultdict
from pathlib import Path

import ortools
from ortools.sat.python import cp_model

from clock import Course, megabytes, when_over
from weekly import book, ways

# model: begin
# Costs in hundredths of pennies, burdens in ten-thousandths of points: CP-SAT has whole numbers only.
SCALE = 10_000


class Week:
    """The model of a week."""

    def __init__(self, problem):
        self.problem, self.prices = problem, problem["prices"]
        self.model, self.costs = cp_model.CpModel(), []
        self.half_days = [h["id"] for h in problem["half_days"]]
        self.day = {h["id"]: h["day"] for h in problem["half_days"]}
        self.clinics = {c["id"]: c for c in problem["clinics"]}
        self.rooms_of = defaultdict(list)
        for clinic, room in itertools.product(problem["clinics"], problem["rooms"]):
            for half_day in room["open"] if room["id"] in clinic["rooms"] else []:
                self.rooms_of[clinic["id"], room["site"], half_day].append(room["id"])
        self.session, self.at, self.placed = [], defaultdict(list), defaultdict(list)
        self.seats_at, self.teams, self.used = defaultdict(list), {}, defaultdict(list)
        self.sessions()
        self.together()
        self.contracts()
        self.travel()
        self.meetings()
        self.appointments()
        self.usual()
        self.fairness()
        self.rooms()
        self.model.minimize(sum(self.costs))

    def charge(self, pounds, what):
        """Adds a cost."""
        self.costs.append(round(pounds * SCALE) * what)

    def sessions(self):
        """A session of each seat, or none; one place at a time."""
        for i, seat in enumerate(self.problem["seats"]):
            session = self.model.new_bool_var("session %d" % i)
            self.session.append(session)
            self.at[seat["practitioner"], seat["half_day"], seat["site"]].append(session)
            self.seats_at[seat["clinic"], seat["site"], seat["half_day"]].append(i)
            self.charge(self.prices["session"] + (0 if seat["usual"] else self.prices["unusual_session"]), session)
        for person, half_day in sorted({at[:2] for at in self.at}):
            self.model.add_at_most_one(x for at, own in self.at.items() if at[:2] == (person, half_day) for x in own)

    def together(self):
        """Whole teams, and a room for each: whoever is in a room is of its team."""
        for at, seats in self.seats_at.items():
            team, rooms = self.clinics[at[0]]["team"], self.rooms_of[at]
            in_room = {(i, r): self.model.new_bool_var("") for i in seats for r in rooms}
            for i in seats:
                self.model.add(sum(in_room[i, r] for r in rooms) == self.session[i])
                for r in rooms:
                    self.placed[self.problem["seats"][i]["practitioner"], at[2], r].append(in_room[i, r])
            held = {r: self.model.new_bool_var("") for r in rooms}
            for (r, used), (j, count) in itertools.product(held.items(), enumerate(team)):
                members = [in_room[i, r] for i in seats if self.problem["seats"][i]["position"] == j]
                self.model.add(sum(members) == count * used)
            for r, used in held.items():
                self.used[r, at[2]].append(used)
            self.teams[at] = held

    def contracts(self):
        """No more than contracted, in the week and a day."""
        weeks, days = defaultdict(list), defaultdict(list)
        for seat, session in zip(self.problem["seats"], self.session):
            weeks[seat["practitioner"]].append(session)
            days[seat["practitioner"], self.day[seat["half_day"]]].append(session)
        most = {p["id"]: p for p in self.problem["practitioners"]}
        for person, own in weeks.items():
            self.model.add(sum(own) <= most[person]["most"])
        for (person, _), own in days.items():
            self.model.add(sum(own) <= most[person]["most_a_day"])

    def travel(self):
        """Drives that are too long, and what others cost."""
        for journey, person in itertools.product(self.problem["journeys"], self.problem["practitioners"]):
            first = self.at.get((person["id"], journey["half_day"], journey["site"]))
            later = self.at.get((person["id"], journey["later"], journey["to"]))
            if not first or not later:
                continue
            if not journey["allowed"]:
                self.model.add(sum(first) + sum(later) <= 1)
            else:
                goes = self.model.new_bool_var("")
                self.model.add(goes >= sum(first) + sum(later) - 1)
                self.charge(journey["price"], goes)

    def meetings(self):
        """Not too many of a meeting's people elsewhere."""
        for meeting in self.problem["meetings"]:
            elsewhere = [x for (who, half_day, site), own in self.at.items() for x in own
                         if half_day == meeting["half_day"] and site != meeting["site"] and who in meeting["who"]]
            self.model.add(sum(elsewhere) <= meeting["most_elsewhere"])

    def appointments(self):
        """Whole appointments that fit: sessions with as many minutes are filled in one of the ways that there are."""
        self.filled, wanted = {}, {(n["activity"], n["site"]): n for n in self.problem["needs"]}
        for clinic, site in itertools.product(self.problem["clinics"], self.problem["sites"]):
            alike = defaultdict(list)
            for at, seats in self.seats_at.items():
                if at[:2] == (clinic["id"], site):
                    for minutes, sessions in self.by_minutes(at, seats):
                        alike[minutes] += sessions
            room = defaultdict(list)
            for minutes, sessions in alike.items():
                own = ways(clinic["activities"], minutes)
                counts = [self.model.new_int_var(0, len(sessions), "") for _ in own]
                self.model.add(sum(counts) == sum(sessions))
                self.filled[clinic["id"], site, minutes] = list(zip(own, counts))
                for way, count in zip(own, counts):
                    for length, fit in way.items():
                        room[length].append(fit * count)
            classes = defaultdict(list)
            for activity in clinic["activities"]:
                need = wanted.get((activity["id"], site))
                if need:
                    late = [self.model.new_int_var(0, need[kind], "") for kind in ("follow_up", "first")]
                    self.charge(activity["put_off"], late[0])
                    self.charge(activity["put_off_first"], late[1])
                    held = need["follow_up"] + need["first"] - sum(late)
                    most = math.ceil((need["follow_up"] + need["first"]) / activity["places"])
                    own = self.model.new_int_var(0, most, "")
                    self.model.add(held <= activity["places"] * own)
                    classes[activity["minutes"]].append(own)
            for length, own in classes.items():
                self.model.add(sum(own) <= sum(room[length]))

    def by_minutes(self, at, seats):
        """Sessions of a clinic, site and half-day by their minutes: of a team, a room's; else a person's."""
        if sum(self.clinics[at[0]]["team"]) > 1:
            yield self.problem["seats"][seats[0]]["minutes"], list(self.teams[at].values())
        else:
            for i in seats:
                yield self.problem["seats"][i]["minutes"], [self.session[i]]

    def usual(self):
        """Clinics in other half-days than usual."""
        usual = {(u["clinic"], u["site"], u["half_day"]): u["teams"] for u in self.problem["usual"]}
        for at, held in self.teams.items():
            here, most = usual.get(at, 0), len(held)
            moved, released = (self.model.new_int_var(0, max(most, math.ceil(here)), "") for _ in range(2))
            self.model.add(moved >= sum(held.values()) - round(here))
            self.model.add(released >= round(here) - sum(held.values()))
            self.charge(self.prices["moved_session"], moved)
            self.charge(self.prices["released_session"], released)

    def fairness(self):
        """Points of burden above a fair share: those beyond a few count more."""
        points = defaultdict(list)
        for burden in self.problem["burdens"]:
            own = defaultdict(list)
            for seat, session in zip(self.problem["seats"], self.session):
                if burden["id"] in seat["burdens"]:
                    own[seat["practitioner"]].append(session)
            for pool in burden["shares"]:
                for person, share in pool["of"].items():
                    points[person] += [round(burden["points"] * SCALE) * x for x in own[person]]
                    points[person].append(-round(burden["points"] * share * pool["expected"] * SCALE))
        for person, terms in points.items():
            mild = self.model.new_int_var(0, round(self.prices["mild_points"] * SCALE), "")
            grave = self.model.new_int_var(0, 100 * SCALE, "")
            self.model.add(mild + grave >= sum(terms))
            # A ten-thousandth of a point, in ten-thousandths of pounds.
            self.costs += [round(self.prices["unfair_point"]) * mild,
                           round(self.prices["unfair_point"] * self.prices["grave"]) * grave]

    def rooms(self):
        """One session in a room at a time, and changes of room within somebody's day at a site."""
        for own in self.used.values():
            self.model.add_at_most_one(own)
        site_of = {r["id"]: r["site"] for r in self.problem["rooms"]}
        for first, later in itertools.pairwise(self.half_days):
            if self.day[first] != self.day[later]:
                continue
            for person, site in sorted({(at[0], at[2]) for at in self.at}):
                rooms = [r for r in site_of if site_of[r] == site and self.placed.get((person, first, r))]
                stays = self.at.get((person, later, site))
                if not rooms or not stays:
                    continue
                change = self.model.new_bool_var("")
                self.charge(self.prices["room_change"], change)
                for r in rooms:
                    here, there = self.placed[person, first, r], self.placed.get((person, later, r), [])
                    self.model.add(change >= sum(here) + sum(stays) - sum(there) - 1)

    def read(self, value):
        """The solution: sessions with rooms, people and appointments."""
        left = {at: [[way, value(count)] for way, count in own] for at, own in self.filled.items()}
        sessions = []
        for at, held in self.teams.items():
            for r in held:
                if not value(held[r]):
                    continue
                who = [self.problem["seats"][i] for i in self.seats_at[at] if value(self.session[i]) and any(
                    value(x) for x in self.placed[self.problem["seats"][i]["practitioner"], at[2], r])]
                own = left[at[0], at[1], who[0]["minutes"]]
                way = next(pair for pair in own if pair[1] > 0)
                way[1] -= 1
                sessions.append({"half_day": at[2], "room": r, "clinic": at[0], "site": at[1],
                                 "who": sorted(seat["practitioner"] for seat in who), "way": way[0]})
        return book(self.problem, sessions)
# model: end


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("problem", type=Path)
    parser.add_argument("--processor", type=float, default=60.0, metavar="S", help="stop after so many processor seconds")
    parser.add_argument("--gap-gbp", type=float, default=1.0, metavar="GBP", help="stop within so many pounds of the best")
    parser.add_argument("--settings", default="linearization_level:2", help="parameters of CP-SAT's own")
    asked = parser.parse_args()
    before, course = megabytes(), Course()
    problem = json.loads(asked.problem.read_text())
    week = Week(problem)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.absolute_gap_limit = asked.gap_gbp * SCALE
    for name, _, value in (pair.partition(":") for pair in asked.settings.split()):
        setattr(solver.parameters, name, json.loads(value))

    class Watch(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self):
            course.see(self.objective_value / SCALE, self.best_objective_bound / SCALE)

    solver.best_bound_callback = lambda bound: course.see(bound=bound / SCALE)
    over = when_over(asked.processor, course, solver.stop_search)
    status = solver.solve(week.model, Watch())
    over.set()
    solved = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    course.see(solver.objective_value / SCALE if solved else None, solver.best_objective_bound / SCALE)
    json.dump({"solver": "cp-sat", "version": ortools.__version__, "status": solver.status_name(status),
               "value": course.value, "bound": course.bound, "seconds": round(course.seconds(), 2),
               "memory_before_mb": round(before, 1), "course": course.steps,
               "solution": week.read(solver.value) if solved else None}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
