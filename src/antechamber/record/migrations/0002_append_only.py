"""Let the database itself guard the ledger and its seals, and note each entry until it is sealed."""

from typing import Any

from django.db import migrations

from antechamber.record.append_only import GUARDED, guard_sql, no_queue_sql, queue_sql, removal_sql


def guard(apps: Any, schema_editor: Any) -> None:
    vendor = schema_editor.connection.vendor
    for table in GUARDED:
        for statement in guard_sql(vendor, table):
            schema_editor.execute(statement)
    for statement in queue_sql(vendor):
        schema_editor.execute(statement)


def lift(apps: Any, schema_editor: Any) -> None:
    vendor = schema_editor.connection.vendor
    for statement in no_queue_sql(vendor):
        schema_editor.execute(statement)
    for table in GUARDED:
        for statement in removal_sql(vendor, table):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunPython(guard, lift)]
