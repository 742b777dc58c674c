import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from logistics.together import Together


class Migration(migrations.Migration):
    """What somebody handed over may come back to them; nobody is asked twice at a time."""

    dependencies = [
        ("approvals", "0005_grant_rulings_and_stand_ins"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.RemoveConstraint(
                    model_name="seat",
                    name="a_person_is_asked_once_at_a_step",
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seat",
                    trigger=pgtrigger.compiler.Trigger(
                        name="one_seat_of_a_person_at_a_time",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                    PERFORM 1 FROM approvals_step WHERE id = NEW.step_id FOR UPDATE;\n                    IF EXISTS (\n                        SELECT 1 FROM approvals_seat seat WHERE seat.step_id = NEW.step_id\n                        AND seat.person_id = NEW.person_id AND NOT EXISTS (\n                            SELECT 1 FROM approvals_seat taken WHERE taken.handed_from_id = seat.id)\n                    ) THEN\n                        RAISE EXCEPTION 'this person is asked at this step already';\n                    END IF;\n                    IF NEW.handed_from_id IS NOT NULL AND NOT EXISTS (\n                        SELECT 1 FROM approvals_seat seat WHERE seat.id = NEW.handed_from_id\n                        AND seat.step_id = NEW.step_id AND NOT EXISTS (\n                            SELECT 1 FROM approvals_decision decision WHERE decision.seat_id = seat.id)\n                    ) THEN\n                        RAISE EXCEPTION 'only an open seat of the same step is handed over';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash="51cd7a9695c947c64e4210ce641260a49585f725",
                            operation="INSERT",
                            pgid="pgtrigger_one_seat_of_a_person_at_a_time_20413",
                            table="approvals_seat",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="seat",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("handed_from", None)),
                        fields=("step", "person"),
                        name="a_person_is_asked_once_at_a_step",
                    ),
                ),
            ]
        )
    ]
