"""What root kept outside a DATA_DIR that has been deleted since.

Run by root, a server keeps its files below ``place.SHARED``; deleting DATA_DIR leaves them there. Beside each folder
lies a note of the DATA_DIR it belongs to. What belonged below the temporary folder goes at once. Anything else goes when
it has lain unused for ``KEPT`` and the folder that held DATA_DIR is there and not empty: else its disk may only not be
mounted, and a person must decide.
"""

import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from logistics.embedded import locks, place
from logistics.embedded.server import works_in

KEPT = 7 * 24 * 3600  # seconds since the last use
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Orphan:
    """Files whose owner is gone, or a cluster whose password is (``cluster-before-…``)."""

    folder: Path
    data_dir: str
    used_at: float

    @property
    def may_go(self):
        above = Path(self.data_dir).parent
        if above.is_relative_to(tempfile.gettempdir()):
            return True
        return time.time() - self.used_at > KEPT and above.exists() and any(above.iterdir())

    @property
    def megabytes(self):
        size = 0
        with suppress(FileNotFoundError):  # see _removed
            for file in self.folder.rglob("*"):
                size += file.lstat().st_size
        return round(size / MEGABYTE)


def tidy():
    """Remove old orphans; return a sentence about each orphan, removed or kept. Who comes meanwhile waits."""
    if place.account() is None or not place.SHARED.exists():
        return []
    with locks.held(place.SHARED / "orphans.lock"):
        return [_removed(orphan) if orphan.may_go else _kept(orphan) for orphan in orphans()]


def orphans():
    """Return the orphans of this machine. A folder without a note, or in use, is nobody's to judge."""
    found = []
    for note in sorted(place.SHARED.glob(f"*{place.NOTE}")):
        base, data_dir = note.with_suffix(""), note.read_text()
        if not base.exists():
            note.unlink()
        if not base.exists() or _in_use(base):
            continue
        if not Path(data_dir).exists():
            found.append(Orphan(base, data_dir, _used_at(base)))
        else:
            found += [Orphan(before, data_dir, _used_at(before)) for before in base.glob("postgres/cluster-before-*")]
    return found


def _in_use(base):
    return any(works_in(process, base) for process in psutil.process_iter())


def _used_at(base):
    """Return when PostgreSQL last wrote there: its control file is written at every start, stop and checkpoint."""
    controls = [*base.glob("**/global/pg_control")] or [base]
    return max(control.lstat().st_mtime for control in controls)


def _removed(orphan):
    megabytes = orphan.megabytes
    while orphan.folder.exists():
        with suppress(FileNotFoundError):  # whoever used it last may be clearing it away at the same time
            shutil.rmtree(orphan.folder)
    if not Path(orphan.data_dir).exists():
        place.note_beside(orphan.folder).unlink(missing_ok=True)
    return f"Removed {orphan.folder} ({megabytes} MB): nobody has used it since {orphan.data_dir} was deleted."


def _kept(orphan):
    return (
        f"{orphan.folder} ({orphan.megabytes} MB) belonged to {orphan.data_dir}, which was deleted. "
        "If you do not miss it, remove it."
    )
