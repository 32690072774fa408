"""Pure functions on strings: views of one length, spans, numerals, cuts."""
