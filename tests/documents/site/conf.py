"""What Sphinx is to make of the pages (see `__main__`)."""

from edgeproof.version import VERSION

project = "edgeproof"
author = "the edgeproof developers"
release = VERSION
html_title = "edgeproof"

extensions = ["myst_parser"]
root_doc = "index"
nitpicky = True

# Anchors are those that GitHub makes, so that a link leads to the same heading in both places.
myst_heading_anchors = 4

html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_copyright = False
# Texts are shown as they are written: `--law` is no dash.
smartquotes = False
pygments_style = "default"
pygments_dark_style = "github-dark"
