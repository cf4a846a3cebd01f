"""One module for each family of file types: how it is told, and what in it is refused. Pure."""
