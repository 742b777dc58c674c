"""Every statement the apps register, on the sample school: the number is the list."""

import pytest
from django.db.models import QuerySet, Sum
from django.urls import reverse

from logistics.people.models import User
from logistics.reports.periods import Period, Scope
from logistics.reports.summaries import Summary
from logistics.reports.views.summary import summary_query

pytestmark = pytest.mark.django_db


def provable(summary):
    for statement in summary.filled:
        for key, figure in statement.all_figures().items():
            for proof in figure.proofs:
                yield f"{statement.key}.{key}", proof


def counted(figure):
    """The value asked for in the plainest way."""
    assert isinstance(figure.rows, QuerySet)
    if figure.measure is None:
        return figure.rows.count()
    return figure.rows.order_by().aggregate(value=Sum(figure.measure))["value"] or 0


def test_every_figure_of_the_sample_school_is_the_count_or_sum_of_its_rows(sample_school):
    for term in sample_school.terms.all():
        for scope in [Scope(), *map(Scope, sample_school.campuses.all())]:
            for key, proof in provable(Summary(sample_school, Period.of_term(term), scope)):
                if proof.how == "sum":
                    assert proof.value == counted(proof), f"{key} in {term} of {scope.label}"


def test_every_figure_opens_its_list(sample_school, client_of):
    summary = Summary(sample_school, Period.of_term(sample_school.terms.first()), Scope())
    director = client_of(User.objects.of_school(sample_school).get(username="director"))

    closed = []
    for statement in summary.statements:
        for key in statement.all_figures():
            query = summary_query(summary.period, summary.scope, statement=statement.key, figure=key)
            if director.get(f"{reverse('reports:figure')}?{query}").status_code != 200:
                closed.append(f"{statement.key}.{key}")
    assert closed == []
