#!/usr/bin/env bash
# Builds AWS Lambda Web Adapter in the versions that the tests run on (or those given), once per machine,
# and prints where each binary is.
set -euo pipefail

if (($# == 0)); then set -- 1.0.0-rc1 0.9.1; fi
cache="${XDG_CACHE_HOME:-$HOME/.cache}/lwa-bridge/adapters"
PATH="$PATH:${CARGO_HOME:-$HOME/.cargo}/bin"

for version in "$@"; do
  adapter="$cache/$version/bin/lambda-adapter"
  if [[ ! -x "$adapter" ]]; then
    if ! command -v cargo > /dev/null; then
      echo "lambda_web_adapter $version is built with cargo, which is not here: install Rust (https://rustup.rs), or put the binary at $adapter" >&2
      exit 1
    fi
    echo "Building lambda_web_adapter $version: a few minutes, once" >&2
    cargo install lambda_web_adapter --version "$version" --locked --root "$cache/$version" >&2
  fi
  echo "$adapter"
done
