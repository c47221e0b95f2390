"""Browser stories in given/when/then form."""
