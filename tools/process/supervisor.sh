#!/bin/sh
# Runs a command and never lets it outlive whoever started it.
#
# Whoever starts this holds the other end of file descriptor 3 and never writes to it. When that end
# closes (the starter ended, in whatever way, even by SIGKILL), the command is asked to end, and two
# seconds later everything in this process group is killed. This script must lead its own group.
# SIGTERM is passed on to the command, which may then take its time.

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

# A trapped signal interrupts `wait`: wait again. A command that has ended by then is still known to `wait`, though no
# longer to `kill -0`; 127 is what `wait` says if it has told its status before the signal came.
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
