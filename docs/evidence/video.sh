#!/bin/bash
# Puts docs/evidence/video.md together of what the last runs of these tests wrote:
#   ./mvnw -pl video -am test -Psoak -Dtest='EveryFrameOnceSoakTest,SpeedSoakTest' -Dsurefire.failIfNoSpecifiedTests=false
#   ./mvnw -pl video,client -am test -Dtest='JailTest,JailReferencesTest,RealStitchingTest,RealPlansTest,GuardedSourceReaderTest' -Dsurefire.failIfNoSpecifiedTests=false
# A section stays as it is until the run that writes it is made again.
# The first needs an ffmpeg with x264, x265 and theora in /usr/bin, the second the footage that SAM3FLOW_FOOTAGE names.
set -euo pipefail
cd "$(dirname "$0")/../.."
{
    echo '# Video: frames, time, the jail, identities, URLs'
    echo
    echo 'Each section was written by the run that it names; `docs/evidence/video.sh` says which tests write them.'
    for section in video/target/evidence/video-[123]-*.md core/target/evidence/video-4-*.md client/target/evidence/video-5-*.md; do
        echo
        cat "$section"
    done
} > docs/evidence/video.md
