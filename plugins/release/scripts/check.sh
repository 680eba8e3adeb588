#!/bin/sh
# Checks a release with what every terminal has: sh, sha256sum, awk, find; ssh-keygen if it is signed.
#
#     sh check.sh FOLDER [ALLOWED_SIGNERS SIGNER]
#
# Prints a line for each difference (“内容变了”, “缺少”, “多出”) and ends with 1 if there is one.
set -u
LC_ALL=C.UTF-8
export LC_ALL

differences() {
  id=$(sha256sum < SHA256SUMS | cut -c1-64)
  grep -q "\"id\": \"$id\"" release.json 2>/dev/null || echo "内容变了：SHA256SUMS"
  sizes=$(sha256sum < SIZES 2>/dev/null | cut -c1-64)
  grep -q "\"sizes\": \"$sizes\"" release.json 2>/dev/null || echo "内容变了：SIZES"
  stamp=$(sed -n 's/^ "stamp": "\(.*\)"$/\1/p' release.json 2>/dev/null)
  if [ -n "$stamp" ]; then
    { printf 'window.siteRelease = '; cat release.json; } | sed '$s/$/;/' | cmp -s - "$stamp" || echo "内容变了：$stamp"
  fi
  sha256sum -c --quiet SHA256SUMS 2>/dev/null |
    sed -e 's/^\(.*\): FAILED open or read$/缺少：\1/' -e 's/^\(.*\): FAILED$/内容变了：\1/'
  { cut -c67- SHA256SUMS; printf '%s\n' SHA256SUMS SIZES release.json release.json.sig "$stamp" //
    find . ! -type d | sed 's|^\./||'; } |
    awk '$0 == "//" { listed = 1; next } !listed { known[$0]; next } !($0 in known) { print "多出：" $0 }'
}

check() (
  cd "$1" || { echo "打不开文件夹：$1"; exit 1; }
  [ -f SHA256SUMS ] || { echo "缺少：SHA256SUMS"; exit 1; }
  found=$(differences)
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
  echo "每个文件都与发布时相同。版本 $(sha256sum < "$1/SHA256SUMS" | cut -c1-64)"
fi
