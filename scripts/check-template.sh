#!/usr/bin/env bash
# Checks the template of examples/deploy with the tools of CloudFormation and SAM, and with a policy checker: they
# are installed once per machine, outside the repository. Needs Python 3.10 or newer.
set -euo pipefail

tools="${XDG_CACHE_HOME:-$HOME/.cache}/lwa-bridge/template-tools-1"
if [[ ! -x "$tools/bin/checkov" ]]; then
  echo "Installing cfn-lint, aws-sam-cli and checkov: a minute or two, once" >&2
  python3 -m venv "$tools"
  "$tools/bin/pip" install --quiet --disable-pip-version-check cfn-lint==1.58.0 aws-sam-cli==1.170.0 checkov==3.2.459
fi
PATH="$tools/bin:$PATH"

cd "$(dirname "$0")/../examples/deploy"
cfn-lint template.yaml
SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=us-east-1 sam validate --lint --template template.yaml
# What it would say of a newer version, or its own service, is of no interest here.
LOG_LEVEL=CRITICAL checkov --file template.yaml --config-file .checkov.yaml
