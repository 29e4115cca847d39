#!/usr/bin/env bash
# Searches for masks that break the parsers, and writes what came of it to docs/evidence/masks.md.
#   docs/evidence/masks.sh fuzz [TEST...]   coverage-guided runs of the tests tagged fuzz; RUNS (default 200000), SEED, SECONDS_EACH
#   docs/evidence/masks.sh report           writes the page from what is in core/target: fuzz, target/evidence/detection.txt
#                                           (./mvnw -pl core test -Psoak -Dtest=DetectionCorpusTest), pit-reports/*.xml
# CLASSPATH_OF_TESTS, if set, is used in place of a build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
logs=core/target/fuzz
mkdir -p "$logs"

classpath() {
    if [ -n "${CLASSPATH_OF_TESTS:-}" ]; then
        echo "$CLASSPATH_OF_TESTS"
        return
    fi
    ./mvnw -q -ntp -pl core test-compile dependency:build-classpath -Dmdep.outputFile=target/test.cp >&2
    echo "core/target/classes:core/target/test-classes:$(cat core/target/test.cp)"
}

fuzz() {
    local cp test name seed=${SEED:-$(date +%s)}
    cp=$(classpath)
    [ $# -gt 0 ] || set -- $(cd core/src/test/java && grep -rlE '@FuzzTest' . | sed 's|^\./||; s|\.java$||; s|/|.|g' | sort)
    for test in "$@"; do
        name=${test##*.}
        local inputs="core/src/test/resources/$(dirname "${test//.//}")/${name}Inputs"
        mkdir -p "$logs/$name.corpus"
        find "$inputs" -type f -exec cp {} "$logs/$name.corpus/" ';' 2>/dev/null || true
        java -Xmx700m -XX:+UseSerialGC -cp "$cp" com.code_intelligence.jazzer.Jazzer --target_class="$test" \
            --instrumentation_includes='dev.sam3flow.**' --reproducer_path="$logs" "$logs/$name.corpus" \
            -artifact_prefix="$logs/$name-" -runs="${RUNS:-200000}" -max_total_time="${SECONDS_EACH:-3600}" -timeout=10 \
            -seed="$seed" >"$logs/$name.$seed.log" 2>&1 && echo "ok: $name" || echo "FOUND: $name, see $logs/$name.$seed.log"
        printf '%s\n' "$name" "$seed" "$(date -u +%F)" "$(git rev-parse --short HEAD)$(git diff --quiet HEAD -- core/src || echo +)" >"$logs/$name.$seed.run"
    done
}

# the last of libFuzzer's lines says how many inputs were run
cases() { grep -aoE '^(Done |#)[0-9]+' "$1" | grep -oE '[0-9]+' | sort -n | tail -n 1; }

report() {
    local total=0 found=0
    {
        echo "# Masks: parsers, detection, mutants"
        echo
        echo "Written by \`docs/evidence/masks.sh report\` on $(date -u +%F) at commit $(git rev-parse --short HEAD)," \
            "$("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | head -n 1 | tr -d '"'), $(nproc) cores."
        echo
        echo "## Coverage-guided fuzzing (Jazzer)"
        echo
        echo "A case counts against a parser if it ends in any error but the documented one with its offset, takes over 10 s,"
        echo "or is accepted and does not agree with the plain second reading in the test (or with itself when spelt otherwise)."
        echo
        echo "A commit with a + had changes on top. What was found was made a fixed input of the test and repaired before the next row of that test."
        echo
        echo "| test | seed | date | commit | cases | found |"
        echo "|---|---|---|---|---|---|"
        local run name seed date commit n bad
        for run in "$logs"/*.run; do
            { read -r name; read -r seed; read -r date; read -r commit; } <"$run"
            n=$(cases "$logs/$name.$seed.log")
            bad=$(grep -acE '^== Java Exception|ERROR: libFuzzer|ALARM: working' "$logs/$name.$seed.log" || true)
            total=$((total + n)) found=$((found + bad))
            echo "| $name | $seed | $date | $commit | $n | $bad |"
        done
        echo "| **all** | | | | **$total** | **$found** |"
        if [ -f core/target/evidence/detection.txt ]; then
            echo
            echo "## Which dialect: generated files of fresh seeds"
            echo
            echo "Seven dialects, seven ways to lay a file out, usual and hostile frame sizes, usual shapes and such as mislead;"
            echo "\`./mvnw -pl core test -Psoak -Dtest=DetectionCorpusTest\`. Refused are lists of digits in frames of at most 64 pixels."
            echo
            echo "| seed | files | decided wrongly | decided: usual shapes and sizes | decided: all | all, base left open | refused |"
            echo "|---|---|---|---|---|---|---|"
            cat core/target/evidence/detection.txt
        fi
        if ls core/target/pit-reports/*.xml >/dev/null 2>&1; then
            echo
            echo "## Mutants (PIT) of the codec packages"
            echo
            echo "| class | mutants | noticed |"
            echo "|---|---|---|"
            python3 - core/target/pit-reports/*.xml <<'PYTHON'
import sys, collections, xml.etree.ElementTree as ET
seen = {}
for path in sys.argv[1:]:
    for m in ET.parse(path).getroot():
        name = m.findtext("mutatedClass").split("core.")[1].split("$")[0]
        key = (m.findtext("mutatedClass"), m.findtext("mutatedMethod"), m.findtext("methodDescription"),
               m.findtext("mutator"), m.findtext("indexes/index"), m.findtext("blocks/block"))
        noticed = m.get("detected") == "true"
        seen[name, key] = seen.get((name, key), False) or noticed
counts = collections.defaultdict(lambda: [0, 0])
for (name, _), noticed in seen.items():
    for row in (name, "~" + name.split(".")[0] + ", all"):
        counts[row][0] += 1
        counts[row][1] += noticed
for name in sorted(counts):
    n, d = counts[name]
    print(f"| {name.replace('~', '**')}{'**' if '~' in name else ''} | {n} | {d} ({100 * d // n} %) |")
PYTHON
        fi
    } >docs/evidence/masks.md
    echo "docs/evidence/masks.md: $total cases, $found found"
}

case "${1:-}" in
    fuzz) shift; fuzz "$@" ;;
    report) report ;;
    *) sed -n '2,7s/^# //p' "${BASH_SOURCE[0]}"; exit 2 ;;
esac
