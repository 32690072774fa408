"""Query execution: matching, scoring, collecting the best, counting."""
