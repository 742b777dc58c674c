"""The kinds of page, written once. Apps import from here."""
