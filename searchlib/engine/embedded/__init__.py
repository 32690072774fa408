"""The default engine: a Whoosh index whose postings are memory-mapped arrays.

Reading (``engine`` and what it imports) needs NumPy only; writing adds Whoosh's schema, codec and writer.
"""
