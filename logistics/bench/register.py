"""A long register on paper: the most memory its process took, at 200 pages beside 50, each in a process of its own."""

import io
import resource
import subprocess
import sys

import django
from django.conf import settings
from pypdf import PdfReader

FEW, MANY = 50, 200
ROWS_A_PAGE = 23.5
GOAL = 1.3


def run(school, out, *, rounds):
    """Once each: memory does not depend on what else the machine does."""
    few, many = (peak_of(pages) for pages in (FEW, MANY))
    ratio = many / few
    out.write(f"register of {FEW} pages   {few:9.0f} MB")
    out.write(
        f"register of {MANY} pages  {many:9.0f} MB   {ratio:5.2f} × register of {FEW} pages   goal ≤ {GOAL:.2f}   "
        f"{'held' if ratio <= GOAL else 'MISSED'}\n"
    )


def peak_of(pages):
    """Return the megabytes that laying out so many pages took at most."""
    command = [sys.executable, "-m", __name__, str(pages)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    made, peak = done.stdout.split()
    if not pages * 0.9 <= int(made) <= pages * 1.1:
        raise RuntimeError(f"the register came out with {made} pages instead of {pages}")
    return float(peak)


def lay_out(pages):
    """Make a register of about ``pages`` pages in this process; print its pages and the peak in megabytes."""
    django.setup()
    from logistics.paper.registers import Register, RegisterColumn, register_to_pdf  # the apps are ready only now

    columns = [RegisterColumn("编号", 30), RegisterColumn("内容", 50), RegisterColumn("金额", 20, "amount")]
    rows = ([f"BX{row:05d}", "更换合页，校正门扇。" * 3, "12.50"] for row in range(int(pages * ROWS_A_PAGE)))
    content = register_to_pdf(Register("育才小学", "维修台账", columns, rows))
    print(len(PdfReader(io.BytesIO(content)).pages), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    lay_out(int(sys.argv[1]))
