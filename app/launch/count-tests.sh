#!/bin/sh
# Adds up the test reports of all modules, and closes with one line: N passed, N failed.
cd "$(dirname "$0")/../.." || exit 1
find . -path '*/target/full/surefire-reports/TEST-*.xml' -exec sed -n 's/.*<testsuite .*tests="\([0-9]*\)" errors="\([0-9]*\)" skipped="\([0-9]*\)" failures="\([0-9]*\)".*/\1 \2 \3 \4/p' {} + |
  awk '{ all += $1; bad += $2 + $4; skipped += $3 } END { printf "%d passed, %d failed%s\n", all - bad - skipped, bad, skipped ? ", " skipped " skipped" : "" }'
