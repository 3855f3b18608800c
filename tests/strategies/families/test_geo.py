"""Places: every option, unit and mistake is drawn, and rounding never decides what is found."""

from itertools import pairwise, product
from math import asin, cos, radians, sin, sqrt

import pytest

from edgeproof.strategies import GEO, KEYS, Key, Template
from edgeproof.strategies.families.geo import (
    ADD_OPTIONS,
    BOXES,
    CENTRES,
    PLACES,
    RADII,
    REFUSED_ADDS,
    REFUSED_SEARCHES,
    UNITS,
    WRONG_ARITIES,
    Position,
)
from edgeproof.strategies.grammar import Word
from tests.strategies.drawing import programs_of

EARTH_RADIUS_M = 6_372_797.560856
METRES = {"m": 1, "km": 1_000, "ft": 0.3048, "mi": 1_609.34}
MARGIN = 0.04
"""Of a radius or of half a side: no place is nearer to it."""

LEAST_DIFFERENCE = 1e-4
"""Of two distances from one centre, in parts of them."""

POINTS = [(member, at) for member, both in PLACES.items() for at in both]
FROM = [*POINTS, *((None, centre) for centre in CENTRES)]


def distance(a: Position, b: Position) -> float:
    """The great-circle distance in metres."""
    (longitude_a, latitude_a), (longitude_b, latitude_b) = (
        (radians(float(longitude)), radians(float(latitude))) for longitude, latitude in (a, b)
    )
    across = sin((longitude_b - longitude_a) / 2) ** 2 * cos(latitude_a) * cos(latitude_b)
    return 2 * EARTH_RADIUS_M * asin(sqrt(sin((latitude_b - latitude_a) / 2) ** 2 + across))


def is_near(length: float, edge: float) -> bool:
    """Whether a length may be rounded to the other side of an edge."""
    return abs(length - edge) < MARGIN * edge


def others(member: str | None, centre: Position) -> list[Position]:
    """Where places can be that are found from there: another member, or this one where it is."""
    return [at for other, at in POINTS if other != member or at == centre]


@pytest.fixture(scope="module")
def templates() -> list[Template]:
    """All commands of many programs."""
    return [template for program in programs_of(GEO.name) for template in program]


@pytest.fixture(scope="module")
def searches(templates: list[Template]) -> set[Template]:
    """The words of every search after its key, stored or not."""
    found = {template[2:] for template in templates if template[0] == "GEOSEARCH"}
    return found | {template[3:] for template in templates if template[0] == "GEOSEARCHSTORE"}


@pytest.mark.parametrize(("radius", "unit"), RADII)
def test_no_place_is_near_the_edge_of_a_radius(radius: Word, unit: str) -> None:
    edge = float(radius) * METRES[unit]
    lengths = [distance(centre, at) for name, centre in FROM for at in others(name, centre)]
    assert not [length for length in lengths if is_near(length, edge)]


@pytest.mark.parametrize(("width", "height", "unit"), BOXES)
def test_no_place_is_near_the_edge_of_a_box(width: Word, height: Word, unit: str) -> None:
    across, up = (float(side) * METRES[unit] / 2 for side in (width, height))
    for name, centre in FROM:
        for at in others(name, centre):
            # Along the place's own circle of latitude, as Redis has it, and along the centre's.
            east = [distance((centre[0], y), (at[0], y)) for y in (at[1], centre[1])]
            north = distance((at[0], centre[1]), at)
            is_in_width = all(length < across for length in east)
            is_clear = north > up * (1 + MARGIN) or not any(is_near(one, across) for one in east)
            assert is_clear
            assert is_in_width or all(length > across for length in east) or north > up
            assert not (is_in_width and is_near(north, up))


def test_no_two_members_are_at_the_same_distance() -> None:
    for name, centre in FROM:
        lengths = sorted((distance(centre, at), who) for who, at in POINTS if who != name)
        for (nearer, one), (farther, another) in pairwise(lengths):
            assert one == another or farther - nearer > LEAST_DIFFERENCE * farther


def test_every_option_of_geoadd_occurs(templates: list[Template]) -> None:
    added = {template[2:] for template in templates if template[0] == "GEOADD"}
    flags = ("NX", "XX", "CH")
    options = {tuple(word for word in words if word in flags) for words in added}
    assert set(ADD_OPTIONS) <= options
    assert set(REFUSED_ADDS) <= added
    assert any(len(words) >= 9 for words in added)


def test_every_place_occurs(templates: list[Template]) -> None:
    added = {word for template in templates if template[0] == "GEOADD" for word in template}
    assert {word for member, at in POINTS for word in (member, *at)} <= added


@pytest.mark.parametrize("name", ["GEOPOS", "GEOHASH"])
def test_several_members_none_and_missing_ones_are_asked_for(
    templates: list[Template], name: str
) -> None:
    asked = [template[2:] for template in templates if template[0] == name and len(template) > 1]
    assert {len(members) for members in asked} == {0, 1, 2, 3, 4}
    assert {member for members in asked for member in members} == {*PLACES, "nowhere"}


def test_every_unit_is_measured_in(templates: list[Template]) -> None:
    units = {
        template[4:] for template in templates if template[0] == "GEODIST" and len(template) > 3
    }
    assert units >= {(), *((unit,) for unit in (*UNITS, "parsec"))}


@pytest.mark.parametrize(
    "together",
    [
        {"FROMMEMBER", "BYRADIUS"},
        {"FROMMEMBER", "BYBOX", "ASC"},
        {"FROMLONLAT", "BYRADIUS", "DESC", "COUNT"},
        {"FROMLONLAT", "BYBOX", "COUNT", "WITHDIST"},
        {"WITHCOORD", "WITHDIST", "WITHHASH"},
        {"STOREDIST", "DESC", "COUNT"},
    ],
)
def test_options_of_a_search_occur_together(searches: set[Template], together: set[str]) -> None:
    assert any(together <= {*words} for words in searches)


def test_every_radius_and_box_occurs_from_every_centre_and_member(searches: set[Template]) -> None:
    words = {word for search in searches for word in search}
    assert {*sum(CENTRES, ()), *sum(RADII, ()), *sum(BOXES, ()), *PLACES, "nowhere"} <= words


@pytest.mark.parametrize("refused", REFUSED_SEARCHES, ids=repr)
def test_every_refused_search_occurs(searches: set[Template], refused: tuple[Word, ...]) -> None:
    assert refused in searches


def test_distances_are_stored_where_no_order_is_asked_for(templates: list[Template]) -> None:
    stored = {template[1] for template in templates if template[-1] == "STOREDIST"}
    ordered = {
        template[1]
        for template, word in product(templates, ("ASC", "DESC", "COUNT"))
        if template[0] == "GEOSEARCH" and word in template and template[2:] not in REFUSED_SEARCHES
    }
    assert stored == {Key(KEYS - 1)}
    assert ordered == {Key(number) for number in range(KEYS - 1)}


@pytest.mark.parametrize("template", WRONG_ARITIES, ids=repr)
def test_every_wrong_arity_occurs(templates: list[Template], template: Template) -> None:
    assert template in templates
