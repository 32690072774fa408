"""The engine for collections that outgrow one machine: an index that lives in an OpenSearch cluster.

It answers as the embedded engine does: the same clauses, totals, order and scores, or one clear error. The
folder of a generation holds ``remote.json``, which names the indices of the cluster, in place of the arrays.

* ``encoding``, ``mapping``: how strings and fields are written
* ``rows``, ``bulk``, ``writer``, ``upkeep``: from batches of clauses to indices, and their removal
* ``connection``, ``completeness``, ``cluster``: requests, and which answers are believed
* ``compiler``, ``selection``: from a query to one of OpenSearch
* ``statistics``, ``ranking``: exact scores; ``counting``: tallies and completions
* ``engine``: the open index
"""
