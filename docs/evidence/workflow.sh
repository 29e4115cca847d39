#!/bin/bash
# Puts the rows that the last runs wrote into the table of docs/evidence/workflow.md, each in place of the row about the same:
#   SAM3FLOW_TEMPORAL=… ./mvnw verify -Psoak -pl temporal-workflows,quarkus-app -am \
#     -Dtest='LongJobTest,CrashTest,KilledWorkerTest,LostServerTest,ManyJobsTest,OverheadTest,TwoWorkersTest'
set -euo pipefail
cd "$(dirname "$0")/../.."
page=docs/evidence/workflow.md
shopt -s nullglob
rows=({temporal-workflows,quarkus-app}/target/evidence/workflow/*.row)
((${#rows[@]})) || { echo "no rows: run the tests first" >&2; exit 1; }
cat "${rows[@]}" | awk -v page="$page" -F ' [|] ' '
    function what(line) { split(line, cell, FS); return cell[1] }
    { fresh[what($0)] = $0; order[++count] = what($0) }
    END {
        while ((getline line < page) > 0) {
            row = line ~ /^[|]/
            if (table && !row) { for (i = 1; i <= count; i++) if (!done[order[i]]++) print fresh[order[i]]; table = 0 }
            if (row) { table = 1; if (what(line) in fresh) { done[what(line)]++; line = fresh[what(line)] } }
            print line
        }
        if (table) for (i = 1; i <= count; i++) if (!done[order[i]]++) print fresh[order[i]]
    }' > "$page.new"
mv "$page.new" "$page"
