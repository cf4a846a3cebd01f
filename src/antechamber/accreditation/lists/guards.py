"""The database's own refusal to change a frozen list, for both engines.

Used by a migration. `removal_sql` exists so that tests can empty their database between runs;
nothing in the product calls it but the migration's way back. A later migration that makes SQLite
rebuild one of the two tables must lift the guard before and set it again after.
"""

from __future__ import annotations

from typing import Final

REFUSAL: Final = "a frozen list does not change"
LIST: Final = "accreditation_candidatelist"
ENTRY: Final = "accreditation_listentry"

_FROZEN_AT: Final = f"SELECT frozen_at FROM {LIST}"  # noqa: S608 - a name of our own

# What was circulated. The outcome of an entry, and whether it is live, come later.
_ENTRY_FACTS: Final = (
    "candidate_list_id, application_id, added_by, position, name, country, home_page, category_code"
)
_LIST_FACTS: Final = (
    "process_id, number, kind, title, composed_by, frozen_by, frozen_at, modalities_id, "
    "content_digest, counts"
)


def guard_sql(vendor: str) -> list[str]:
    """Return the statements that make a frozen list and its entries unchangeable on `vendor`."""
    if vendor == "sqlite":
        return _sqlite()
    if vendor == "postgresql":
        return _postgresql()
    raise NotImplementedError(f"No guard of lists for {vendor}: use SQLite or PostgreSQL.")


def removal_sql(vendor: str) -> list[str]:
    """Return the statements that undo `guard_sql`."""
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER {table}_frozen_{event}"
            for table, events in _EVENTS.items()
            for event in events
        ]
    return [
        statement
        for table in _EVENTS
        for statement in (
            *(f"DROP TRIGGER {table}_frozen_{event} ON {table}" for event in _EVENTS[table]),
            f"DROP FUNCTION {table}_frozen()",
        )
    ]


_EVENTS: Final = {ENTRY: ("insert", "update", "delete"), LIST: ("update", "delete")}


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    statements = []
    for event, when in (("insert", "NEW"), ("update", "OLD"), ("delete", "OLD")):
        frozen = f"({_FROZEN_AT} WHERE id = {when}.candidate_list_id) IS NOT NULL"
        if event == "update":
            frozen += f" OR {frozen.replace('OLD', 'NEW')}"
        statements.append(
            f"CREATE TRIGGER {ENTRY}_frozen_{event} BEFORE {_on(event, _ENTRY_FACTS)} ON {ENTRY} "
            f"WHEN {frozen} {refuse}"
        )
    statements += [
        f"CREATE TRIGGER {LIST}_frozen_{event} BEFORE {_on(event, _LIST_FACTS)} ON {LIST} "
        f"WHEN OLD.frozen_at IS NOT NULL {refuse}"
        for event in _EVENTS[LIST]
    ]
    return statements


def _postgresql() -> list[str]:
    raised = f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'"
    returned = "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
    frozen = {
        ENTRY: f"EXISTS ({_FROZEN_AT} WHERE frozen_at IS NOT NULL "
        "AND id IN (OLD.candidate_list_id, NEW.candidate_list_id))",
        LIST: "OLD.frozen_at IS NOT NULL",
    }
    statements = []
    for table, facts in ((ENTRY, _ENTRY_FACTS), (LIST, _LIST_FACTS)):
        statements.append(
            f"CREATE FUNCTION {table}_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {frozen[table]} THEN {raised}; END IF; {returned} END $$"
        )
        statements += [
            f"CREATE TRIGGER {table}_frozen_{event} BEFORE {_on(event, facts)} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_frozen()"
            for event in _EVENTS[table]
        ]
    return statements


def _on(event: str, facts: str) -> str:
    return f"UPDATE OF {facts}" if event == "update" else event.upper()
