"""The pages that bring the rooms together: home, eligibility, statistics, verification."""
