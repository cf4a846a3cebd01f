"""Antechamber: from a public invitation to the floor of an intergovernmental meeting."""

__version__ = "0.1.0"
