"""The page as a whole: its templates, its styles and script, and what a browser may do."""

from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment
from markupsafe import Markup

from edgeproof.reporting.deviations import deviation_notes
from edgeproof.reporting.document import Result
from edgeproof.reporting.escaping import visible
from edgeproof.reporting.findings import findings_of
from edgeproof.reporting.html.evidence import exchange_views, history_view
from edgeproof.reporting.html.figures import duration, per_second
from edgeproof.reporting.html.laws import law_groups
from edgeproof.reporting.html.load import load_views
from edgeproof.reporting.html.overview import (
    by_support,
    consistency_rows,
    facts,
    needed_by,
    variables,
)
from edgeproof.reporting.load.words import capacity_words, seen_words
from edgeproof.reporting.page_texts import exact, href, sentence
from edgeproof.reporting.pages import environment_of, policy
from edgeproof.reporting.summary import counts_by_suite, reason_of

_STYLE_SHEETS: Final = ("style.css", "laws.css", "pictures.css")
_SCRIPT: Final = "report.js"


def as_html(result: Result) -> str:
    """The report of a result as one HTML document that loads nothing from elsewhere.

    Nothing in the result is trusted: it is shown as text, pictures are drawn anew, and the
    document's own policy (CSP) allows no other style and no other script.
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
            policy=policy(style, script),
            reason=reason_of(result),
            facts=facts(result),
            findings=findings_of(result.laws),
            anchors={law.id: f"law-{place}" for place, law in enumerate(result.chosen)},
            consistency=consistency_rows(result.consistency),
            counts=counts_by_suite(result.chosen),
            capabilities=by_support(result.capabilities),
            notes=deviation_notes(result.laws),
            groups=law_groups(result.chosen),
            variables=variables(result),
            loads=load_views(result.load),
        )
    )


@cache
def _environment() -> Environment:
    environment = environment_of("edgeproof.reporting.html")
    environment.filters.update(
        capacity_words=capacity_words,
        duration=duration,
        exact=exact,
        exchanges=exchange_views,
        history=history_view,
        href=href,
        needed_by=needed_by,
        per_second=per_second,
        seen_words=seen_words,
        sentence=sentence,
        visible=visible,
    )
    return environment


@cache
def _asset(name: str) -> str:
    return (files(__package__) / "assets" / name).read_text("utf-8")
