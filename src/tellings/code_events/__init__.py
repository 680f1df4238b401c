"""Annotations in, coded events out: one module per coding scheme (plover), and what they share."""
