#!/bin/sh
# Opens the site in Firefox ESR, full screen, with a new profile each time.
start=${1:-file:///srv/reading-room/current/index.html#kiosk}
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
trap 'exit 0' INT TERM
while :; do
  rm -rf "$profile"/*
  firefox-esr --kiosk --no-remote --profile "$profile" "$start"
  sleep 1
done
