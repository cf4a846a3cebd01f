"""What a changed rule would do to the applications, entries and deadlines that there are."""
