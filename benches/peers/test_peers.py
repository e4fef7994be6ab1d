#!/usr/bin/env python3
"""Tests of the yardstick: a week made by hand whose score is known, each hard rule broken in turn, and how figures are read.

    test_peers.py                   needs no solver, but those that are installed are put to the same week
"""

import copy
import functools
import importlib.util
import itertools
import json
import math
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import mip
import run
import score
import weekly

HERE = Path(__file__).resolve().parent
PRICES = {"unusual_session": 5.0, "moved_session": 10.0, "released_session": 2.0, "unfair_point": 20.0, "short_break": 15.0,
          "late_lesson_week": 400.0, "session": 1.0, "site_change": 2.0, "room_change": 0.1, "first_share": 0.5,
          "mild_points": 2.0, "grave": 3.0}
MON, LATE, TUE = "mon-am", "mon-pm", "tue-am"


def seat(who, clinic, site, half_day, position=0, minutes=100, usual=False, burdens=()):
    return {"practitioner": who, "clinic": clinic, "site": site, "half_day": half_day, "position": position,
            "minutes": minutes, "usual": usual, "burdens": list(burdens)}


def journey(site, to, allowed=True, price=2.0):
    return {"half_day": MON, "site": site, "later": LATE, "to": to, "allowed": allowed, "price": price if allowed else 0.0}


# Two nurses and a psychologist at two sites, three half-days. Ann may not drive to the far site within a day. A review
# takes 40 minutes, an assessment 60; a pair of a nurse and a psychologist holds classes of four places.
PROBLEM = {
    "prices": PRICES,
    "half_days": [{"id": MON, "day": "mon", "minutes": 100}, {"id": LATE, "day": "mon", "minutes": 100},
                  {"id": TUE, "day": "tue", "minutes": 100}],
    "sites": ["town", "far"],
    "rooms": [{"id": "t1", "site": "town", "open": [MON, LATE, TUE]}, {"id": "t2", "site": "town", "open": [MON, LATE]},
              {"id": "f1", "site": "far", "open": [MON, LATE, TUE]}],
    "clinics": [
        {"id": "nurses", "team": [1], "rooms": ["t1", "t2", "f1"], "activities": [
            {"id": "assess", "minutes": 60, "places": 1, "put_off": 400.0, "put_off_first": 200.0},
            {"id": "review", "minutes": 40, "places": 1, "put_off": 400.0, "put_off_first": 200.0}]},
        {"id": "pairs", "team": [1, 1], "rooms": ["t1"], "activities": [
            {"id": "class", "minutes": 90, "places": 4, "put_off": 400.0, "put_off_first": 200.0}]}],
    "practitioners": [{"id": "ann", "role": "nurse", "most": 3, "most_a_day": 2},
                      {"id": "bob", "role": "nurse", "most": 1, "most_a_day": 1},
                      {"id": "psy", "role": "psychologist", "most": 2, "most_a_day": 2}],
    "seats": [seat("ann", "nurses", site, h, usual=(site, h) == ("town", MON), burdens=["away"] if site == "far" else [])
              for site in ("town", "far") for h in (MON, LATE, TUE)]
    + [seat("bob", "nurses", site, MON, burdens=["away"] if site == "far" else []) for site in ("town", "far")]
    + [seat("bob", "nurses", "town", LATE)]
    + [seat("ann", "pairs", "town", LATE), seat("bob", "pairs", "town", MON),
       seat("psy", "pairs", "town", LATE, 1), seat("psy", "pairs", "town", MON, 1)],
    "journeys": [journey("town", "far", allowed=False), journey("far", "town", price=17.0)],
    "meetings": [{"id": "round", "half_day": MON, "site": "town", "who": ["bob"], "most_elsewhere": 0}],
    "needs": [{"activity": "assess", "site": "town", "first": 1, "follow_up": 0},
              {"activity": "review", "site": "town", "first": 0, "follow_up": 2},
              {"activity": "review", "site": "far", "first": 0, "follow_up": 2},
              {"activity": "class", "site": "town", "first": 0, "follow_up": 3}],
    "usual": [{"clinic": "nurses", "site": "town", "half_day": MON, "teams": 1.0},
              {"clinic": "nurses", "site": "town", "half_day": LATE, "teams": 1.0}],
    "burdens": [{"id": "away", "points": 1.0, "shares": [{"role": "nurse", "expected": 1.0, "of": {"ann": 0.75, "bob": 0.25}}]}],
}


