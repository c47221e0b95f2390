"""A whole county from one small file, so that a second region can start from an empty installation."""
