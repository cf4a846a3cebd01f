"""The mandate: a process with its modalities, calls, meetings, facilitators and publications."""
