"""Shared by the rooms that link: vectors of meaning, pairs, groups out of judgements."""
