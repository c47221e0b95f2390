"""Input of the directory: checked politely here, judged by the services."""
