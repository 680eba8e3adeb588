"""Templates of a site's own: what of them no page would ever show is told, with file and line.

A file whose name is misspelt, and a block that the template below does not have, are left out by Jinja without a word.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from ..model.folders import PROJECT
from ..model.problems import did_you_mean, shown_path

OWN_THEME = PROJECT / "theme" / "templates"
THEME_MARK = "!theme/"
"""Prefix by which Pelican finds the theme's own template where an override has the same name."""
_FOREIGN = "!"
"""Prefix of templates that are neither the theme's nor overrides, such as `!simple/`."""
_TEMPLATE_FILE = re.compile(r"\.(?:html?|xhtml|jinja2?|j2)(?:\.|$)", re.IGNORECASE)
_NAMING = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
"""Nodes that name another template."""


@dataclass
class Template:
    """A template as it was parsed."""

    path: str
    tree: nodes.Template | None = None
    parent: str | None = None
    """The template that it extends; '' where the name is computed, None where it extends none."""
    blocks: set[str] = field(default_factory=set)


class Templates:
    """The templates of a theme, and those in folders that override them."""

    def __init__(self, theme: str, overrides: Sequence[str], options: Mapping[str, Any]) -> None:
        self.faults: list[str] = []
        self._environment = Environment(**options)
        self._theme = {name: Template(path) for name, path in _files(theme)}
        self._given = [{name: Template(path) for name, path in _files(place)} for place in overrides]
        self._own = {name: template for found in reversed(self._given) for name, template in found.items()}
        for template in [*self._theme.values(), *(one for found in self._given for one in found.values())]:
            self._parse(template)

    def _parse(self, template: Template) -> None:
        try:
            template.tree = self._environment.parse(Path(template.path).read_text(encoding="utf-8"))
        except TemplateSyntaxError as error:
            self.faults.append(f"{shown_path(template.path)}:{error.lineno}: 模板的写法不对（{error.message}）；改正这一行，或者照软件的 theme/templates 里的同名文件写")
            return
        except UnicodeDecodeError:
            self.faults.append(f"{shown_path(template.path)}: 模板不是 UTF-8 编码；另存为 UTF-8")
            return
        except OSError as error:
            self.faults.append(f"{shown_path(template.path)}: 模板读不出来（{error.strerror}）；检查文件权限")
            return
        template.blocks = {block.name for block in template.tree.find_all(nodes.Block)}
        if (extends := next(template.tree.find_all(nodes.Extends), None)) is not None:
            template.parent = _constant(extends.template) or ""

    def find(self, name: str) -> Template | None:
        """Return the template that a name leads to, or None."""
        if name.startswith(THEME_MARK):
            return self._theme.get(name.removeprefix(THEME_MARK))
        return self._own.get(name) or self._theme.get(name)

    def names(self) -> set[str]:
        """Return the names that other templates may use."""
        return {*self._own, *self._theme}

    def used(self) -> set[str]:
        """Return the names that templates use."""
        trees = [one.tree for one in [*self._theme.values(), *self._own.values()] if one.tree is not None]
        return {name for tree in trees for node in tree.find_all(_NAMING) for name in _named(node)}

    def unused(self, known: Iterable[str], named_by_pages: Iterable[str]) -> Iterator[str]:
        """Yield each file that no page and no other template shows. `known` are the templates of which the site is made."""
        known = [*known]
        for name, template in self._own.items():
            if name not in known and name not in self._theme and name not in self.used() and name not in named_by_pages:
                guess = _guess(name, known)
                remedy = f"{guess}改好文件名，或者移走" if guess else "改成软件的 theme/templates 里有的名字，或者在一个页面的表头写上“Template: 名字”，或者移走"
                yield f"{shown_path(template.path)}: 没有网页会用模板“{name}”，它不起作用；{remedy}"

    def unshown(self) -> Iterator[str]:
        """Yield what templates say that no page shows: unknown blocks, words outside blocks, names that lead nowhere."""
        for template in [*self._theme.values(), *(one for found in self._given for one in found.values())]:
            if template.tree is not None:
                yield from self._misnamed(template)
                yield from self._outside(template)

    def _misnamed(self, template: Template) -> Iterator[str]:
        for node in template.tree.find_all(_NAMING):
            for name in _named(node):
                place = f"{shown_path(template.path)}:{node.lineno}"
                if isinstance(node, nodes.Extends) and self.find(name) is template:
                    yield f"{place}: 模板以自己为底（{{% extends \"{name}\" %}}），生成不了；写成 {{% extends \"{THEME_MARK}{name}\" %}}"
                elif not (getattr(node, "ignore_missing", False) or (name.startswith(_FOREIGN) and not name.startswith(THEME_MARK))) and self.find(name) is None:
                    guess = _guess(name, [f"{THEME_MARK}{one}" for one in self._theme] if name.startswith(THEME_MARK) else self.names())
                    yield f"{place}: 没有模板“{name}”；{guess or '改正名字'}"

    def _outside(self, template: Template) -> Iterator[str]:
        """Yield blocks that nothing below has, and words that stand outside of blocks in a template that extends another."""
        if not template.parent or (below := self._below(template)) is None:
            return
        known = set().union(*(one.blocks for one in below))
        for block in _outermost(template.tree):
            if block.name not in known:
                yield f"{shown_path(template.path)}:{block.lineno}: 底下的模板“{template.parent}”没有 block“{block.name}”，里面写的不会显示；{did_you_mean(block.name, known) or '可以用的有：' + '、'.join(sorted(known))}"
        started = False
        for node in template.tree.body:
            started |= isinstance(node, nodes.Extends)
            if started and isinstance(node, nodes.Output) and (words := next((one for one in node.nodes if not isinstance(one, nodes.TemplateData) or one.data.strip()), None)):
                line = words.lineno + (_blank_lines(words.data) if isinstance(words, nodes.TemplateData) else 0)
                yield f"{shown_path(template.path)}:{line}: 写在 block 外面的不会显示；移到一个 block 里面"

    def _below(self, template: Template) -> list[Template] | None:
        """Return the templates that one extends, nearest first; None where that cannot be known or is told otherwise."""
        found: list[Template] = []
        while template.parent is not None:
            if not template.parent or (below := self.find(template.parent)) is None or below.tree is None or below in found or below is template:
                return None
            found.append(below)
            template = below
        return found


