"""The database itself keeps the log of access: lines are added at the end, and never changed or removed.

A later migration that alters this table on SQLite makes the table anew and loses the triggers: it must run
`remove` before and `refuse` after.
"""

from django.db import migrations


TABLE = "people_accessevent"
ADDED_ONLY = "The log of access is only ever added to."
AT_THE_END = "A line of the log of access follows the last one."

SQLITE = {
    f"{TABLE}_no_update": f"BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{ADDED_ONLY}'); END",
    f"{TABLE}_no_delete": f"BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{ADDED_ONLY}'); END",
    # REPLACE INTO removes a line without asking the trigger above.
    f"{TABLE}_at_the_end": (
        f"BEFORE INSERT ON {TABLE} WHEN NEW.id <> (SELECT COALESCE(MAX(id), 0) + 1 FROM {TABLE}) "
        f"BEGIN SELECT RAISE(ABORT, '{AT_THE_END}'); END"
    ),
}

POSTGRESQL_FUNCTION = f"""
CREATE FUNCTION {TABLE}_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION '{ADDED_ONLY}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.id <> (SELECT COALESCE(MAX(id), 0) + 1 FROM {TABLE}) THEN
        RAISE EXCEPTION '{AT_THE_END}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
POSTGRESQL = {
    f"{TABLE}_by_line": f"BEFORE INSERT OR UPDATE OR DELETE ON {TABLE} FOR EACH ROW",
    f"{TABLE}_no_truncate": f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT",
}


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION, params=None)
        for name, when in POSTGRESQL.items():
            schema_editor.execute(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {TABLE}_only_added()", params=None)
    else:
        for name, body in SQLITE.items():
            schema_editor.execute(f"CREATE TRIGGER {name} {body}", params=None)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION {TABLE}_only_added() CASCADE", params=None)
    else:
        for name in SQLITE:
            schema_editor.execute(f"DROP TRIGGER {name}", params=None)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(refuse, remove, elidable=False)]
