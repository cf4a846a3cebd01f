"""The desk's pages of lists, for the officers who compose them and the President's office."""
