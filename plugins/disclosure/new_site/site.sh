#!/bin/sh
# site.sh TARGET…: run targets of the software on the site in whose folder this runs.
# The variables come by the environment, letter for letter. Paths are taken from the site's folder.
set -e
case $(cat software.txt 2>/dev/null) in
  /*) software=$(cat software.txt) ;;
  *) software=$PWD/$(cat software.txt) ;;
esac
at() {
  case $1 in
    '' | /*) printf '%s' "$1" ;;
    *) printf '%s/%s' "$PWD" "$1" ;;
  esac
}
for name in INPUTDIR OUTPUTDIR RELEASEDIR BUNDLEDIR CONFFILE PUBLISHCONF DEMODIR FILE FROM MAP; do
  eval "value=\${$name-}"
  [ -z "$value" ] || set -- "$@" "$name=$(at "$value")"
done
exec "${MAKE:-make}" --no-print-directory -C "$software" "$@"
