"""Signatures of the sample school's people: quick strokes of a pen, different for each name and always the same."""

import random
from io import BytesIO
from math import hypot

from PIL import Image, ImageDraw

HEIGHT, LETTER = 720, 560  # pixels, twice as many as are kept so that edges come out smooth
INK = (22, 28, 45, 255)
STEPS = 48  # points of a curve between two it passes through

# Strokes of a letter, as points across and down a square: some end, some run on into the next.
SHAPES = [
    [[(0.12, 0.2), (0.4, 0.15), (0.78, 0.06)], [(0.5, -0.08), (0.46, 0.3), (0.36, 0.72), (0.08, 0.98)],
     [(0.14, 0.46), (0.7, 0.36), (0.3, 0.62), (0.76, 0.56), (0.42, 0.86), (0.98, 0.8)]],
    [[(0.3, 0.02), (0.22, 0.34), (0.02, 0.6)], [(0.24, 0.3), (0.26, 0.7), (0.24, 1.04)],
     [(0.46, 0.2), (0.86, 0.14), (0.84, 0.5), (0.5, 0.56), (0.84, 0.62), (0.6, 1.0), (0.44, 0.8)]],
    [[(0.5, 0.0), (0.56, 0.12)], [(0.1, 0.26), (0.06, 0.4), (0.3, 0.28), (0.92, 0.2), (0.8, 0.38)],
     [(0.36, 0.44), (0.66, 0.42), (0.4, 0.66), (0.08, 0.94), (0.5, 0.7), (1.0, 0.98)]],
    [[(0.2, 0.1), (0.3, 0.24)], [(0.06, 0.42), (0.26, 0.4), (0.2, 0.86), (0.4, 0.72)],
     [(0.5, 0.12), (0.9, 0.06), (0.64, 0.34), (0.94, 0.4), (0.52, 0.62), (0.74, 0.6), (0.7, 1.06), (0.54, 0.94)]],
    [[(0.06, 0.3), (0.94, 0.18)], [(0.5, 0.0), (0.48, 0.4), (0.12, 0.9)],
     [(0.5, 0.44), (0.7, 0.72), (1.02, 0.92)], [(0.3, 0.66), (0.66, 0.6)]],
]  # fmt: skip


def signature(name):
    """Return what ``name`` might have drawn, as PNG bytes: a few joined strokes a letter, dark on nothing."""
    chance = random.Random(name)
    picture = Image.new("RGBA", (LETTER * len(name) + 260, HEIGHT), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    for place, shape in enumerate(chance.sample(SHAPES, len(name))):
        size, left = LETTER * chance.uniform(0.7, 0.92), 120 + place * LETTER * 0.74
        for stroke in shape:
            _draw(pen, [_near(chance, point, size, left, HEIGHT * 0.14) for point in stroke])
    written = BytesIO()
    picture.rotate(chance.uniform(1, 5), Image.Resampling.BICUBIC).save(written, "PNG")
    return written.getvalue()


def _near(chance, point, size, left, top):
    """Return a point of a shape about where it stands in a letter of this size."""
    across, down = (value + chance.uniform(-0.05, 0.05) for value in point)
    return left + size * across, top + size * down


def _draw(pen, points):
    """Draw a smooth stroke through points, broad where it is slow and thin where it ends."""
    path = list(_smooth([points[0], *points, points[-1]]))
    for number, (x, y) in enumerate(path):
        before = path[number - 1] if number else (x, y)
        speed = hypot(x - before[0], y - before[1])
        ending = 1 - 0.6 * (number / len(path)) ** 3
        radius = max(4, (16 - speed * 0.5) * ending)
        pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill=INK)


def _smooth(points):
    """Yield points of the Catmull-Rom curve through all but the first and last."""
    for first, start, end, last in zip(points, points[1:], points[2:], points[3:]):
        for step in range(STEPS):
            part = step / (STEPS)
            yield tuple(
                0.5
                * (2 * b + (c - a) * part + (2 * a - 5 * b + 4 * c - d) * part**2 + (3 * b - a - 3 * c + d) * part**3)
                for a, b, c, d in zip(first, start, end, last)
            )
