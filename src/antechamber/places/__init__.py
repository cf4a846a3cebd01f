"""Countries, regional groups and time zones: facts that every other room may ask for."""
