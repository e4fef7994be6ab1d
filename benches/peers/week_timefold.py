#!/usr/bin/env python3
"""The week's problem in Timefold: prints the best solution found and when it became how good, as JSON.

    week_timefold.py WEEK.json [--processor S]
"""

import argparse
import importlib.metadata
import itertools
import json
import os
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import timefold.solver
from _jpyinterpreter import get_default_jvm_path
from jpype import JImplements, JOverride

from clock import Course, megabytes, when_over
from weekly import book, ways

# The collector that has no threads of its own, and no more memory than a small service needs: the default would be a
# quarter of the machine's before anything is collected.
timefold.solver.init(get_default_jvm_path(), "-XX:+UseSerialGC", "-Xmx%s" % os.environ.get("TIMEFOLD_MEMORY", "1g"))

from timefold.solver import SolverFactory  # noqa: E402
from timefold.solver.config import Duration, ScoreDirectorFactoryConfig, SolverConfig, TerminationConfig  # noqa: E402
from timefold.solver.domain import (  # noqa: E402
    PlanningEntityCollectionProperty, PlanningId, PlanningScore, PlanningVariable, ProblemFactCollectionProperty,
    ValueRangeProvider, planning_entity, planning_solution)
from timefold.solver.score import ConstraintCollectors, HardSoftScore, Joiners, constraint_provider  # noqa: E402

# model: begin
# Scores are thousandths of pounds.
SCALE = 1000


@dataclass(eq=False)
class Demand:
    """Appointments of one length that a clinic is to hold at a site: what so many of them held save."""
    id: Annotated[int, PlanningId]
    saved: list[int]

    def saving(self, held: int) -> int:
        return self.saved[min(held, len(self.saved) - 1)]


@dataclass(eq=False)
class Fill:
    """Places that a session has for a demand."""
    demand: Demand
    count: int


@dataclass(eq=False)
class Place:
    """A clinic at a site in a half-day: what so many sessions cost, compared with what is usual."""
    id: Annotated[int, PlanningId]
    usual: int
    moved: int
    released: int

    def lost(self, held: int) -> int:
        return self.moved * max(held - self.usual, 0)

    def kept(self, held: int) -> int:
        return self.released * min(held, self.usual)


@dataclass(eq=False)
class Meeting:
    """A meeting of which only so many may be elsewhere."""
    id: Annotated[int, PlanningId]
    most: int


@dataclass(eq=False)
class Spot:
    """A site in a half-day: what it costs to go from there to another that day; -1 where nobody may."""
    id: Annotated[int, PlanningId]
    number: int
    to: list[int]


@dataclass(eq=False)
class Slot:
    """A person in a half-day, a person on a day, or a room in a half-day."""
    id: Annotated[int, PlanningId]


@dataclass(eq=False)
class Pool:
    """A role, among whom burdens are shared out: each one's fair share, in ten-thousandths of points."""
    id: Annotated[int, PlanningId]
    fair: list[int]
    points: list[int]
    unfair: int
    grave: int
    mild: int


@dataclass(eq=False)
class Person:
    """A practitioner, with the place in the role."""
    id: Annotated[int, PlanningId]
    pool: Pool
    rank: int
    most: int
    most_a_day: int


@dataclass(eq=False)
class Job:
    """What somebody may do in a half-day: a clinic at a site in a room, filled in some way."""
    id: Annotated[int, PlanningId]
    clinic: str
    site: int
    room: int
    way: int


@dataclass(eq=False)
class Work:
    """Somebody's session: a job in a half-day."""
    id: Annotated[int, PlanningId]
    person: Person
    slot: Slot
    day: Slot
    half_day: int
    site: int
    room: int
    spot: Spot
    cost: int
    burdens: list[int]
    misses: list[Meeting]


@dataclass(eq=False)
class Held:
    """A session: its place, its room and half-day, and the appointments that it has time for."""
    id: Annotated[int, PlanningId]
    place: Place
    room: Slot
    fills: list[Fill]


@planning_entity
@dataclass(eq=False)
class Shift:
    """A half-day of a practitioner, for clinics run by one person: the session that each job would be."""
    id: Annotated[int, PlanningId]
    slot: Slot
    works: list[Work | None]
    helds: list[Held | None]
    jobs: Annotated[list[Job], ValueRangeProvider(id="jobs")]
    job: Annotated[Job | None, PlanningVariable(
        allows_unassigned=True, value_range_provider_refs=["jobs"])] = field(default=None)


