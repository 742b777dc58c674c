"""Telling people: in the app at once, and outside by rows that are jobs (DESIGN 15)."""

import secrets
from collections import namedtuple
from datetime import time, timedelta

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import translation
from django.utils.translation import gettext as _

from logistics import clock, hooks
from logistics.db import after_commit, lock, refusing
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.notices import messages
from logistics.notices.mail import send_mail
from logistics.notices.messages import Message
from logistics.notices.models import DailyRun, Delivery, Notice, Robot
from logistics.notices.robots import NotSent, kind_of, speak
from logistics.pages.frame import forget_badges
from logistics.school.models import School

LEASE = timedelta(minutes=2)  # far longer than any sending takes
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]  # after the first attempt, the second, …
ATTEMPTS_MAX = len(PAUSES) + 1
REVIVED_AT_ONCE = 500
MENTIONS_MAX = 20
MORNING = time(7, 0)
PATIENCE = timedelta(minutes=15)  # how long the digest waits for a source of reminders that fails

Telling = namedtuple("Telling", "school person message")


# --- telling ----------------------------------------------------------------------------------------------------------


def tell(people, *, school, key, text, url, urgent=False):
    """Tell these people something, each once a key.

    people: people, perhaps None among them. text: in the school's language. url: path of the page it leads to.
    What is urgent also goes at once to the school's robots and by mail; everything else waits for the digest.
    """
    send(people, Message(key=key, text=text, url=url, urgent=urgent), school=school)


def send(people, message, *, school):
    """Tell these people a ``Message``; see ``tell``."""
    send_all([Telling(school, person, message) for person in people if person is not None])


def send_all(tellings):
    """Write down many tellings in a few statements, and wake the workers for the urgent ones."""
    tellings = [telling for telling in tellings if telling.person.is_active]
    with transaction.atomic():
        now = clock.now()
        Notice.objects.bulk_create([_notice(telling, now) for telling in tellings], ignore_conflicts=True)
        post([delivery for group in _urgent_groups(tellings) for delivery in _urgent_deliveries(*group)])
        transaction.on_commit(lambda: _forget_badges(tellings), robust=True)


def _notice(telling, now):
    school, person, message = telling
    return Notice(
        school=school, person=person, key=message.key, text=message.text, url=message.url, urgent=message.urgent,
        created_at=now,
    )  # fmt: skip


def _urgent_groups(tellings):
    """Return [(school, message, people)] of what is urgent."""
    groups = {}
    for school, person, message in tellings:
        if message.urgent:
            groups.setdefault((school, message), []).append(person)
    return [(school, message, people) for (school, message), people in groups.items()]


def _urgent_deliveries(school, message, people):
    robots = Robot.objects.of_school(school).filter(active=True, urgent=True)
    yield from (robot_delivery(robot, message, people) for robot in robots)
    yield from (mail_delivery(person, message, school) for person in people if person.email)


def _forget_badges(tellings):
    by_school = {}
    for telling in tellings:
        by_school.setdefault(telling.school, []).append(telling.person)
    for school, people in by_school.items():
        forget_badges(*people, school=school)


def read_notice(notice):
    """Mark a notice as read by its person; a second time changes nothing."""
    _read(Notice.objects.filter(pk=notice.pk), notice.person, notice.school)


def read_all(person, school):
    """Mark everything a person was told in a school up to now as read."""
    _read(Notice.objects.filter(person=person, school=school, created_at__lte=clock.now()), person, school)


def _read(notices, person, school):
    if notices.unread().update(read_at=clock.now()):
        forget_badges(person, school=school)


@change
def open_delivery(delivery, *, by):
    """Write down when the link of a sending was first followed by whom it was for; a robot speaks to everybody."""
    if delivery.person_id in (None, by.pk):
        Delivery.objects.filter(pk=delivery.pk, opened_at=None).update(opened_at=clock.now())


# --- what leaves the house --------------------------------------------------------------------------------------------


def robot_delivery(robot, message, people=()):
    """Return a message through a robot, not saved; a long list of people is not called one by one."""
    mentions = [{"name": person.name, "phone": person.phone} for person in people]
    return Delivery(
        channel=Delivery.Channel.ROBOT,
        school=robot.school,
        robot=robot,
        recipient=str(robot.pk),
        mentions=mentions if len(mentions) <= MENTIONS_MAX else [],
        **_written(message),
    )


def mail_delivery(person, message, school):
    """Return a mail to a person, not saved."""
    return Delivery(
        channel=Delivery.Channel.MAIL, school=school, person=person, recipient=person.email, **_written(message)
    )


def _written(message):
    now = clock.now()
    facts = {"key": message.key, "subject": message.subject, "body": message.text, "url": message.url}
    return {**facts, "created_at": now, "next_at": now}