def session(half_day, room, clinic, site, who, *holds):
    return {"half_day": half_day, "room": room, "clinic": clinic, "site": site, "who": list(who),
            "holds": [{"activity": a, "first": first, "follow_up": later} for a, first, later in holds]}


def week():
    """A week that keeps every rule."""
    return {"sessions": [
        session(MON, "t1", "nurses", "town", ["ann"], ("assess", 1, 0), ("review", 0, 1)),
        session(LATE, "t1", "pairs", "town", ["ann", "psy"], ("class", 0, 3)),
        session(TUE, "f1", "nurses", "far", ["ann"], ("review", 0, 2))]}


class Reads(unittest.TestCase):
    def test_a_minute_of_the_day(self):
        read = weekly.yaml.safe_load("[09:00, 13:30, '13:30', 17:05]")
        self.assertEqual([weekly.minute_of(value) for value in read], [540, 810, 810, 1025])


class Scores(unittest.TestCase):
    def test_a_week_by_hand(self):
        told = score.score(PROBLEM, week())
        self.assertEqual(told["broken"], [])
        self.assertEqual(told["parts_gbp"], {
            "put off": 400.0,  # the second review in town
            "sessions": 4.0,  # ann three, psy one
            "unusual": 15.0,  # all but ann's on Monday morning
            "moved": 20.0,  # the pair, and the far site
            "released": 2.0,  # Monday afternoon in town
            "journeys and breaks": 0.0,
            "fairness": 5.0,  # ann has one session away, her share is three quarters of it: a quarter of a point
            "room changes": 0.0})
        self.assertAlmostEqual(told["objective_gbp"], 446.0)
        self.assertEqual((told["held"], told["put_off"]), (7, 1))

    def test_an_empty_week(self):
        told = score.score(PROBLEM, {"sessions": []})
        # One first, and two, two and three follow-up ones; two sessions released.
        self.assertAlmostEqual(told["objective_gbp"], 200.0 + 7 * 400.0 + 2 * 2.0)

    def test_what_is_weighed(self):
        changed = week()
        changed["sessions"][0]["room"] = "t2"
        self.assertAlmostEqual(score.score(PROBLEM, changed)["parts_gbp"]["room changes"], 0.1)
        driven = {"sessions": [session(MON, "f1", "nurses", "far", ["ann"]), session(LATE, "t1", "nurses", "town", ["ann"])]}
        self.assertAlmostEqual(score.score(PROBLEM, driven)["parts_gbp"]["journeys and breaks"], 17.0)
        grave = copy.deepcopy(PROBLEM)
        grave["burdens"][0]["points"] = 16.0
        # A quarter of sixteen points: two mild ones, and two that count three times.
        self.assertAlmostEqual(score.score(grave, week())["parts_gbp"]["fairness"], 20.0 * 2 + 60.0 * 2)

    def broken(self, rule, change, problem=PROBLEM):
        """Asserts that a change breaks a rule, and no other."""
        changed = week()
        change(changed["sessions"])
        self.assertEqual({found for found, _ in score.score(problem, changed)["broken"]}, {rule})

    def test_each_rule(self):
        self.broken("one place", lambda s: s.append(session(MON, "t2", "nurses", "town", ["ann"])),
                    {**PROBLEM, "practitioners": [{**p, "most": 9, "most_a_day": 9} for p in PROBLEM["practitioners"]]})
        self.broken("eligible", lambda s: s[2].update(clinic="nurses", half_day=TUE, who=["ann"], holds=[
            {"activity": "class", "first": 0, "follow_up": 0}]))
        self.broken("contracted", lambda s: None, {**PROBLEM, "practitioners": [
            {**p, "most": 2} for p in PROBLEM["practitioners"]]})
        self.broken("contracted", lambda s: None, {**PROBLEM, "practitioners": [
            {**p, "most_a_day": 1} for p in PROBLEM["practitioners"]]})
        self.broken("rooms", lambda s: s[0].update(room="f1"))
        self.broken("rooms", lambda s: s[1].update(room="t2"))  # no room for pairs
        self.broken("rooms", lambda s: s[2].update(room="t3"))  # there is none of that name
        self.broken("rooms", lambda s: s.append(session(MON, "t1", "nurses", "town", ["bob"])))
        self.broken("together", lambda s: s[1].update(who=["ann"]))
        self.broken("meetings", lambda s: s.append(session(MON, "f1", "nurses", "far", ["bob"])))
        self.broken("travel", lambda s: (s.pop(1), s.append(session(LATE, "f1", "nurses", "far", ["ann"]))))
        self.broken("minutes", lambda s: s[0].update(holds=[{"activity": "assess", "first": 1, "follow_up": 0},
                                                            {"activity": "review", "first": 0, "follow_up": 2}]))
        self.broken("whole", lambda s: s[0]["holds"][1].update(follow_up=0.5))
        self.broken("wanted", lambda s: s[0].update(holds=[{"activity": "assess", "first": 0, "follow_up": 1}]))
        self.broken("wanted", lambda s: s[1]["holds"][0].update(follow_up=4))

    def test_somebody_who_cannot(self):
        stranger = week()
        stranger["sessions"][2]["who"] = ["psy"]
        self.assertIn("eligible", {rule for rule, _ in score.score(PROBLEM, stranger)["broken"]})

    def test_a_class_more(self):
        many = copy.deepcopy(PROBLEM)
        many["needs"][3]["follow_up"] = 5
        five = week()
        five["sessions"][1]["holds"] = [{"activity": "class", "first": 0, "follow_up": 5}]
        # Five places are two classes of four, which take 180 minutes.
        self.assertEqual({rule for rule, _ in score.score(many, five)["broken"]}, {"minutes"})


