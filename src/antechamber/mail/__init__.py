"""The outbox: messages queued with the change that causes them, sent after commit."""
