"""What finance brings in from workbooks: suppliers, and the budget of a year."""
