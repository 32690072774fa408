"""From a query to documents: matching, scoring, collecting the best, counting."""
