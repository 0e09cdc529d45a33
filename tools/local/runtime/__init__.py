"""Runs generated pipeline notebooks on this machine, over plain Spark and Delta."""
