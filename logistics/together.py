"""Migrations of many tables without the wait: one look at the models for all of them."""

from django.db.migrations.operations import AddConstraint, AddField, AddIndex, AlterField, CreateModel, RemoveConstraint
from django.db.migrations.operations.base import Operation
from pgtrigger.migrations import AddTrigger, RemoveTrigger

PART_OF_A_TABLE = (AddField, AlterField, AddConstraint, AddIndex)
ALLOWED = (CreateModel, *PART_OF_A_TABLE, RemoveConstraint, AddTrigger, RemoveTrigger)


class Together(Operation):
    """Operations that make and change tables, done on the models as they are after all of them.

    Django renders every related model anew after each operation, which takes minutes with a hundred related tables.
    Here they are rendered once. A table is made with everything that the same list adds to it.
    """

    reversible = True

    def __init__(self, operations):
        if any(type(operation) not in ALLOWED for operation in operations):
            raise TypeError("Only what makes tables, or adds to them, can be done together.")
        self.operations = operations

    def deconstruct(self):
        return type(self).__qualname__, [self.operations], {}

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self._on_tables():
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self._on_tables()):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return "; ".join(operation.describe() for operation in self.operations)

    def _on_tables(self):
        """Return the operations without those whose table is made here and has what they add already."""
        made = {operation.name_lower for operation in self.operations if isinstance(operation, CreateModel)}
        return [
            operation
            for operation in self.operations
            if not (isinstance(operation, PART_OF_A_TABLE) and operation.model_name_lower in made)
        ]
