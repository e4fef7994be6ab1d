#!/usr/bin/env python3
"""Restates an exported model so that solvers can prove it: whole starts a week become whole starts so far.

    cumulate.py MODEL.mps RESTATED.mps

For each stream, course and site, a new whole column for each week after the first,

    so_far[w] = start[1] + ... + start[w]

and `start[w]` itself is let go from the second week on. Sums of whole numbers are whole and so are their differences,
so the solutions and the objective are the same; what changes is the question a solver branches on. "Two or three
patients in week 17?" barely moves the relaxation, because a fraction of a patient slips into the next week; "41 or 42 by
week 17?" does.
"""

import argparse
import re
import sys

import highspy
import numpy

START = re.compile(r"^(xstart_.+)_w(\d+)$")


def starts_of(names, whole):
    """Columns of whole starts by stream, course and site, in the order of their weeks."""
    found = {}
    for column, name in enumerate(names):
        match = START.match(name)
        if match and whole[column]:
            found.setdefault(match.group(1), []).append((int(match.group(2)), column))
    return {name: [column for _, column in sorted(weeks)] for name, weeks in found.items()}


def cumulate(highs):
    """Adds the columns and rows; says how many columns there are."""
    lp = highs.getLp()
    whole = [kind == highspy.HighsVarType.kInteger for kind in lp.integrality_]
    upper, added = list(lp.col_upper_), 0
    for name, columns in starts_of(lp.col_names_, whole).items():
        most = upper[columns[0]]
        for week, start in enumerate(columns[1:], 2):
            most += upper[start]
            highs.addCol(0.0, 0.0, most, 0, numpy.array([], dtype=numpy.int32), numpy.array([]))
            so_far = highs.getNumCol() - 1
            highs.changeColIntegrality(so_far, highspy.HighsVarType.kInteger)
            highs.changeColIntegrality(start, highspy.HighsVarType.kContinuous)
            parts = numpy.array(columns[:week] + [so_far], dtype=numpy.int32)
            highs.addRow(0.0, 0.0, week + 1, parts, numpy.array([1.0] * week + [-1.0]))
            highs.passColName(so_far, "xsofar%s_%d" % (name[6:], week))
            highs.passRowName(highs.getNumRow() - 1, "xcount%s_%d" % (name[6:], week))
            added += 1
    return added


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", help="an exported MPS file")
    parser.add_argument("restated", help="the MPS file to write")
    asked = parser.parse_args()
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    if highs.readModel(asked.file) != highspy.HighsStatus.kOk:
        sys.exit("HiGHS has reservations about %s" % asked.file)
    added = cumulate(highs)
    if not added:
        sys.exit("no whole starts in %s" % asked.file)
    if highs.writeModel(asked.restated) != highspy.HighsStatus.kOk:
        sys.exit("cannot write %s" % asked.restated)
    print("%d columns and rows more" % added)


if __name__ == "__main__":
    main()
