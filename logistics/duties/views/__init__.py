"""Pages of duties, of what is due, and of rosters."""