def template_faults(theme: str, overrides: Sequence[str], options: Mapping[str, Any], page_folders: Iterable[str]) -> list[str]:
    """Return what of a site's own theme and templates no page would show. The folders are there. `page_folders` have pages that may name a template."""
    templates_of_theme = os.path.join(theme, "templates")
    if not overrides and os.path.realpath(templates_of_theme) == os.path.realpath(OWN_THEME):
        return []  # the tests look at the software's own
    templates = Templates(templates_of_theme, overrides, options)
    known = [name for name, _ in _files(str(OWN_THEME))]
    unused = [*templates.unused(known, ())]
    if unused:
        unused = [*templates.unused(known, {f"{name}.html" for name in _named_by_pages(page_folders)})]
    return [*templates.faults, *unused, *templates.unshown()]


def _files(folder: str) -> Iterator[tuple[str, str]]:
    """Yield name and path of each file of a folder that is a template or looks like one."""
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if _TEMPLATE_FILE.search(name) and not name.startswith("."):
                path = os.path.join(base, name)
                yield os.path.relpath(path, folder).replace(os.sep, "/"), path


def _named_by_pages(folders: Iterable[str]) -> set[str]:
    """Return the templates that headers of pages name, drafts too."""
    found = set()
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                with path.open("rb") as file:
                    found |= {match[1].decode("utf-8", "replace") for match in re.finditer(rb"(?im)^\s*template\s*:\s*(\S+)", file.read(20_000))}
    return found


def _constant(node: nodes.Node) -> str | None:
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else None


def _named(node: Any) -> list[str]:
    """Return the names that a node gives; nothing of a name that is computed, or of a choice of several."""
    name = _constant(node.template)
    return [name] if name else []


def _guess(name: str, known: Iterable[str]) -> str:
    """Return “是不是…？” with the nearest name. Folders and endings, which all share, say nothing of likeness."""
    known = list(known)
    by_stem = {_stem(one): one for one in sorted(known, key=lambda one: (one.count("/") != name.count("/"), one), reverse=True)}
    near = did_you_mean(_stem(name), by_stem)
    return f"是不是“{by_stem[near[4:-2]]}”？" if near else ""


def _stem(name: str) -> str:
    return name.rpartition("/")[2].partition(".")[0].casefold()


def _outermost(node: nodes.Node) -> Iterator[nodes.Block]:
    """Yield the blocks that stand in no other block."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Block):
            yield child
        else:
            yield from _outermost(child)


def _blank_lines(text: str) -> int:
    return text[: len(text) - len(text.lstrip())].count("\n")
