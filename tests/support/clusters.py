"""The engines that the contract suite runs on, those in a cluster only where one is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CLUSTER_URL = os.environ.get("SEARCHLIB_TEST_OPENSEARCH", "")
"""Addresses of the nodes of a cluster for tests; `make test-cluster` starts one."""

NO_CLUSTER = "no OpenSearch: set SEARCHLIB_TEST_OPENSEARCH or run `make test-cluster`"

needs_cluster = pytest.mark.skipif(not CLUSTER_URL, reason=NO_CLUSTER)


def in_cluster(index: Path, shards: int = 3, replicas: int = 0) -> None:
    """Say in the folder ``index`` that its generations live in the cluster."""
    from searchlib.engine.opensearch.config import EngineConfig

    EngineConfig(CLUSTER_URL or "http://127.0.0.1:9200", shards, replicas).write(index)
