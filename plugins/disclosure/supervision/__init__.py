"""Supervision and appraisal (监督考核) of the units: volume, timeliness, last publication, stale columns.

    assessment → supervision_pages    numbers from the catalogue and the register of requests → tables, CSV files
"""
