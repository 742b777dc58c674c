import datetime, html, json, re, time, collections
import pytest
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.core.cache import cache
from tests.addresses import addresses
from tests.factories import user_with
from logistics import clock
from logistics.attachments.forms import FilesField
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

pytestmark = [pytest.mark.usefixtures("sample_school"), pytest.mark.django_db]


def special(school):
    return {"assets:asset_label": {"token": school.assets.first().token}}


POISON = [
    "\x00",
    "a\x00b",
    "NaN",
    "1e400",
    "-1",
    "9" * 30,
    "x" * 4000,
    "😀",
    "0001-01-01",
    "9999-12-31",
    "nonsense",
    "²",
    "-9223372036854775809",
    "9999999.99",
    "0",
    "",
    "<script>alert(1)</script>",
    "Infinity",
    "1e-30",
    "2026-11-20",
]


def every_permission():
    return [f"{row.content_type.app_label}.{row.codename}" for row in Permission.objects.select_related("content_type")]


def form_of(answer):
    ctx = answer.context
    if ctx is None:
        return None
    try:
        f = ctx.get("form")
    except Exception:
        return None
    return f


def valid(bound):
    field = bound.field
    if isinstance(field, FilesField):
        return []
    v = bound.value()
    if callable(v):
        v = v()
    if isinstance(field, (forms.ModelMultipleChoiceField, forms.MultipleChoiceField)):
        return [str(k) for k in (v or [])] or [str(c[0]) for c in list(field.choices)[:1]]
    if isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
        if v not in (None, ""):
            return str(getattr(v, "pk", v))
        flat = []
        for k, l in field.choices:
            if isinstance(l, (list, tuple)):
                flat += [str(a) for a, b in l]
            else:
                flat.append(str(k))
        flat = [k for k in flat if k != ""]
        return flat[0] if flat else ""
    if v not in (None, "", []):
        if isinstance(v, (datetime.datetime,)):
            return v.strftime("%Y-%m-%dT%H:%M")
        if isinstance(v, bool):
            return "on" if v else ""
        return str(v)
    if isinstance(field, forms.BooleanField):
        return ""
    if isinstance(field, forms.DateTimeField):
        return "2026-11-20T09:00"
    if isinstance(field, forms.DateField):
        return "2026-11-20"
    if isinstance(field, forms.TimeField):
        return "09:00"
    if isinstance(field, (forms.DecimalField, forms.IntegerField)):
        return "1"
    if isinstance(field, forms.EmailField):
        return "a@b.cn"
    if isinstance(field, forms.URLField):
        return "https://qyapi.weixin.qq.com/x"
    if "phone" in bound.name:
        return "13900001111"
    if "pin" in bound.name or bound.name == "again":
        return "2580"
    if "password" in bound.name:
        return "password"
    return "文字"


def where(error):
    import traceback

    tb = traceback.extract_tb(error.__traceback__)
    ours = [f for f in tb if "/work/main/" in f.filename and "/tests/" not in f.filename]
    last = ours[-1] if ours else tb[-1]
    return f"{last.filename.replace('/work/main/', '')}:{last.lineno} {last.name}"


def send(client, failures, what, method, url, data):
    sid = transaction.savepoint()
    try:
        answer = getattr(client, method)(url, data)
        if getattr(answer, "streaming", False):
            b"".join(answer.streaming_content)
        if method == "post" and answer.status_code == 302:
            with connection.cursor() as c:
                c.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if answer.status_code >= 500:
            failures[(what[0], "status", str(answer.status_code))].append(what)
        return answer
    except Exception as error:
        key = (what[0], where(error), f"{type(error).__name__}: {str(error)[:110]}")
        failures[key].append(what)
    finally:
        transaction.savepoint_rollback(sid)


def test_forms(sample_school, client_of):
    me = user_with(*every_permission(), school=sample_school)
    client = client_of(me)
    failures = collections.defaultdict(list)
    stats = collections.Counter()
    ok = {}
    start = time.time()
    for address in addresses(sample_school, special(sample_school)):
        name = str(address)
        if name in ("people:sign_out",):
            continue
        a = send(client, failures, (name, "GET", ""), "get", address.url, {})
        if a is None:
            continue
        # query garbage
        for q in (
            {"q": "a\x00b", "page": "x"},
            {"after": "xx", "q": "😀" * 300},
            {"after": "W251bGwsbnVsbF0"},
            {"before": "WyJcdTAwMDAiLCAxXQ", "view": "\x00"},
            {
                "format": "pdf\x00",
                "place": "²",
                "campus": "9" * 5000,
                "asset": "²",
                "grid": "x",
                "day": "0001-01-01",
                "period": "\x00",
                "date": "9999-12-31",
                "scope": "²",
            },
        ):
            send(client, failures, (name, "GET", str(q)[:80]), "get", address.url, q)
            stats["get"] += 1
        form = form_of(a) if a.status_code == 200 else None
        if form is None or not hasattr(form, "fields"):
            for p in ("\x00", "²", "9" * 30):
                send(
                    client,
                    failures,
                    (name, "POST-blind", p[:5]),
                    "post",
                    address.url,
                    {
                        k: p
                        for k in (
                            "pk",
                            "pks",
                            "name",
                            "next",
                            "school",
                            "join",
                            "opinion",
                            "token",
                            "pin",
                            "person",
                            "move",
                            "text",
                        )
                    },
                )
                stats["post"] += 1
            continue
        base = {form.add_prefix(n): valid(form[n]) for n in form.fields if n not in ("submission_key",)}
        base = {k: ("" if v is None else v) for k, v in base.items()}
        extra = {
            f"{n}-{part}": ""
            for n in form.fields
            if type(form.fields[n]).__name__ == "PartsField"
            for part in ("kind", "quantity", "price")
        }
        answer = send(client, failures, (name, "POST valid", ""), "post", address.url, base)
        stats["post"] += 1
        if answer is not None:
            ok[name] = (
                answer.status_code
                if answer.status_code != 200
                else (form_of(answer).errors.as_json() if form_of(answer) is not None else 200)
            )
        for n in [*base, "submission_key"]:
            for p in POISON:
                send(client, failures, (name, n, p[:12]), "post", address.url, {**base, n: p})
                stats["post"] += 1
    print("\nTIME", time.time() - start, dict(stats))
    for key, whats in sorted(failures.items()):
        print("FAIL", *key, "|", len(whats), whats[0][1:], whats[-1][1:])
    json.dump({k: str(v)[:300] for k, v in ok.items()}, open("/tmp/hostile/ok.json", "w"), ensure_ascii=False, indent=1)
