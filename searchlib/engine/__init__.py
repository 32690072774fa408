"""The only code that stores or matches: engines behind one narrow protocol."""
