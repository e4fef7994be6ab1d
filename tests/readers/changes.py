"""Changes published rotas at random, one change after another, and looks at each as a planner would.

usage: changes.py EQUIPOISE SCENARIO FOLDER SEEDS [ARGUMENTS OF THE FIRST ROTA...]     FOLDER is made anew

Each seed is a chain of eight changes: people away, rooms and sites closed, sessions added, days freed, other answers
taken. Whatever is asked, the answer is a rota that the checker accepts, in which sessions that go on keep their lists and
calendars lose no event, or a sentence that says why there is none.
"""

import datetime
import json
import pathlib
import random
import shutil
import subprocess
import sys

REFUSALS = ["cannot be added", "can be added", "no answer", "in no week", "change begins on", "cannot be freed"]


class Chain:
    def __init__(self, equipoise, scenario, folder, seed, first):
        self.command = [str(equipoise), "rota", scenario, "-q"]
        self.folder, self.seed, self.draw = folder / str(seed), seed, random.Random(seed)
        self.at, self.accepted, self.refused = 0, 0, 0
        code, said = self.run(0, ["--weeks", "5", "--publish", *first])
        assert code == 0, said
        self.today = datetime.date.fromisoformat(self.record(0)["rota"]["weeks"][0]["monday"])

    def run(self, step, arguments):
        command = [*self.command, "--out", str(self.folder / str(step)), *map(str, arguments)]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600)
        return done.returncode, done.stderr

    def record(self, step):
        return json.loads((self.folder / str(step) / "rota.json").read_text(encoding="utf-8"))

    def change(self, record):
        """The arguments of a random change, and whether it frees something."""
        sessions, draw = record["rota"]["sessions"], self.draw
        of = lambda key: sorted({s[key] for s in sessions})
        arguments, frees = [], False
        for _ in range(draw.choice([1, 1, 2])):
            first = self.today + datetime.timedelta(days=draw.randrange(20))
            span = f"{first}..{first + datetime.timedelta(days=draw.randrange(4))}"
            kind = draw.choice(["--absent", "--absent", "--close", "--add", "--free"])
            if kind == "--absent":
                value = f"{draw.choice(of('practitioner'))}:{span}{draw.choice(['', ':am'])}"
            elif kind == "--close":
                value = f"{draw.choice(of('room') + of('site'))}:{first}"
            elif kind == "--add":
                value = f"{first}:{draw.choice(['am', 'pm'])}:{draw.choice(of('site'))}:{draw.choice(of('clinic'))}"
            else:
                value = draw.choice(["", draw.choice(of("practitioner")) + ":"]) + span
                frees = True
            arguments += [kind, value]
        if draw.random() < 0.3:
            arguments += ["--take", draw.choice(["nobody-else", "other-people", "nobody-waits"])]
        if draw.random() < 0.7:
            arguments += ["--today", self.today]
        if draw.random() < 0.3:
            arguments += ["--reach", 1]
        return arguments, frees

    def step(self, number):
        before = self.record(self.at)
        arguments, frees = self.change(before)
        code, said = self.run(number, ["--from", self.folder / str(self.at) / "rota.json", *arguments])
        where = f"seed {self.seed}, change {number}: {' '.join(map(str, arguments))}"
        if code in (2, 3):
            assert any(why in said for why in REFUSALS), f"{where}: {said}"
            self.refused += 1
            return
        assert code == 0, f"{where}: exit {code}, {said}"
        after = self.record(number)
        if not frees:
            lists_stay(before["rota"], after["rota"], where)
        events_stay(before["issue"], after["issue"], where)
        self.at, self.accepted = number, self.accepted + 1
        if self.draw.random() < 0.5:
            self.today += datetime.timedelta(days=self.draw.randrange(6))


def lists(rota):
    held = {}
    for row in rota["lists"]:
        at = (row["date"], row["half_day"]["period"], row["room"])
        held.setdefault(at, {})[(row["activity"], row["course"], row["first"])] = row["appointments"]
    return held


def lists_stay(before, after, where):
    seat = lambda s: (s["date"], s["half_day"]["period"], s["practitioner"], s["clinic"], s["site"])
    at = lambda s: (s["date"], s["half_day"]["period"], s["room"])
    old, new, going_on = lists(before), lists(after), {seat(s): s for s in after["sessions"]}
    for session in before["sessions"]:
        now = going_on.get(seat(session))
        for kind, units in old.get(at(session), {}).items() if now else ():
            held = new.get(at(now), {}).get(kind, 0)
            assert held >= units, f"{where}: {seat(session)} had {units} of {kind}, now {held}"


def events_stay(before, after, where):
    events = lambda issue: {(json.dumps(e["calendar"]), e["uid"]): e["sequence"] for e in issue["events"]}
    new = events(after)
    for key, sequence in events(before).items():
        assert new.get(key, -1) >= sequence, f"{where}: the event {key} is lost, or older than it was"


def main():
    equipoise, scenario = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    folder, seeds, first = pathlib.Path(sys.argv[3]).resolve(), int(sys.argv[4]), sys.argv[5:]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    accepted = refused = 0
    for seed in range(seeds):
        chain = Chain(equipoise, scenario, folder, seed, first)
        for number in range(1, 9):
            chain.step(number)
        accepted, refused = accepted + chain.accepted, refused + chain.refused
    assert accepted > refused, "most changes can be made"
    print(f"changes: {accepted} rotas accepted one after another, {refused} changes refused with their reason")


if __name__ == "__main__":
    main()