def post(deliveries):
    """Write down what is to leave the house, each once, and wake the workers after the commit."""
    if not deliveries:
        return
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    keys = {delivery.key for delivery in deliveries}
    fresh = Delivery.objects.filter(key__in=keys, status=Delivery.Status.QUEUED, attempts=0)
    for pk in fresh.values_list("pk", flat=True):
        after_commit("notices.deliver", pk)


def deliver(pk):
    """Send one delivery if it is due and nobody else has it; write down what became of it."""
    delivery = take(pk)
    if delivery is not None:
        attempt(delivery)


def take(pk):
    """Return the delivery, leased to the caller, or None when somebody else has it or it is not due."""
    taken_over = When(status=Delivery.Status.RUNNING, then=Value(True))
    taken = (
        Delivery.objects.due()
        .filter(pk=pk, attempts__lt=ATTEMPTS_MAX)
        .update(
            status=Delivery.Status.RUNNING,
            lease_until=clock.now() + LEASE,
            attempts=F("attempts") + 1,
            possibly_repeated=Case(taken_over, default=F("possibly_repeated")),
        )
    )
    return Delivery.objects.select_related("robot", "person").get(pk=pk) if taken else None


def attempt(delivery, *, retry=True):
    """Send a leased delivery and write down the outcome; with ``retry`` a failed one gets its next time."""
    try:
        answer = carry(delivery)
    except NotSent as failure:
        _settle(delivery, error=str(failure)[:300], **_after_failure(delivery, retry))
    else:
        _settle(delivery, status=Delivery.Status.DONE, sent_at=clock.now(), answered=answer, error="")


def carry(delivery):
    """Hand a delivery over to its channel; return the answer or raise NotSent."""
    text, link = messages.outgoing_text(delivery), messages.link_of(delivery)
    if delivery.channel == Delivery.Channel.MAIL:
        return send_mail(delivery, text, link=link)
    return speak(delivery.robot, text, link=link, mentions=delivery.mentions)


def _after_failure(delivery, retry):
    if not retry or delivery.attempts >= ATTEMPTS_MAX:
        return {"status": Delivery.Status.GAVE_UP}
    return {"status": Delivery.Status.FAILED, "next_at": clock.now() + PAUSES[delivery.attempts - 1]}


def _settle(delivery, **facts):
    """Write the outcome, unless the lease lapsed and somebody else has the row now."""
    held = Delivery.objects.filter(pk=delivery.pk, status=Delivery.Status.RUNNING, lease_until=delivery.lease_until)
    held.update(lease_until=None, **facts)


def revive_deliveries():
    """Start what waits, was never started, or was left by a killed worker; give up what was left too often."""
    due = Delivery.objects.due()
    left = due.filter(status=Delivery.Status.RUNNING, attempts__gte=ATTEMPTS_MAX)
    left.update(status=Delivery.Status.GAVE_UP, lease_until=None, error=_("Sending was interrupted again and again."))
    for pk in due.order_by("next_at").values_list("pk", flat=True)[:REVIVED_AT_ONCE]:
        current_app.send_task("notices.deliver", args=[pk], expires=60)


@change
def retry_delivery(delivery, *, by):
    """Have a delivery that was given up, or waits long, sent again at once."""
    delivery = lock(delivery)
    if delivery.robot_id and not delivery.robot.active:
        raise RuleError(_("The robot is switched off. Switch it on first."))
    delivery.status = Delivery.FLOW.target("retry", delivery.status)
    delivery.attempts, delivery.next_at = 0, clock.now()
    delivery.save(update_fields=["status", "attempts", "next_at"])
    note(delivery, "retried", by=by)
    after_commit("notices.deliver", delivery.pk)
    return delivery


# --- robots -----------------------------------------------------------------------------------------------------------


@change
def add_robot(school, *, name, address, by, kind="", secret="", urgent=True, digest=True):
    """Add a group robot; its kind follows from the address where that tells."""
    robot = Robot(school=school, created_at=clock.now())
    _set_up(robot, name=name, address=address, kind=kind, secret=secret, urgent=urgent, digest=digest)
    note(robot, "created", by=by)
    return robot


@change
def change_robot(robot, *, name, by, address="", kind="", secret="", urgent=True, digest=True):
    """Change a robot; an empty address or secret leaves the one it has."""
    robot = lock(robot)
    _set_up(
        robot,
        name=name,
        address=address or robot.address,
        kind=kind or robot.kind,
        secret=secret or robot.secret,
        urgent=urgent,
        digest=digest,
    )
    note(robot, "changed", by=by)
    return robot


def _set_up(robot, *, name, address, kind, secret, urgent, digest):
    kind = kind_of(address) or kind
    if not kind:
        raise RuleError(_("Choose which kind of robot this is."), field="kind")
    robot.name, robot.address, robot.kind, robot.secret = name, address, kind, secret
    robot.urgent, robot.digest = urgent, digest
    with (
        refusing("one_robot_of_a_name_in_a_school", _("This school has a robot of this name already."), field="name"),
        refusing(
            "one_robot_of_an_address_in_a_school",
            _("This school has a robot with this address already."),
            field="address",
        ),
    ):
        robot.save()


