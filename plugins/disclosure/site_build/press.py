"""The press: it renders a page from a site, a context and a template of the theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jinja2 import Environment

from ..pages.fragments import Fragments
from ..pages.frame import site_frame
from ..pages.site import Site


@dataclass(frozen=True, slots=True)
class Output:
    """A file to write: `text`, or `data`, or a copy of `source`, a file of the content folder that was checked when it had this `sha256`."""

    path: str
    text: str = ""
    source: str = ""
    sha256: str = ""
    data: bytes = b""


class Press:
    """Renders pages of a site with a Jinja environment. Each process has its own."""

    def __init__(self, site: Site, environment: Environment, template_globals: dict[str, Any]) -> None:
        self.site = site
        # Globals of the environment, not of each template: only then does Jinja cache imported macros.
        environment.globals.update(template_globals | site_frame(site) | {"fragment": Fragments()})
        environment.auto_reload = False
        self._environment = environment

    def page(self, path: str, template: str, context: dict[str, Any]) -> Output:
        """Render the page at `path` with a template, named without `.html`."""
        loaded = self._environment.get_template(template + ".html")
        return Output(path, loaded.render(context))
