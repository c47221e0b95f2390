"""Forms of the room: what respondents fill in, and what those who make surveys do."""
