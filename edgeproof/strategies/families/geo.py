"""Places: GEOADD with its options, and all commands that measure and search places."""

from hypothesis import strategies as st

from edgeproof.strategies.grammar import (
    KEYS,
    Family,
    Key,
    Template,
    Templates,
    Values,
    Word,
    command,
    keys,
    several,
    weighted,
    with_rest,
)

_Words = tuple[Word, ...]
Position = tuple[str, str]

PLACES: dict[str, tuple[Position, Position]] = {
    "Palermo": (("13.361389", "38.115556"), ("13.583333", "37.316667")),
    "Catania": (("15.087269", "37.502669"), ("16.25", "38.4")),
    "Roma": (("12.5", "41.9"), ("9.19", "45.46")),
    "Reykjavík": (("-21.93", "64.14"), ("-18.1", "65.68")),
    "": (("-58.38", "-34.6"), ("-56.2", "-34.9")),
    "日付変更線": (("179.5", "-16.5"), ("-175.2", "-21.1")),
    "null": (("0.1", "0.1"), ("-0.19", "5.55")),
}
"""Members, each with two positions (longitude, latitude) that no other member ever has, so that no
two are at the same distance from anywhere."""

CENTRES: tuple[Position, ...] = (("15", "37"), ("0", "0"), ("-20", "64.5"), ("-170", "-80"))
"""The centres of searches."""

UNITS = ("m", "km", "ft", "mi")

RADII: tuple[tuple[Word, str], ...] = (
    *((1, "m"), ("0.5", "mi"), (280_000, "m"), ("480", "km"), (3_050_000, "ft"), (1400, "mi")),
    (3500, "km"),
)
"""The radii of searches. No place is near the edge of any, so that rounding decides nothing."""

BOXES: tuple[tuple[Word, Word, str], ...] = (
    *((560, 560, "km"), (460_000, "150000.5", "m"), (1400, 3000, "km"), (900, 300, "mi")),
    (20_000, 3_000_000, "ft"),
)
"""Widths and heights; their edges are equally far from all places."""

REFUSED_POSITIONS: tuple[tuple[Word, Word], ...] = (
    *(("180.001", 1), ("-181", 1), (1, "85.06"), (1, -86), (1000, 1000)),
    *(("abc", 1), (1, "abc"), ("", 1), ("nan", 1), (1, "inf")),
)
"""Beyond the Mercator projection, and texts that are not numbers."""

ADD_OPTIONS: tuple[_Words, ...] = ((), ("NX",), ("XX",), ("CH",), ("NX", "CH"), ("CH", "XX"))

REFUSED_ADDS: tuple[_Words, ...] = (
    ("NX", "XX", 1, 1, "Roma"),
    ("LT", 1, 1, "Roma"),
    ("INCR", 1, 1, "Roma"),
    (1, 1, "Roma", 2),
    (1, 1, "Roma", 2, 2),
    *((1, 2, "Roma", *position, "null") for position in REFUSED_POSITIONS),
)
"""What GEOADD refuses; one wrong place also discards the places before it."""

FROM_ROMA: _Words = ("FROMMEMBER", "Roma")
WITHIN: _Words = ("BYRADIUS", 3500, "km")

REFUSED_SEARCHES: tuple[_Words, ...] = (
    (*FROM_ROMA, "FROMLONLAT", 1, 1, *WITHIN),
    (*FROM_ROMA, *WITHIN, "BYBOX", 100, 100, "km"),
    (*FROM_ROMA, "ASC", "COUNT", 1, "DESC"),
    (*WITHIN, "ASC", "COUNT", 1),
    ("FROMLONLAT", 181, 1, *WITHIN),
    ("FROMLONLAT", "abc", 1, *WITHIN),
    *(("FROMLONLAT", 1, 1, "BYRADIUS", radius, "km") for radius in (-1, "abc", "")),
    *(("FROMLONLAT", 1, 1, "BYBOX", *sides, "km") for sides in ((-1, 100), (100, -1), (1, "abc"))),
    ("FROMLONLAT", 1, 1, "BYRADIUS", 1, "parsec"),
    ("FROMLONLAT", 1, 1, "BYBOX", 1, "km", "ASC"),
    *(("FROMLONLAT", 1, 1, *WITHIN, "COUNT", count) for count in (0, -1, "abc")),
    ("FROMLONLAT", 1, 1, *WITHIN, "COUNT"),
    ("FROMLONLAT", 1, 1, *WITHIN, "ANY"),
    ("FROMLONLAT", 1, 1, *WITHIN, "NOOPTION"),
)
"""What a search refuses; COUNT with ANY, which may answer any places, is never drawn."""

