"""Faults of places."""

from tests.faulty.endpoints.commands import Command, Envelope, Run, name_of, one_by_one
from tests.faulty.endpoints.faults import Answer, Reference, Request, fault


@fault("redis.geo.model")
async def geopos_answers_latitude_first(request: Request, reference: Reference) -> Answer:
    """GEOPOS answers as maps print it: latitude, longitude."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) != "GEOPOS" or "result" not in envelope:
            return envelope
        return {"result": [place and place[::-1] for place in envelope["result"]]}

    return await one_by_one(request, reference, behave)


@fault("redis.geo.model")
async def geopos_leaves_out_who_is_nowhere(request: Request, reference: Reference) -> Answer:
    """GEOPOS answers the places that there are."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) != "GEOPOS" or "result" not in envelope:
            return envelope
        return {"result": [place for place in envelope["result"] if place]}

    return await one_by_one(request, reference, behave)


@fault("redis.geo.model")
async def geodist_takes_miles_for_kilometres(request: Request, reference: Reference) -> Answer:
    """GEODIST knows metres and kilometres only."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) == "GEODIST" and len(command) == 5:
            command = [*command[:4], "km" if command[4] == "mi" else command[4]]
        return await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.geo.model")
async def the_count_comes_before_the_order(request: Request, reference: Reference) -> Answer:
    """GEOSEARCH sorts the first places that it finds, not all: DESC with COUNT has the nearest."""

    async def behave(command: Command, run: Run) -> Envelope:
        is_search = name_of(command) == "GEOSEARCH"
        if not is_search or "DESC" not in command or "COUNT" not in command:
            return await run(command)
        envelope = await run(["ASC" if word == "DESC" else word for word in command])
        return {"result": envelope["result"][::-1]} if "result" in envelope else envelope

    return await one_by_one(request, reference, behave)


@fault("redis.geo.model")
async def nothing_found_stores_nothing(request: Request, reference: Reference) -> Answer:
    """GEOSEARCHSTORE leaves the destination as it was when it finds nothing."""

    async def behave(command: Command, run: Run) -> Envelope:
        if name_of(command) != "GEOSEARCHSTORE" or len(command) < 3:
            return await run(command)
        words = [word for word in command[2:] if word != "STOREDIST"]
        found = await run(["GEOSEARCH", *words])
        return {"result": 0} if found.get("result") == [] else await run(command)

    return await one_by_one(request, reference, behave)


@fault("redis.geo.model")
async def places_are_added_up_to_the_wrong_one(request: Request, reference: Reference) -> Answer:
    """GEOADD adds place after place, and an invalid one is refused by itself."""

    async def behave(command: Command, run: Run) -> Envelope:
        envelope = await run(command)
        if name_of(command) == "GEOADD" and len(command) == 8 and "error" in envelope:
            await run(command[:5])
        return envelope

    return await one_by_one(request, reference, behave)
