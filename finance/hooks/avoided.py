"""What avoided purchases contribute to the summary."""

from finance.statements import avoided as statements
from logistics import hooks

hooks.statements.register(order=32)(statements.duplicates_avoided)
hooks.proof_columns.register("finance.AvoidedPurchase")(statements.avoided_columns)
