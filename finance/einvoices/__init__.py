"""Reading the originals of e-invoices (XML, OFD, PDF): what is read is offered to a person, never trusted."""

from finance.einvoices.facts import InvoiceFacts
from finance.einvoices.reading import read_original

__all__ = ["InvoiceFacts", "read_original"]
