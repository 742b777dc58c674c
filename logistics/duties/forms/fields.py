"""Fields that read short lists as people write them."""

import re
from datetime import time

from django import forms
from django.utils.translation import gettext as _

SEPARATORS = re.compile(r"[\s,，、;；]+")


class TimesField(forms.CharField):
    """Times of day like "08:00、20:00"; a sorted list of ``datetime.time``, each once."""

    def to_python(self, value):
        pieces = [piece for piece in SEPARATORS.split(super().to_python(value).replace("：", ":")) if piece]
        return sorted({self._time(piece) for piece in pieces})

    def _time(self, piece):
        found = re.fullmatch(r"(\d{1,2}):(\d{2})", piece)
        if not found or int(found[1]) > 23 or int(found[2]) > 59:
            raise forms.ValidationError(_("“%(text)s” is no time of day. Write 17:00.") % {"text": piece[:20]})
        return time(int(found[1]), int(found[2]))

    def prepare_value(self, value):
        if isinstance(value, list):
            return "、".join(f"{each:%H:%M}" for each in value)
        return value


class NumbersField(forms.CharField):
    """Whole numbers like "60、30、7"; a list in the order of ``descending``, each once."""

    def __init__(self, *, most, least=0, descending=False, **kwargs):
        self.most, self.least, self.descending = most, least, descending
        super().__init__(**kwargs)

    def to_python(self, value):
        pieces = [piece for piece in SEPARATORS.split(super().to_python(value)) if piece]
        return sorted({self._number(piece) for piece in pieces}, reverse=self.descending)

    def _number(self, piece):
        if not re.fullmatch(r"[0-9]{1,4}", piece) or not self.least <= int(piece) <= self.most:
            facts = {"least": self.least, "most": self.most, "text": piece[:20]}
            raise forms.ValidationError(_("“%(text)s” is no number from %(least)d to %(most)d.") % facts)
        return int(piece)

    def prepare_value(self, value):
        if isinstance(value, list):
            return "、".join(str(each) for each in value)
        return value