class Fills(unittest.TestCase):
    def test_ways(self):
        activities = PROBLEM["clinics"][0]["activities"]
        self.assertEqual(weekly.ways(activities, 100), [{60: 1, 40: 1}, {60: 0, 40: 2}])
        self.assertEqual(weekly.ways(activities, 30), [{60: 0, 40: 0}])

    def test_booking(self):
        bare = [{**s, "way": way} for s, way in zip(week()["sessions"], ({60: 1, 40: 1}, {90: 1}, {60: 0, 40: 2}))]
        told = score.score(PROBLEM, weekly.book(PROBLEM, bare))
        self.assertEqual(told["broken"], [])
        self.assertAlmostEqual(told["objective_gbp"], 446.0)

    def test_equipoises_own_rota(self):
        half_day = {"day": "mon", "period": "am"}
        rota = {"rota": {
            "sessions": [{"half_day": half_day, "room": "t1", "clinic": "nurses", "site": "town", "practitioner": "ann"}],
            "lists": [{"half_day": half_day, "room": "t1", "activity": "review", "first": False, "appointments": 2}]}}
        self.assertEqual(weekly.solution(rota)["sessions"],
                         [session(MON, "t1", "nurses", "town", ["ann"], ("review", 0, 2))])


class Figures(unittest.TestCase):
    def test_gaps(self):
        self.assertAlmostEqual(run.gap_of(-90.0, -100.0), 0.1)
        self.assertTrue(math.isinf(run.gap_of(None, -100.0)))
        course = [[1.0, None, -120.0], [2.0, -90.0, -120.0], [3.0, -95.0, -100.0]]
        self.assertEqual(run.reached(course, 0.25), 2.0)
        self.assertEqual(run.reached(course, 0.05), 3.0)
        self.assertIsNone(run.reached(course, 0.01))
        self.assertEqual(run.standing(course, 2.5), [-90.0, -120.0])
        self.assertEqual(run.standing(course, 0.5), [None, None])

    def test_lines_of_code(self):
        self.assertEqual(run.code_lines('"""A\nB."""\n\n# c\nx = 1\n"""D."""\n  y = 2\n'), 2)


