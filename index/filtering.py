"""What a search is limited to, as SQL over the library's articles."""

from __future__ import annotations

import json

from index.passage import Filters


def conditions(filters: Filters) -> tuple[str, list[str]]:
    """Filters as SQL over articles `a`, empty when there are none. Outlets match in any case."""
    parts: list[str] = []
    parameters: list[str] = []
    if filters.outlets:
        parts.append("casefold(a.outlet) IN (SELECT value FROM json_each(?))")
        parameters.append(json.dumps(sorted(name.casefold() for name in filters.outlets)))
    if filters.articles:
        parts.append("a.id IN (SELECT value FROM json_each(?))")
        parameters.append(json.dumps(sorted(filters.articles)))
    for day, comparison in ((filters.after, ">="), (filters.before, "<=")):
        if day:
            parts.append(f"a.published {comparison} ?")
            parameters.append(day.isoformat())
    return " AND ".join(parts), parameters
