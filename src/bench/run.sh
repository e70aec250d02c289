#!/bin/bash
# run.sh MODE [FOLDER]: lays out a working directory for mode a or b and runs the packaged hub in the foreground,
# against PostgreSQL at SHANGDA_DATABASE_URL and the embedded broker. Needs: mvn -DskipTests package
set -eu
mode=$1
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${2:-${TMPDIR:-/tmp}/shangda-bench-$mode}
# For two cores: the serial collector, and a just-in-time compiler that takes on less, and later. With its defaults it
# spends more in the first minute than the records do.
jvm=${JVM:--XX:+UseSerialGC -Xmn170m -XX:Tier4InvocationThreshold=25000 -XX:Tier4MinInvocationThreshold=3000
  -XX:Tier4CompileThreshold=75000 -XX:Tier4BackEdgeThreshold=200000
  -XX:MaxInlineLevel=7 -XX:InlineSmallCode=1500 -XX:FreqInlineSize=120 -XX:-DoEscapeAnalysis
  -XX:LoopUnrollLimit=10 -XX:LoopOptsCount=5 -XX:-PartialPeelLoop -XX:-UseLoopPredicate -XX:-SplitIfBlocks
  -XX:-UseSuperWord}
mkdir -p "$work/config"
cp -r "$here/common/." "$here/$mode/." "$work/config/"
cp -r "$root/routes" "$work/"
cd "$work"
exec java $jvm "-Xmx${HEAP:-256m}" ${JAVA_OPTIONS:-} -Dquarkus.profile=external -Dshangda.broker.embedded=true \
  -Dquarkus.artemis.url=vm://0 -jar "$root/target/quarkus-app/quarkus-run.jar"
