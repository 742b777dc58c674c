"""A signature drawn once: made small and clear, kept with its time, seen by nobody but its person."""

from base64 import b64encode
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from PIL import Image, ImageDraw, ImageFilter

from logistics import clock
from logistics.errors import RuleError, WrongState
from logistics.people.drawings import HEIGHT, WIDTH, as_signature
from logistics.people.models import DrawnSignature
from logistics.people.selectors import drawing_of, drawings_at
from logistics.people.services import draw_signature, remove_signature, set_pin
from tests.factories import AppointmentFactory, UserFactory

URL = "/me/signature/"


def stroke(image, colour):
    points = [
        (image.width * x // 100, image.height * y // 100) for x, y in [(10, 70), (30, 20), (45, 80), (60, 30), (90, 60)]
    ]
    ImageDraw.Draw(image).line(points, fill=colour, width=max(3, image.width // 120), joint="curve")
    return image


def as_bytes(image, kind="PNG", **options):
    written = BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def drawn(size=(1000, 400)):
    """What the field to draw in sends: dark ink on nothing."""
    return as_bytes(stroke(Image.new("RGBA", size, (0, 0, 0, 0)), (22, 28, 45, 255)))


def photographed():
    """Ink on paper that one side of the light does not reach, with what a camera notes."""
    shade = Image.linear_gradient("L").resize((1600, 1200)).point(lambda value: 130 + value * 100 // 255)
    paper = stroke(Image.merge("RGB", (shade, shade, shade)), (40, 40, 90)).filter(ImageFilter.GaussianBlur(1))
    noted = Image.Exif()
    noted[0x010F] = "Phone"
    return as_bytes(paper, "JPEG", exif=noted)


def opened(content):
    return Image.open(BytesIO(content))


@pytest.fixture
def person(db):
    return AppointmentFactory().person


# --- the picture ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [drawn, photographed])
def test_the_ink_is_cut_out_small_on_nothing(make):
    kept = opened(as_signature(make()))
    alpha = kept.getchannel("A")

    assert (kept.format, kept.mode, kept.info.get("exif")) == ("PNG", "RGBA", None)
    assert kept.width <= WIDTH and kept.height <= HEIGHT
    assert alpha.getpixel((kept.width // 2, 0)) < 40, "between the strokes nothing is left of the paper"
    assert alpha.getextrema()[1] > 200, "the ink itself is there"


def test_its_edges_are_cut_away():
    kept = opened(as_signature(drawn((1000, 1000))))

    assert kept.getchannel("A").point(lambda value: 255 if value > 127 else 0).getbbox()[:2] <= (6, 6)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (as_bytes(Image.new("RGBA", (1000, 400), (0, 0, 0, 0))), "未识别到签名"),
        (as_bytes(Image.effect_noise((600, 400), 200).convert("RGB")), "不只有签名"),
        (b"no picture at all", "无法读取"),
        (drawn()[:300], "无法读取"),
        (as_bytes(Image.new("1", (9000, 9000))), "像素过大"),
        (b"x" * (10 * 1024 * 1024 + 1), "图片过大"),
        (as_bytes(Image.new("RGB", (1, 1), "white")), "未识别到签名"),
    ],
)
def test_what_shows_no_signature_is_refused_with_what_to_do(content, why):
    with pytest.raises(RuleError, match=why):
        as_signature(content)


# --- which one counts when --------------------------------------------------------------------------------------------


def test_a_signature_has_the_drawing_of_its_moment(person):
    before = clock.now()
    with clock.set_to(before + timedelta(days=1)):
        first = draw_signature(person, picture=drawn(), by=person)
    with clock.set_to(before + timedelta(days=3)):
        second = draw_signature(person, picture=drawn((600, 600)), by=person)
    with clock.set_to(before + timedelta(days=5)):
        remove_signature(person, by=person)
    days = [0, 1, 2, 3, 4, 5, 6]
    moments = [before + timedelta(days=day) for day in days]

    found = drawings_at((person.pk, moment) for moment in moments)

    pictures = [found.get((person.pk, moment)) for moment in moments]
    one, two = bytes(first.picture), bytes(second.picture)
    assert pictures == [None, one, one, two, two, None, None]


def test_many_are_fetched_at_once_each_their_own(person, django_assert_num_queries):
    other = UserFactory()
    draw_signature(person, picture=drawn(), by=person)
    draw_signature(other, picture=drawn((600, 600)), by=other)
    now = clock.now()

    with django_assert_num_queries(1):
        found = drawings_at([(person.pk, now), (other.pk, now), (UserFactory.build(pk=0).pk, now)])

    assert set(found) == {(person.pk, now), (other.pk, now)}
    assert found[person.pk, now] != found[other.pk, now]


def test_the_database_keeps_every_drawing_as_it_was(person):
    kept = draw_signature(person, picture=drawn(), by=person)

    for act in (lambda: DrawnSignature.objects.update(picture=b""), kept.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_what_is_not_drawn_is_not_removed(person):
    with pytest.raises(WrongState):
        remove_signature(person, by=person)


# --- one's own page ---------------------------------------------------------------------------------------------------


def sent(content):
    return {"drawn": f"data:image/png;base64,{b64encode(content).decode()}"}


def test_a_person_draws_and_sees_it_on_the_own_page_alone(person, client_of):
    client = client_of(person)
    client.post(URL, sent(drawn()))

    kept = drawing_of(person, at=clock.now())
    assert f"data:image/png;base64,{b64encode(kept).decode()}" in client.get("/me/").content.decode()
    colleague = AppointmentFactory(role__school=person.appointments.get().school).person
    assert "data:image" not in client_of(colleague).get("/me/").content.decode()


def test_without_a_pen_a_photo_does(person, client_of):
    client_of(person).post(URL, {"photo": SimpleUploadedFile("signature.jpg", photographed(), "image/jpeg")})

    assert drawing_of(person, at=clock.now())


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({}, "请手写签名"),
        ({"drawn": "data:image/png;base64,***"}, "笔迹无法读取"),
        ({"drawn": "data:image/png;base64,签名"}, "笔迹无法读取"),
        (sent(b"no picture"), "图片无法读取"),
    ],
)
def test_what_is_no_drawing_is_told_at_the_form(person, client_of, data, why):
    page = client_of(person).post(URL, data)

    assert why in page.content.decode()
    assert DrawnSignature.objects.count() == 0


def test_removing_takes_it_off_the_own_page(person, client_of):
    client = client_of(person)
    client.post(URL, sent(drawn()))
    client.post("/me/signature/remove/")

    assert "data:image" not in client.get("/me/").content.decode()
    assert drawing_of(person, at=clock.now()) is None


def test_on_a_shared_device_drawing_takes_the_pin(person, client_of):
    set_pin(person, pin="2580", by=person)
    client = client_of(person)
    session = client.session
    session.set_expiry(0)
    session.save()

    client.post(URL, {**sent(drawn()), "pin": "1111"})
    before = DrawnSignature.objects.count()
    client.post(URL, {**sent(drawn()), "pin": "2580"})

    assert (before, DrawnSignature.objects.count()) == (0, 1)
