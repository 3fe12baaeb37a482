#!/usr/bin/env bash
# Fetches an artifact of Maven's registry with all it needs at run time, once per machine, and prints
# the folder of its jars: scripts/maven-jars.sh org.elasticmq:elasticmq-server_2.13:1.7.1
set -euo pipefail

IFS=: read -r group artifact version <<< "$1"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/lwa-bridge/jars"
jars="$cache/$artifact-$version"

if [[ ! -d "$jars" ]]; then
  if ! command -v mvn > /dev/null; then
    echo "$1 is fetched with Maven, which is not here: install it, or put the jars into $jars" >&2
    exit 1
  fi
  mkdir -p "$cache"
  work="$(mktemp -d "$cache/$artifact.XXXXXX")"
  trap 'rm -rf "$work"' EXIT
  cat > "$work/pom.xml" << POM
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>jars</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>$group</groupId><artifactId>$artifact</artifactId><version>$version</version>
    </dependency>
  </dependencies>
</project>
POM
  echo "Fetching $1: a minute, once" >&2
  mvn --batch-mode --quiet --file "$work/pom.xml" dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory="$work/jars" >&2
  # Moved when complete, so that a run that was cut off leaves no half of it.
  mv "$work/jars" "$jars"
fi
echo "$jars"
