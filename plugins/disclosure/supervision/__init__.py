"""Supervision and appraisal (监督考核) of the units: volume, timeliness, last publication, stale columns.

    assessment → supervision_pages    numbers from the catalogue and the register of requests → tables, CSV files
    register_figures                  rows of the registers of official acts → how many, how many late, how many missing
"""
