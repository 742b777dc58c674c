"""The pages of checklists and rounds."""
