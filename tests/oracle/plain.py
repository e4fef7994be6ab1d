#!/usr/bin/env python3
"""What HiGHS makes of an exported model by itself: the figures that ours are compared with.

    plain.py MODEL.mps [--time S] [--processor S] [--gaps 0.05,0.02,0.01] [--log FILE]

HiGHS gets the file as it is, with its own settings but for one thread: no start, no hints, none of our rounds. Gaps are
as ours, (bound - value) / |bound|. Seconds are wall time and, for machines with other work, processor time.
"""

import argparse
import math
import resource
import sys
import time

import highspy

GAPS = [0.2, 0.1, 0.05, 0.04, 0.03, 0.02, 0.01, 0.001]


def megabytes():
    """The most memory that this process has held so far."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024.0 * 1024.0 if sys.platform == "darwin" else 1024.0)


def gap_of(value, bound):
    """The share of the bound that the value lacks; infinite without a value."""
    if not math.isfinite(value) or not math.isfinite(bound):
        return math.inf
    return abs(value - bound) / max(abs(bound), 1e-9)


class Course:
    """How value and bound moved, and when."""

    def __init__(self, gaps):
        self.wall, self.processor = time.perf_counter(), time.process_time()
        self.wanted, self.reached, self.steps = sorted(gaps, reverse=True), {}, []

    def see(self, value, bound, nodes):
        """Notes a value and a bound; prints what is new."""
        wall, processor = time.perf_counter() - self.wall, time.process_time() - self.processor
        gap = gap_of(value, bound)
        for wanted in self.wanted:
            if gap <= wanted:
                self.reached.setdefault(wanted, (wall, processor))
        if self.steps and self.steps[-1] == (value, bound):
            return
        self.steps.append((value, bound))
        print("%9.1f %9.1f %9d %16.6f %16.6f %9s" % (wall, processor, nodes, value, bound, percent(gap)), flush=True)


def percent(gap):
    """A gap in words."""
    return "-" if math.isinf(gap) else "%.3f %%" % (100.0 * gap)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", help="an MPS file, or LP text (by its name: .lp)")
    parser.add_argument("--time", type=float, default=900.0, metavar="S", help="wall seconds (900)")
    parser.add_argument("--processor", type=float, default=math.inf, metavar="S",
                        help="processor seconds too (no limit)")
    parser.add_argument("--gaps", type=lambda s: [float(g) for g in s.split(",")], default=GAPS, metavar="A,B",
                        help="say when these were reached")
    parser.add_argument("--log", metavar="FILE", help="HiGHS's own log")
    asked = parser.parse_args()

    before = megabytes()
    highs = highspy.Highs()
    highs.setOptionValue("log_to_console", False)
    if asked.log:
        highs.setOptionValue("log_file", asked.log)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("time_limit", asked.time)
    highs.setOptionValue("mip_rel_gap", min(asked.gaps))
    if highs.readModel(asked.file) != highspy.HighsStatus.kOk:
        sys.exit("HiGHS has reservations about %s" % asked.file)
    integers = sum(1 for kind in highs.getLp().integrality_ if kind != highspy.HighsVarType.kContinuous)
    print("HiGHS %s, one thread, %g s: %d rows, %d columns (%d whole), %d nonzeros" % (
        highs.version(), asked.time, highs.getNumRow(), highs.getNumCol(), integers, highs.getNumNz()))
    print("%9s %9s %9s %16s %16s %9s" % ("wall s", "cpu s", "nodes", "value", "bound", "gap"))

    course = Course(asked.gaps)

    def progress(event):
        told = event.data_out
        course.see(told.mip_primal_bound, told.mip_dual_bound, told.mip_node_count)

    def stop(event):
        if time.process_time() - course.processor > asked.processor:
            event.interrupt()

    for interruptible in [highs.cbSimplexInterrupt, highs.cbIpmInterrupt, highs.cbMipInterrupt]:
        interruptible += stop
    highs.cbMipLogging += progress
    highs.cbMipImprovingSolution += progress
    highs.run()
    info = highs.getInfo()
    if integers:
        course.see(info.objective_function_value, info.mip_dual_bound, info.mip_node_count)
    wall, processor = time.perf_counter() - course.wall, time.process_time() - course.processor
    print("\nends with: %s" % highs.modelStatusToString(highs.getModelStatus()))
    print("value %.9g, bound %.9g, gap %s" % (info.objective_function_value, info.mip_dual_bound,
                                              percent(gap_of(info.objective_function_value, info.mip_dual_bound))))
    print("%.1f s wall, %.1f s processor, %d nodes, %d simplex iterations" % (
        wall, processor, info.mip_node_count, info.simplex_iteration_count))
    print("memory: %.0f MB at most, of which %.0f MB before the file was read" % (megabytes(), before))
    for gap in course.wanted:
        when = course.reached.get(gap)
        print("gap of %5s: %s" % ("%g %%" % (100.0 * gap),
                                  "%.1f s wall, %.1f s processor" % when if when else "not reached"))


if __name__ == "__main__":
    main()
