"""Benchmarks at real sizes: ``make bench SCALE=1.0`` prints every table.

    builds ──▶ output/ ──▶ queries ──▶ reading     what a reader waits for and loads (browsers.py, probe.js)
      │                       └──────▶ peers       Pagefind and lunr on the same documents
      └──▶ catalogue ──▶ documents ──▶ exactness   found against grep
    people.json, documents ──▶ questions ──▶ people   the search page and other rankings, judged by right results

TABLES="cold reading" builds only once and prints only these tables, for SCALE=10.
"""
