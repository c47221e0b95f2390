"""Every read of the room, split by who reads."""
