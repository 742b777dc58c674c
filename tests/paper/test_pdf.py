import gc
import http.server
import threading

import pytest
from django.core.exceptions import SuspiciousFileOperation

from logistics.paper import pdf
from tests.paper.pdf_reading import fonts_not_embedded, missing_glyphs, pages_of, text_of

SHEET = """<html data-before="第 " data-between=" 页 共 " data-after=" 页">
<link rel="stylesheet" href="static:css/paper.css">"""
RARE = "㙍𠮷镕堃"


def test_rare_letters_of_names_are_printed_from_embedded_fonts():
    made = pdf.html_to_pdf(f"{SHEET}<p>{RARE}</p><p class='sans'>{RARE}</p>")

    assert text_of(made).startswith(RARE * 2)
    assert fonts_not_embedded(made) == set()
    assert missing_glyphs(made) == 0


def test_the_check_on_glyphs_sees_a_letter_that_no_font_has():
    made = pdf.html_to_pdf(f"{SHEET}<p>好\U0010fffd</p>")  # the last private one: symbol fonts have the first

    assert missing_glyphs(made) == 1


def test_every_page_says_its_number_and_how_many_there_are():
    made = pdf.html_to_pdf(f"{SHEET}<p class='page-break'>甲</p><p>乙</p>")

    assert text_of(made) == "甲第1页共2页乙第2页共2页"


def test_the_collector_is_off_while_laying_out_and_on_afterwards(monkeypatch):
    seen = []
    monkeypatch.setattr(pdf, "_static_file", lambda name: seen.append(gc.isenabled()) or b"")

    pdf.html_to_pdf(SHEET)

    assert seen == [False]
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off():
    gc.disable()
    try:
        pdf.html_to_pdf(SHEET)

        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.fixture
def web_server():
    """A server on this machine that remembers what it was asked for."""
    asked = []

    class Remember(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_args):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Remember)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_document_never_reaches_for_the_network(web_server):
    address, asked = web_server

    pdf.html_to_pdf(f'<img src="{address}/picture.png"><link rel="stylesheet" href="{address}/sheet.css"><p>甲</p>')

    assert asked == []


def test_a_document_never_reads_files_of_the_server(tmp_path):
    (tmp_path / "secret.css").write_text("p::after { content: 'SECRET' }")

    made = pdf.html_to_pdf(f'<link rel="stylesheet" href="file://{tmp_path}/secret.css"><p>A</p>')

    assert text_of(made) == "A"


@pytest.mark.parametrize("name", ["../logistics/settings.py", "/etc/hostname", "css/%2e%2e/%2e%2e/manage.py"])
def test_a_static_address_cannot_lead_out_of_the_static_folders(name):
    fetcher = pdf.PaperFetcher()

    with pytest.raises((OSError, SuspiciousFileOperation)) as refused:
        fetcher(f"static:{name}")

    assert "SECRET_KEY" not in str(refused.value)


def test_pictures_handed_over_are_printed(red_square):
    made = pdf.html_to_pdf('<img src="attachment:photo">', attachments={"photo": red_square})

    assert len(pages_of(made)[0].images) == 1


def test_a_font_file_of_the_school_is_used_for_the_family_it_answers_to(school_font):
    made = pdf.html_to_pdf(f"{SHEET}<p>A</p>", fonts=[pdf.Font("宋体", school_font)])

    names = {str(font["/BaseFont"]) for page in pages_of(made) for font in page["/Resources"]["/Font"].values()}
    assert any(name.endswith("+宋体") for name in names)
