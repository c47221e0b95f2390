"""What I can see and do here, and why."""
