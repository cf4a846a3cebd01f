"""Let the database itself refuse to change a frozen list."""

from typing import Any

from django.db import migrations

from antechamber.accreditation.lists.guards import guard_sql, removal_sql


def guard(apps: Any, schema_editor: Any) -> None:
    for statement in guard_sql(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def lift(apps: Any, schema_editor: Any) -> None:
    for statement in removal_sql(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("accreditation", "0002_lists")]
    operations = [migrations.RunPython(guard, lift)]
