"""The desk of accreditations: who takes part, what the rosters tell since, who is carried over."""
