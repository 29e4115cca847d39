#!/usr/bin/env bash
# Builds the images of the application, runs each as an operator would, and has it segment the sample through REST.
#
#   deploy/containers-test.sh jvm|native...       after ./mvnw -DskipTests package, or with -Pnative
#
#   ENGINE            podman or docker                          [podman]
#   BASE_IMAGE        base of the images                        [the Dockerfiles' own]
#   MAKE_BASE=1       make the base from Debian packages instead, where no registry of images can be reached: needs
#                     podman, mmdebstrap and, for jvm, JAVA_HOME with a JDK 25
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

engine=${ENGINE:-podman}
docker=quarkus-app/src/main/docker
rows=quarkus-app/target/evidence/app
work=$(mktemp -d)
name=sam3flow-test-$$
port=$((20000 + RANDOM % 10000))

clean() {
    "$engine" rm -f -t 5 "$name" >/dev/null 2>&1 || true
    "$engine" volume rm -f "$name" >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap clean EXIT

fail() {
    echo "FAILED: $1" >&2
    "$engine" logs --tail 40 "$name" >&2 2>/dev/null || true
    exit 1
}

# make_base jvm|native
make_base() {
    if ! "$engine" image exists "localhost/sam3flow-base-$1"; then
        mmdebstrap --quiet --variant=essential --include=zlib1g,ca-certificates,tzdata,libstdc++6 bookworm "$work/base.tar"
        if [ "$1" = jvm ]; then
            mkdir -p "$work/opt"
            cp -a "${JAVA_HOME:?set it to a JDK 25}" "$work/opt/java"
            rm -rf "$work/opt/java/jmods" "$work/opt/java/lib/src.zip"
            tar -C "$work" --owner=0 --group=0 -rf "$work/base.tar" ./opt/java
        fi
        "$engine" import --quiet --change 'ENV PATH=/opt/java/bin:/usr/bin:/bin' "$work/base.tar" "localhost/sam3flow-base-$1"
        rm -rf "$work/base.tar" "$work/opt"
    fi >&2
    echo "localhost/sam3flow-base-$1"
}

run() {
    "$engine" run --read-only --tmpfs /tmp:size=256m --cap-drop=all --security-opt=no-new-privileges \
        -v "$name:/var/lib/sam3flow" -e SAM3_SECURITY_MODE=on -e QUARKUS_HTTP_HOST=0.0.0.0 "$@"
}

rest() {
    curl -sS --fail-with-body -m 60 -H "Authorization: Bearer $key" "$@"
}

phase() {
    # the job's own comes first, its chunks' follow
    rest "http://127.0.0.1:$port/api/v1/jobs/sample" | grep -o '"phase" *: *"[A-Z_]*"' | head -n 1 | grep -o '[A-Z_]*[A-Z]'
}

# waits SECONDS COMMAND...
waits() {
    local until=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$until" ] || return 1
        sleep 0.02
    done
}

ready() { curl -sf -m 5 "http://127.0.0.1:$port/q/health/ready"; }
ended() { [ "$(phase)" = DONE ]; }

# try jvm|native MEMORY
try() {
    local kind=$1 memory=$2 image=sam3flow:test-$1 base=${BASE_IMAGE:-}
    [ -z "${MAKE_BASE:-}" ] || base=$(make_base "$kind")
    "$engine" build ${base:+--build-arg BASE_IMAGE="$base"} -f "$docker/Dockerfile.$kind" -t "$image" . >"$work/build.log" 2>&1 ||
        { tail -n 40 "$work/build.log" >&2; fail "the $kind image was not built"; }

    key=$(run --rm "$image" key create --name test --scope read,submit) || fail "$kind: no key was made"
    local begun
    begun=$(date +%s%N)
    run -d --name "$name" --memory "$memory" --cpus 2 -p "127.0.0.1:$port:8080" "$image" >/dev/null
    waits 90 ready || fail "$kind: not ready after 90 s"
    local started=$((($(date +%s%N) - begun) / 1000000))
    [ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/api/v1/jobs")" = 401 ] || fail "$kind: answers without a key"

    rest -F video=@samples/balls.mp4 -F "prompt=red ball" -F requestKey=sample "http://127.0.0.1:$port/api/v1/jobs" >/dev/null ||
        fail "$kind: the order was not taken"
    waits 120 ended || fail "$kind: the job is $(phase) after 120 s"
    local lines
    lines=$(rest "http://127.0.0.1:$port/api/v1/jobs/sample/files/masks.jsonl" | wc -l)
    [ "$lines" = 251 ] || fail "$kind: masks.jsonl has $lines lines, not a header and 250 frames"

    local used
    used=$("$engine" stats --no-stream --format '{{.MemUsage}}' "$name")
    "$engine" stop -t 90 "$name" >/dev/null
    local code
    code=$("$engine" inspect -f '{{.State.ExitCode}}' "$name")
    [ "$code" = 0 ] || [ "$code" = 143 ] || [ "$code" = 130 ] || fail "$kind: ended with $code at SIGTERM"
    local told
    told="image $("$engine" image inspect -f '{{.Size}}' "$image" | numfmt --to=iec), ready after $started ms, memory after a job $used, ended with $code at SIGTERM"
    echo "ok: $kind: $told"
    mkdir -p "$rows"
    echo "| the $kind image, built by $engine and run on a read-only root without rights: a job by REST, by a key, then SIGTERM |" \
        "$told; base ${base:-the usual one} |" \
        "$(date -u +%F), on top of commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown), $(nproc) cores |" >"$rows/1-$kind.row"
    clean
    work=$(mktemp -d)
}

[ $# -gt 0 ] || fail "say which: jvm, native"
for kind in "$@"; do
    case $kind in
        jvm) try jvm 1g ;;
        native) try native 512m ;;
        *) fail "no image '$kind': jvm and native are there" ;;
    esac
done
