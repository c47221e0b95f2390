"""The checklist for user involvement and the ladder helper: questions, result and picture. Stores nothing."""
