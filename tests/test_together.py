"""Tables made together are the tables that one operation after another makes."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from logistics.together import Together

pytestmark = pytest.mark.django_db
KEY = ("id", models.BigAutoField(primary_key=True))


def tables():
    """Two tables that point at each other, one with a constraint and an index of its own."""
    return [
        migrations.CreateModel("Shelf", [KEY, ("name", models.CharField(max_length=9))]),
        migrations.CreateModel("Box", [KEY, ("shelf", models.ForeignKey("together.Shelf", models.CASCADE))]),
        migrations.AddField("Shelf", "best", models.ForeignKey("together.Box", models.CASCADE, null=True)),
        migrations.AddIndex("Box", models.Index(fields=["shelf", "id"], name="boxes_of_a_shelf")),
        migrations.AddConstraint(
            "Shelf", models.CheckConstraint(name="a_shelf_has_a_name", condition=~models.Q(name=""))
        ),
    ]


def run(operations, state):
    """Run the operations on the database and return the state after them."""
    for operation in operations:
        before = state.clone()
        operation.state_forwards("together", state)
        with connection.schema_editor() as editor:
            operation.database_forwards("together", editor, before, state)
    return state


def shape():
    """Return columns and constraints of the two tables as the database has them, then remove the tables."""
    with connection.cursor() as cursor:
        found = {}
        for table in ("together_box", "together_shelf"):
            columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
            found[table] = (columns, connection.introspection.get_constraints(cursor, table))
        cursor.execute("DROP TABLE together_box, together_shelf CASCADE")
    return found


def rendered():
    state = ProjectState()
    assert state.apps is not None
    return state


def test_tables_made_together_are_those_made_one_after_another():
    run(tables(), rendered())
    one_after_another = shape()

    run([Together(tables())], rendered())

    assert shape() == one_after_another


def test_what_is_added_to_a_table_of_an_earlier_migration_is_added():
    run([Together(tables()[:2]), Together(tables()[2:])], rendered())

    columns, constraints = shape()["together_shelf"]
    assert columns == ["id", "name", "best_id"]
    assert constraints["a_shelf_has_a_name"]["check"]


def test_what_was_made_together_is_taken_back_together():
    together = Together(tables())
    after = run([together], rendered())

    with connection.schema_editor() as editor:
        together.database_backwards("together", editor, after, ProjectState())

    assert not {"together_box", "together_shelf"} & set(connection.introspection.table_names())


def test_only_what_makes_tables_is_done_together():
    with pytest.raises(TypeError):
        Together([migrations.RunSQL("SELECT 1")])
