"""Timing several things in turn, so that a machine that slows down slows all of them.

Each is measured twice over: by the clock, and by the processor time that it takes in this process and in the database.
On a machine that others use too, only the second one repeats itself, so goals are judged by it where it is known.
"""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from logistics.bench.processor import here_and_in_the_database


@dataclass
class Case:
    """Something to time. ``goal`` is the highest ratio to ``peer`` (another case's name) that DESIGN allows.

    processor: function that returns the processor seconds used so far by whatever does the work, None where nobody can
    tell; None itself for something whose waiting is what counts.
    """

    name: str
    run: Callable
    peer: str = ""
    goal: float | None = None
    processor: Callable | None = here_and_in_the_database
    seconds: list = field(default_factory=list)
    worked: list = field(default_factory=list)

    @property
    def median(self):
        return statistics.median(self.seconds)

    @property
    def work(self):
        """Return the median of the processor seconds, None where nobody can tell."""
        return None if not self.worked or None in self.worked else statistics.median(self.worked)

    def take(self):
        """Run once, measured."""
        gc.collect()
        before, begun = self.used(), time.perf_counter()
        self.run()
        self.seconds.append(time.perf_counter() - begun)
        self.worked.append(None if before is None else self.used() - before)

    def used(self):
        return self.processor() if self.processor else None


def measure(cases, *, rounds, warm=True):
    """Run every case once unmeasured (unless ``warm`` is False), then all of them in turn ``rounds`` times."""
    for case in cases if warm else ():
        case.run()
    for _round in range(rounds):
        for case in cases:
            case.take()


def report(cases):
    """Yield a line a case: medians in milliseconds by the clock and on the processor, and the ratios to its peer."""
    known = {case.name: case for case in cases}
    width = max(len(case.name) for case in cases)
    for case in cases:
        line = f"{case.name:<{width}}  {case.median * 1000:9.1f} ms  {_milliseconds(case.work):>9} ms work"
        yield line + (_beside(case, known[case.peer]) if case.peer else "")


def _beside(case, peer):
    by_clock = case.median / peer.median
    by_work = case.work / peer.work if case.work and peer.work else None
    line = f"   {by_clock:5.2f}  work {_ratio(by_work):>5} × {peer.name}"
    if case.goal is None:
        return line
    judged = by_clock if by_work is None else by_work
    return f"{line}   goal ≤ {case.goal:.2f}   {'held' if judged <= case.goal else 'MISSED'}"


def _milliseconds(seconds):
    return "–" if seconds is None else f"{seconds * 1000:.1f}"


def _ratio(number):
    return "–" if number is None else f"{number:.2f}"


def show(cases, out, *, rounds, warm=True):
    """Measure the cases and write what came out; return them."""
    measure(cases, rounds=rounds, warm=warm)
    for line in report(cases):
        out.write(line)
    out.write("")
    return cases
