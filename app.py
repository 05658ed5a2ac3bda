"""The program as a page: opens the door, then builds the assistant and lays out the page behind it.

What a visitor meets (page, iframe, JSON) is in `assistant/page/`; this file only puts it together.
"""

from __future__ import annotations

from assistant.settings import Settings


def serve(settings: Settings) -> None:
    """Serve the page until interrupted. The port listens at once, whatever has still to load."""
    from assistant.page.serving import announce, listen, run

    door = listen(settings.host, settings.port)
    announce(settings.title, door)

    from assistant.page.counter import Counter
    from assistant.page.site import make_site

    counter = Counter(settings)
    counter.open_soon()
    run(make_site(settings, counter), door)


if __name__ == "__main__":
    from assistant.settings import load_settings, quiet_libraries

    quiet_libraries()
    serve(load_settings())
