"""Names as people type them, found among the records of a school."""

from collections import defaultdict

from django.utils.translation import gettext as _

from logistics.errors import RuleError


class Names:
    """Records by their names; ``what`` is their plural, for the sentence that refuses an unknown one."""

    def __init__(self, what, records, *ways):
        self.what = what
        self.found = defaultdict(list)
        for record in records:
            for name in {_plain(way(record)) for way in ways} - {""}:
                self.found[name].append(record)

    def get(self, name):
        """Return the record called ``name``, None for an empty cell; raise RuleError when there is none or several."""
        if not name:
            return None
        records = self.found.get(_plain(name), [])
        if not records:
            raise RuleError(_("There is no “%(name)s” among the %(what)s.") % {"name": name, "what": self.what})
        if len(records) > 1:
            raise RuleError(
                _("There are several “%(name)s” among the %(what)s: say which one.") % {"name": name, "what": self.what}
            )
        return records[0]


def require_at_most(rows, most):
    """Refuse a workbook that should be split."""
    if len(rows) > most:
        raise RuleError(
            _("At most %(most)s rows at once; this workbook has %(count)s. Split it.")
            % {"most": most, "count": len(rows)},
            field="file",
        )


class Seen:
    """The rows already read, by what must not be there twice."""

    def __init__(self):
        self.rows = {}

    def once(self, key, number):
        """Raise RuleError when ``key`` stood in an earlier row."""
        first = self.rows.setdefault(key, number)
        if first != number:
            raise RuleError(_("The same stands in row %(row)s already.") % {"row": first})


def _plain(text):
    return " ".join(str(text).split()).lower()
