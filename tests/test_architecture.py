"""Imports run one way, between packages and inside each (STYLE, "Who may import whom")."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

LADDER = [
    {"errors", "clock", "together"},
    {"hooks"},
    {"states", "db"},
    {"history", "leases"},
    {"pages", "paper"},
    {"school"},
    {"people"},
    {"rules", "catalogue", "numbers"},
    {"attachments", "notices", "exchange"},
    {"approvals", "checks"},
    {"duties"},
    {"reports", "sample"},
    {"finance"},
    {"assets"},
    {"repairs"},
    {"canteen", "safety"},
]
RUNGS = {package: rung for rung, packages in enumerate(LADDER) for package in packages}

ROOMS = [
    "models", "selectors", "messages", "services", "tasks", "filters", "forms", "views", "jobs", "sample", "hooks", "urls",
    "admin",
]  # fmt: skip

# What a package of the ground has beside the rooms is its own affair.
PROJECT = {"bench", "settings", "urls", "celery", "wsgi", "asgi", "apps", "schedule", "tasks", "health", "serve", "embedded",
           "install", "archive", "management", "templatetags"}  # fmt: skip


def modules():
    for top in ("logistics", "finance", "assets", "repairs", "canteen", "safety"):
        for path in sorted((ROOT / top).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts:
                yield path, tuple(part for part in parts if part != "__init__")


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield tuple(name.name.split("."))
        elif isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                yield (*node.module.split("."), name.name)


def package_of(parts):
    """Return the package of the ladder a dotted name stands in, or None outside it."""
    if parts and parts[0] == "logistics":
        parts = parts[1:]
    return parts[0] if parts and parts[0] in RUNGS else None


def room_of(parts):
    return next((part for part in parts if part in ROOMS), None)


CASES = [pytest.param(path, parts, id=".".join(parts)) for path, parts in modules()]


@pytest.mark.parametrize(("path", "parts"), CASES)
def test_a_package_imports_only_from_packages_below_it(path, parts):
    package = package_of(parts)
    if package is None:
        return

    upward = [
        ".".join(name)
        for name in imports_of(path)
        if (other := package_of(name)) and other != package and RUNGS[other] >= RUNGS[package]
    ]

    assert upward == []


@pytest.mark.parametrize(("path", "parts"), CASES)
def test_a_room_imports_only_from_rooms_above_it(path, parts):
    package, room = package_of(parts), room_of(parts[1:])
    if package is None or room is None:
        return

    wrong = [
        ".".join(name)
        for name in imports_of(path)
        if package_of(name) == package and (other := room_of(name[1:])) and ROOMS.index(other) > ROOMS.index(room)
    ]

    assert wrong == []


def test_every_package_of_the_project_has_a_rung():
    packages = {path.parent.name for path in (ROOT / "logistics").glob("*/__init__.py")}

    assert packages - set(RUNGS) - PROJECT == set()
