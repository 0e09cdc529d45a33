#!/bin/sh
# A fake of the project's Python: its runtime has no Spark, everything else is the real thing.
if [ "$2" = tools.local.runtime ]; then
  exec "$NODE" "$FAKE_RUNTIME" "$@"
fi
exec "$REAL_PYTHON" "$@"
