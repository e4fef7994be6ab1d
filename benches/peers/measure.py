"""One command at a time, with what it took: wall and processor seconds, and the most memory it held."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from clock import A_MEGABYTE

# Libraries that would take more than one thread without being asked to.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class Ran:
    """What a command did, its children counted in."""

    def __init__(self, code, out, err, wall, processor, megabytes):
        self.code, self.out, self.err = code, out, err
        self.wall, self.processor, self.megabytes = wall, processor, megabytes

    def figures(self):
        """For the record."""
        return {"exit": self.code, "wall_s": round(self.wall, 2), "processor_s": round(self.processor, 2),
                "memory_mb": round(self.megabytes, 1)}


def through_spawn(told, words):
    """The words by which a small process runs a command, and tells a file what it took."""
    return [sys.executable, "-I", "-S", str(Path(__file__).with_name("spawn.py")), str(told), *map(str, words)]


def took(told):
    """Processor seconds and megabytes that such a file tells; None of each if the process was killed."""
    text = told.read_text().split() if told.exists() else []
    return (float(text[0]), int(text[1]) / A_MEGABYTE) if text else (float("nan"), float("nan"))


def run(words, seconds=None):
    """Runs a command to its end, or for so many wall seconds."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "took"
        started = time.perf_counter()
        child = subprocess.Popen(through_spawn(told, words), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, env={**os.environ, **ONE_THREAD}, start_new_session=True)
        # The command and what it has started, which share a session of their own.
        killer = threading.Timer(seconds, os.killpg, (child.pid, signal.SIGKILL)) if seconds else None
        if killer:
            killer.start()
        try:
            out, err = child.communicate()
        except BaseException:
            os.killpg(child.pid, signal.SIGKILL)
            raise
        finally:
            if killer:
                killer.cancel()
        processor, megabytes = took(told)
    return Ran(child.returncode, out.decode(errors="replace"), err.decode(errors="replace"),
               time.perf_counter() - started, processor, megabytes)
