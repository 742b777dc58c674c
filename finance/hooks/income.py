"""What agreements, scrap, compensation, donations, savings and earmarked funds contribute to shared pages and jobs."""

from finance import services
from finance.facts import agreements as agreement_facts
from finance.hooks import income_desk
from finance.jobs import income as income_reminders
from finance.sample.income import make_income
from finance.statements import agreements as agreement_statements
from finance.statements import compensations as compensation_statements
from finance.statements import contributions as contribution_statements
from finance.statements import funds as fund_statements
from finance.statements import savings as saving_statements
from logistics import hooks

hooks.role_grants.register(order=33)(income_desk.grants)
hooks.menu.register(order=37)(income_desk.menu)
hooks.loggable.register(order=32)(income_desk.loggable)
hooks.tasks.register(order=33)(income_desk.to_receive)
hooks.late.register(order=33)(income_desk.overdue)
hooks.stats.register(order=33)(income_desk.stats)
hooks.search.register(order=33)(income_desk.search)
hooks.reminders.register()(income_reminders.agreements_ending)
hooks.reminders.register()(income_reminders.instalments_due)
hooks.reminders.register()(income_reminders.compensations_due)
hooks.reminders.register()(income_reminders.funds_ending)
hooks.approval_kinds.register(order=12)(agreement_facts.approval_kind)
hooks.approval_facts.register("finance.Agreement")(agreement_facts.facts_of)
hooks.approval_outcomes.register("finance.Agreement")(services.take_agreement_outcome)
hooks.statements.register(order=40)(agreement_statements.agreements_kept)
hooks.statements.register(order=41)(agreement_statements.scrap_sold)
hooks.statements.register(order=42)(compensation_statements.damage_paid)
hooks.statements.register(order=43)(contribution_statements.given)
hooks.statements.register(order=44)(saving_statements.earned_and_saved)
hooks.statements.register(order=45)(fund_statements.funds_used)
hooks.proof_columns.register("finance.Agreement")(agreement_statements.agreement_columns)
hooks.proof_columns.register("finance.Instalment")(agreement_statements.instalment_columns)
hooks.proof_columns.register("finance.Receipt")(agreement_statements.receipt_columns)
hooks.proof_columns.register("finance.ScrapSale")(agreement_statements.sale_columns)
hooks.proof_columns.register("finance.Compensation")(compensation_statements.compensation_columns)
hooks.proof_columns.register("finance.CompensationPayment")(compensation_statements.payment_columns)
hooks.proof_columns.register("finance.Contribution")(contribution_statements.contribution_columns)
hooks.proof_columns.register("finance.Saving")(saving_statements.saving_columns)
hooks.proof_columns.register("finance.EarmarkedFund")(fund_statements.fund_columns)
hooks.sample_parts.register(order=64)(make_income)
