#!/bin/sh
# A fake Terraform: it tells a version, plans what FAKE_TERRAFORM_PLAN names, and says what it is asked to apply.
# Without a plan it can do nothing else than tell the version.
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
    echo "${FAKE_TERRAFORM_ERROR:-}" >&2
    exit "${FAKE_TERRAFORM_EXIT:-0}"
    ;;
esac
