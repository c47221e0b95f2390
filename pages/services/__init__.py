"""Every write of the room, split by what is written."""
