"""The officer's desk: what waits, one application at a time, and each act on it."""
