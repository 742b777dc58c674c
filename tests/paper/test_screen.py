import re

from django.template.loader import render_to_string

from tests.paper.test_documents import summary


def test_on_screen_each_figure_is_a_link_to_the_list_that_proves_it():
    html = render_to_string("paper/_document_screen.html", {"document": summary()})

    assert re.findall(r'<a class="figure" href="([^"]*)" data-figure="([^"]*)">([^<]*)</a>', html) == [
        ("/repairs/?term=1", "repairs.total", "343")
    ]


def test_the_screen_holds_the_same_blocks_as_paper():
    html = render_to_string("paper/_document_screen.html", {"document": summary()})

    expected = ["一、校舍维修", "（二）采购", "育才小学总务处", "2026年7月5日", "各工种报修", "数据截至2026年7月5日"]
    assert [text for text in expected if text not in html] == []
    assert "style=" not in html
