"""Demo content: invented people and associations, made only through the services, in time order."""
