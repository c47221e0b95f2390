"""Ways to take part and to reach the coordinator: what is told of each, the forms, and the inbox."""
