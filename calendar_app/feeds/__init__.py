"""The calendar as data that other programs subscribe to: iCalendar and Atom."""
