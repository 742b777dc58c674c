"""Several people at the same moment: each in a thread with a database connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Barrier

from django.db import connection

from logistics.errors import RuleError
from tests.waiting import PATIENCE


def at_once(*calls):
    """Run the calls at the same moment, by the clock of the test; return what each returned or the RuleError it raised."""
    start = Barrier(len(calls))

    def run(call):
        start.wait(PATIENCE)
        try:
            return call()
        except RuleError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        running = [pool.submit(copy_context().run, run, call) for call in calls]
    return [each.result() for each in running]


def kinds(results):
    """Return the names of what the calls of ``at_once`` ended with, in the order of the alphabet."""
    return sorted(type(result).__name__ for result in results)
