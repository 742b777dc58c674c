import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import logistics.db
from logistics.together import Together


class Migration(migrations.Migration):
    """What brings income besides fees: agreements, scrap, compensation, donations; savings and earmarked funds."""

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("finance", "0012_grant_fees"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("school", "0003_grant_calendar"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    removed = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="budgetline",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="budgetline",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="budgetline",
            name="delete_delete",
        ),
    ]
    made = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("search_text", logistics.db.SearchTextField(blank=True, default="", editable=False)),
                (
                    "grams",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("search_text"), function="logistics_grams"),
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=2), size=None
                        ),
                    ),
                ),
                ("number", models.CharField(blank=True, editable=False, max_length=24, verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lease", "lease of a room"),
                            ("scraps", "kitchen scraps"),
                            ("waste", "waste for recycling"),
                            ("other", "other agreement"),
                        ],
                        default="lease",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("subject", models.CharField(max_length=120, verbose_name="what it is about")),
                ("party", models.CharField(max_length=80, verbose_name="other party")),
                ("party_phone", models.CharField(blank=True, max_length=30, verbose_name="phone")),
                ("party_code", models.CharField(blank=True, max_length=40, verbose_name="ID or credit code")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="until")),
                (
                    "yearly_price",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="price a year"
                    ),
                ),
                (
                    "paid_by",
                    models.CharField(
                        choices=[
                            ("year", "by the year"),
                            ("half", "by the half year"),
                            ("quarter", "by the quarter"),
                            ("month", "by the month"),
                            ("sale", "at each sale"),
                        ],
                        default="half",
                        max_length=8,
                        verbose_name="way of payment",
                    ),
                ),
                ("duties", models.TextField(blank=True, verbose_name="duties")),
                (
                    "before_yearly",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="income a year before"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("pending", "waiting for approval"),
                            ("returned", "sent back"),
                            ("in_force", "in force"),
                            ("ended", "ended early"),
                            ("refused", "not approved"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("approved_on", models.DateField(editable=False, null=True, verbose_name="approved on")),
                ("ended_on", models.DateField(null=True, verbose_name="ended on")),
                ("end_reason", models.CharField(blank=True, max_length=200, verbose_name="why it ended")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="written down at")),
            ],
            options={
                "verbose_name": "agreement",
                "verbose_name_plural": "agreements",
                "ordering": ["-created_at", "-pk"],
                "permissions": [
                    ("keep_agreement", "Draw up agreements and end them"),
                    ("record_income", "Record income received"),
                ],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="AgreementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(blank=True, editable=False, max_length=24, verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lease", "lease of a room"),
                            ("scraps", "kitchen scraps"),
                            ("waste", "waste for recycling"),
                            ("other", "other agreement"),
                        ],
                        default="lease",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("subject", models.CharField(max_length=120, verbose_name="what it is about")),
                ("party", models.CharField(max_length=80, verbose_name="other party")),
                ("party_phone", models.CharField(blank=True, max_length=30, verbose_name="phone")),
                ("party_code", models.CharField(blank=True, max_length=40, verbose_name="ID or credit code")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="until")),
                (
                    "yearly_price",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="price a year"
                    ),
                ),
                (
                    "paid_by",
                    models.CharField(
                        choices=[
                            ("year", "by the year"),
                            ("half", "by the half year"),
                            ("quarter", "by the quarter"),
                            ("month", "by the month"),
                            ("sale", "at each sale"),
                        ],
                        default="half",
                        max_length=8,
                        verbose_name="way of payment",
                    ),
                ),
                ("duties", models.TextField(blank=True, verbose_name="duties")),
                (
                    "before_yearly",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="income a year before"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("pending", "waiting for approval"),
                            ("returned", "sent back"),
                            ("in_force", "in force"),
                            ("ended", "ended early"),
                            ("refused", "not approved"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("approved_on", models.DateField(editable=False, null=True, verbose_name="approved on")),
                ("ended_on", models.DateField(null=True, verbose_name="ended on")),
                ("end_reason", models.CharField(blank=True, max_length=200, verbose_name="why it ended")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="written down at")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Compensation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("search_text", logistics.db.SearchTextField(blank=True, default="", editable=False)),
                (
                    "grams",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("search_text"), function="logistics_grams"),
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=2), size=None
                        ),
                    ),
                ),
                ("number", models.CharField(editable=False, max_length=24, verbose_name="number")),
                ("thing", models.CharField(max_length=120, verbose_name="what was damaged")),
                ("object_id", models.BigIntegerField(null=True)),
                ("person", models.CharField(max_length=40, verbose_name="by whom")),
                ("group", models.CharField(blank=True, max_length=40, verbose_name="class or department")),
                (
                    "cause",
                    models.CharField(
                        choices=[("careless", "by people, not on purpose"), ("wilful", "on purpose")],
                        max_length=10,
                        verbose_name="cause",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("price", "price of a new one"),
                            ("worn", "price less wear"),
                            ("repair", "cost of the repair"),
                        ],
                        default="price",
                        max_length=8,
                        verbose_name="basis of the price",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount")),
                ("happened_on", models.DateField(verbose_name="damaged on")),
                ("due_on", models.DateField(verbose_name="to be paid by")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "outstanding"), ("settled", "settled")],
                        default="open",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("waived", models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name="waived")),
                ("waived_on", models.DateField(null=True, verbose_name="waived on")),
                ("waived_reason", models.CharField(blank=True, max_length=200, verbose_name="why waived")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="written down at")),
            ],
            options={
                "verbose_name": "compensation",
                "verbose_name_plural": "compensations",
                "ordering": ["-created_at", "-pk"],
                "permissions": [
                    ("keep_compensation", "Demand compensation for damage"),
                    ("waive_compensation", "Waive compensation"),
                ],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="CompensationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(editable=False, max_length=24, verbose_name="number")),
                ("thing", models.CharField(max_length=120, verbose_name="what was damaged")),
                ("object_id", models.BigIntegerField(null=True)),
                ("person", models.CharField(max_length=40, verbose_name="by whom")),
                ("group", models.CharField(blank=True, max_length=40, verbose_name="class or department")),
                (
                    "cause",
                    models.CharField(
                        choices=[("careless", "by people, not on purpose"), ("wilful", "on purpose")],
                        max_length=10,
                        verbose_name="cause",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("price", "price of a new one"),
                            ("worn", "price less wear"),
                            ("repair", "cost of the repair"),
                        ],
                        default="price",
                        max_length=8,
                        verbose_name="basis of the price",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount")),
                ("happened_on", models.DateField(verbose_name="damaged on")),
                ("due_on", models.DateField(verbose_name="to be paid by")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "outstanding"), ("settled", "settled")],
                        default="open",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("waived", models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name="waived")),
                ("waived_on", models.DateField(null=True, verbose_name="waived on")),
                ("waived_reason", models.CharField(blank=True, max_length=200, verbose_name="why waived")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="written down at")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CompensationPayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount")),
                ("on", models.DateField(verbose_name="on")),
                ("at", models.DateTimeField(verbose_name="entered at")),
            ],
            options={
                "verbose_name": "payment of a compensation",
                "verbose_name_plural": "payments of compensations",
                "ordering": ["compensation", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("search_text", logistics.db.SearchTextField(blank=True, default="", editable=False)),
                (
                    "grams",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("search_text"), function="logistics_grams"),
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=2), size=None
                        ),
                    ),
                ),
                ("number", models.CharField(editable=False, max_length=24, verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("money", "donation of money"),
                            ("goods", "donation of things"),
                            ("works", "sponsored works"),
                            ("paid_works", "works paid by a third party"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("donor", models.CharField(max_length=80, verbose_name="donor")),
                ("donor_note", models.CharField(blank=True, max_length=80, verbose_name="who that is")),
                ("what", models.CharField(max_length=120, verbose_name="what was given")),
                ("purpose", models.CharField(blank=True, max_length=120, verbose_name="purpose")),
                ("value", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount or value")),
                ("on", models.DateField(verbose_name="given on")),
                ("published_on", models.DateField(null=True, verbose_name="published on")),
                ("taken_back_on", models.DateField(null=True, verbose_name="taken back on")),
                ("taken_back_reason", models.CharField(blank=True, max_length=200, verbose_name="why taken back")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="written down at")),
            ],
            options={
                "verbose_name": "donation",
                "verbose_name_plural": "donations",
                "ordering": ["-on", "-pk"],
                "permissions": [("keep_contribution", "Enter and publish donations")],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="ContributionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(editable=False, max_length=24, verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("money", "donation of money"),
                            ("goods", "donation of things"),
                            ("works", "sponsored works"),
                            ("paid_works", "works paid by a third party"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("donor", models.CharField(max_length=80, verbose_name="donor")),
                ("donor_note", models.CharField(blank=True, max_length=80, verbose_name="who that is")),
                ("what", models.CharField(max_length=120, verbose_name="what was given")),
                ("purpose", models.CharField(blank=True, max_length=120, verbose_name="purpose")),
                ("value", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount or value")),
                ("on", models.DateField(verbose_name="given on")),
                ("published_on", models.DateField(null=True, verbose_name="published on")),
                ("taken_back_on", models.DateField(null=True, verbose_name="taken back on")),
                ("taken_back_reason", models.CharField(blank=True, max_length=200, verbose_name="why taken back")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="written down at")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EarmarkedFund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("search_text", logistics.db.SearchTextField(blank=True, default="", editable=False)),
                (
                    "grams",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("search_text"), function="logistics_grams"),
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=2), size=None
                        ),
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("document", models.CharField(max_length=60, verbose_name="document number")),
                ("purpose", models.CharField(max_length=200, verbose_name="purpose")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="granted amount")),
                ("granted_on", models.DateField(verbose_name="granted on")),
                ("deadline", models.DateField(verbose_name="to be used by")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="written down at")),
            ],
            options={
                "verbose_name": "earmarked fund",
                "verbose_name_plural": "earmarked funds",
                "ordering": ["-granted_on", "-pk"],
                "permissions": [
                    ("keep_fund", "Enter earmarked funds"),
                    ("flag_spending", "Judge whether earmarked money was spent on purpose"),
                ],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="EarmarkedFundEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("document", models.CharField(max_length=60, verbose_name="document number")),
                ("purpose", models.CharField(max_length=200, verbose_name="purpose")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="granted amount")),
                ("granted_on", models.DateField(verbose_name="granted on")),
                ("deadline", models.DateField(verbose_name="to be used by")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="written down at")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FundFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="entered at")),
            ],
            options={
                "verbose_name": "finding on a fund",
                "verbose_name_plural": "findings on funds",
                "ordering": ["fund", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="no.")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(verbose_name="until")),
                ("due_on", models.DateField(verbose_name="due on")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount")),
                ("dropped_on", models.DateField(null=True, verbose_name="no longer due since")),
            ],
            options={
                "verbose_name": "instalment",
                "verbose_name_plural": "instalments",
                "ordering": ["due_on", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("money", "money"), ("in_kind", "in kind")], max_length=8, verbose_name="kind"
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount")),
                ("on", models.DateField(verbose_name="on")),
                ("meals", models.PositiveIntegerField(null=True, verbose_name="meals")),
                ("people", models.PositiveSmallIntegerField(null=True, verbose_name="people fed")),
                ("confirmed_by", models.CharField(blank=True, max_length=40, verbose_name="vouched for by")),
                ("text", models.CharField(blank=True, max_length=200, verbose_name="what for")),
                ("at", models.DateTimeField(verbose_name="entered at")),
            ],
            options={
                "verbose_name": "receipt",
                "verbose_name_plural": "receipts",
                "ordering": ["instalment", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Saving",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("search_text", logistics.db.SearchTextField(blank=True, default="", editable=False)),
                (
                    "grams",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("search_text"), function="logistics_grams"),
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=2), size=None
                        ),
                    ),
                ),
                ("number", models.CharField(editable=False, max_length=24, verbose_name="number")),
                ("measure", models.CharField(max_length=120, verbose_name="measure")),
                ("computation", models.CharField(max_length=300, verbose_name="how it was computed")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount saved")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(verbose_name="until")),
                ("taken_back_on", models.DateField(null=True, verbose_name="taken back on")),
                ("taken_back_reason", models.CharField(blank=True, max_length=200, verbose_name="why taken back")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="written down at")),
            ],
            options={
                "verbose_name": "saving",
                "verbose_name_plural": "savings",
                "ordering": ["-to_on", "-pk"],
                "permissions": [("keep_saving", "Enter savings")],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="SavingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(editable=False, max_length=24, verbose_name="number")),
                ("measure", models.CharField(max_length=120, verbose_name="measure")),
                ("computation", models.CharField(max_length=300, verbose_name="how it was computed")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount saved")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(verbose_name="until")),
                ("taken_back_on", models.DateField(null=True, verbose_name="taken back on")),
                ("taken_back_reason", models.CharField(blank=True, max_length=200, verbose_name="why taken back")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="written down at")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ScrapSale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("search_text", logistics.db.SearchTextField(blank=True, default="", editable=False)),
                (
                    "grams",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("search_text"), function="logistics_grams"),
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=2), size=None
                        ),
                    ),
                ),
                ("number", models.CharField(editable=False, max_length=24, verbose_name="number")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("paper", "waste paper"),
                            ("plastic", "plastic"),
                            ("metal", "metal"),
                            ("kitchen", "kitchen scraps"),
                            ("furniture", "broken furniture"),
                            ("other", "other scrap"),
                        ],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                ("kilograms", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="weight (kg)")),
                ("price", models.DecimalField(decimal_places=2, max_digits=8, verbose_name="price per kg")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount")),
                ("on", models.DateField(verbose_name="sold on")),
                ("left_at", models.TimeField(verbose_name="left at")),
                ("gate", models.CharField(max_length=40, verbose_name="gate")),
                ("carried_by", models.CharField(max_length=40, verbose_name="carried out by")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="entered at")),
            ],
            options={
                "verbose_name": "sale of scrap",
                "verbose_name_plural": "sales of scrap",
                "ordering": ["-on", "-pk"],
                "permissions": [("sell_scrap", "Record sales of scrap")],
                "default_permissions": ("view",),
            },
        ),
        migrations.AddField(
            model_name="agreement",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agreements",
                to=settings.AUTH_USER_MODEL,
                verbose_name="asked by",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="place",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agreements",
                to="school.place",
                verbose_name="place",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="school.school"
            ),
        ),
        migrations.AddField(
            model_name="agreementevent",
            name="asked_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="asked by",
            ),
        ),
        migrations.AddField(
            model_name="agreementevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="agreementevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="finance.agreement",
            ),
        ),
        migrations.AddField(
            model_name="agreementevent",
            name="place",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="school.place",
                verbose_name="place",
            ),
        ),
        migrations.AddField(
            model_name="agreementevent",
            name="school",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="school.school",
            ),
        ),
        migrations.AddField(
            model_name="compensation",
            name="campus",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="school.campus",
                verbose_name="campus",
            ),
        ),
        migrations.AddField(
            model_name="compensation",
            name="content_type",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contenttypes.contenttype"
            ),
        ),
        migrations.AddField(
            model_name="compensation",
            name="opened_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="opened by",
            ),
        ),
        migrations.AddField(
            model_name="compensation",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="compensations", to="school.school"
            ),
        ),
        migrations.AddField(
            model_name="compensation",
            name="waived_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="waived by",
            ),
        ),
        migrations.AddField(
            model_name="compensationevent",
            name="campus",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="school.campus",
                verbose_name="campus",
            ),
        ),
        migrations.AddField(
            model_name="compensationevent",
            name="content_type",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="contenttypes.contenttype",
            ),
        ),
        migrations.AddField(
            model_name="compensationevent",
            name="opened_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="opened by",
            ),
        ),
        migrations.AddField(
            model_name="compensationevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="compensationevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="finance.compensation",
            ),
        ),
        migrations.AddField(
            model_name="compensationevent",
            name="school",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="school.school",
            ),
        ),
        migrations.AddField(
            model_name="compensationevent",
            name="waived_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="waived by",
            ),
        ),
        migrations.AddField(
            model_name="compensationpayment",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="entered by",
            ),
        ),
        migrations.AddField(
            model_name="compensationpayment",
            name="compensation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="finance.compensation"
            ),
        ),
        migrations.AddField(
            model_name="compensationpayment",
            name="corrects",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="finance.compensationpayment",
            ),
        ),
        migrations.AddField(
            model_name="compensationpayment",
            name="entry",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="compensation",
                to="finance.moneyentry",
                verbose_name="entry in the books",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="accepted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="accepted by",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="campus",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="school.campus",
                verbose_name="campus",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="entry",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contribution",
                to="finance.moneyentry",
                verbose_name="entry in the books",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="contributions", to="school.school"
            ),
        ),
        migrations.AddField(
            model_name="contributionevent",
            name="accepted_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="accepted by",
            ),
        ),
        migrations.AddField(
            model_name="contributionevent",
            name="campus",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="school.campus",
                verbose_name="campus",
            ),
        ),
        migrations.AddField(
            model_name="contributionevent",
            name="entry",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="finance.moneyentry",
                verbose_name="entry in the books",
            ),
        ),
        migrations.AddField(
            model_name="contributionevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="contributionevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="finance.contribution",
            ),
        ),
        migrations.AddField(
            model_name="contributionevent",
            name="school",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="school.school",
            ),
        ),
        migrations.AddField(
            model_name="earmarkedfund",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="earmarked_funds", to="school.school"
            ),
        ),
        migrations.AddField(
            model_name="budgetline",
            name="fund",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="finance.earmarkedfund",
                verbose_name="earmarked fund",
            ),
        ),
        migrations.AddField(
            model_name="budgetlineevent",
            name="fund",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="finance.earmarkedfund",
                verbose_name="earmarked fund",
            ),
        ),
        migrations.AddField(
            model_name="earmarkedfundevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="earmarkedfundevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="finance.earmarkedfund",
            ),
        ),
        migrations.AddField(
            model_name="earmarkedfundevent",
            name="school",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="school.school",
            ),
        ),
        migrations.AddField(
            model_name="fundfinding",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="reviewed by",
            ),
        ),
        migrations.AddField(
            model_name="fundfinding",
            name="clears",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cleared_by",
                to="finance.fundfinding",
            ),
        ),
        migrations.AddField(
            model_name="fundfinding",
            name="fund",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="finance.earmarkedfund"
            ),
        ),
        migrations.AddField(
            model_name="fundfinding",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="fund_findings",
                to="finance.purchaserequest",
                verbose_name="purchase",
            ),
        ),
        migrations.AddField(
            model_name="instalment",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="instalments", to="finance.agreement"
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="entered by",
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="corrects",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="finance.receipt",
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="entry",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rent_receipt",
                to="finance.moneyentry",
                verbose_name="entry in the books",
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="instalment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="finance.instalment"
            ),
        ),
        migrations.AddField(
            model_name="saving",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="entered by",
            ),
        ),
        migrations.AddField(
            model_name="saving",
            name="campus",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="school.campus",
                verbose_name="campus",
            ),
        ),
        migrations.AddField(
            model_name="saving",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="savings", to="school.school"
            ),
        ),
        migrations.AddField(
            model_name="savingevent",
            name="by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="entered by",
            ),
        ),
        migrations.AddField(
            model_name="savingevent",
            name="campus",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="school.campus",
                verbose_name="campus",
            ),
        ),
        migrations.AddField(
            model_name="savingevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="savingevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="finance.saving",
            ),
        ),
        migrations.AddField(
            model_name="savingevent",
            name="school",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="school.school",
            ),
        ),
        migrations.AddField(
            model_name="scrapsale",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sales",
                to="finance.agreement",
                verbose_name="agreement",
            ),
        ),
        migrations.AddField(
            model_name="scrapsale",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="entered by",
            ),
        ),
        migrations.AddField(
            model_name="scrapsale",
            name="campus",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="school.campus",
                verbose_name="campus",
            ),
        ),
        migrations.AddField(
            model_name="scrapsale",
            name="corrects",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="finance.scrapsale",
            ),
        ),
        migrations.AddField(
            model_name="scrapsale",
            name="entry",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="scrap_sale",
                to="finance.moneyentry",
                verbose_name="entry in the books",
            ),
        ),
        migrations.AddField(
            model_name="scrapsale",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="scrap_sales", to="school.school"
            ),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("search_text"), name="gin_trgm_ops"
                ),
                models.F("school_id"),
                name="agreements_trigrams",
            ),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=django.contrib.postgres.indexes.GinIndex(fields=["school", "grams"], name="agreements_grams"),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["school", "-created_at", "-id"], name="agreements_of_a_school"),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["school", "status", "ends_on"], name="agreements_by_their_end"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("school", "number"),
                name="one_agreement_of_a_number_in_a_school",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("party", ""), _negated=True), models.Q(("subject", ""), _negated=True)),
                name="an_agreement_names_party_and_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="an_agreement_ends_after_it_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "lease"), _negated=True),
                    models.Q(
                        ("place__isnull", False),
                        ("yearly_price__gt", 0),
                        ("yearly_price__isnull", False),
                        models.Q(("duties", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_lease_has_yearly_rent_duties_and_room",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paid_by", "sale"), models.Q(("kind", "lease"), _negated=True)),
                    models.Q(("yearly_price__gt", 0), ("yearly_price__isnull", False)),
                    _connector="OR",
                ),
                name="instalments_need_a_yearly_price",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("before_yearly", None), ("before_yearly__gte", 0), _connector="OR"),
                name="income_before_is_nothing_or_more",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["draft", "withdrawn"]), models.Q(("number", ""), _negated=True), _connector="OR"
                ),
                name="an_agreement_under_way_has_its_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_on__isnull", False), ("status__in", ["in_force", "ended"])),
                    models.Q(models.Q(("status__in", ["in_force", "ended"]), _negated=True), ("approved_on", None)),
                    _connector="OR",
                ),
                name="an_agreement_in_force_was_approved",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_on__gte", models.F("starts_on")),
                        ("ended_on__isnull", False),
                        ("ended_on__lte", models.F("ends_on")),
                        ("status", "ended"),
                        models.Q(("end_reason", ""), _negated=True),
                    ),
                    models.Q(models.Q(("status", "ended"), _negated=True), ("end_reason", ""), ("ended_on", None)),
                    _connector="OR",
                ),
                name="an_early_end_has_day_and_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("kind", "lease"), ("status__in", ["pending", "in_force", "ended"])),
                expressions=[
                    ("place", "="),
                    (
                        models.Func(
                            "starts_on",
                            django.db.models.functions.comparison.Coalesce("ended_on", "ends_on"),
                            django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True),
                            function="DATERANGE",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="one_lease_of_a_room_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="compensation",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("search_text"), name="gin_trgm_ops"
                ),
                models.F("school_id"),
                name="compensations_trigrams",
            ),
        ),
        migrations.AddIndex(
            model_name="compensation",
            index=django.contrib.postgres.indexes.GinIndex(fields=["school", "grams"], name="compensations_grams"),
        ),
        migrations.AddIndex(
            model_name="compensation",
            index=models.Index(fields=["school", "-created_at", "-id"], name="compensations_of_a_school"),
        ),
        migrations.AddIndex(
            model_name="compensation",
            index=models.Index(fields=["content_type", "object_id"], name="compensations_for_a_record"),
        ),
        migrations.AddConstraint(
            model_name="compensation",
            constraint=models.UniqueConstraint(
                fields=("school", "number"), name="one_compensation_of_a_number_in_a_school"
            ),
        ),
        migrations.AddConstraint(
            model_name="compensation",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("due_on__gte", models.F("happened_on"))),
                name="a_compensation_is_more_than_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="compensation",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("thing", ""), _negated=True), models.Q(("person", ""), _negated=True)),
                name="a_compensation_says_what_and_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="compensation",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("cause", "wilful"), _negated=True), ("basis", "price"), _connector="OR"),
                name="what_was_broken_on_purpose_is_paid_at_price",
            ),
        ),
        migrations.AddConstraint(
            model_name="compensation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("waived", 0), ("waived_by", None), ("waived_on", None), ("waived_reason", "")),
                    models.Q(
                        ("waived__gt", 0),
                        ("waived__lte", models.F("amount")),
                        ("waived_by__isnull", False),
                        ("waived_on__isnull", False),
                        models.Q(("waived_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_waiver_says_who_when_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="compensationpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("corrects", None)),
                    models.Q(("amount__lt", 0), ("corrects__isnull", False)),
                    _connector="OR",
                ),
                name="a_payment_is_negative_only_when_it_corrects",
            ),
        ),
        migrations.AddIndex(
            model_name="contribution",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("search_text"), name="gin_trgm_ops"
                ),
                models.F("school_id"),
                name="contributions_trigrams",
            ),
        ),
        migrations.AddIndex(
            model_name="contribution",
            index=django.contrib.postgres.indexes.GinIndex(fields=["school", "grams"], name="contributions_grams"),
        ),
        migrations.AddIndex(
            model_name="contribution",
            index=models.Index(fields=["school", "-on", "-id"], name="contributions_of_a_school"),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.UniqueConstraint(
                fields=("school", "number"), name="one_donation_of_a_number_in_a_school"
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value__gt", 0), models.Q(("donor", ""), _negated=True), models.Q(("what", ""), _negated=True)
                ),
                name="a_donation_names_donor_thing_and_value",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entry__isnull", False), ("kind", "money")),
                    models.Q(models.Q(("kind", "money"), _negated=True), ("entry", None)),
                    _connector="OR",
                ),
                name="only_donated_money_is_in_the_books",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_back_on", None), ("taken_back_reason", "")),
                    models.Q(("taken_back_on__isnull", False), models.Q(("taken_back_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="what_is_taken_back_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="earmarkedfund",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("search_text"), name="gin_trgm_ops"
                ),
                models.F("school_id"),
                name="earmarked_funds_trigrams",
            ),
        ),
        migrations.AddIndex(
            model_name="earmarkedfund",
            index=django.contrib.postgres.indexes.GinIndex(fields=["school", "grams"], name="earmarked_funds_grams"),
        ),
        migrations.AddIndex(
            model_name="earmarkedfund",
            index=models.Index(fields=["school", "-granted_on", "-id"], name="funds_of_a_school"),
        ),
        migrations.AddConstraint(
            model_name="earmarkedfund",
            constraint=models.UniqueConstraint(
                fields=("school", "document", "name"),
                name="one_fund_of_a_document",
                violation_error_message="This fund is entered already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="earmarkedfund",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__gt", 0),
                    ("deadline__gte", models.F("granted_on")),
                    models.Q(("name", ""), _negated=True),
                    models.Q(("document", ""), _negated=True),
                    models.Q(("purpose", ""), _negated=True),
                ),
                name="a_fund_says_how_much_for_what_by_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundfinding",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="a_finding_says_why"
            ),
        ),
        migrations.AddIndex(
            model_name="instalment",
            index=models.Index(fields=["due_on"], name="instalments_by_day"),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.UniqueConstraint(fields=("agreement", "position"), name="one_instalment_at_a_position"),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("to_on__gte", models.F("from_on"))),
                name="an_instalment_is_more_than_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entry__isnull", False), ("kind", "money"), ("meals", None), ("people", None)),
                    models.Q(("entry", None), ("kind", "in_kind")),
                    _connector="OR",
                ),
                name="money_received_is_in_the_books_and_nothing_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "money"),
                    models.Q(models.Q(("confirmed_by", ""), _negated=True), models.Q(("text", ""), _negated=True)),
                    _connector="OR",
                ),
                name="what_settles_in_kind_is_said_and_confirmed",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("corrects", None)),
                    models.Q(("amount__lt", 0), ("corrects__isnull", False)),
                    _connector="OR",
                ),
                name="a_receipt_is_negative_only_when_it_corrects",
            ),
        ),
        migrations.AddIndex(
            model_name="saving",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("search_text"), name="gin_trgm_ops"
                ),
                models.F("school_id"),
                name="savings_trigrams",
            ),
        ),
        migrations.AddIndex(
            model_name="saving",
            index=django.contrib.postgres.indexes.GinIndex(fields=["school", "grams"], name="savings_grams"),
        ),
        migrations.AddIndex(
            model_name="saving",
            index=models.Index(fields=["school", "-to_on", "-id"], name="savings_of_a_school"),
        ),
        migrations.AddConstraint(
            model_name="saving",
            constraint=models.UniqueConstraint(fields=("school", "number"), name="one_saving_of_a_number_in_a_school"),
        ),
        migrations.AddConstraint(
            model_name="saving",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__gt", 0),
                    ("to_on__gte", models.F("from_on")),
                    models.Q(("measure", ""), _negated=True),
                    models.Q(("computation", ""), _negated=True),
                ),
                name="a_saving_says_how_much_and_how_computed",
            ),
        ),
        migrations.AddConstraint(
            model_name="saving",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_back_on", None), ("taken_back_reason", "")),
                    models.Q(("taken_back_on__isnull", False), models.Q(("taken_back_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_saving_taken_back_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="scrapsale",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("search_text"), name="gin_trgm_ops"
                ),
                models.F("school_id"),
                name="scrap_sales_trigrams",
            ),
        ),
        migrations.AddIndex(
            model_name="scrapsale",
            index=django.contrib.postgres.indexes.GinIndex(fields=["school", "grams"], name="scrap_sales_grams"),
        ),
        migrations.AddIndex(
            model_name="scrapsale",
            index=models.Index(fields=["school", "-on", "-id"], name="scrap_sales_of_a_school"),
        ),
        migrations.AddConstraint(
            model_name="scrapsale",
            constraint=models.UniqueConstraint(fields=("school", "number"), name="one_sale_of_a_number_in_a_school"),
        ),
        migrations.AddConstraint(
            model_name="scrapsale",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("corrects", None), ("kilograms__gt", 0)),
                    models.Q(
                        ("amount__lt", 0),
                        ("corrects__isnull", False),
                        ("kilograms__lt", 0),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="scrap_weighs_and_brings_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="scrapsale",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("carried_by", ""), _negated=True), models.Q(("gate", ""), _negated=True)),
                name="scrap_leaves_by_somebody_through_a_gate",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="budgetline",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "finance_budgetlineevent" ("code", "created_at", "department_id", "fund_id", "id", "item", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "source", "year") VALUES (NEW."code", NEW."created_at", NEW."department_id", NEW."fund_id", NEW."id", NEW."item", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."school_id", NEW."source", NEW."year"); RETURN NULL;',
                    hash="9fbdcc8da8aab85f25bda6d9f36bcfe6ebd26913",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c74d1",
                    table="finance_budgetline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="budgetline",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."fund_id" IS DISTINCT FROM (NEW."fund_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."item" IS DISTINCT FROM (NEW."item") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."year" IS DISTINCT FROM (NEW."year"))',
                    func='INSERT INTO "finance_budgetlineevent" ("code", "created_at", "department_id", "fund_id", "id", "item", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "source", "year") VALUES (NEW."code", NEW."created_at", NEW."department_id", NEW."fund_id", NEW."id", NEW."item", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."school_id", NEW."source", NEW."year"); RETURN NULL;',
                    hash="331cb89d7dc30e9ea7c8da760c59d3c901130a30",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5e4b5",
                    table="finance_budgetline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="budgetline",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "finance_budgetlineevent" ("code", "created_at", "department_id", "fund_id", "id", "item", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "source", "year") VALUES (OLD."code", OLD."created_at", OLD."department_id", OLD."fund_id", OLD."id", OLD."item", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."school_id", OLD."source", OLD."year"); RETURN NULL;',
                    hash="5512c620286705ff3dc6fa0eb05c65d889a7db0d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1ea71",
                    table="finance_budgetline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="school_of_an_agreement_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="e66bf2854835c66c43c585277871236e1e83c3c5",
                    operation="UPDATE",
                    pgid="pgtrigger_school_of_an_agreement_stays_92ac4",
                    table="finance_agreement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="facts_stay_as_agreed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NOT (OLD."status" IN (\'draft\', \'returned\')) AND (OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."party" IS DISTINCT FROM (NEW."party") OR OLD."party_phone" IS DISTINCT FROM (NEW."party_phone") OR OLD."party_code" IS DISTINCT FROM (NEW."party_code") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."yearly_price" IS DISTINCT FROM (NEW."yearly_price") OR OLD."paid_by" IS DISTINCT FROM (NEW."paid_by") OR OLD."duties" IS DISTINCT FROM (NEW."duties") OR OLD."before_yearly" IS DISTINCT FROM (NEW."before_yearly")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="b9d9ecdfdab939032a634dbcd29218470d4b2837",
                    operation="UPDATE",
                    pgid="pgtrigger_facts_stay_as_agreed_c4552",
                    table="finance_agreement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "finance_agreementevent" ("approved_on", "asked_by_id", "before_yearly", "created_at", "duties", "end_reason", "ended_on", "ends_on", "id", "kind", "number", "paid_by", "party", "party_code", "party_phone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "school_id", "starts_on", "status", "subject", "yearly_price") VALUES (NEW."approved_on", NEW."asked_by_id", NEW."before_yearly", NEW."created_at", NEW."duties", NEW."end_reason", NEW."ended_on", NEW."ends_on", NEW."id", NEW."kind", NEW."number", NEW."paid_by", NEW."party", NEW."party_code", NEW."party_phone", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."school_id", NEW."starts_on", NEW."status", NEW."subject", NEW."yearly_price"); RETURN NULL;',
                    hash="0c9143f2dd6b95778529500c82890736e653c2c4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a2e95",
                    table="finance_agreement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."approved_on" IS DISTINCT FROM (NEW."approved_on") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."before_yearly" IS DISTINCT FROM (NEW."before_yearly") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."duties" IS DISTINCT FROM (NEW."duties") OR OLD."end_reason" IS DISTINCT FROM (NEW."end_reason") OR OLD."ended_on" IS DISTINCT FROM (NEW."ended_on") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."paid_by" IS DISTINCT FROM (NEW."paid_by") OR OLD."party" IS DISTINCT FROM (NEW."party") OR OLD."party_code" IS DISTINCT FROM (NEW."party_code") OR OLD."party_phone" IS DISTINCT FROM (NEW."party_phone") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."yearly_price" IS DISTINCT FROM (NEW."yearly_price"))',
                    func='INSERT INTO "finance_agreementevent" ("approved_on", "asked_by_id", "before_yearly", "created_at", "duties", "end_reason", "ended_on", "ends_on", "id", "kind", "number", "paid_by", "party", "party_code", "party_phone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "school_id", "starts_on", "status", "subject", "yearly_price") VALUES (NEW."approved_on", NEW."asked_by_id", NEW."before_yearly", NEW."created_at", NEW."duties", NEW."end_reason", NEW."ended_on", NEW."ends_on", NEW."id", NEW."kind", NEW."number", NEW."paid_by", NEW."party", NEW."party_code", NEW."party_phone", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."school_id", NEW."starts_on", NEW."status", NEW."subject", NEW."yearly_price"); RETURN NULL;',
                    hash="e42243f9a11d5d9941139ec89e8c1c176103d711",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ee8ad",
                    table="finance_agreement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "finance_agreementevent" ("approved_on", "asked_by_id", "before_yearly", "created_at", "duties", "end_reason", "ended_on", "ends_on", "id", "kind", "number", "paid_by", "party", "party_code", "party_phone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "school_id", "starts_on", "status", "subject", "yearly_price") VALUES (OLD."approved_on", OLD."asked_by_id", OLD."before_yearly", OLD."created_at", OLD."duties", OLD."end_reason", OLD."ended_on", OLD."ends_on", OLD."id", OLD."kind", OLD."number", OLD."paid_by", OLD."party", OLD."party_code", OLD."party_phone", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."school_id", OLD."starts_on", OLD."status", OLD."subject", OLD."yearly_price"); RETURN NULL;',
                    hash="20c70bb22db97a216d5fdda3d358092257033163",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_08ce3",
                    table="finance_agreement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="34e7a96838550cd3608873b66c4f7efcb719ab54",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_737b3",
                    table="finance_agreementevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="compensation",
            trigger=pgtrigger.compiler.Trigger(
                name="a_compensation_stays_as_demanded",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."campus_id" IS DISTINCT FROM (NEW."campus_id") OR OLD."thing" IS DISTINCT FROM (NEW."thing") OR OLD."content_type_id" IS DISTINCT FROM (NEW."content_type_id") OR OLD."object_id" IS DISTINCT FROM (NEW."object_id") OR OLD."person" IS DISTINCT FROM (NEW."person") OR OLD."group" IS DISTINCT FROM (NEW."group") OR OLD."cause" IS DISTINCT FROM (NEW."cause") OR OLD."basis" IS DISTINCT FROM (NEW."basis") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."happened_on" IS DISTINCT FROM (NEW."happened_on") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."opened_by_id" IS DISTINCT FROM (NEW."opened_by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="7d57beb99c67d62b43bc1b47af93d12281554729",
                    operation="UPDATE",
                    pgid="pgtrigger_a_compensation_stays_as_demanded_51194",
                    table="finance_compensation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="compensation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "finance_compensationevent" ("amount", "basis", "campus_id", "cause", "content_type_id", "created_at", "due_on", "group", "happened_on", "id", "note", "number", "object_id", "opened_by_id", "person", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "status", "thing", "waived", "waived_by_id", "waived_on", "waived_reason") VALUES (NEW."amount", NEW."basis", NEW."campus_id", NEW."cause", NEW."content_type_id", NEW."created_at", NEW."due_on", NEW."group", NEW."happened_on", NEW."id", NEW."note", NEW."number", NEW."object_id", NEW."opened_by_id", NEW."person", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."school_id", NEW."status", NEW."thing", NEW."waived", NEW."waived_by_id", NEW."waived_on", NEW."waived_reason"); RETURN NULL;',
                    hash="62869e4e1f58c3fc89aff8d484b53c9d3f811d3c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ae136",
                    table="finance_compensation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="compensation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."basis" IS DISTINCT FROM (NEW."basis") OR OLD."campus_id" IS DISTINCT FROM (NEW."campus_id") OR OLD."cause" IS DISTINCT FROM (NEW."cause") OR OLD."content_type_id" IS DISTINCT FROM (NEW."content_type_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."group" IS DISTINCT FROM (NEW."group") OR OLD."happened_on" IS DISTINCT FROM (NEW."happened_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."object_id" IS DISTINCT FROM (NEW."object_id") OR OLD."opened_by_id" IS DISTINCT FROM (NEW."opened_by_id") OR OLD."person" IS DISTINCT FROM (NEW."person") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."thing" IS DISTINCT FROM (NEW."thing") OR OLD."waived" IS DISTINCT FROM (NEW."waived") OR OLD."waived_by_id" IS DISTINCT FROM (NEW."waived_by_id") OR OLD."waived_on" IS DISTINCT FROM (NEW."waived_on") OR OLD."waived_reason" IS DISTINCT FROM (NEW."waived_reason"))',
                    func='INSERT INTO "finance_compensationevent" ("amount", "basis", "campus_id", "cause", "content_type_id", "created_at", "due_on", "group", "happened_on", "id", "note", "number", "object_id", "opened_by_id", "person", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "status", "thing", "waived", "waived_by_id", "waived_on", "waived_reason") VALUES (NEW."amount", NEW."basis", NEW."campus_id", NEW."cause", NEW."content_type_id", NEW."created_at", NEW."due_on", NEW."group", NEW."happened_on", NEW."id", NEW."note", NEW."number", NEW."object_id", NEW."opened_by_id", NEW."person", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."school_id", NEW."status", NEW."thing", NEW."waived", NEW."waived_by_id", NEW."waived_on", NEW."waived_reason"); RETURN NULL;',
                    hash="5c02d7e3792a0f63c9757f508406dbcdccbb3d20",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9b9bb",
                    table="finance_compensation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="compensation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "finance_compensationevent" ("amount", "basis", "campus_id", "cause", "content_type_id", "created_at", "due_on", "group", "happened_on", "id", "note", "number", "object_id", "opened_by_id", "person", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "status", "thing", "waived", "waived_by_id", "waived_on", "waived_reason") VALUES (OLD."amount", OLD."basis", OLD."campus_id", OLD."cause", OLD."content_type_id", OLD."created_at", OLD."due_on", OLD."group", OLD."happened_on", OLD."id", OLD."note", OLD."number", OLD."object_id", OLD."opened_by_id", OLD."person", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."school_id", OLD."status", OLD."thing", OLD."waived", OLD."waived_by_id", OLD."waived_on", OLD."waived_reason"); RETURN NULL;',
                    hash="557d49532bc314595d801fb49a4fc52c74731a13",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d19cb",
                    table="finance_compensation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="compensationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d799d442811a945e40839ad2b2f663b866f66f91",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_fb2b6",
                    table="finance_compensationevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="compensationpayment",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f9b9811c85abb1b0de510ad8b8a427c66d9542f5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9aa92",
                    table="finance_compensationpayment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contribution",
            trigger=pgtrigger.compiler.Trigger(
                name="a_donation_stays_as_given",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."campus_id" IS DISTINCT FROM (NEW."campus_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."donor" IS DISTINCT FROM (NEW."donor") OR OLD."donor_note" IS DISTINCT FROM (NEW."donor_note") OR OLD."what" IS DISTINCT FROM (NEW."what") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."value" IS DISTINCT FROM (NEW."value") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."accepted_by_id" IS DISTINCT FROM (NEW."accepted_by_id") OR OLD."entry_id" IS DISTINCT FROM (NEW."entry_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="42edc0888f747af1a7bfe83bdccc456977fb8c5e",
                    operation="UPDATE",
                    pgid="pgtrigger_a_donation_stays_as_given_614ac",
                    table="finance_contribution",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contribution",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "finance_contributionevent" ("accepted_by_id", "campus_id", "created_at", "donor", "donor_note", "entry_id", "id", "kind", "number", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "purpose", "school_id", "taken_back_on", "taken_back_reason", "value", "what") VALUES (NEW."accepted_by_id", NEW."campus_id", NEW."created_at", NEW."donor", NEW."donor_note", NEW."entry_id", NEW."id", NEW."kind", NEW."number", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_on", NEW."purpose", NEW."school_id", NEW."taken_back_on", NEW."taken_back_reason", NEW."value", NEW."what"); RETURN NULL;',
                    hash="7ed6980efdf5bc85919160ce88dd55ffdde11332",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c9854",
                    table="finance_contribution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contribution",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."accepted_by_id" IS DISTINCT FROM (NEW."accepted_by_id") OR OLD."campus_id" IS DISTINCT FROM (NEW."campus_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."donor" IS DISTINCT FROM (NEW."donor") OR OLD."donor_note" IS DISTINCT FROM (NEW."donor_note") OR OLD."entry_id" IS DISTINCT FROM (NEW."entry_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."published_on" IS DISTINCT FROM (NEW."published_on") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."taken_back_on" IS DISTINCT FROM (NEW."taken_back_on") OR OLD."taken_back_reason" IS DISTINCT FROM (NEW."taken_back_reason") OR OLD."value" IS DISTINCT FROM (NEW."value") OR OLD."what" IS DISTINCT FROM (NEW."what"))',
                    func='INSERT INTO "finance_contributionevent" ("accepted_by_id", "campus_id", "created_at", "donor", "donor_note", "entry_id", "id", "kind", "number", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "purpose", "school_id", "taken_back_on", "taken_back_reason", "value", "what") VALUES (NEW."accepted_by_id", NEW."campus_id", NEW."created_at", NEW."donor", NEW."donor_note", NEW."entry_id", NEW."id", NEW."kind", NEW."number", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_on", NEW."purpose", NEW."school_id", NEW."taken_back_on", NEW."taken_back_reason", NEW."value", NEW."what"); RETURN NULL;',
                    hash="14a4df4ae6f8609ba368b52c9d89dac4c362366e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_624b4",
                    table="finance_contribution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contribution",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "finance_contributionevent" ("accepted_by_id", "campus_id", "created_at", "donor", "donor_note", "entry_id", "id", "kind", "number", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "purpose", "school_id", "taken_back_on", "taken_back_reason", "value", "what") VALUES (OLD."accepted_by_id", OLD."campus_id", OLD."created_at", OLD."donor", OLD."donor_note", OLD."entry_id", OLD."id", OLD."kind", OLD."number", OLD."on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published_on", OLD."purpose", OLD."school_id", OLD."taken_back_on", OLD."taken_back_reason", OLD."value", OLD."what"); RETURN NULL;',
                    hash="7b460beb383ba92f8168ccaa1043bfb193e6f0a6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1e392",
                    table="finance_contribution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contributionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d055c4b807cd8319e363ea127d59e3defab1b504",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_23031",
                    table="finance_contributionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="earmarkedfund",
            trigger=pgtrigger.compiler.Trigger(
                name="a_fund_stays_as_granted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."document" IS DISTINCT FROM (NEW."document") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."granted_on" IS DISTINCT FROM (NEW."granted_on") OR OLD."deadline" IS DISTINCT FROM (NEW."deadline"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="34ab3169f460aea674f1ffda5281c09f8a02b350",
                    operation="UPDATE",
                    pgid="pgtrigger_a_fund_stays_as_granted_8b12b",
                    table="finance_earmarkedfund",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="earmarkedfund",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "finance_earmarkedfundevent" ("amount", "created_at", "deadline", "document", "granted_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "school_id") VALUES (NEW."amount", NEW."created_at", NEW."deadline", NEW."document", NEW."granted_on", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."school_id"); RETURN NULL;',
                    hash="19ab1596b4b6590c0635f33802dc28c70d8e3ea2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ca1bf",
                    table="finance_earmarkedfund",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="earmarkedfund",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."deadline" IS DISTINCT FROM (NEW."deadline") OR OLD."document" IS DISTINCT FROM (NEW."document") OR OLD."granted_on" IS DISTINCT FROM (NEW."granted_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id"))',
                    func='INSERT INTO "finance_earmarkedfundevent" ("amount", "created_at", "deadline", "document", "granted_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "school_id") VALUES (NEW."amount", NEW."created_at", NEW."deadline", NEW."document", NEW."granted_on", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."school_id"); RETURN NULL;',
                    hash="b19fa479e9cc27b48692940dd79653bf9159150d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4860b",
                    table="finance_earmarkedfund",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="earmarkedfund",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "finance_earmarkedfundevent" ("amount", "created_at", "deadline", "document", "granted_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "school_id") VALUES (OLD."amount", OLD."created_at", OLD."deadline", OLD."document", OLD."granted_on", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose", OLD."school_id"); RETURN NULL;',
                    hash="c4dd8e02af95351298861bb3e58d0e9efca9fe29",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_988d6",
                    table="finance_earmarkedfund",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="earmarkedfundevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f0d2025d1849503913a83bdeb36ff3834efec503",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_15b20",
                    table="finance_earmarkedfundevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fundfinding",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="996872bc68fb172a9899fefec639bdc79a1e0ec4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e34c3",
                    table="finance_fundfinding",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="instalment",
            trigger=pgtrigger.compiler.Trigger(
                name="an_instalment_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."agreement_id" IS DISTINCT FROM (NEW."agreement_id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."to_on" IS DISTINCT FROM (NEW."to_on") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."amount" IS DISTINCT FROM (NEW."amount"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="fd667487455b46ecc20f58e7ffd432a632a85cca",
                    operation="UPDATE",
                    pgid="pgtrigger_an_instalment_stays_2b615",
                    table="finance_instalment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="instalment",
            trigger=pgtrigger.compiler.Trigger(
                name="no_instalment_is_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="305499a0203270cf6b7b56ba1b402c058e5a83d9",
                    operation="DELETE",
                    pgid="pgtrigger_no_instalment_is_deleted_2b582",
                    table="finance_instalment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="receipt",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="69366e2e5144e37df2be214d239d3e76f5119860",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ccd89",
                    table="finance_receipt",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="saving",
            trigger=pgtrigger.compiler.Trigger(
                name="a_saving_stays_as_entered",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."campus_id" IS DISTINCT FROM (NEW."campus_id") OR OLD."measure" IS DISTINCT FROM (NEW."measure") OR OLD."computation" IS DISTINCT FROM (NEW."computation") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."to_on" IS DISTINCT FROM (NEW."to_on") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="cc6769af520d560e54ba6fcc71a55c6d36bac0b1",
                    operation="UPDATE",
                    pgid="pgtrigger_a_saving_stays_as_entered_0a5cd",
                    table="finance_saving",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="saving",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "finance_savingevent" ("amount", "by_id", "campus_id", "computation", "created_at", "from_on", "id", "measure", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "taken_back_on", "taken_back_reason", "to_on") VALUES (NEW."amount", NEW."by_id", NEW."campus_id", NEW."computation", NEW."created_at", NEW."from_on", NEW."id", NEW."measure", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."school_id", NEW."taken_back_on", NEW."taken_back_reason", NEW."to_on"); RETURN NULL;',
                    hash="fa3107a23a87849207b2d0e4d41df2b9940d5d4f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0e6ab",
                    table="finance_saving",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="saving",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."campus_id" IS DISTINCT FROM (NEW."campus_id") OR OLD."computation" IS DISTINCT FROM (NEW."computation") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."measure" IS DISTINCT FROM (NEW."measure") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."taken_back_on" IS DISTINCT FROM (NEW."taken_back_on") OR OLD."taken_back_reason" IS DISTINCT FROM (NEW."taken_back_reason") OR OLD."to_on" IS DISTINCT FROM (NEW."to_on"))',
                    func='INSERT INTO "finance_savingevent" ("amount", "by_id", "campus_id", "computation", "created_at", "from_on", "id", "measure", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "taken_back_on", "taken_back_reason", "to_on") VALUES (NEW."amount", NEW."by_id", NEW."campus_id", NEW."computation", NEW."created_at", NEW."from_on", NEW."id", NEW."measure", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."school_id", NEW."taken_back_on", NEW."taken_back_reason", NEW."to_on"); RETURN NULL;',
                    hash="0058125d2be12c42731127cb39e2c45bdc271092",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_85bc1",
                    table="finance_saving",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="saving",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "finance_savingevent" ("amount", "by_id", "campus_id", "computation", "created_at", "from_on", "id", "measure", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "taken_back_on", "taken_back_reason", "to_on") VALUES (OLD."amount", OLD."by_id", OLD."campus_id", OLD."computation", OLD."created_at", OLD."from_on", OLD."id", OLD."measure", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."school_id", OLD."taken_back_on", OLD."taken_back_reason", OLD."to_on"); RETURN NULL;',
                    hash="a9fd266316578b85fca63d71507be0d0a54a33a6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c0599",
                    table="finance_saving",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="savingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3d92181fa401e070f3ce7bede7d42acee3a1dc58",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_13c84",
                    table="finance_savingevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scrapsale",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="92bc3360094982454c357241da75f1624681d52d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_bf059",
                    table="finance_scrapsale",
                    when="BEFORE",
                ),
            ),
        ),
    ]
    operations = [*removed, Together(made)]
