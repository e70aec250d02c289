#!/bin/bash
# screening.sh [CODES]: how many of so many valid codes, ids, hashes and addresses (1,000,000 by default) the shipped
# screens hold although they are clean, how long a code takes, and how many variants of spam and secret marks they hold.
# Needs the test classes (mvn -DskipTests test-compile), which hold the codes and the variants; nothing is asserted here.
set -eu
cd "$(dirname "$0")/../.."
classpath=target/bench-classpath
[ -s "$classpath" ] || mvn -q -o dependency:build-classpath -Dmdep.outputFile="$classpath" -Dmdep.includeScope=test
exec java -cp "target/test-classes:target/classes:$(cat "$classpath")" io.shangda.hub.screen.ScreeningFigures "$@"
