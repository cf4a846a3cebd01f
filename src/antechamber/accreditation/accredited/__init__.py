"""Accreditations after the decision: what becomes of them, and who takes part elsewhere."""
