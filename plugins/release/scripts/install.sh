#!/bin/sh
# 把U盘上的版本装到这台终端：sh install.sh [安装到的文件夹]（不写时装到 /srv/reading-room，那里不能写的装到 ~/reading-room）
# Installs the archive beside it with what a Linux terminal has: sh, tar, gzip, sha256sum. Whole or not at all.
set -u
LC_ALL=C.UTF-8
export LC_ALL
umask 022
case $0 in /*) here=$0 ;; *) here=./$0 ;; esac
here=$(cd "$(dirname "$here")" && pwd)
# The folder that the kiosk profiles open. Where nobody has made it for this user, the home folder.
root=/srv/reading-room
[ -d "$root" ] && [ -w "$root" ] || root=${HOME:-}/reading-room
root=${1:-$root}
case $root in /*) ;; *) root=$PWD/$root ;; esac
made=
signers=${2:-$root/allowed_signers}
case $signers in /*) ;; *) signers=$PWD/$signers ;; esac
release='^[0-9]{6}-[0-9]{8}T[0-9]{6}Z-[0-9a-f]{12}$'

# After a double-click there is no terminal window: say it in one of the desktop's own, where there is such a program
tell() {
  echo "$1"
  [ -t 1 ] || [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] ||
    zenity --info --no-markup --text="$1" 2> /dev/null || kdialog --msgbox "$1" 2> /dev/null || notify-send "$1" 2> /dev/null || :
}
fail() { tell "没有安装成功：$1。原来的版本没有动。" >&2; [ -z "$made" ] || rm -rf "$root/$made"; exit 1; }
foreign() { fail "$root/$1 不是安装程序做的；把它移走或改名，再安装一次"; }

name=$(cat "$here/newest.txt") || fail "U盘上没有 newest.txt，请重新制作U盘"
case $name in *[!0-9A-Za-z-]*) name= ;; esac
printf '%s\n' "$name" | grep -qE "$release" || fail "newest.txt 的内容不对，请重新制作U盘"
(cd "$here" && sha256sum -c --quiet "$name.sha256" > /dev/null 2>&1) || fail "压缩包坏了或没有拷完，请重新制作U盘"
mkdir -p "$root" || fail "建不了文件夹 $root"
cd "$root" || fail "打不开文件夹 $root"
exec 9> .lock && { ! command -v flock > /dev/null || flock -n 9 || fail "另一个安装正在进行"; }
[ -L current ] || [ ! -e current ] || foreign current
[ ! -L current ] || ls -ld current | sed 's/.* -> //' | grep -qE "$release" || foreign current
[ -L .current-new ] || [ ! -e .current-new ] || foreign .current-new
rm -f .current-new
# What an installation that was cut off left: folders with the name of a release, and nothing else
for left in .partial-*; do
  [ -L "$left" ] || [ ! -d "$left" ] || ! printf '%s\n' "${left#.partial-}" | grep -qE "$release" || rm -rf "./$left"
done
[ ! -e ".partial-$name" ] || foreign ".partial-$name"
made=.partial-$name
mkdir ".partial-$name" && tar -xzf "$here/$name.tar.gz" -C ".partial-$name" 2> /dev/null || fail "磁盘满了，或者压缩包解不开"
if [ -f "$signers" ]; then
  found=$(sh "$here/check.sh" ".partial-$name" "$signers" "$(cut -d' ' -f1 "$signers" | head -n 1)") || fail "$found"
else
  found=$(sh "$here/check.sh" ".partial-$name") || fail "$found"
fi
sync
new=$name
if [ -d "$name" ] && sh "$here/check.sh" "$name" > /dev/null; then
  rm -rf ".partial-$name"
  find "$name" ! -perm -444 -exec chmod a+rX {} + 2> /dev/null
else
  # Somebody changed the release that stands there: the whole one comes beside it, under the next number
  [ ! -d "$name" ] || new=$(ls -1 | grep -E "$release" | sort | tail -n 1 | awk -F- '{ printf "%06d", $1 + 1 }')-${name#*-}
  mv -T ".partial-$name" "$new" || fail "写不进 $root"
fi
ln -s "$new" .current-new && sync && mv -T .current-new current && sync || fail "换不了版本"
# After a take-down nothing older stays, whatever the clock or the number of a release that was put right here
oldest=$(cat "$here/oldest.txt" 2> /dev/null) || oldest=
ls -1 | grep -E "$release" | grep -vxF "$new" | sort -r | awk -F- -v oldest="$oldest" '
  BEGIN { split(oldest, first) } NR > 2 || $1 < first[1] || $2 < first[2]' | while read -r old; do rm -rf "./$old"; done
case $root in
  /srv/reading-room) kiosk= ;;
  *) kiosk="（要用全屏浏览器的专用设置的：它只许打开 /srv/reading-room，请管理员先运行 sudo install -d -o ${USER:-用户名} /srv/reading-room，再安装一次）" ;;
esac
tell "已安装版本 ${name##*-}。打开 $root/current/index.html$kiosk"
