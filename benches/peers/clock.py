"""A budget of processor seconds, and how value and bound move within it."""

import math
import resource
import sys
import threading

# ru_maxrss is in kilobytes, but for macOS, which has bytes.
A_MEGABYTE = 1024.0 * 1024.0 if sys.platform == "darwin" else 1024.0


def processor():
    """Processor seconds of this process, all threads, and of children that have ended."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def megabytes():
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / A_MEGABYTE


def finite(value):
    """The value, or None for a solver's idea of infinity."""
    return float(value) if value is not None and math.isfinite(value) and abs(value) < 1e20 else None


class Course:
    """How value and bound moved: steps of processor seconds, value, bound; None where there is none yet."""

    def __init__(self):
        self.from_, self.steps, self.value, self.bound = processor(), [], None, None

    def seconds(self):
        """Processor seconds since the beginning."""
        return processor() - self.from_

    def see(self, value=None, bound=None, at=None):
        """Notes a value, a bound, or both, as of now or of some processor second."""
        value, bound = finite(value), finite(bound)
        if value is not None and (self.value is None or value < self.value):
            self.value = value
        if bound is not None and (self.bound is None or bound > self.bound):
            self.bound = bound
        if not self.steps or self.steps[-1][1:] != [self.value, self.bound]:
            self.steps.append([round(self.seconds() if at is None else at, 3), self.value, self.bound])


def when_over(seconds, course, stop):
    """Stops a solver when the processor seconds are over, for solvers that know wall time only. Set what it returns when
    the solver has ended by itself."""
    over = threading.Event()

    def watch():
        while not over.wait(0.25):
            if course.seconds() > seconds:
                stop()
                return

    threading.Thread(target=watch, daemon=True).start()
    return over
