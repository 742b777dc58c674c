"""Every statement the apps register, on the sample school: the number is the list."""

from statistics import median

import pytest
from django.db import connection
from django.db.models import Avg, QuerySet, Sum
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from logistics import hooks
from logistics.people.models import User
from logistics.reports.figures import number_text
from logistics.reports.periods import Period, Scope
from logistics.reports.summaries import Summary
from logistics.reports.views.summary import ProofList, summary_query

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
    if figure.how == "median":
        values = list(figure.rows.order_by().values_list(figure.measure, flat=True))
        return median(values) if values else None
    aggregate = Avg if figure.how == "average" else Sum
    value = figure.rows.order_by().aggregate(value=aggregate(figure.measure))["value"]
    return value if figure.how == "average" else value or 0


def test_every_figure_of_the_sample_school_is_what_its_rows_give(sample_school):
    for term in sample_school.terms.all():
        for scope in [Scope(), *map(Scope, sample_school.campuses.all())]:
            for key, proof in provable(Summary(sample_school, Period.of_term(term), scope)):
                assert number_text(proof.value) == number_text(counted(proof)), f"{key} in {term} of {scope.label}"


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


def test_no_list_of_a_figure_asks_for_each_of_its_rows(sample_school):
    longest = {}
    for _key, proof in provable(Summary(sample_school, Period.of_term(sample_school.terms.first()), Scope())):
        longest[proof.rows.model] = max(longest.get(proof.rows.model, proof), proof, key=lambda each: each.number)

    asking = {}
    for model, proof in longest.items():
        shown = ProofList(proof, {})
        with CaptureQueriesContext(connection) as asked:
            shown.table_rows()
        if len(asked):
            asking[model._meta.label] = [query["sql"] for query in asked][:2]
    assert asking == {}


def test_every_model_that_proves_a_figure_says_under_which_columns(sample_school):
    summary = Summary(sample_school, Period.of_term(sample_school.terms.first()), Scope())

    models = {proof.rows.model for _key, proof in provable(summary)}

    assert {model._meta.label for model in models if hooks.proof_columns.get(model) is None} == set()


def test_every_problem_brings_its_own_advice(sample_school):
    summary = Summary(sample_school, Period.of_term(sample_school.terms.first()), Scope())
    faults = [fault for statement in summary.statements for fault in [*statement.claims, *statement.problems]]

    advice = [str(fault.direction) for fault in faults]

    assert "None" not in advice
    assert len(set(advice)) == len(advice)
