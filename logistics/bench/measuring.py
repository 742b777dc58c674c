"""Timing several things in turn, so that a machine that slows down slows all of them."""

import gc
import statistics
import time
from dataclasses import dataclass, field


@dataclass
class Case:
    """Something to time. ``goal`` is the highest ratio to ``peer`` (another case's name) that DESIGN allows."""

    name: str
    run: object
    peer: str = ""
    goal: float | None = None
    seconds: list = field(default_factory=list)

    @property
    def median(self):
        return statistics.median(self.seconds)


def measure(cases, *, rounds):
    """Run every case once unmeasured, then all of them in turn ``rounds`` times."""
    for case in cases:
        case.run()
    for _round in range(rounds):
        for case in cases:
            gc.collect()
            begun = time.perf_counter()
            case.run()
            case.seconds.append(time.perf_counter() - begun)


def report(cases):
    """Yield a line a case: median in milliseconds and the ratio to its peer, with the goal."""
    medians = {case.name: case.median for case in cases}
    width = max(len(case.name) for case in cases)
    for case in cases:
        line = f"{case.name:<{width}}  {case.median * 1000:9.1f} ms"
        if case.peer:
            ratio = case.median / medians[case.peer]
            line += f"   {ratio:5.2f} × {case.peer}"
            if case.goal is not None:
                line += f"   goal ≤ {case.goal:.2f}   {'held' if ratio <= case.goal else 'MISSED'}"
        yield line


def show(cases, out, *, rounds):
    """Measure the cases and write what came out; return them."""
    measure(cases, rounds=rounds)
    for line in report(cases):
        out.write(line)
    out.write("")
    return cases
