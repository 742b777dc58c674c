"""Checklists and their rounds: what is looked at, what was found, and what was done about it (DESIGN 10)."""

from logistics.checks.models.findings import Finding
from logistics.checks.models.rounds import Answer, Point, Round
from logistics.checks.models.templates import Item, RoutePoint, Section, Template, Version

__all__ = ["Answer", "Finding", "Item", "Point", "Round", "RoutePoint", "Section", "Template", "Version"]