WRONG_ARITIES: tuple[Template, ...] = (
    ("GEOADD", Key(0), 1, 1),
    ("GEOADD", Key(0), "NX"),
    ("GEOPOS",),
    ("GEOHASH",),
    ("GEODIST", Key(0), "Roma"),
    ("GEODIST", Key(0), "Roma", "Palermo", "m", "km"),
    ("GEOSEARCH", Key(0), "FROMLONLAT", 1, 1),
    ("GEOSEARCHSTORE", Key(1), Key(0), "FROMLONLAT", 1, 1),
)

members = st.sampled_from((*PLACES, "nowhere"))


def _places() -> st.SearchStrategy[_Words]:
    """Up to three members, each at one of its positions."""
    place = st.sampled_from([(*at, member) for member, both in PLACES.items() for at in both])
    places = st.lists(place, min_size=1, max_size=3)
    return places.map(lambda drawn: tuple(word for place in drawn for word in place))


_searched = st.integers(0, KEYS - 2).map(Key)
"""Keys in which distances are never stored: read as places, these would all be at the same spot."""


def _stored_from(options: st.SearchStrategy[_Words]) -> Templates:
    """GEOSEARCHSTORE; if it stores distances, it always stores them into the same key."""
    places = with_rest(command("GEOSEARCHSTORE", keys, _searched), options)
    distances = with_rest(command("GEOSEARCHSTORE", Key(KEYS - 1), _searched), options)
    return st.one_of(places, distances.map(lambda drawn: (*drawn, "STOREDIST")))


@st.composite
def _search(draw: st.DrawFn, *, withs: tuple[str, ...] = (), is_ordered: bool = True) -> _Words:
    """From where, how far and how to answer, in any order."""
    member = st.tuples(st.just("FROMMEMBER"), members)
    position = st.sampled_from(CENTRES).map(lambda at: ("FROMLONLAT", *at))
    radius = st.sampled_from(RADII).map(lambda far: ("BYRADIUS", *far))
    box = st.sampled_from(BOXES).map(lambda sides: ("BYBOX", *sides))
    choices: list[_Words] = [draw(st.one_of(member, position)), draw(st.one_of(radius, box))]
    choices += [(word,) for word in withs if draw(st.booleans())]
    order = draw(st.sampled_from(("", "ASC", "DESC"))) if is_ordered else ""
    count = draw(st.sampled_from((0, 0, 1, 2, 10))) if is_ordered else 0
    choices += [(order,)] if order else []
    choices += [("COUNT", count)] if count else []
    return tuple(word for choice in draw(st.permutations(choices)) for word in choice)


def _geo_templates(values: Values) -> Templates:
    add = command("GEOADD", keys)
    additions = st.tuples(st.sampled_from(ADD_OPTIONS), _places())
    several_members = several(members, least=0, most=4)
    unit = st.sampled_from(((), *((unit,) for unit in (*UNITS, "parsec"))))
    search = command("GEOSEARCH", _searched)
    refused = st.sampled_from(REFUSED_SEARCHES)
    flags = ("WITHCOORD", "WITHDIST", "WITHHASH")
    return weighted(
        (8, with_rest(add, additions.map(lambda drawn: drawn[0] + drawn[1]))),
        (1, with_rest(add, st.sampled_from(REFUSED_ADDS))),
        (2, with_rest(command("GEOPOS", keys), several_members)),
        (2, with_rest(command("GEOHASH", keys), several_members)),
        (3, with_rest(command("GEODIST", keys, members, members), unit)),
        (5, with_rest(search, _search(withs=flags))),
        (1, with_rest(command("GEOSEARCH", keys), _search(withs=flags, is_ordered=False))),
        (1, with_rest(command("GEOSEARCH", keys), refused)),
        (4, _stored_from(_search())),
        (1, _stored_from(refused)),
        (1, st.sampled_from(WRONG_ARITIES)),
        # Now and then a key of another type, until it ends.
        (1, command(st.sampled_from(("SET", "RPUSH")), keys, values)),
        (1, command("DEL", keys)),
    )


