"""Repairs: what was reported, what was done, and how a school wants it handled."""

from repairs.models.beside import Joined, PartUsed, Wait
from repairs.models.repair import Repair
from repairs.models.setup import DispatchRule, RepairSettings, Trade

__all__ = ["DispatchRule", "Joined", "PartUsed", "Repair", "RepairSettings", "Trade", "Wait"]
