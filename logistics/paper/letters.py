"""How wide a text is, counted in Chinese letters."""

from unicodedata import east_asian_width


def width_in_letters(text, *, narrow=0.5):
    """Return the width of ``text`` in Chinese letters; a Latin letter takes ``narrow`` of one."""
    return sum(1 if east_asian_width(letter) in "WFA" else narrow for letter in text)
