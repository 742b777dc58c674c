import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from logistics.together import Together


class Migration(migrations.Migration):
    """Claims are signed by stand-ins too, and nobody has two of the three seats."""

    dependencies = [
        ("finance", "0014_grant_agreements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="claimsignature",
                    name="stands_for",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="claimsignature",
                    trigger=pgtrigger.compiler.Trigger(
                        name="nobody_has_two_seats_of_a_claim",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                    IF EXISTS (\n                        SELECT 1 FROM finance_claimsignature signature\n                        WHERE signature.claim_id = NEW.claim_id AND signature.revision = NEW.revision\n                          AND (signature.signer_id = NEW.stands_for_id\n                               OR signature.stands_for_id IN (NEW.signer_id, NEW.stands_for_id))\n                    ) THEN\n                        RAISE EXCEPTION 'somebody would have two seats of claim %', NEW.claim_id;\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash="b093a9454967ec7d71ed1db4b98b65bc50754566",
                            operation="INSERT",
                            pgid="pgtrigger_nobody_has_two_seats_of_a_claim_1851c",
                            table="finance_claimsignature",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claimsignature",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("stands_for", None),
                            models.Q(
                                models.Q(("seat", "handler"), _negated=True),
                                models.Q(("stands_for", models.F("signer")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_claim_is_signed_for_another_person_than_its_handler",
                    ),
                ),
            ]
        )
    ]
