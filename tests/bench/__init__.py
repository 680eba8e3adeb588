"""Benchmarks at real sizes: ``make bench SCALE=1.0`` prints every table.

    queries ──▶ reading ──▶ tables      what a reader waits for and loads (browsers, probe.js)
    builds  ─────────────▶              what the webmaster's machine does
"""
