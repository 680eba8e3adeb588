#!/bin/sh
# Checks a release with what every terminal has: sh, sha256sum, awk, find; ssh-keygen if it is signed.
#
#     sh check.sh FOLDER [ALLOWED_SIGNERS SIGNER]
#
# Prints a line for each difference (“内容变了”, “缺少”, “多出”, “读不出来”, “不是普通文件”) and ends with 1 if there is one.
set -u
LC_ALL=C.UTF-8
export LC_ALL

digest() { sha256sum | cut -c1-64; }

# Whether the manifest is the one that release.json names, and the folder where its name is that of a release
named() {
  id=$(digest < SHA256SUMS)
  place=$(pwd -P)
  case ${place##*/} in
    [0-9][0-9][0-9][0-9][0-9][0-9]-????????T??????Z-????????????) [ "${place##*-}" = "$(printf %.12s "$id")" ] || return 1 ;;
  esac
  grep -q "\"id\": \"$id\"" release.json
}

# Whether release.json has the SHA-256 of its other lines
sealed() {
  seal=$(sed -n 's/^ "self": "\([0-9a-f]\{64\}\)",$/\1/p' release.json)
  [ -n "$seal" ] && [ "$(sed '/^ "self": "[0-9a-f]\{64\}",$/d' release.json | digest)" = "$seal" ]
}

# Of the manifest's lines those whose files can be read; the others are told. A pipe that is opened never ends.
readable() {
  { printf '%s\n' "$1" //; cat SHA256SUMS; } | awk '
    !listed { if ($0 == "//") listed = 1; else if ($0 != "") odd[$0]; next }
    { path = substr($0, 67); for (one in odd) if (index(path "/", one "/") == 1) next; print }'
}
hidden() {
  { printf '%s\n' "$1" //; cut -c67- SHA256SUMS; } | awk '
    !listed { if ($0 == "//") listed = 1; else if ($0 != "") { odd[$0]; print "不是普通文件：" $0 } next }
    { for (one in odd) if ($0 != one && index($0, one "/") == 1) { print "缺少：" $0; next } }'
}

differences() {
  odd=$(find . ! -type d ! -type f | sed 's|^\./||')
  case "
$odd
" in
    *"
SHA256SUMS
"* | *"
SIZES
"* | *"
release.json
"* | *"
release.json.sig
"*) printf '%s\n' "$odd" | sed 's/^/不是普通文件：/'; return ;;
  esac
  named 2>/dev/null || echo "内容变了：SHA256SUMS"
  sealed 2>/dev/null || echo "内容变了：release.json"
  sizes=$(digest < SIZES)
  grep -q "\"sizes\": \"$sizes\"" release.json || echo "内容变了：SIZES"
  stamp=$(sed -n 's/^ "stamp": "\(.*\)"$/\1/p' release.json)
  if [ -n "$stamp" ] && [ ! -L "$stamp" ]; then
    { printf 'window.siteRelease = '; cat release.json; } | sed '$s/$/;/' | cmp -s - "$stamp" || echo "内容变了：$stamp"
  fi
  hidden "$odd"
  readable "$odd" | sha256sum -c --quiet | while IFS= read -r line; do
    case $line in
      *": FAILED open or read") line=${line%: FAILED open or read}; [ -e "$line" ] && echo "读不出来：$line" || echo "缺少：$line" ;;
      *": FAILED") echo "内容变了：${line%: FAILED}" ;;
    esac
  done
  { cut -c67- SHA256SUMS; printf '%s\n' SHA256SUMS SIZES release.json release.json.sig "$stamp" //
    find . -type f | sed 's|^\./||'; } |
    awk '$0 == "//" { listed = 1; next } !listed { known[$0]; next } !($0 in known) { print "多出：" $0 }'
}

check() (
  case $1 in /*) cd "$1" ;; *) cd "./$1" ;; esac || { echo "打不开文件夹：$1"; exit 1; }
  [ -f SHA256SUMS ] || { echo "缺少：SHA256SUMS"; exit 1; }
  found=$(differences 2>/dev/null)
  if [ $# -gt 2 ]; then
    ssh-keygen -Y verify -f "$2" -I "$3" -n reading-room -s release.json.sig < release.json > /dev/null 2>&1 ||
      found="$found${found:+
}签名不对：release.json"
  fi
  [ -z "$found" ] || { printf '%s\n' "$found"; exit 1; }
)

if [ "${0##*/}" = check.sh ]; then
  [ $# -eq 1 ] || [ $# -eq 3 ] || { echo "用法：sh check.sh 文件夹 [allowed_signers 签名人]"; exit 2; }
  case "${2:-/}" in /*) signers=${2:-} ;; *) signers=$PWD/$2 ;; esac
  if [ $# -eq 3 ]; then check "$1" "$signers" "$3"; else check "$1"; fi || { echo "与发布时不一致。"; exit 1; }
  case $1 in /*) release=$1 ;; *) release=./$1 ;; esac
  echo "每个文件都与发布时相同。版本 $(digest < "$release/SHA256SUMS")"
fi
