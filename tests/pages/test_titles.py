"""The head of a page where its title is long."""

import pytest
from django.template.loader import render_to_string


@pytest.mark.parametrize(("letters", "cut"), [(51, False), (52, True)])
def test_a_title_of_more_than_three_lines_on_a_phone_is_cut_and_opens_when_it_is_touched(letters, cut):
    title = "灯" * letters

    head = render_to_string("layout/_page_head.html", {"page": {"title": title}})

    assert (title in head, 'page-title-long" tabindex="0"' in head) == (True, cut)
