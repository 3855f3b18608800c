"""What is to be said of one law: on a terminal, and as a page of the documentation."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from rich.console import Console
from rich.text import Text

from edgeproof.laws import Law
from edgeproof.laws.faults import Demonstration, FaultyDeployment, all_demonstrations
from edgeproof.reporting.escaping import as_sentence, fenced

KINDS: Final = {"worker": "a worker", "endpoint": "a Redis REST endpoint"}
LANGUAGES: Final = {"worker": "javascript", "endpoint": "python"}

VARIABLES: Final = (
    "Set the variables to the deployment's; `edgeproof up` prints those of the embedded stack."
)


class Part(NamedTuple):
    """A heading, sentences below it, and perhaps code, in lines, with its language."""

    heading: str
    sentences: tuple[str, ...]
    code: tuple[str, ...] = ()
    language: str = ""


def parts_of(law: Law) -> Iterator[Part]:
    """What there is to say of a law, its statement aside.

    The commands are left out if the suites have not been run against the faulty deployment yet.
    """
    yield Part("Why it matters", (law.why,))
    yield Part("Source", tuple(_source(law)))
    found = all_demonstrations()
    demonstration = found.laws.get(law.id)
    if demonstration is not None:
        yield _fault(demonstration.fault, found.faults[demonstration.fault])
        if demonstration.curl:
            yield _commands(demonstration)


def _source(law: Law) -> Iterator[str]:
    names = f"{law.source_names[0].upper()}{law.source_names[1:]}"
    yield f"{names} ({law.section})." if law.section else f"{names}."
    if law.needs:
        needs = ", ".join(f"`{name}`" for name in law.needs)
        yield f"A deployment without the capability {needs} is unsupported, not broken."


def _fault(name: str, fault: FaultyDeployment) -> Part:
    start = f"In a checkout, `edgeproof up --worker {fault.file}` starts it."
    return Part(
        "Smallest faulty deployment",
        (
            f"`{name}`, {KINDS[fault.kind]} in `{fault.file}`: {fault.description}",
            *([start] if fault.kind == "worker" else []),
        ),
        code=fault.code,
        language=LANGUAGES[fault.kind],
    )


def _commands(demonstration: Demonstration) -> Part:
    return Part(
        "Commands that show it there",
        (f"Seen: {demonstration.seen}", VARIABLES),
        code=demonstration.curl,
        language="sh",
    )


def print_explanation(law: Law, console: Console) -> None:
    """Print all of it; code is neither wrapped nor coloured, for it is pasted elsewhere."""
    console.rule(f"[bold]{law.id}[/]  [dim]{law.level}[/]", align="left")
    console.print(Text(law.statement))
    for part in parts_of(law):
        console.print()
        console.print(Text(part.heading, style="bold"))
        for sentence in part.sentences:
            console.print(Text(sentence))
        if part.code:
            console.print()
        for line in part.code:
            console.print(Text(f"  {line}".rstrip()), soft_wrap=True)


def explanation_as_markdown(law: Law) -> str:
    """A page on the law, under its id as the heading."""
    blocks = [f"# {law.id}", f"**{law.level}**: {law.statement}"]
    for part in parts_of(law):
        blocks += [f"## {part.heading}", *map(as_sentence, part.sentences)]
        if part.code:
            blocks.append(fenced(part.code, part.language))
    return "\n\n".join(blocks) + "\n"
