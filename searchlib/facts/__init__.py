"""Facts about the world that no single text states: countries and their names, the tag of cache folders."""
