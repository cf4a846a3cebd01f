"""The database's own part in the ledger: it refuses changes, and notes what waits for its seal.

Used by a migration. `removal_sql` exists so that tests can empty their database between runs;
nothing in the product calls it but the migration's way back.
"""

from __future__ import annotations

from typing import Final

REFUSAL: Final = "the ledger is append-only"
GUARDED: Final = ("record_entry", "record_sealedentry", "record_subtree", "record_seal")

NOTE: Final = (
    "INSERT INTO record_waitingentry (entry_id, process_code) VALUES (NEW.id, NEW.process_code)"
)


def guard_sql(vendor: str, table: str) -> list[str]:
    """Return the statements that make `table` append-only on `vendor`."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for event in ("update", "delete")
        ]
    if vendor == "postgresql":
        refuse = f"EXECUTE FUNCTION {table}_refuse()"
        function = (
            f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        change = f"{table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"
        truncate = f"{table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
        return [
            function,
            f"CREATE TRIGGER {change} {refuse}",
            f"CREATE TRIGGER {truncate} {refuse}",
        ]
    raise NotImplementedError(f"No append-only guard for {vendor}: use SQLite or PostgreSQL.")


def removal_sql(vendor: str, table: str) -> list[str]:
    """Return the statements that undo `guard_sql`."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER {table}_no_{event}" for event in ("update", "delete")]
    return [
        f"DROP TRIGGER {table}_no_change ON {table}",
        f"DROP TRIGGER {table}_no_truncate ON {table}",
        f"DROP FUNCTION {table}_refuse()",
    ]


def queue_sql(vendor: str) -> list[str]:
    """Return the statements by which each new entry is noted as waiting, whoever wrote it."""
    trigger = "CREATE TRIGGER record_entry_waits AFTER INSERT ON record_entry"
    if vendor == "sqlite":
        return [f"{trigger} BEGIN {NOTE}; END"]
    function = "CREATE FUNCTION record_entry_wait() RETURNS trigger LANGUAGE plpgsql"
    return [
        f"{function} AS $$ BEGIN {NOTE}; RETURN NULL; END $$",
        f"{trigger} FOR EACH ROW EXECUTE FUNCTION record_entry_wait()",
    ]


def no_queue_sql(vendor: str) -> list[str]:
    """Return the statements that undo `queue_sql`."""
    if vendor == "sqlite":
        return ["DROP TRIGGER record_entry_waits"]
    return [
        "DROP TRIGGER record_entry_waits ON record_entry",
        "DROP FUNCTION record_entry_wait()",
    ]
