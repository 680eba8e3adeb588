"""Synthetic disclosure content at the size of the 2014 annual report, for benchmarks and tests."""
