"""Locks the kernel releases by itself when a process ends, however it ends."""

import fcntl
import os
from contextlib import contextmanager


def take(path, mode):
    """Wait for the lock file at ``path`` in ``mode``, fcntl.LOCK_SH or LOCK_EX; return what to close to release it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(handle, mode)
    return handle


def try_take(path, mode):
    """As ``take``, but return None when someone else holds the lock."""
    try:
        return take(path, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return None


def is_free(path):
    handle = try_take(path, fcntl.LOCK_EX)
    if handle is None:
        return False
    os.close(handle)
    return True


@contextmanager
def held(path):
    """Hold the lock file at ``path`` for the length of a block."""
    handle = take(path, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(handle)
