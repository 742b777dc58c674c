import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from logistics.together import Together


class Migration(migrations.Migration):

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('school', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BoardingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekends', models.BooleanField(verbose_name='boarders stay over weekends')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('campus', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='boarding_rules', to='school.campus', verbose_name='campus')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='boarding_rules', to='school.school')),
            ],
            options={
                'verbose_name': 'boarding rule',
                'verbose_name_plural': 'boarding rules',
                'ordering': ['campus', 'starts_on', 'pk'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='a_boarding_rule_ends_after_it_begins', violation_error_message='Choose a last day that is not before the first.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('campus', '='), (models.Func('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='one_boarding_rule_of_a_campus_at_a_time', violation_error_message='This campus has a boarding rule on these days already.')],
            },
        ),
        migrations.CreateModel(
            name='HolidayNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('entered_at', models.DateTimeField(editable=False, verbose_name='entered at')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holiday_notices', to='school.school')),
            ],
            options={
                'verbose_name': 'holiday notice',
                'verbose_name_plural': 'holiday notices',
                'ordering': ['-year'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('school', 'year'), name='one_holiday_notice_of_a_year', violation_error_message='The holidays of this year are entered already.')],
            },
        ),
        migrations.CreateModel(
            name='ServiceRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meal', models.CharField(choices=[('1breakfast', 'breakfast'), ('2lunch', 'lunch'), ('3snack', 'snack'), ('4supper', 'supper')], max_length=12, verbose_name='meal')),
                ('kind', models.CharField(choices=[('school', 'day of lessons'), ('boarding', 'day with boarders'), ('every', 'every day')], default='school', max_length=20, verbose_name='kind of day')),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None, verbose_name='weekdays')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='service_rules', to='school.place', verbose_name='canteen')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='service_rules', to='school.school')),
            ],
            options={
                'verbose_name': 'meal time',
                'verbose_name_plural': 'meal times',
                'ordering': ['place', 'meal', 'starts_on', 'pk'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='a_service_rule_ends_after_it_begins', violation_error_message='Choose a last day that is not before the first.'), models.CheckConstraint(condition=models.Q(('weekdays__contained_by', [0, 1, 2, 3, 4, 5, 6]), ('weekdays__len__gt', 0)), name='a_service_rule_has_weekdays', violation_error_message='Choose at least one weekday.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('place', '='), ('meal', '='), ('kind', '='), (models.Func('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='one_service_rule_of_a_meal_at_a_time', violation_error_message='This canteen has a rule for this meal on these days already.')],
            },
        ),
        migrations.CreateModel(
            name='BoardingRuleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('weekends', models.BooleanField(verbose_name='boarders stay over weekends')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('campus', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='school.campus', verbose_name='campus')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='school.boardingrule')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='school.school')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HolidayNoticeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('entered_at', models.DateTimeField(editable=False, verbose_name='entered at')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='school.holidaynotice')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='school.school')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ServiceRuleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('meal', models.CharField(choices=[('1breakfast', 'breakfast'), ('2lunch', 'lunch'), ('3snack', 'snack'), ('4supper', 'supper')], max_length=12, verbose_name='meal')),
                ('kind', models.CharField(choices=[('school', 'day of lessons'), ('boarding', 'day with boarders'), ('every', 'every day')], default='school', max_length=20, verbose_name='kind of day')),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None, verbose_name='weekdays')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='school.servicerule')),
                ('place', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='school.place', verbose_name='canteen')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='school.school')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SpecialDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meal', models.CharField(blank=True, choices=[('1breakfast', 'breakfast'), ('2lunch', 'lunch'), ('3snack', 'snack'), ('4supper', 'supper')], max_length=12, verbose_name='meal')),
                ('kind', models.CharField(choices=[('closed', 'no lessons, closed'), ('make_up', 'make-up day of lessons'), ('bad_weather', 'bad weather'), ('no_service', 'no meals'), ('extra_service', 'meals served'), ('boarders_stay', 'boarders stay'), ('boarders_leave', 'boarders at home'), ('holiday_duty', 'holiday duty')], max_length=20, verbose_name='kind of day')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('follows_weekday', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], null=True, verbose_name='timetable of')),
                ('reason', models.CharField(max_length=60, verbose_name='reason')),
                ('created_at', models.DateTimeField(editable=False, verbose_name='entered at')),
                ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='withdrawn at')),
                ('withdrawn_reason', models.CharField(blank=True, max_length=60, verbose_name='why withdrawn')),
                ('matter', models.GeneratedField(db_persist=True, expression=models.Case(models.When(kind='closed', then=models.Value('lessons')), models.When(kind='make_up', then=models.Value('lessons')), models.When(kind='bad_weather', then=models.Value('weather')), models.When(kind='no_service', then=models.Value('service')), models.When(kind='extra_service', then=models.Value('service')), models.When(kind='boarders_stay', then=models.Value('boarding')), models.When(kind='boarders_leave', then=models.Value('boarding')), models.When(kind='holiday_duty', then=models.Value('duty')), default=models.Value('')), output_field=models.CharField(max_length=12))),
                ('campus', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='special_days', to='school.campus', verbose_name='campus')),
                ('notice', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='days', to='school.holidaynotice', verbose_name='holiday notice')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='special_days', to='school.place', verbose_name='canteen')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='special_days', to='school.school')),
            ],
            options={
                'verbose_name': 'special day',
                'verbose_name_plural': 'special days',
                'ordering': ['-starts_on', '-pk'],
                'permissions': [('manage_calendar', 'Keep the school calendar')],
                'default_permissions': (),
                'indexes': [models.Index(fields=['school', 'ends_on'], name='special_days_of_a_school')],
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_on__lte', models.F('ends_on'))), name='a_special_day_begins_before_it_ends', violation_error_message='Choose a last day that is not before the first.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_special_day_has_a_reason', violation_error_message='Say why.'), models.CheckConstraint(condition=models.Q(models.Q(('follows_weekday__in', range(0, 7)), ('follows_weekday__isnull', False), ('kind', 'make_up')), models.Q(models.Q(('kind', 'make_up'), _negated=True), ('follows_weekday', None)), _connector='OR'), name='a_make_up_day_follows_a_weekday', violation_error_message='Choose the weekday whose timetable is followed.'), models.CheckConstraint(condition=models.Q(('kind__in', ['no_service', 'extra_service']), models.Q(('meal', ''), ('place', None)), _connector='OR'), name='a_canteen_and_meal_belong_to_service', violation_error_message='Only days about meals name a canteen or a meal.'), models.CheckConstraint(condition=models.Q(('place', None), ('campus__isnull', False), _connector='OR'), name='a_canteen_names_its_campus'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_reason', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='a_withdrawn_special_day_says_why'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('withdrawn_at', None)), expressions=[('school', '='), ('matter', '='), (django.db.models.functions.comparison.Coalesce('campus', models.Value(0)), '='), (django.db.models.functions.comparison.Coalesce('place', models.Value(0)), '='), ('meal', '='), (models.Func('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='special_days_do_not_contradict', violation_error_message='One of these days has a special day about the same matter already.')],
            },
        ),
        migrations.CreateModel(
            name='SpecialDayEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('meal', models.CharField(blank=True, choices=[('1breakfast', 'breakfast'), ('2lunch', 'lunch'), ('3snack', 'snack'), ('4supper', 'supper')], max_length=12, verbose_name='meal')),
                ('kind', models.CharField(choices=[('closed', 'no lessons, closed'), ('make_up', 'make-up day of lessons'), ('bad_weather', 'bad weather'), ('no_service', 'no meals'), ('extra_service', 'meals served'), ('boarders_stay', 'boarders stay'), ('boarders_leave', 'boarders at home'), ('holiday_duty', 'holiday duty')], max_length=20, verbose_name='kind of day')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('follows_weekday', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], null=True, verbose_name='timetable of')),
                ('reason', models.CharField(max_length=60, verbose_name='reason')),
                ('created_at', models.DateTimeField(editable=False, verbose_name='entered at')),
                ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='withdrawn at')),
                ('withdrawn_reason', models.CharField(blank=True, max_length=60, verbose_name='why withdrawn')),
                ('campus', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='school.campus', verbose_name='campus')),
                ('notice', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='school.holidaynotice', verbose_name='holiday notice')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='school.specialday')),
                ('place', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='school.place', verbose_name='canteen')),
                ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='school.school')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boardingrule',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='d7e121ea69ffc411a7385e433c012df87e6b47fc', operation='DELETE', pgid='pgtrigger_kept_8736f', table='school_boardingrule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boardingrule',
            trigger=pgtrigger.compiler.Trigger(name='a_boarding_rule_names_its_own_campus', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.campus_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM school_campus named WHERE named.id = NEW.campus_id AND named.school_id = NEW.school_id\n            ) THEN\n                RAISE EXCEPTION '% school_campus % is not of school %', TG_TABLE_NAME, NEW.campus_id, NEW.school_id\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'a_boarding_rule_names_its_own_campus';\n            END IF;\n            RETURN NEW;\n        ", hash='fc68db5c692e08cd3d1325be8ce6d3bfdadf3aff', operation='INSERT OR UPDATE', pgid='pgtrigger_a_boarding_rule_names_its_own_campus_155df', table='school_boardingrule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boardingrule',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "school_boardingruleevent" ("campus_id", "ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "starts_on", "weekends") VALUES (NEW."campus_id", NEW."ends_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."school_id", NEW."starts_on", NEW."weekends"); RETURN NULL;', hash='ec35fc644a362cf85ff8c6ba684bab329e21d4ee', operation='INSERT', pgid='pgtrigger_insert_insert_76cbd', table='school_boardingrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boardingrule',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "school_boardingruleevent" ("campus_id", "ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "starts_on", "weekends") VALUES (NEW."campus_id", NEW."ends_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."school_id", NEW."starts_on", NEW."weekends"); RETURN NULL;', hash='b3d98056afbe74aaa292256569013f38154c5610', operation='UPDATE', pgid='pgtrigger_update_update_d0f7a', table='school_boardingrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boardingrule',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "school_boardingruleevent" ("campus_id", "ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "starts_on", "weekends") VALUES (OLD."campus_id", OLD."ends_on", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."school_id", OLD."starts_on", OLD."weekends"); RETURN NULL;', hash='4e5f6ee9dd4b3f6d894519911f2f26f1ee96d6b7', operation='DELETE', pgid='pgtrigger_delete_delete_d060c', table='school_boardingrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boardingruleevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0f207697320f1e4744ffee80c0248cb92e6e3073', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5cbff', table='school_boardingruleevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='holidaynotice',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c41e88ecbdf0580e4fcc47cad47a6fcf233e1142', operation='DELETE', pgid='pgtrigger_kept_5fa22', table='school_holidaynotice', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='holidaynotice',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "school_holidaynoticeevent" ("entered_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "year") VALUES (NEW."entered_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."school_id", NEW."year"); RETURN NULL;', hash='6fc465687f0072235d9af52b6c64a9fd4647df76', operation='INSERT', pgid='pgtrigger_insert_insert_2b418', table='school_holidaynotice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='holidaynotice',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "school_holidaynoticeevent" ("entered_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "year") VALUES (NEW."entered_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."school_id", NEW."year"); RETURN NULL;', hash='c627b46e2e74757a0d4ac22c226ae7481eb344f5', operation='UPDATE', pgid='pgtrigger_update_update_53408', table='school_holidaynotice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='holidaynotice',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "school_holidaynoticeevent" ("entered_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "year") VALUES (OLD."entered_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."school_id", OLD."year"); RETURN NULL;', hash='0fa41cb52bbe01801a5f0eb3b25be80361526878', operation='DELETE', pgid='pgtrigger_delete_delete_cfad9', table='school_holidaynotice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='holidaynoticeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3db18aaf56d9f4263bf516c75e09b94e1137bdd8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9bfb8', table='school_holidaynoticeevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='servicerule',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='55ded55e6452f8b3e83d781bbf015d77ee6b6afd', operation='DELETE', pgid='pgtrigger_kept_a61f2', table='school_servicerule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='servicerule',
            trigger=pgtrigger.compiler.Trigger(name='a_service_rule_names_its_own_canteen', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.place_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM school_place named WHERE named.id = NEW.place_id AND named.school_id = NEW.school_id\n            ) THEN\n                RAISE EXCEPTION '% school_place % is not of school %', TG_TABLE_NAME, NEW.place_id, NEW.school_id\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'a_service_rule_names_its_own_canteen';\n            END IF;\n            RETURN NEW;\n        ", hash='180883689db233b9188130bb8ca01a2b916b6f97', operation='INSERT OR UPDATE', pgid='pgtrigger_a_service_rule_names_its_own_canteen_063bd', table='school_servicerule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='servicerule',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "school_serviceruleevent" ("ends_on", "id", "kind", "meal", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "school_id", "starts_on", "weekdays") VALUES (NEW."ends_on", NEW."id", NEW."kind", NEW."meal", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."school_id", NEW."starts_on", NEW."weekdays"); RETURN NULL;', hash='404963c1e94bf663e49ef6d1b665fda6a3a0233c', operation='INSERT', pgid='pgtrigger_insert_insert_78ebd', table='school_servicerule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='servicerule',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "school_serviceruleevent" ("ends_on", "id", "kind", "meal", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "school_id", "starts_on", "weekdays") VALUES (NEW."ends_on", NEW."id", NEW."kind", NEW."meal", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."school_id", NEW."starts_on", NEW."weekdays"); RETURN NULL;', hash='32a21c1e8fbce2d10110c7d284ea9114279ef98f', operation='UPDATE', pgid='pgtrigger_update_update_59cba', table='school_servicerule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='servicerule',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "school_serviceruleevent" ("ends_on", "id", "kind", "meal", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "school_id", "starts_on", "weekdays") VALUES (OLD."ends_on", OLD."id", OLD."kind", OLD."meal", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."school_id", OLD."starts_on", OLD."weekdays"); RETURN NULL;', hash='3638fa93c4f1ac35012f03222e39dd7e802c6ffe', operation='DELETE', pgid='pgtrigger_delete_delete_6f955', table='school_servicerule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='serviceruleevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c7357302d2cf22141db1b2efed2674d68636ffe4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_27601', table='school_serviceruleevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='specialday',
            trigger=pgtrigger.compiler.Trigger(name='says_one_thing_for_good', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."campus_id" IS DISTINCT FROM (NEW."campus_id") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."meal" IS DISTINCT FROM (NEW."meal") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."follows_weekday" IS DISTINCT FROM (NEW."follows_weekday") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."notice_id" IS DISTINCT FROM (NEW."notice_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='66f06aa408fb1d9dd159e8c28c75a47f836cfc44', operation='UPDATE', pgid='pgtrigger_says_one_thing_for_good_84ec9', table='school_specialday', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='specialday',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='4cc77e5a1ad76b8cfd323c83a488936a15e8658b', operation='DELETE', pgid='pgtrigger_kept_42667', table='school_specialday', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='specialday',
            trigger=pgtrigger.compiler.Trigger(name='a_special_day_names_its_own_campus', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.campus_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM school_campus named WHERE named.id = NEW.campus_id AND named.school_id = NEW.school_id\n            ) THEN\n                RAISE EXCEPTION '% school_campus % is not of school %', TG_TABLE_NAME, NEW.campus_id, NEW.school_id\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'a_special_day_names_its_own_campus';\n            END IF;\n            RETURN NEW;\n        ", hash='48113d39fce7daad2f521fca479bdbf4078c132e', operation='INSERT OR UPDATE', pgid='pgtrigger_a_special_day_names_its_own_campus_cd2d8', table='school_specialday', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='specialday',
            trigger=pgtrigger.compiler.Trigger(name='a_special_day_names_its_own_canteen', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.place_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM school_place named WHERE named.id = NEW.place_id AND named.school_id = NEW.school_id AND named.campus_id = NEW.campus_id\n            ) THEN\n                RAISE EXCEPTION '% school_place % is not of school %', TG_TABLE_NAME, NEW.place_id, NEW.school_id\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'a_special_day_names_its_own_canteen';\n            END IF;\n            RETURN NEW;\n        ", hash='b7b6e95fd1999dddcdd20097a8d77bfae048780b', operation='INSERT OR UPDATE', pgid='pgtrigger_a_special_day_names_its_own_canteen_4c0e3', table='school_specialday', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='specialday',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "school_specialdayevent" ("campus_id", "created_at", "ends_on", "follows_weekday", "id", "kind", "meal", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "reason", "school_id", "starts_on", "withdrawn_at", "withdrawn_reason") VALUES (NEW."campus_id", NEW."created_at", NEW."ends_on", NEW."follows_weekday", NEW."id", NEW."kind", NEW."meal", NEW."notice_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."reason", NEW."school_id", NEW."starts_on", NEW."withdrawn_at", NEW."withdrawn_reason"); RETURN NULL;', hash='6e716325594b207484d37b6c7ae87fa9b636e11e', operation='INSERT', pgid='pgtrigger_insert_insert_b0502', table='school_specialday', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='specialday',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."campus_id" IS DISTINCT FROM (NEW."campus_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."follows_weekday" IS DISTINCT FROM (NEW."follows_weekday") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."meal" IS DISTINCT FROM (NEW."meal") OR OLD."notice_id" IS DISTINCT FROM (NEW."notice_id") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."school_id" IS DISTINCT FROM (NEW."school_id") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at") OR OLD."withdrawn_reason" IS DISTINCT FROM (NEW."withdrawn_reason"))', func='INSERT INTO "school_specialdayevent" ("campus_id", "created_at", "ends_on", "follows_weekday", "id", "kind", "meal", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "reason", "school_id", "starts_on", "withdrawn_at", "withdrawn_reason") VALUES (NEW."campus_id", NEW."created_at", NEW."ends_on", NEW."follows_weekday", NEW."id", NEW."kind", NEW."meal", NEW."notice_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."reason", NEW."school_id", NEW."starts_on", NEW."withdrawn_at", NEW."withdrawn_reason"); RETURN NULL;', hash='bdab8f6a2be7376b0c57dcdb63bb9ef2bdaa80fb', operation='UPDATE', pgid='pgtrigger_update_update_8d500', table='school_specialday', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='specialday',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "school_specialdayevent" ("campus_id", "created_at", "ends_on", "follows_weekday", "id", "kind", "meal", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "reason", "school_id", "starts_on", "withdrawn_at", "withdrawn_reason") VALUES (OLD."campus_id", OLD."created_at", OLD."ends_on", OLD."follows_weekday", OLD."id", OLD."kind", OLD."meal", OLD."notice_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."reason", OLD."school_id", OLD."starts_on", OLD."withdrawn_at", OLD."withdrawn_reason"); RETURN NULL;', hash='da4525b8576cc824a6c9622d42a622e1004975d1', operation='DELETE', pgid='pgtrigger_delete_delete_715f6', table='school_specialday', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='specialdayevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c615ccdf0879811244cf7192d6f87fc1d42b78d0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7fe32', table='school_specialdayevent', when='BEFORE')),
        ),
    ]
    operations = [Together(operations)]
