#!/usr/bin/env python3
"""Runs a command and writes what it took: spawn.py FILE COMMAND... (used by measure.py, with `-I -S`).

A process that is started by a large one counts that one's memory as its own, until it has become the command. So a small
one starts it, and nothing but `os` is imported here.
"""

import os
import sys

pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, used = os.wait4(pid, 0)
with open(sys.argv[1], "w") as file:
    file.write("%.6f %d" % (used.ru_utime + used.ru_stime, used.ru_maxrss))
sys.exit(max(os.waitstatus_to_exitcode(status), -1) % 256)
