import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from logistics.together import Together


class Migration(migrations.Migration):
    """What was paid, handed over or refunded wrongly is taken back by a further row; findings on claims."""

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("finance", "0015_claims_signed_for_others"),
        ("school", "0005_grant_pupils"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    changed = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="feerow",
            name="only_what_is_due_is_collected",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="feeshare",
            name="a_share_is_paid_out_once",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="payment",
            name="only_approved_claims_are_paid",
        ),
        migrations.RemoveConstraint(
            model_name="advanceback",
            name="something_of_an_advance_comes_back",
        ),
        migrations.RemoveConstraint(
            model_name="feepayout",
            name="a_refund_is_not_nothing",
        ),
        migrations.RemoveConstraint(
            model_name="handover",
            name="something_is_handed_over",
        ),
        migrations.RemoveConstraint(
            model_name="payment",
            name="a_payment_pays_something",
        ),
        migrations.AddField(
            model_name="advanceback",
            name="corrects",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="finance.advanceback",
            ),
        ),
        migrations.AddField(
            model_name="feecollection",
            name="replaces",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="finance.feecollection",
            ),
        ),
        migrations.AddField(
            model_name="feepayout",
            name="corrects",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="correction",
                to="finance.feepayout",
            ),
        ),
        migrations.AddField(
            model_name="feepayout",
            name="reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="feepayout",
            name="replaces",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="finance.feepayout",
            ),
        ),
        migrations.AddField(
            model_name="fundfinding",
            name="claim",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="fund_findings",
                to="finance.claim",
                verbose_name="claim",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="corrects",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="finance.handover",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="payment",
            name="card_reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="why paid before the card"),
        ),
        migrations.AddField(
            model_name="payment",
            name="corrects",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="finance.payment",
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="reason"),
        ),
        migrations.AlterField(
            model_name="fundfinding",
            name="request",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="fund_findings",
                to="finance.purchaserequest",
                verbose_name="purchase",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="feerow",
            trigger=pgtrigger.compiler.Trigger(
                name="only_what_is_due_is_collected",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE fee finance_feeitem%ROWTYPE; day date; paid numeric;",
                    func="\n                    SELECT * INTO fee FROM finance_feeitem WHERE id = NEW.item_id FOR UPDATE;\n                    SELECT \"on\" INTO day FROM finance_feecollection WHERE id = NEW.collection_id;\n                    SELECT COALESCE(SUM(amount), 0) INTO paid FROM finance_feerow\n                        WHERE item_id = NEW.item_id AND pupil_id = NEW.pupil_id AND covers = NEW.covers;\n                    IF paid + NEW.amount < 0 THEN\n                        RAISE EXCEPTION 'pupil % has not paid that much', NEW.pupil_id;\n                    END IF;\n                    IF NEW.amount < 0 THEN\n                        RETURN NEW;\n                    END IF;\n                    IF EXISTS (\n                        SELECT 1 FROM finance_feecollection fresh\n                          JOIN finance_feecollection red ON red.corrects_id = fresh.replaces_id\n                          JOIN finance_feerow earlier ON earlier.collection_id = fresh.replaces_id\n                        WHERE fresh.id = NEW.collection_id AND earlier.pupil_id = NEW.pupil_id\n                          AND earlier.covers = NEW.covers AND earlier.amount = NEW.amount AND earlier.due = NEW.due\n                    ) THEN\n                        RETURN NEW;\n                    END IF;\n                    IF fee.status <> 'collecting' OR fee.published_on > day THEN\n                        RAISE EXCEPTION 'fee % is not being collected', NEW.item_id;\n                    END IF;\n                    IF paid + NEW.amount > NEW.due OR NEW.due > fee.approved_standard THEN\n                        RAISE EXCEPTION 'more than is due of pupil %', NEW.pupil_id;\n                    END IF;\n                    IF NOT EXISTS (\n                        SELECT 1 FROM school_pupil pupil WHERE pupil.id = NEW.pupil_id\n                          AND pupil.school_id = fee.school_id AND pupil.joined_on <= day\n                          AND (pupil.left_on IS NULL OR pupil.left_on >= day)\n                    ) THEN\n                        RAISE EXCEPTION 'pupil % is not at this school on %', NEW.pupil_id, day;\n                    END IF;\n                    IF fee.kind <> 'meals' AND NOT EXISTS (\n                        SELECT 1 FROM finance_feeconsent consent WHERE consent.item_id = NEW.item_id\n                          AND consent.pupil_id = NEW.pupil_id AND consent.is_current AND consent.agreed\n                          AND consent.\"on\" <= day\n                    ) THEN\n                        RAISE EXCEPTION 'the parents of pupil % have not agreed', NEW.pupil_id;\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="2d47f62d70d0cdc8817b3231642a69d2c7b1069b",
                    operation="INSERT",
                    pgid="pgtrigger_only_what_is_due_is_collected_8d5db",
                    table="finance_feerow",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="feeshare",
            trigger=pgtrigger.compiler.Trigger(
                name="a_share_is_paid_out_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."payout_id" IS NOT NULL)',
                    func="\n                    IF NOT EXISTS (SELECT 1 FROM finance_feepayout red WHERE red.corrects_id = OLD.payout_id)\n                       OR NEW.payout_id IS NOT NULL AND NOT EXISTS (\n                           SELECT 1 FROM finance_feepayout rest\n                           WHERE rest.id = NEW.payout_id AND rest.replaces_id = OLD.payout_id\n                       ) THEN\n                        RAISE EXCEPTION 'share % is paid out already', OLD.id;\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="f62084d1c7da3d882dc31668bc5c109bae9d58b1",
                    operation="UPDATE",
                    pgid="pgtrigger_a_share_is_paid_out_once_a19c9",
                    table="finance_feeshare",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handover",
            trigger=pgtrigger.compiler.Trigger(
                name="what_is_taken_back_mirrors_the_hand_over",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."corrects_id" IS NOT NULL)',
                    func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM finance_handover handing\n                        WHERE handing.id = NEW.corrects_id AND handing.corrects_id IS NULL\n                          AND handing.line_id = NEW.line_id AND handing.destination = NEW.destination\n                          AND handing.quantity = -NEW.quantity\n                    ) THEN\n                        RAISE EXCEPTION 'what is taken back does not mirror hand-over %', NEW.corrects_id;\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="1e00d38f42ab3f94a72c48a9f455366b68f985a9",
                    operation="INSERT",
                    pgid="pgtrigger_what_is_taken_back_mirrors_the_hand_over_be6fd",
                    table="finance_handover",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payment",
            trigger=pgtrigger.compiler.Trigger(
                name="only_approved_claims_are_paid",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."corrects_id" IS NULL)',
                    func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM finance_claim claim\n                        WHERE claim.id = NEW.claim_id AND claim.status = 'approved' AND NEW.\"on\" >= claim.approved_on\n                          AND NEW.amount + COALESCE((SELECT SUM(payment.amount) FROM finance_payment payment\n                                                     WHERE payment.claim_id = NEW.claim_id), 0) <= claim.amount\n                    ) THEN\n                        RAISE EXCEPTION 'claim % cannot be paid like this', NEW.claim_id;\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="acf764bb0e1cf33a5049e831095d80ac7c595386",
                    operation="INSERT",
                    pgid="pgtrigger_only_approved_claims_are_paid_419b8",
                    table="finance_payment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payment",
            trigger=pgtrigger.compiler.Trigger(
                name="a_red_payment_mirrors_what_it_corrects",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."corrects_id" IS NOT NULL)',
                    func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM finance_payment payment\n                        WHERE payment.id = NEW.corrects_id AND payment.corrects_id IS NULL\n                          AND payment.claim_id = NEW.claim_id AND payment.amount = -NEW.amount\n                    ) THEN\n                        RAISE EXCEPTION 'a red payment of claim % does not mirror payment %', NEW.claim_id, NEW.corrects_id;\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="ce792be58a4a865ee45a98d73624a9e0cef11b2c",
                    operation="INSERT",
                    pgid="pgtrigger_a_red_payment_mirrors_what_it_corrects_fa39b",
                    table="finance_payment",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="advanceback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("corrects", None)),
                    models.Q(("amount__lt", 0), ("corrects__isnull", False)),
                    _connector="OR",
                ),
                name="only_a_red_settlement_is_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="feecollection",
            constraint=models.CheckConstraint(
                condition=models.Q(("corrects", None), ("replaces", None), _connector="OR"),
                name="a_red_collection_replaces_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="feepayout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("corrects", None)),
                    models.Q(
                        ("amount__lt", 0),
                        ("corrects__isnull", False),
                        ("replaces", None),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="only_a_red_refund_is_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundfinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("claim__isnull", False), ("request", None)),
                    models.Q(("claim", None), ("request__isnull", False)),
                    _connector="OR",
                ),
                name="a_finding_is_of_a_purchase_or_a_claim",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("corrects", None), ("quantity__gt", 0)),
                    models.Q(("corrects__isnull", False), ("quantity__lt", 0), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="only_what_takes_a_hand_over_back_is_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("corrects", None)),
                    models.Q(("amount__lt", 0), ("corrects__isnull", False), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="only_a_red_payment_is_negative",
            ),
        ),
    ]
    operations = [Together(changed)]
