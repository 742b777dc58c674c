"""Purchases of the sample school."""


def make(sample):
    """Two terms of purchases."""
