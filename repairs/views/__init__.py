"""The pages of repairs."""
