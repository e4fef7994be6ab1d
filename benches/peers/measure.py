"""One command at a time, with what it took: wall and processor seconds, and the most memory it held."""

import os
import subprocess
import tempfile
import threading
import time

from clock import A_MEGABYTE

# Libraries that would take more than one thread without being asked to.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class Ran:
    """What a command did. Its children, if it waited for them, are counted in."""

    def __init__(self, code, out, err, wall, used, lines):
        self.code, self.out, self.err, self.wall = code, out, err, wall
        self.processor = used.ru_utime + used.ru_stime
        self.megabytes = used.ru_maxrss / A_MEGABYTE
        self.lines = lines

    def figures(self):
        """For the record."""
        return {"exit": self.code, "wall_s": round(self.wall, 2), "processor_s": round(self.processor, 2),
                "memory_mb": round(self.megabytes, 1)}


def run(words, seconds=None):
    """Runs a command to its end, or for so many wall seconds. What it says on stderr is kept with the time of each line."""
    lines = []
    started = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen([str(w) for w in words], stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE,
                                 env={**os.environ, **ONE_THREAD})

        def listen():
            for line in child.stderr:
                lines.append((time.perf_counter() - started, processor_of(child.pid), line.decode(errors="replace")))

        listener = threading.Thread(target=listen)
        listener.start()
        killer = threading.Timer(seconds, child.kill) if seconds else None
        if killer:
            killer.start()
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
        if killer:
            killer.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        listener.join()
        child.stderr.close()
        out.seek(0)
        text = out.read().decode(errors="replace")
    return Ran(child.returncode, text, "".join(line for _, _, line in lines), wall, used, lines)


def processor_of(pid):
    """Processor seconds that a running process has taken so far; None where the system does not tell."""
    try:
        with open("/proc/%d/stat" % pid) as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return None
