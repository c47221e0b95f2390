"""What waits for me, per role: each room adds its rows."""
