"""The pages of a mission: the lists before its State, and its own objections."""
