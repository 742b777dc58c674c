"""Questions about checklists, rounds and findings."""