_SEARCH_SAMPLES: tuple[_Words, ...] = (
    *((*FROM_ROMA, "BYRADIUS", *far, "ASC") for far in RADII),
    *((*FROM_ROMA, "BYBOX", *sides, "DESC") for sides in BOXES),
    *(("FROMLONLAT", *centre, *WITHIN, "ASC") for centre in CENTRES),
    *(("FROMLONLAT", 15, 37, *WITHIN, *rest) for rest in (("COUNT", 1), ("DESC", "COUNT", 2))),
    ("FROMMEMBER", "nowhere", *WITHIN),
)

_GEO_SAMPLES: tuple[Template, ...] = (
    *(
        ("GEOADD", Key(0), *options, "9.19", "45.46", "Roma", "0.1", "0.1", "null")
        for options in ADD_OPTIONS
    ),
    *(("GEOADD", Key(0), *words) for words in REFUSED_ADDS),
    *(
        (name, Key(0), *named)
        for name in ("GEOPOS", "GEOHASH")
        for named in ((), ("Roma",), ("nowhere",), ("Palermo", "nowhere", "Roma", "Palermo"))
    ),
    ("GEODIST", Key(0), "Roma", "Palermo"),
    *(("GEODIST", Key(0), "Roma", "Palermo", unit) for unit in (*UNITS, "parsec")),
    *(("GEODIST", Key(0), "Roma", "Roma"), ("GEODIST", Key(0), "Roma", "nowhere")),
    *(("GEOSEARCH", Key(0), *words) for words in (*_SEARCH_SAMPLES, *REFUSED_SEARCHES)),
    ("GEOSEARCH", Key(0), *FROM_ROMA, *WITHIN, "WITHCOORD", "WITHDIST", "WITHHASH", "ASC"),
    *(
        ("GEOSEARCH", Key(0), *FROM_ROMA, "BYRADIUS", 1400, "mi", flag)
        for flag in ("WITHCOORD", "WITHDIST", "WITHHASH", "STOREDIST")
    ),
    *(
        ("GEOSEARCHSTORE", Key(1), Key(0), *FROM_ROMA, *rest)
        for rest in (
            WITHIN,
            (*WITHIN, "STOREDIST"),
            ("BYBOX", 900, 300, "mi", "COUNT", 1, "STOREDIST"),
            (*WITHIN, "DESC", "COUNT", 2),
            (*WITHIN, "WITHDIST"),
        )
    ),
    ("GEOSEARCHSTORE", Key(0), Key(0), *FROM_ROMA, "BYRADIUS", 480, "km"),
    ("GEOSEARCHSTORE", Key(1), Key(0), "FROMLONLAT", -170, -80, "BYRADIUS", 1, "m"),
    ("GEOSEARCHSTORE", Key(1), Key(0), "FROMMEMBER", "nowhere", *WITHIN),
    ("GEOSEARCHSTORE", Key(0), Key(1), "FROMLONLAT", 15, 37, *WITHIN),
    *WRONG_ARITIES,
)

GEO = Family(
    name="geo",
    commands=("GEOADD", "GEOPOS", "GEODIST", "GEOHASH", "GEOSEARCH", "GEOSEARCHSTORE"),
    options=(
        *("NX", "XX", "CH", *UNITS, "FROMMEMBER", "FROMLONLAT", "BYRADIUS", "BYBOX", "ASC"),
        *("DESC", "COUNT", "WITHCOORD", "WITHDIST", "WITHHASH", "STOREDIST"),
    ),
    templates=_geo_templates,
    samples=_GEO_SAMPLES,
    states=("no key", "some places", "places that end", "places and a text", "a list"),
)
