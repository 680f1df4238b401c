"""Invented reports: a world, stories with a life of their own, and newsrooms that tell, copy, rewrite and credit."""
