#!/usr/bin/env bash
# Print the home of a Java of 21 or later, or end with status 1; `up.sh` uses the same one.
set -euo pipefail
for c in "${OPENSEARCH_JAVA_HOME:-}" "${JAVA_HOME:-}" \
         "$(dirname "$(dirname "$(readlink -f "$(command -v java || echo /x/x)")")")" \
         $(ls -d /usr/lib/jvm/* 2>/dev/null | sort -rV); do
  [ -x "$c/bin/java" ] || continue
  v=$("$c/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = //p')
  if [ "${v%%.*}" -ge 21 ] 2>/dev/null; then echo "$c"; exit 0; fi
done
echo "no Java of 21 or later was found; set OPENSEARCH_JAVA_HOME" >&2
exit 1
