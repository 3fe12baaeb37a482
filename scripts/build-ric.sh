#!/usr/bin/env bash
# Builds AWS's own client of the Runtime API, `aws-lambda-ric`, for `npm run bench`, once per machine, outside the
# repository. Prints the path of its program. Needs a C++ compiler, cmake, autoconf, automake and libtool.
set -euo pipefail
version=3.3.0
target="${XDG_CACHE_HOME:-$HOME/.cache}/lwa-bridge/aws-lambda-ric/$version"
program="$target/node_modules/.bin/aws-lambda-ric"
if [ ! -x "$program" ]; then
  mkdir -p "$target"
  npm install --silent --prefix "$target" "aws-lambda-ric@$version" >&2
fi
echo "$program"
