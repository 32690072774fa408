"""The folder of a built index: one generation visible at a time, made known by ``meta.json``.

A build writes a new generation folder beside the old one, seals it with a manifest of sizes and checksums,
and then replaces ``meta.json`` in one step; readers see the old index or the new one, never a mixture. One
build runs at a time. Nothing in the folder that a build did not put there is ever written over or removed.
"""
