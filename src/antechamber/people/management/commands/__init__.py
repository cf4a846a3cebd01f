"""The commands of accounts and roles, one a module."""
