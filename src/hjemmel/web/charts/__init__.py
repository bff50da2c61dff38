"""Charts: one Vega-Lite description gives SVG on the page. Each has a title, a description and a table beside it."""