@functools.cache
def best():
    """The least that a week can cost, by trying all that keep to one place at a time and to whole teams."""
    scorer, alone = score.Scorer(PROBLEM), {}
    for s in PROBLEM["seats"]:
        if s["clinic"] == "nurses":
            rooms = [r["id"] for r in PROBLEM["rooms"] if r["site"] == s["site"] and s["half_day"] in r["open"]]
            alone.setdefault((s["practitioner"], s["half_day"]), [None]).extend(
                {**session(s["half_day"], r, "nurses", s["site"], [s["practitioner"]]), "way": way}
                for r in rooms for way in weekly.ways(PROBLEM["clinics"][0]["activities"], s["minutes"]))
    choices = list(alone.values())
    choices += [[None, {**session(h, "t1", "pairs", "town", [who, "psy"]), "way": {90: 1}}]
                for who, h in (("bob", MON), ("ann", LATE))]
    least = math.inf
    for chosen in itertools.product(*choices):
        sessions = [dict(s) for s in chosen if s]
        if not [*scorer.seated(sessions), *scorer.contracts(sessions), *scorer.roomed(sessions)]:
            told = scorer.score(weekly.book(PROBLEM, sessions))
            if not told["broken"]:
                least = min(least, told["objective_gbp"])
    return least


@unittest.skipUnless(importlib.util.find_spec("ortools"), "OR-Tools is not installed")
class Peers(unittest.TestCase):
    """What peers claim for the week by hand is what the scorer finds, and both find its best."""

    def solved(self, script, *words):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "week.json"
            file.write_text(json.dumps(PROBLEM))
            done = subprocess.run([sys.executable, HERE / script, file, *words], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        told = json.loads(done.stdout)
        scored = score.score(PROBLEM, told["solution"])
        self.assertEqual(scored["broken"], [])
        self.assertAlmostEqual(scored["objective_gbp"], told["value"], delta=0.01)
        return scored["objective_gbp"]

    def test_cp_sat(self):
        self.assertAlmostEqual(self.solved("week_cp_sat.py", "--gap-gbp", "0"), best(), delta=0.01)

    @unittest.skipUnless(importlib.util.find_spec("timefold"), "Timefold is not installed")
    def test_timefold(self):
        self.assertAlmostEqual(self.solved("week_timefold.py", "--processor", "15"), best(), delta=0.01)

    def test_solvers_of_models(self):
        # Two of three things of 5, 4 and 3 pounds that weigh 4, 3 and 2, into 5: the two lighter ones.
        mps = ("NAME knapsack\nROWS\n N cost\n L weight\nCOLUMNS\n M1 'MARKER' 'INTORG'\n one cost -5 weight 4\n"
               " two cost -4 weight 3\n six cost -3 weight 2\n M2 'MARKER' 'INTEND'\nRHS\n RHS weight 5\nBOUNDS\n"
               " UP BND one 1\n UP BND two 1\n UP BND six 1\nENDATA\n")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "knapsack.mps"
            file.write_text(mps)
            for solver in mip.SOLVERS:
                with self.subTest(solver):
                    done = subprocess.run([sys.executable, HERE / "mip.py", file, "--solver", solver, "--processor", "20"],
                                          capture_output=True, text=True)
                    self.assertEqual(done.returncode, 0, done.stderr)
                    told = json.loads(done.stdout[done.stdout.index('{"solver"'):])
                    self.assertAlmostEqual(told["value"], -7.0, places=5)
                    self.assertAlmostEqual(told["bound"], -7.0, places=3)
                    self.assertGreater(told["memory_mb"], 1.0)



if __name__ == "__main__":
    unittest.main()
