#!/usr/bin/env bash
# Start three nodes, run the tests that need a cluster, and stop the nodes whatever happens.
# Further arguments go to pytest. OS_BASE keeps the unpacked distribution between runs; with OS_OPTIONAL=1
# it is no failure where the nodes cannot be started, only a message.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
export OS_BASE=${OS_BASE:-${TMPDIR:-/tmp}/searchlib-opensearch} OS_TIER=${OS_TIER:-1}
trap 'OS_WIPE=1 bash "$here/down.sh"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
if ! SEARCHLIB_TEST_OPENSEARCH=$(bash "$here/up.sh" | tail -n 1); then
  echo "the nodes could not be started; the tests on a cluster were not run" >&2
  exit $((${OS_OPTIONAL:-0} == 1 ? 0 : 1))
fi
SEARCHLIB_TEST_NODES=$OS_BASE
export SEARCHLIB_TEST_OPENSEARCH SEARCHLIB_TEST_NODES
${PYTHON:-python3} -m pytest -m cluster "$@"
