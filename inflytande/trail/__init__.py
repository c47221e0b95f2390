"""The trail as administrators read it: who did what to which object when."""
