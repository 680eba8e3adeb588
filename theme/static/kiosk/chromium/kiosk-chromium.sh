#!/bin/sh
# Opens the site in Chromium, full screen, and again when somebody closes it.
start=${1:-file:///srv/reading-room/current/index.html#kiosk}
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
trap 'exit 0' INT TERM
while :; do
  rm -rf "$profile"/*
  chromium --kiosk --incognito --user-data-dir="$profile" --no-first-run --noerrdialogs --disable-pinch \
    --disable-background-networking --disable-component-update --disable-sync "$start"
  sleep 1
done
