"""``make run``: everything the portal needs on one machine, started together and stopped together."""
