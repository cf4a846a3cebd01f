"""The commands of accounts and roles."""
