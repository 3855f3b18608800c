"""Pages and pictures made from templates."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


def environment_of(package: str) -> Environment:
    """The environment for the templates of a package. The values may come from anybody.

    So all of them are escaped, whatever the name of the template.
    """
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def _environment() -> Environment:
    return environment_of("edgeproof.reporting")


def render(template: str, **values: object) -> str:
    """The template with that name, filled with the values, each escaped for HTML, SVG or XML."""
    return _environment().get_template(template).render(values)


def style_of(*names: str) -> dict[str, str]:
    """The style sheets with those names as `style`, and the `policy` of a page without a script."""
    templates = files("edgeproof.reporting") / "templates"
    style = Markup("\n".join((templates / name).read_text("utf-8") for name in names))  # noqa: S704  (of this package)
    return {"style": style, "policy": policy(style, "")}


def policy(style: str, script: str) -> str:
    """The Content-Security-Policy: this style and this script may run, and nothing is fetched."""
    return (
        f"default-src 'none'; style-src {_source(style)}; script-src {_source(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _source(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
