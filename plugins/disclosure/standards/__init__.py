"""The basic-level standards of disclosure (基层政务公开标准目录): what must be public in each area, and where it is on this site.

    places       a cell of the register → a place of this site: a list, a page, a register, items by a rule
    directory    rows of an area → its page; all areas → the index
    checks       rows of unknown areas, places that are unclear, what is not found on the site

The register `standards` has a row for each matter. Areas are the setting DISCLOSURE_STANDARD_AREAS. An area without rows
has no page; the index names it.
"""
