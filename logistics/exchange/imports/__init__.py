"""What the ground brings in from workbooks: places, people, classes. Apps above keep their own plans."""
