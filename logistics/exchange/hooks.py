"""The workbooks of the ground: places, people, classes. They stand below this package, so their plans stand here."""

from logistics.exchange.imports import classes, people, places, pupils
from logistics.exchange.plans import register

for plan in (places.PLAN, people.PLAN, classes.PLAN, pupils.PLAN):
    register(plan)
