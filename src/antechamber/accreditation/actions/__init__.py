"""The acts of this room, by who does them.

Applicants: `starting`, `saving`, `submitting`, `following_up`. Officers: `reviewing`, `listing`.
"""
