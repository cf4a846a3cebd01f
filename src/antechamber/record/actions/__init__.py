"""The acts of this room: `writing` the ledger, `sealing` it, `forgetting` its words."""

from antechamber.record.actions.forgetting import forget_words
from antechamber.record.actions.sealing import seal_due, seal_record
from antechamber.record.actions.writing import Line, SilentAction, action, write, write_many

__all__ = [
    "Line",
    "SilentAction",
    "action",
    "forget_words",
    "seal_due",
    "seal_record",
    "write",
    "write_many",
]
