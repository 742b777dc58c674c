"""Waiting for what other processes and threads do: for the event, never for a length of time."""

import time

# Only ever reached when something is broken: these machines are slow and shared.
PATIENCE = 60


def wait_until(claim, what="it", seconds=PATIENCE):
    """Call ``claim`` until it returns something true, and return that; raises ``TimeoutError`` naming ``what``."""
    deadline = time.monotonic() + seconds
    while not (answer := claim()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not happen within {seconds} s.")
        time.sleep(0.02)
    return answer
