"""What people type about checklists and rounds."""
