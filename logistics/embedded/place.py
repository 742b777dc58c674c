"""Where an embedded server keeps its files, and whose processes it runs as.

An ordinary user keeps everything below DATA_DIR. PostgreSQL refuses to run as root, and DATA_DIR of root may lie where
nobody else can reach it; so root hands the servers to an unprivileged account with a folder of its own below SHARED.
Permissions of folders that already exist are never changed.
"""

import hashlib
import os
import pwd
import shutil
import stat
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

ACCOUNTS = ["postgres", "nobody"]
SHARED = Path("/var/lib/logistics-embedded")
NOTE = ".belongs-to"


class EmbeddedError(Exception):
    """An embedded server cannot run; the message tells the reader what to do about it."""


def account():
    """Return the account servers run as (a ``pwd`` entry), or None for the account of this process."""
    if os.geteuid():
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in ACCOUNTS:
        if name in known:
            return known[name]
    raise EmbeddedError("Started by root, PostgreSQL needs an unprivileged account: add one named postgres.")


def own_folder(path):
    """Make ``path``, and what is missing above it, readable by us alone."""
    if not path.exists():
        own_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
    return path


def home(data_dir, name):
    """Return the folder of server ``name``, made if missing and owned by the account it runs as."""
    runner = account()
    if runner is None:
        return own_folder(data_dir / "embedded" / name / "home")
    shared = _shared()
    base = shared / hashlib.sha256(str(data_dir).encode()).hexdigest()[:16]
    for folder in [base, base / name]:
        if not folder.exists():
            folder.mkdir(mode=0o700)
            os.chown(folder, runner.pw_uid, runner.pw_gid)
    note_beside(base).write_text(str(data_dir))
    return base / name


def note_beside(base):
    """Return the file that says to which DATA_DIR the folder ``base`` belongs."""
    return base.with_suffix(NOTE)


def private_file(path, text):
    """Write ``text`` to a file that only the account of the servers can read; return its path."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)
    runner = account()
    if runner is not None:
        os.chown(path, runner.pw_uid, runner.pw_gid)
    return path


def programs(package, folders):
    """Return the folder that holds ``folders`` of the distribution ``package``, where the account can run them."""
    if account() is None:
        return installed(folders[0])
    copy = _shared() / f"{package}-{version(package)}"
    if not copy.exists():
        _copy([installed(folders[0]) / folder for folder in folders], copy)
    return copy


def installed(module):
    """Return the folder that ``module`` is installed in, without importing it."""
    return Path(find_spec(module).submodule_search_locations[0]).parent


def _shared():
    if not SHARED.exists():
        SHARED.mkdir(mode=0o755, parents=True, exist_ok=True)
        SHARED.chmod(0o755)
    return SHARED


def _copy(folders, target):
    """Copy ``folders`` into ``target``, readable by everyone; ``target`` appears whole or not at all."""
    unfinished = Path(tempfile.mkdtemp(prefix=".copying-", dir=target.parent))
    for folder in folders:
        shutil.copytree(folder, unfinished / folder.name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in [unfinished, *unfinished.rglob("*")]:
        runnable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
        path.chmod(0o755 if runnable else 0o644)
    try:
        unfinished.rename(target)
    except OSError:  # someone else was faster; theirs is the same
        if not target.exists():
            raise
        shutil.rmtree(unfinished)
