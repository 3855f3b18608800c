"""The look of a timeline in a browser, in light and dark mode.

The classes are the picture's own, so that a page around it is not affected.
"""

from typing import Final

STYLE_SHEET: Final = """
.edgeproof-timeline { color: #1f2328; }
.edgeproof-timeline text {
  font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  fill: currentColor; white-space: pre;
}
.edgeproof-timeline .t-paper { fill: #ffffff; stroke: #d1d9e0; }
.edgeproof-timeline .t-stripe { fill: #f6f8fa; }
.edgeproof-timeline .t-bar { fill: #ddf4ff; stroke: #0969da; stroke-width: 1.25; }
.edgeproof-timeline .t-unanswered { stroke-dasharray: 5 3; }
.edgeproof-timeline .t-impossible .t-bar { fill: #ffebe9; stroke: #cf222e; stroke-width: 2.5; }
.edgeproof-timeline .t-impossible text { fill: #a40e26; font-weight: bold; }
.edgeproof-timeline .t-guide { stroke: #cf222e; stroke-opacity: 0.6; stroke-dasharray: 2 4; }
.edgeproof-timeline .t-tick { stroke: #818b98; }
.edgeproof-timeline text.t-quiet { fill: #59636e; font-size: 11px; }
.edgeproof-timeline .t-order circle { fill: #0969da; }
.edgeproof-timeline .t-order text { fill: #ffffff; font-size: 10px; font-weight: bold; }
@media (prefers-color-scheme: dark) {
  .edgeproof-timeline { color: #f0f6fc; }
  .edgeproof-timeline .t-paper { fill: #0d1117; stroke: #3d444d; }
  .edgeproof-timeline .t-stripe { fill: #151b23; }
  .edgeproof-timeline .t-bar { fill: #10305c; stroke: #58a6ff; }
  .edgeproof-timeline .t-impossible .t-bar { fill: #4d1519; stroke: #ff7b72; }
  .edgeproof-timeline .t-impossible text { fill: #ffb1a8; }
  .edgeproof-timeline .t-guide { stroke: #ff7b72; }
  .edgeproof-timeline text.t-quiet { fill: #9198a1; }
  .edgeproof-timeline .t-order circle { fill: #79c0ff; }
  .edgeproof-timeline .t-order text { fill: #0d1117; }
}
"""
