"""A drawn cover for a story without a picture: two mirrored halves that meet in a golden lens.

The same story always gets the same drawing. Colours are classes, so that it follows the dark scheme.
"""

from math import sqrt
from random import Random

from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT = 640, 320
GROUNDS = ["sand", "mist", "gold", "soft"]
INKS = {
    "sand": ["brick", "gold", "pine"],
    "mist": ["brick", "gold", "pine"],
    "gold": ["deep", "mist", "brick"],
    "soft": ["pine", "brick", "gold"],
}


def draw(number: int) -> SafeString:
    """SVG for the story with this number; decorative, so hidden from those who listen."""
    dice = Random(f"tillit-{number}")
    ground = dice.choice(GROUNDS)
    inks = INKS[ground]
    half = "".join(_shape(dice, dice.choice(inks)) for _ in range(4))
    left, right = dice.sample(["pine", "brick"] if ground != "gold" else ["deep", "mist"], 2)
    return mark_safe(
        f'<svg class="cover" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid slice" aria-hidden="true"'
        f' focusable="false"><rect class="c-{ground}" width="{WIDTH}" height="{HEIGHT}"/>'
        f'{half}<g transform="matrix(-1 0 0 1 {WIDTH} 0)">{half}</g>{_lens(dice, left, right)}</svg>'
    )


def _shape(dice: Random, ink: str) -> str:
    x, y, size = dice.randrange(20, 230), dice.randrange(0, HEIGHT), dice.randrange(50, 130)
    kind = dice.randrange(4)
    if kind == 0:
        return f'<circle class="c-{ink}" cx="{x}" cy="{y}" r="{size}" opacity=".9"/>'
    if kind == 1:
        return (
            f'<circle class="s-{ink}" cx="{x}" cy="{y}" r="{size}" fill="none" stroke-width="{size // 5}"/>'
        )
    if kind == 2:
        return f'<path class="c-{ink}" d="M{x} {y}a{size} {size} 0 0 1 0 {2 * size}z"/>'
    return f'<rect class="c-{ink}" x="{x}" y="{y}" width="{size // 2}" height="{HEIGHT}" rx="{dice.choice([0, size // 4])}"/>'


def _lens(dice: Random, left: str, right: str) -> str:
    radius, middle = dice.randrange(90, 126), WIDTH // 2
    apart = round(radius * dice.uniform(0.5, 0.66))
    rise = round(sqrt(radius**2 - apart**2), 1)
    y = HEIGHT // 2
    return (
        f'<circle class="c-{left}" cx="{middle - apart}" cy="{y}" r="{radius}"/>'
        f'<circle class="c-{right}" cx="{middle + apart}" cy="{y}" r="{radius}"/>'
        f'<path class="c-lens" d="M{middle} {y - rise}a{radius} {radius} 0 0 1 0 {2 * rise}a{radius} {radius} 0 0 1 0 {-2 * rise}z"/>'
    )
