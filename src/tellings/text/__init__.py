"""Pure functions on strings: folding, words, shingles. No records, no input or output."""