@dataclass(eq=False)
class Team:
    """A whole team in a half-day and room."""
    id: Annotated[int, PlanningId]
    clinic: str
    room: int
    half_day: int
    way: int
    works: list[Work]
    slots: list[Slot]
    held: Held


@planning_entity
@dataclass(eq=False)
class TeamSession:
    """A session that a clinic's team could hold at a site."""
    id: Annotated[int, PlanningId]
    teams: Annotated[list[Team], ValueRangeProvider(id="teams")]
    team: Annotated[Team | None, PlanningVariable(
        allows_unassigned=True, value_range_provider_refs=["teams"])] = field(default=None)


@planning_solution
@dataclass(eq=False)
class Week:
    meetings: Annotated[list[Meeting], ProblemFactCollectionProperty]
    shifts: Annotated[list[Shift], PlanningEntityCollectionProperty]
    sessions: Annotated[list[TeamSession], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = field(default=None)


def shifts(factory):
    """Shifts of people who are in no team then: a team comes first, so that a single move can bring one together."""
    return factory.for_each(Shift).if_not_exists(
        TeamSession, Joiners.filtering(lambda shift, session: shift.slot in session.team.slots))


def works(factory):
    """Everybody's sessions, by themselves or in a team."""
    alone = shifts(factory).map(lambda shift: shift.works[shift.job.id])
    teams = factory.for_each(TeamSession).map(lambda session: session.team.works).flatten_last(lambda works: works)
    return alone.concat(teams)


def helds(factory):
    """All sessions."""
    alone = shifts(factory).map(lambda shift: shift.helds[shift.job.id])
    return alone.concat(factory.for_each(TeamSession).map(lambda session: session.team.held))


def unfairness(pool: Pool, works: list) -> int:
    """Points above fair shares, each person's over all burdens, priced."""
    own = [0] * len(pool.fair)
    for work in works:
        for burden in work.burdens:
            own[work.person.rank] += pool.points[burden]
    cost = 0
    for rank in range(len(own)):
        above = own[rank] - pool.fair[rank]
        if above > 0:
            cost += pool.unfair * min(above, pool.mild) + pool.grave * max(above - pool.mild, 0)
    return cost // 10_000


@constraint_provider
def constraints(factory):
    hard, soft = HardSoftScore.ONE_HARD, HardSoftScore.ONE_SOFT
    count = ConstraintCollectors.count
    work, held = works(factory), helds(factory)
    days = work.join(work, Joiners.equal(lambda work: work.day)).filter(lambda a, b: a.half_day < b.half_day)
    places = held.group_by(lambda held: held.place, count())
    return [
        work.group_by(lambda work: work.slot, count()).filter(lambda slot, n: n > 1)
        .penalize(hard, lambda slot, n: n - 1).as_constraint("one place"),
        work.group_by(lambda work: work.person, count()).filter(lambda person, n: n > person.most)
        .penalize(hard, lambda person, n: n - person.most).as_constraint("contracted"),
        work.filter(lambda work: work.person.most_a_day < MANY).group_by(lambda work: work.person, lambda work: work.day, count())
        .filter(lambda person, day, n: n > person.most_a_day)
        .penalize(hard, lambda person, day, n: n - person.most_a_day).as_constraint("a day"),
        held.group_by(lambda held: held.room, count()).filter(lambda room, n: n > 1)
        .penalize(hard, lambda room, n: n - 1).as_constraint("rooms"),
        work.map(lambda work: work.misses).flatten_last(lambda misses: misses)
        .group_by(lambda meeting: meeting, count()).filter(lambda meeting, n: n > meeting.most)
        .penalize(hard, lambda meeting, n: n - meeting.most).as_constraint("meetings"),
        days.filter(lambda a, b: a.spot.to[b.spot.number] < 0).penalize(hard).as_constraint("too far"),
        days.filter(lambda a, b: a.spot.to[b.spot.number] > 0)
        .penalize(soft, lambda a, b: a.spot.to[b.spot.number]).as_constraint("journeys"),
        days.filter(lambda a, b: a.site == b.site and a.room != b.room)
        .penalize(soft, lambda a, b: ROOM_CHANGE).as_constraint("room changes"),
        work.penalize(soft, lambda work: work.cost).as_constraint("sessions"),
        held.map(lambda held: held.fills).flatten_last(lambda fills: fills)
        .group_by(lambda fill: fill.demand, ConstraintCollectors.sum(lambda fill: fill.count))
        .reward(soft, lambda demand, held: demand.saving(held)).as_constraint("appointments"),
        places.penalize(soft, lambda place, n: place.lost(n)).as_constraint("moved"),
        places.reward(soft, lambda place, n: place.kept(n)).as_constraint("kept"),
        work.filter(lambda work: len(work.burdens) > 0)
        .group_by(lambda work: work.person.pool, ConstraintCollectors.to_list())
        .penalize(soft, lambda pool, works: unfairness(pool, works)).as_constraint("fairness"),
    ]


ROOM_CHANGE = 100
# More sessions than a day has.
MANY = 10


def savings(problem, clinic, site, length):
    """What the first, second, ... appointment or class of a length saves, most first; added up from none."""
    needs = {n["activity"]: n for n in problem["needs"] if n["site"] == site}
    classes = []
    for activity in clinic["activities"]:
        need = needs.get(activity["id"])
        if need and activity["minutes"] == length:
            units = [activity["put_off"]] * need["follow_up"] + [activity["put_off_first"]] * need["first"]
            classes += [sum(units[n:n + activity["places"]]) for n in range(0, len(units), activity["places"])]
    added = itertools.accumulate(sorted(classes, reverse=True), initial=0.0)
    return [round(SCALE * pounds) for pounds in added]


class Reader:
    """Builds the planning problem, and reads the solution back."""

    def __init__(self, problem):
        self.problem, prices = problem, problem["prices"]
        price = {name: round(SCALE * pounds) for name, pounds in prices.items()}
        self.half_days = [h["id"] for h in problem["half_days"]]
        day_of = [h["day"] for h in problem["half_days"]]
        day_of = [day_of.index(day) for day in day_of]
        self.sites, self.rooms = problem["sites"], [r["id"] for r in problem["rooms"]]
        self.clinics = {c["id"]: c for c in problem["clinics"]}
        self.ids = itertools.count()
        burdens = problem["burdens"]
        roles = sorted({p["role"] for p in problem["practitioners"]})
        fair = Counter()
        for b, pool in ((b, pool) for b in burdens for pool in b["shares"]):
            fair.update({who: b["points"] * share * pool["expected"] for who, share in pool["of"].items()})
        in_role = {role: [p["id"] for p in problem["practitioners"] if p["role"] == role] for role in roles}
        self.pools = {role: Pool(
            n, [round(10_000 * fair[who]) for who in in_role[role]], [round(10_000 * b["points"]) for b in burdens],
            price["unfair_point"], round(price["unfair_point"] * prices["grave"]), round(10_000 * prices["mild_points"]))
            for n, role in enumerate(roles)}
        self.people = {p["id"]: Person(n, self.pools[p["role"]], in_role[p["role"]].index(p["id"]), p["most"],
                                       p["most_a_day"]) for n, p in enumerate(problem["practitioners"])}
        self.names = list(self.people)
        self.meetings = {m["id"]: Meeting(n, m["most_elsewhere"]) for n, m in enumerate(problem["meetings"])}
        usual = {(u["clinic"], u["site"], u["half_day"]): round(u["teams"]) for u in problem["usual"]}
        self.places, self.demands, self.ways = {}, {}, {}
        for seat in problem["seats"]:
            at = (seat["clinic"], seat["site"], seat["half_day"])
            self.places.setdefault(at, Place(len(self.places), usual.get(at, 0), price["moved_session"],
                                             price["released_session"]))
        self.cost = {True: price["session"], False: price["session"] + price["unusual_session"]}
        self.day_of, self.jobs, self.slots = day_of, {}, defaultdict(lambda: Slot(next(self.ids)))
        spots = list(itertools.product(self.half_days, self.sites))
        costs = {(j["half_day"], j["site"], j["later"], j["to"]): round(SCALE * j["price"]) if j["allowed"] else -1
                 for j in problem["journeys"]}
        self.spots = {at: Spot(n, n, [costs.get((*at, *to), 0) for to in spots]) for n, at in enumerate(spots)}
        self.shifts, self.sessions = self.alone(), self.teams()

    def rooms_of(self, clinic, site, half_day):
        """Rooms that a session could have."""
        return [n for n, r in enumerate(self.problem["rooms"]) if r["id"] in self.clinics[clinic]["rooms"]
                and r["site"] == site and half_day in r["open"]]

    def fills(self, clinic, site, minutes):
        """Ways to fill a session, each as places for demands."""
        at = (clinic, site, minutes)
        if at not in self.ways:
            own = ways(self.clinics[clinic]["activities"], minutes)
            for length in {length for way in own for length in way}:
                self.demands.setdefault((clinic, site, length), Demand(
                    len(self.demands), savings(self.problem, self.clinics[clinic], site, length)))
            self.ways[at] = (own, [[Fill(self.demands[clinic, site, length], n) for length, n in way.items() if n > 0]
                                   for way in own])
        return self.ways[at][1]

    def slot_of(self, seat):
        """A seat's practitioner in its half-day."""
        return self.slots["person", seat["practitioner"], seat["half_day"]]

    def work(self, seat, room):
        """A seat's session in a room; None if it misses a meeting that nobody may miss."""
        misses = [self.meetings[m["id"]] for m in self.problem["meetings"] if m["half_day"] == seat["half_day"]
                  and m["site"] != seat["site"] and seat["practitioner"] in m["who"]]
        if any(meeting.most == 0 for meeting in misses):
            return None
        person, h = self.people[seat["practitioner"]], self.half_days.index(seat["half_day"])
        burdens = [n for n, b in enumerate(self.problem["burdens"]) if b["id"] in seat["burdens"]]
        site = self.sites.index(seat["site"])
        return Work(next(self.ids), person, self.slot_of(seat), self.slots["day", person.id, self.day_of[h]],
                    h, site, room, self.spots[seat["half_day"], seat["site"]], self.cost[seat["usual"]], burdens, misses)

    def alone(self):
        """Shifts, with what each could be."""
        shifts, own = {}, {}
        for seat in self.problem["seats"]:
            clinic, site, half_day = at = (seat["clinic"], seat["site"], seat["half_day"])
            if sum(self.clinics[clinic]["team"]) > 1:
                continue
            shift = shifts.setdefault((seat["practitioner"], half_day), Shift(
                len(shifts), self.slot_of(seat), [], [], []))
            for room in self.rooms_of(*at):
                work = self.work(seat, room)
                for n, fills in enumerate(self.fills(clinic, site, seat["minutes"])) if work else []:
                    job = self.jobs.setdefault((clinic, site, room, n, seat["minutes"]), Job(
                        len(self.jobs), clinic, self.sites.index(site), room, n))
                    shift.jobs.append(job)
                    own[shift.id, job.id] = (work, Held(
                        next(self.ids), self.places[at], self.slots["room", room, work.half_day], fills))
        for shift in shifts.values():
            pairs = [own.get((shift.id, n), (None, None)) for n in range(len(self.jobs))]
            shift.works, shift.helds = ([pair[which] for pair in pairs] for which in range(2))
        self.shift_of = {shift.id: at for at, shift in shifts.items()}
        return [shift for shift in shifts.values() if shift.jobs]

    def teams(self):
        """Sessions of teams: as many as could be of use, each with all whole teams that there are."""
        seats = defaultdict(list)
        for seat in self.problem["seats"]:
            if sum(self.clinics[seat["clinic"]]["team"]) > 1:
                seats[seat["clinic"], seat["site"]].append(seat)
        sessions, self.minutes = [], {}
        for (clinic, site), own in seats.items():
            teams = []
            for h, half_day in enumerate(self.half_days):
                here = [seat for seat in own if seat["half_day"] == half_day]
                places = [[list(group) for group in itertools.combinations([s for s in here if s["position"] == j], count)]
                          for j, count in enumerate(self.clinics[clinic]["team"])]
                for members, room in itertools.product(itertools.product(*places), self.rooms_of(clinic, site, half_day)):
                    members = [self.work(seat, room) for group in members for seat in group]
                    if all(members):
                        minutes = here[0]["minutes"]
                        for n, fills in enumerate(self.fills(clinic, site, minutes)):
                            held = Held(next(self.ids), self.places[clinic, site, half_day],
                                        self.slots["room", room, h], fills)
                            teams.append(Team(next(self.ids), clinic, room, h, n, members, [work.slot for work in members], held))
                            self.minutes[teams[-1].id] = minutes
            useful = sum(len(d.saved) - 1 for (k, s, _), d in self.demands.items() if (k, s) == (clinic, site))
            sessions += [TeamSession(len(sessions) + n, teams) for n in range(useful if teams else 0)]
        return sessions

    def week(self):
        """The planning problem."""
        return Week(list(self.meetings.values()), self.shifts, self.sessions)

    def constant(self):
        """The cost of a week without any session: all put off, all released."""
        return sum(d.saved[-1] for d in self.all_demands()) + sum(p.released * p.usual for p in self.places.values())

    def all_demands(self):
        """Demands of all clinics and sites, those that nobody could meet too."""
        for clinic, site in itertools.product(self.clinics.values(), self.sites):
            for length in {a["minutes"] for a in clinic["activities"]}:
                yield self.demands.get((clinic["id"], site, length)) or Demand(
                    -1, savings(self.problem, clinic, site, length))

    def read(self, week):
        """The solution: sessions with rooms, people and appointments."""
        sessions = []
        minutes = {(s["practitioner"], s["half_day"], s["clinic"], s["site"]): s["minutes"] for s in self.problem["seats"]}
        in_teams = {slot.id for session in week.sessions if session.team for slot in session.team.slots}
        for shift in week.shifts:
            if shift.job and shift.slot.id not in in_teams:
                who, half_day = self.shift_of[shift.id]
                site = self.sites[shift.job.site]
                own = self.ways[shift.job.clinic, site, minutes[who, half_day, shift.job.clinic, site]][0]
                sessions.append({"half_day": half_day, "room": self.rooms[shift.job.room], "clinic": shift.job.clinic,
                                 "site": site, "who": [who], "way": own[shift.job.way]})
        for session in week.sessions:
            if session.team:
                team, site = session.team, self.sites[session.team.works[0].site]
                own = self.ways[team.clinic, site, self.minutes[team.id]][0]
                sessions.append({"half_day": self.half_days[team.half_day], "room": self.rooms[team.room],
                                 "clinic": team.clinic, "site": site,
                                 "who": sorted(self.names[work.person.id] for work in team.works), "way": own[team.way]})
        return book(self.problem, sessions)
# model: end


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("problem", type=Path)
    parser.add_argument("--processor", type=float, default=60.0, metavar="S", help="stop after so many processor seconds")
    asked = parser.parse_args()
    before, course = megabytes(), Course()
    reader = Reader(json.loads(asked.problem.read_text()))
    constant = reader.constant()
    config = SolverConfig(
        solution_class=Week, entity_class_list=[TeamSession, Shift],
        score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=constraints),
        termination_config=TerminationConfig(spent_limit=Duration(seconds=int(20 * asked.processor))))
    solver = SolverFactory.create(config).build_solver()

    # The listener that the package offers brings the whole solution over from Java at each improvement, which takes most
    # of the time: this one asks for the score alone.
    @JImplements("ai.timefold.solver.core.api.solver.event.SolverEventListener")
    class Listener:
        @JOverride
        def bestSolutionChanged(self, event):
            score = event.getNewBestScore()
            if event.isNewBestSolutionInitialized() and score.hardScore() == 0:
                course.see((constant - int(score.softScore())) / SCALE)

    solver._delegate.addEventListener(Listener())
    over = when_over(asked.processor, course, solver.terminate_early)
    week = solver.solve(reader.week())
    over.set()
    solved = week.score.hard_score == 0
    course.see((constant - week.score.soft_score) / SCALE if solved else None)
    json.dump({"solver": "timefold", "version": importlib.metadata.version("timefold"), "status": str(week.score),
               "value": course.value, "bound": None, "seconds": round(course.seconds(), 2),
               "memory_before_mb": round(before, 1), "course": course.steps, "solution": reader.read(week)}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
