"""The first half of ``make demo`` and ``make test``: the libraries in a virtual environment, the system's packages.

Runs before anything is installed: with the standard library only, as a file: ``python -I logistics/install.py demo``.
"""

import ctypes
import fcntl
import glob
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def library(name):
    def is_there():
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return is_there


def program(*names):
    return lambda: any(map(shutil.which, names))


def font(pattern):
    return lambda: bool(glob.glob(f"/usr/share/fonts/**/{pattern}", recursive=True) or _fontconfig_knows_chinese())


def _fontconfig_knows_chinese():
    if not shutil.which("fc-list"):
        return False
    families = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True).stdout.lower()
    return "serif" in families and "sans" in families


# Debian's name of a package: whether what we need of it is there
DEMO = {
    "libpango-1.0-0": library("libpango-1.0.so.0"),
    "libpangoft2-1.0-0": library("libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": library("libharfbuzz-subset.so.0"),
    "fontconfig": program("fc-list"),
    "fonts-noto-cjk": font("NotoSerifCJK*"),
}
TEST = {
    "chromium": program("chromium", "chromium-browser", "google-chrome"),
    "gettext": program("msgfmt"),
    "poppler-utils": program("pdftotext"),
    "libatomic1": library("libatomic.so.1"),  # the driver of the browser wants it
}


def main(goal):
    packages(DEMO | TEST if goal == "test" else DEMO)
    libraries(Path(os.environ.get("VENV") or ".venv"))


def packages(needed):
    """Install the system packages that are missing, when we may; stop with a sentence when we may not."""
    missing = [name for name, is_there in needed.items() if not is_there()]
    if not missing:
        return
    as_root = may_install()
    if as_root is None:
        sys.exit(f"These system packages are missing: {' '.join(missing)}. {how(missing)}")
    say(f"Installing system packages: {' '.join(missing)} …")
    quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    subprocess.run([*as_root, "apt-get", "update", "-q"], check=False, **quiet)
    install = [*as_root, "apt-get", "install", "-q", "-y", "--no-install-recommends", *missing]
    done = subprocess.run(install, check=False, **quiet)
    if done.returncode or not all(needed[name]() for name in missing):
        sys.exit(f"These system packages could not be installed: {' '.join(missing)}. The lines above say why.")


def may_install():
    """Return what must stand before ``apt-get``, or None where this person may not install packages."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and not subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode:
        return ["sudo", "-n"]
    return None


def how(missing):
    if shutil.which("apt-get"):
        return f"Ask whoever keeps this machine to run: apt-get install {' '.join(missing)}"
    return "Here they may have other names: Pango, HarfBuzz with its subset library, fontconfig, a Chinese font."


def libraries(venv):
    """Make the virtual environment hold exactly what requirements.txt names; nothing is asked when it already does."""
    wanted = hashlib.sha256((ROOT / "requirements.txt").read_bytes() + sys.version.encode()).hexdigest()
    with venv.with_name(venv.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = venv / "installed"
        if works(venv) and stamp.exists() and stamp.read_text() == wanted:
            return
        if not works(venv):
            make(venv)
        say("Installing libraries …")
        pip = [venv / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install", "-q"]
        if subprocess.run([*pip, "-r", ROOT / "requirements.txt"]).returncode:
            sys.exit("The libraries could not be installed; the lines above say why. Is the network reachable?")
        stamp.write_text(wanted)


def works(venv):
    """Whether there is an environment and it runs: a new system Python leaves a broken one behind."""
    python = venv / "bin" / "python"
    return python.exists() and not subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode


def make(venv):
    say(f"Making a virtual environment in {venv} …")
    if subprocess.run([sys.executable, "-m", "venv", "--clear", venv], stdout=subprocess.DEVNULL).returncode:
        name = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        sys.exit(f"Python cannot make virtual environments here: install the package {name} (apt-get install {name}).")


def say(text):
    print(text, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
