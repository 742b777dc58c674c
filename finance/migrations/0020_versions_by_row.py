"""Versions are found by their row, records by pairs of letters: indexes that no question uses are gone."""

from django.db import migrations

from logistics.history.fewer_indexes import FewerIndexes


class Migration(migrations.Migration):
    dependencies = [("finance", "0019_reports_and_deposits_back")]
    operations = [
        FewerIndexes(
            [
                ("acceptance", "acceptances_trigrams"),
                ("advance", "advances_trigrams"),
                ("agreement", "agreements_trigrams"),
                ("audit", "audits_trigrams"),
                ("budgetline", "budget_lines_trigrams"),
                ("claim", "claims_trigrams"),
                ("compensation", "compensations_trigrams"),
                ("contribution", "contributions_trigrams"),
                ("earmarkedfund", "earmarked_funds_trigrams"),
                ("feeitem", "fees_trigrams"),
                ("grantapplication", "grants_trigrams"),
                ("invoice", "invoices_trigrams"),
                ("moneyentry", "money_trigrams"),
                ("purchaseline", "purchase_lines_trigrams"),
                ("purchaseorder", "purchase_orders_trigrams"),
                ("purchaserequest", "purchases_trigrams"),
                ("saving", "savings_trigrams"),
                ("scrapsale", "scrap_sales_trigrams"),
                ("straycharge", "strays_trigrams"),
                ("subsidy", "subsidies_trigrams"),
                ("supplier", "suppliers_trigrams"),
            ]
        ),
    ]
