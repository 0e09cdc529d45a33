#!/bin/sh
# A fake Terraform: it reports a version, plans what FAKE_TERRAFORM_PLAN names, and fails to apply with FAKE_TERRAFORM_ERROR.
# Without a plan it can only report its version.
case "$1" in
  version)
    echo 'Warning: a fake' >&2
    if [ "$2" = -json ]; then
      echo "{\"terraform_version\": \"${FAKE_TERRAFORM_VERSION:-1.11.4}\"}"
    else
      echo "Terraform v${FAKE_TERRAFORM_VERSION:-1.11.4}"
    fi
    exit
    ;;
esac
if [ -z "$FAKE_TERRAFORM_PLAN" ]; then
  echo "fake terraform $1 in $PWD" >&2
  exit 1
fi
echo "$*" >>"$FAKE_TERRAFORM_PLAN.calls"
case "$1" in
  plan)
    for option in "$@"; do
      case "$option" in -out=*) cp "$FAKE_TERRAFORM_PLAN" "${option#-out=}" ;; esac
    done
    ;;
  show) cat "$3" ;;
  apply)
    for file in "$@"; do :; done
    cp "$file" "$FAKE_TERRAFORM_PLAN.applied"
    ls -ld "$file" "${file%/*}" >"$FAKE_TERRAFORM_PLAN.modes"
    [ -z "$FAKE_TERRAFORM_ERROR" ] ||
      echo "{\"type\": \"diagnostic\", \"diagnostic\": {\"severity\": \"error\", \"summary\": \"$FAKE_TERRAFORM_ERROR\", \"detail\": \"\"}}"
    exit "${FAKE_TERRAFORM_EXIT:-0}"
    ;;
esac
