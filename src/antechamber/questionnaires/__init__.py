"""Questions as data, the answers to them, and the files that come with them."""
