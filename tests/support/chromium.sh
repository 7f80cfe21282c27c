#!/bin/sh
# The browser gives way: on a busy machine whoever drives belts and devices in real time goes before what draws them.
# Run by root it would put its threads before everybody's; without the right to, it stays where it is put.
chromium=${CHROMIUM:-/usr/bin/chromium}
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
  exec nice -n 10 setpriv --bounding-set=-sys_nice "$chromium" "$@"
fi
exec nice -n 10 "$chromium" "$@"