@change
def stop_robot(robot, *, by):
    """Switch a robot off; what still waits for it is given up."""
    robot = _switch(robot, False, "stopped", by)
    waiting = [Delivery.Status.QUEUED, Delivery.Status.FAILED]
    robot.deliveries.filter(status__in=waiting).update(
        status=Delivery.Status.GAVE_UP, error=_("The robot was switched off.")
    )
    return robot


@change
def start_robot(robot, *, by):
    """Switch a robot on again."""
    return _switch(robot, True, "started", by)


def _switch(robot, active, verb, by):
    robot = lock(robot)
    if robot.active != active:
        robot.active = active
        robot.save(update_fields=["active"])
        note(robot, verb, by=by)
    return robot


def try_robot(robot, *, by):
    """Send a test message at once, outside any transaction; return its delivery with the robot's answer."""
    message = messages.trial_message(robot, key=f"test:{robot.pk}:{secrets.token_hex(8)}")
    delivery = robot_delivery(robot, message, [by])
    delivery.status, delivery.attempts = Delivery.Status.RUNNING, 1
    delivery.lease_until = clock.now() + LEASE
    delivery.save()
    attempt(delivery, retry=False)
    delivery.refresh_from_db()
    note(robot, "tested", by=by, text=delivery.outcome)
    return delivery


# --- every morning ----------------------------------------------------------------------------------------------------


def start_morning():
    """From 07:00 on: start what this day still lacks, each source of reminders by itself, then the digest."""
    now, today = clock.now(), clock.today()
    if now < clock.at(today, MORNING):
        return
    done = dict(DailyRun.objects.filter(day=today).values_list("job", "at"))
    if "digest" in done and all(_reminders_job(name) in done for name in hooks.reminders.names()):
        return
    begun, _fresh = DailyRun.objects.get_or_create(job="morning", day=today, defaults={"at": now})
    missing = [name for name in hooks.reminders.names() if _reminders_job(name) not in done]
    for name in missing:
        current_app.send_task("notices.collect_reminders", args=[name, today.isoformat()], expires=60)
    if "digest" not in done and (not missing or begun.at + PATIENCE <= now):
        current_app.send_task("notices.collect_digest", args=[today.isoformat()], expires=60)


def _reminders_job(name):
    return f"reminders:{name}"


def _claim_day(job, day):
    """Say whether this job is still to be done for the day; who asks second waits until the first has committed."""
    return DailyRun.objects.get_or_create(job=job, day=day, defaults={"at": clock.now()})[1]


def collect_reminders(today):
    """Tell everyone what the clock has to tell on a day; a second run tells nothing."""
    for name in hooks.reminders.names():
        collect_reminders_from(name, today)


def collect_reminders_from(name, day):
    """Tell what one source has to tell on a day, all of it or nothing."""
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        if _claim_day(_reminders_job(name), day):
            reminders = [each for each in hooks.reminders.named(name)(day) or () if each.to is not None]
            tellings = [_telling_of(reminder) for reminder in reminders]
            send_all([telling for telling in tellings if telling.school is not None])


def _telling_of(reminder):
    message = Message(key=reminder.key, text=str(reminder.text), url=reminder.url, urgent=reminder.urgent)
    return Telling(reminder.school or _school_of(reminder.to), reminder.to, message)


def _school_of(person):
    held = person.appointments_now()
    return held[0].school if held else None


def collect_digest(day):
    """Write the morning's digests, at most one a day for each robot and each person with mail."""
    waiting = Notice.objects.unread().filter(digested_on=None, urgent=False)
    for school in School.objects.filter(pk__in=waiting.values("school")):
        collect_digest_of(school, day)
    _claim_day("digest", day)


def collect_digest_of(school, day):
    """Write the digest of one school; every notice stands in at most one digest, and only while it is unread."""
    with transaction.atomic():
        if not _claim_day(f"digest:{school.pk}", day):
            return
        waiting = Notice.objects.of_school(school).unread().filter(digested_on=None, urgent=False)
        notices = list(waiting.select_related("person").order_by("person__name", "person", "created_at", "pk"))
        if not notices:
            return
        robots = Robot.objects.of_school(school).filter(active=True, digest=True)
        group = messages.digest_message(school, day, notices)
        post([*(robot_delivery(robot, group) for robot in robots), *_own_digests(school, day, notices)])
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(digested_on=day)


def _own_digests(school, day, notices):
    by_person = {}
    for notice in notices:
        if notice.person.email and notice.person.is_active:
            by_person.setdefault(notice.person, []).append(notice)
    for person, told in by_person.items():
        yield mail_delivery(person, messages.own_digest_message(school, day, told), school)
