"""A migration of many tables: indexes that no question uses are gone."""

from django.db.migrations.operations.base import Operation

VERSION_OF = "pgh_obj"


class FewerIndexes(Operation):
    """Versions of an app's rows lose the index of each key kept in them, as they are looked up by their row.

    searched: [(name of a model, its index of trigrams)] of the app, which go too: pairs of letters find its rows.
    """

    reversible = True
    elidable = False

    def __init__(self, searched=()):
        self.searched = searched

    def deconstruct(self):
        return type(self).__qualname__, [self.searched] if self.searched else [], {}

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)
        for model, name, field in list(_keys_of_versions(app_label, state)):
            loose = field.clone()
            loose.db_index = False
            state.alter_field(app_label, model, name, loose, preserve_default=True)
        for model, index in self.searched:
            state.remove_index(app_label, model, index)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        introspection, quoted = schema_editor.connection.introspection, schema_editor.quote_name
        keys = {}
        for model, name, field in _keys_of_versions(app_label, from_state):
            table = from_state.models[app_label, model].options.get("db_table") or f"{app_label}_{model}"
            keys.setdefault(table, set()).add(field.db_column or f"{name}_id")
        with schema_editor.connection.cursor() as cursor:
            gone = [
                index
                for table, columns in keys.items()
                for index, facts in introspection.get_constraints(cursor, table).items()
                if facts["index"]
                and not facts["unique"]
                and len(facts["columns"]) == 1
                and facts["columns"][0] in columns
            ]
        for index in [*gone, *(index for _model, index in self.searched)]:
            schema_editor.execute(f"DROP INDEX {quoted(index)}")

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for model, name, _field in _keys_of_versions(app_label, to_state):
            loose, keyed = (state.apps.get_model(app_label, model) for state in (from_state, to_state))
            schema_editor.alter_field(loose, loose._meta.get_field(name), keyed._meta.get_field(name))
        for model, index in self.searched:
            found = to_state.models[app_label, model].get_index_by_name(index)
            schema_editor.add_index(to_state.apps.get_model(app_label, model), found)

    def describe(self):
        return "Drop the indexes that no question uses"


def _keys_of_versions(app_label, state):
    """Yield (model, name, field) for each indexed foreign key that the versions of this app's rows keep."""
    for (app, model), facts in state.models.items():
        if app == app_label and VERSION_OF in facts.fields:
            for name, field in facts.fields.items():
                if field.many_to_one and field.db_index and not name.startswith("pgh_"):
                    yield model, name, field
