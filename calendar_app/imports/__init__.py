"""Reading files with activities: iCalendar, CSV and Excel. Nothing here writes to the database."""
