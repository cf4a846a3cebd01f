"""The outbox's commands, one a module."""
