#!/bin/sh
# Runs a command that must not outlive the process that started this script.
#
# The parent holds the other end of file descriptor 3 and never writes to it. When that end closes
# (because the parent ended, even by SIGKILL), the command is terminated, and two seconds later
# everything in this process group is killed. This script must lead a separate process group.
# SIGTERM is passed on to the command without a time limit.

exec 4<&0
"$@" <&4 3<&- 4<&- &
command=$!
exec 4<&-

(
  read -r _ <&3
  kill -USR1 $$
  kill -TERM "$command"
  sleep 2
  kill -KILL 0
) </dev/null >/dev/null 2>&1 &
watchdog=$!
exec 3<&-

abandoned=
interrupted=
trap 'abandoned=yes interrupted=yes' USR1
trap 'interrupted=yes; kill -TERM "$command"' TERM
trap '' INT HUP

# A trapped signal interrupts `wait`: wait again. `wait` still knows a command that has ended, unlike `kill -0`; it
# returns 127 if it had already returned the status before the signal.
status=
while :; do
  interrupted=
  wait "$command"
  code=$?
  if [ "$code" -ne 127 ] || [ -z "$status" ]; then status=$code; fi
  [ -n "$interrupted" ] || break
done
# Abandoned, the watchdog still ends what the command itself may have started and left behind.
[ -n "$abandoned" ] || kill -KILL "$watchdog" 2>/dev/null
exit "$status"
