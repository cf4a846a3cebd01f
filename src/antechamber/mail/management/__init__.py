"""The outbox's commands."""
