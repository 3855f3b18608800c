"""The page as a whole: its templates, its styles and script, and what a browser may do."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from edgeproof.reporting.deviations import deviation_notes
from edgeproof.reporting.document import Result
from edgeproof.reporting.html.evidence import exchange_views, history_view
from edgeproof.reporting.html.figures import duration, per_second
from edgeproof.reporting.html.laws import counts_by_suite, law_groups
from edgeproof.reporting.html.load import load_views
from edgeproof.reporting.html.overview import (
    by_support,
    consistency_rows,
    facts,
    needed_by,
    reason,
    variables,
)
from edgeproof.reporting.html.texts import exact, href, sentence, visible

_STYLE_SHEETS: Final = ("style.css", "laws.css", "pictures.css")
_SCRIPT: Final = "report.js"


def as_html(result: Result) -> str:
    """The report of a result as one HTML document, without a byte from anywhere else.

    Nothing in the result is trusted: it is text wherever it stands, pictures are drawn anew, and
    the document's own policy (CSP) lets no other style and no other script run.
    """
    style = "\n".join(map(_asset, _STYLE_SHEETS))
    script = _asset(_SCRIPT)
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            result=result,
            style=Markup(style),  # noqa: S704  (of this package)
            script=Markup(script),  # noqa: S704  (likewise)
            policy=_policy(style, script),
            reason=reason(result),
            facts=facts(result),
            consistency=consistency_rows(result.consistency),
            counts=counts_by_suite(result.laws),
            capabilities=by_support(result.capabilities),
            notes=deviation_notes(result.laws),
            groups=law_groups(result.laws),
            variables=variables(result),
            loads=load_views(result.load),
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("edgeproof.reporting.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        duration=duration,
        exact=exact,
        exchanges=exchange_views,
        history=history_view,
        href=href,
        needed_by=needed_by,
        per_second=per_second,
        sentence=sentence,
        visible=visible,
    )
    return environment


@cache
def _asset(name: str) -> str:
    return (files(__package__) / "assets" / name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    """The Content-Security-Policy: this style and this script run, and nothing is fetched."""
    return (
        f"default-src 'none'; style-src {_source(style)}; script-src {_source(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _source(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
