#!/usr/bin/env bash
# Start and memory of the command line and of the service, on the JVM and as a native executable, in turn in one run:
#
#   ./mvnw -DskipTests package, and ./mvnw -DskipTests -Pnative package
#   docs/evidence/start.sh [ROUNDS] > docs/evidence/start.md
#
# NATIVE: the executable; without one its row is left out. NOTE: a sentence on how it was built. JAVA_HOME: a JDK 25.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
rounds=${1:-5}
java=${JAVA_HOME:?set it to a JDK 25}/bin/java
jar=quarkus-app/target/quarkus-app/quarkus-run.jar
native=${NATIVE:-quarkus-app/target/native/sam3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
options=(-Xmx256m -XX:+UseSerialGC -XX:-UsePerfData --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }
export SAM3_HOME=$work/home

# the command of a kind: plain, shared (what ./sam3 uses), cached (what the image uses), native
start() {
    case $1 in
        plain) echo "$java ${options[*]} -jar $jar" ;;
        shared) echo "$java ${options[*]} -XX:+AutoCreateSharedArchive -XX:SharedArchiveFile=$work/sam3.jsa -Xlog:cds=off -Xlog:cds+dynamic=off -jar $jar" ;;
        cached) echo "$java ${options[*]} -XX:AOTCache=$work/sam3.aot -jar $jar" ;;
        native) echo "$native -Xmx256m" ;;
    esac
}

kinds=(plain shared cached)
[ ! -x "$native" ] || kinds+=(native)

# training runs, as the image's build and the launcher's first call do them
"$java" "${options[@]}" -XX:AOTCacheOutput="$work/sam3.aot" -Xlog:aot*=error -jar "$jar" segment samples/balls.mp4 --prompt "red ball" --out "$work/r" --quiet >/dev/null 2>&1
$(start shared) segment samples/balls.mp4 --prompt "red ball" --out "$work/r2" --quiet >/dev/null 2>&1

# milliseconds of a command: KIND ARGUMENTS...
took() {
    local kind=$1 begun
    shift
    begun=$(date +%s%N)
    $(start "$kind") "$@" >/dev/null 2>&1
    echo $((($(date +%s%N) - begun) / 1000000))
}

# serves KIND: milliseconds until ready, and resident KiB then
serves() {
    local port=$((20000 + RANDOM % 10000)) begun ready
    begun=$(date +%s%N)
    QUARKUS_HTTP_PORT=$port $(start "$1") serve >"$work/serve.log" 2>&1 &
    local pid=$!
    until curl -sf -m 5 "http://127.0.0.1:$port/q/health/ready" >/dev/null; do
        if ! kill -0 "$pid" 2>/dev/null || [ $((($(date +%s%N) - begun) / 1000000)) -gt 60000 ]; then
            cat "$work/serve.log" >&2
            echo "FAILED: $1 is not ready" >&2
            kill "$pid" 2>/dev/null || true
            exit 1
        fi
        sleep 0.01
    done
    ready=$((($(date +%s%N) - begun) / 1000000))
    echo "$ready $(awk '/VmRSS/ { print $2 }' "/proc/$pid/status")"
    kill "$pid"
    wait "$pid" 2>/dev/null || true
}

for kind in "${kinds[@]}"; do : >"$work/$kind.version"; : >"$work/$kind.quote"; : >"$work/$kind.serve"; done
for _ in $(seq "$rounds"); do
    for kind in "${kinds[@]}"; do
        took "$kind" --version >>"$work/$kind.version"
        took "$kind" quote samples/balls.mp4 >>"$work/$kind.quote"
        serves "$kind" >>"$work/$kind.serve"
    done
done

echo "# How fast it starts"
echo
echo "Written by \`docs/evidence/start.sh $rounds\`: the median of $rounds rounds in which the kinds take turns, $(nproc) processors," \
    "$("$java" -version 2>&1 | sed -n 2p), heap of 256 MB. Ready: \`GET /q/health/ready\` answers 200, workers included. Resident: then.${NOTE:+ $NOTE}"
echo
echo "| | \`sam3 --version\` | \`sam3 quote\` of the sample | \`sam3 serve\` ready | resident |"
echo "|---|---|---|---|---|"
for kind in "${kinds[@]}"; do
    case $kind in
        plain) name="JVM, plain" ;;
        shared) name="JVM with a shared archive (\`./sam3\`)" ;;
        cached) name="JVM with an AOT cache (\`Dockerfile.jvm\`)" ;;
        native) name="native executable" ;;
    esac
    echo "| $name | $(median <"$work/$kind.version") ms | $(median <"$work/$kind.quote") ms | $(awk '{ print $1 }' "$work/$kind.serve" | median) ms |" \
        "$(awk '{ print int($2 / 1024) }' "$work/$kind.serve" | median) MB |"
done
