"""What a finding of a round becomes: a repair, a hazard, or fixed on the spot."""

from django.urls import reverse

from logistics.attachments.models import Attachment
from logistics.checks import services
from logistics.checks.models import Finding
from repairs.models import Repair
from repairs.services import reject_repair
from safety.models import Hazard
from tests.checks.factories import checklist, failing, round_of, sign_url, upload_of
from tests.factories import user_with
from tests.repairs.factories import TradeFactory


def test_a_finding_becomes_a_repair_with_its_photo(finding, browser, school):
    trade = TradeFactory(school=school)
    url = reverse("checks:finding_follow_up", args=[finding.pk, "repair"])

    answer = browser.post(url, {"trade": trade.pk})

    finding.refresh_from_db()
    repair = Repair.objects.get()
    assert answer.url == finding.round.get_absolute_url()
    assert (finding.status, finding.work) == (Finding.Status.HANDED_ON, repair)
    assert (repair.source, repair.place, repair.description) == ("check", finding.place, "灭火器：压力不足")
    assert Attachment.objects.about(repair).count() == 1


def test_the_repair_names_the_check_and_the_finding_says_how_it_stands(finding, browser, school, client_of):
    services.follow_up(finding, way="repair", trade=TradeFactory(school=school), by=finding.round.started_by)
    director = client_of(user_with("repairs.view_repair", "checks.view_round", school=school))
    reject_repair(Repair.objects.get(), reason="已在保修期内", by=finding.round.started_by)

    repair = director.get(Repair.objects.get().get_absolute_url()).content.decode()
    found = browser.get(finding.get_absolute_url()).content.decode()

    assert finding.round.number in repair
    assert str(Repair.Status.REJECTED.label) in found


def test_a_finding_becomes_a_hazard(finding, browser):
    browser.post(reverse("checks:finding_follow_up", args=[finding.pk, "hazard"]), {"category": "fire"})

    hazard = Hazard.objects.get()
    assert (hazard.source, hazard.place) == ("check", finding.place)
    page = browser.get(hazard.get_absolute_url()).content.decode()
    assert finding.round.number in page


def test_a_finding_is_decided_once(finding, browser, school):
    services.fix_on_the_spot(finding, measure="换一具", by=finding.round.started_by)

    answer = browser.post(
        reverse("checks:finding_follow_up", args=[finding.pk, "repair"]), {"trade": TradeFactory(school=school).pk}
    )

    assert answer.status_code == 200
    assert not Repair.objects.exists()


def test_what_was_fixed_on_the_spot_is_told_with_the_place(school, officer, browser):
    round = round_of(checklist(school, "灭火器"), officer)
    after = upload_of(officer, school)

    browser.post(sign_url(round.points.get()), failing(round, "灭火器", fixed="已更换", after=after.token, photos=""))

    finding = Finding.objects.get()
    assert (finding.status, finding.measure) == (Finding.Status.FIXED, "已更换")
    assert Attachment.objects.about(finding).get().purpose == "after"


def test_photos_of_an_answer_are_for_those_who_see_the_round(finding, browser, client_of, school):
    photo = Attachment.objects.about(finding.answer).get()
    url = photo.get_absolute_url()

    stranger = client_of(user_with("checks.view_round"))
    colleague = client_of(user_with(school=school))

    assert stranger.get(url).status_code == 404
    assert colleague.get(url).status_code == 404


def test_an_unknown_way_is_not_there(finding, browser):
    assert browser.get(reverse("checks:finding_follow_up", args=[finding.pk, "nowhere"])).status_code == 404
