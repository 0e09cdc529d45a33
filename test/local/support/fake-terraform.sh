#!/bin/sh
# A fake Terraform: it tells a version and cannot do anything else.
if [ "$1" = version ]; then
  echo 'Warning: a fake' >&2
  if [ "$2" = -json ]; then
    echo "{\"terraform_version\": \"${FAKE_TERRAFORM_VERSION:-1.11.4}\"}"
  else
    echo "Terraform v${FAKE_TERRAFORM_VERSION:-1.11.4}"
  fi
else
  echo "fake terraform $1 in $PWD" >&2
  exit 1
fi
