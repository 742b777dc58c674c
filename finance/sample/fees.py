"""Fees of the sample school."""


def make(sample):
    """To be told."""
