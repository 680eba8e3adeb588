"""Mutants: the code changed in one small place at a time, to see whether a test notices.

`python -m tests.mutants` changes the modules of `targets.py` in a copy of the project and runs the
tests that are meant to protect each. A change that no test notices is a survivor: it
becomes a new test, or an entry of `equivalent.toml` that says why it changes nothing.

    targets             which modules, and which tests protect them
    mutant              one change, as it is shown and listed
    python_mutants      changes of Python modules: cosmic-ray's operators, and entries left out of tables
    javascript_mutants  changes of scripts: StrykerJS's instrumenter (instrument.mjs)
    copy                the copy of the project that is changed
    trial               one run of tests in a process of its own, ended when it takes too long
    equivalent          changes that are known to change nothing
"""
