#!/bin/bash
# run.sh MODE [FOLDER]: lays out a working directory for mode a or b and runs the packaged hub in the foreground,
# against PostgreSQL at SHANGDA_DATABASE_URL and the embedded broker. Needs: mvn -DskipTests package
set -eu
mode=$1
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${2:-${TMPDIR:-/tmp}/shangda-bench-$mode}
mkdir -p "$work/config"
cp -r "$here/common/." "$here/$mode/." "$work/config/"
cp -r "$root/routes" "$work/"
cd "$work"
exec java -Xmx${HEAP:-512m} ${JAVA_OPTIONS:-} -Dquarkus.profile=external -Dshangda.broker.embedded=true \
  -Dquarkus.artemis.url=vm://0 -jar "$root/target/quarkus-app/quarkus-run.jar"
