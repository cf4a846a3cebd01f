"""The applicant's pages: coming in (`start`), writing (`draft`), afterwards (`submitted`)."""
