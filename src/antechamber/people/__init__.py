"""Accounts, sign-in, roles and capabilities, personal-data rights."""
