"""Pages that look scanned, drawn once: nobody's signature, nobody's seal."""

import io
from functools import cache

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFilter

from proposals import files

PAGE, RED, INK = (420, 594), (190, 40, 40), (60, 60, 70)


@cache
def page(name, *, sealed=False):
    """A written page under this name, with a red seal in the corner when it is ``sealed``."""
    paper = Image.new("RGB", PAGE, (250, 249, 245))
    pen = ImageDraw.Draw(paper)
    pen.line((110, 70, 310, 70), fill=INK, width=7)
    for row in range(120, 420, 24):
        pen.line((50, row, 370 if row % 96 else 250, row), fill=INK, width=3)
    if sealed:
        pen.ellipse((250, 430, 360, 540), outline=RED, width=5)
        pen.regular_polygon((305, 485, 22), 5, fill=RED)
    else:
        pen.arc((240, 450, 350, 510), 150, 400, fill=INK, width=3)
    return _checked(name, paper.filter(ImageFilter.GaussianBlur(0.6)))


@cache
def photo(name):
    """Mountains above a field."""
    sky = Image.linear_gradient("L").resize((640, 420)).convert("RGB")
    pen = ImageDraw.Draw(sky)
    pen.polygon([(0, 300), (170, 110), (300, 240), (430, 70), (640, 290), (640, 420), (0, 420)], fill=(96, 108, 118))
    pen.rectangle((0, 330, 640, 420), fill=(150, 136, 84))
    return _checked(name, sky)


def _checked(name, picture):
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=80)
    return files.inspect(ContentFile(made.getvalue(), name=name))
