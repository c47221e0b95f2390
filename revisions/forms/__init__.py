"""Forms of the audits' working pages: input and layout, no state changes."""
