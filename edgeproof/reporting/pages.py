"""Pages and pictures that are made of the templates beside this file."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


@cache
def _environment() -> Environment:
    # Everything is escaped, whatever the name of its template: what is shown may come from anybody.
    return Environment(
        loader=PackageLoader("edgeproof.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(template: str, **values: object) -> str:
    """The template of that name with the values in it, each escaped for HTML, SVG or XML."""
    return _environment().get_template(template).render(values)
