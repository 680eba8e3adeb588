@echo off
rem Installs the release beside this file with what Windows 10 (1803) and later have: cmd, certutil, tar, mklink.
rem Whole or not at all. A double-click installs to C:\reading-room; "install.cmd FOLDER /q" elsewhere, without waiting for a key.
rem What it says stands in messages.txt; this file is ASCII, which every code page reads alike.
setlocal EnableExtensions DisableDelayedExpansion
chcp 65001 > nul
set "here=%~dp0"
set "quiet=%~2"
set "root=%~1"
if "%root%"=="" set "root=%SystemDrive%\reading-room"

rem The name of the release: letters of its alphabet only, looked at before it is used
for /f "usebackq delims=0123456789abcdefTZ-" %%n in ("%here%newest.txt") do goto unreadable
set "name="
for /f "usebackq delims=" %%n in ("%here%newest.txt") do set "name=%%n"
if not defined name goto unreadable

rem After a take-down: the first release that may stay
set "oldest="
if not exist "%here%oldest.txt" goto unpurged
for /f "usebackq delims=0123456789abcdefTZ-" %%n in ("%here%oldest.txt") do goto unreadable
for /f "usebackq delims=" %%n in ("%here%oldest.txt") do set "oldest=%%n"
:unpurged

set "wanted="
for /f "usebackq" %%h in ("%here%%name%.sha256") do set "wanted=%%h"
call :digest "%here%%name%.tar.gz"
if not defined wanted goto broken
if /i not "%digest%"=="%wanted%" goto broken

if not exist "%root%\" mkdir "%root%"
if not exist "%root%\" goto unwritable
rem End what an installation that was cut off began
if not exist "%root%\current\" if exist "%root%\current-old\" ren "%root%\current-old" current
if exist "%root%\current-old\" rd "%root%\current-old"
if exist "%root%\current-new\" rd "%root%\current-new"
if exist "%root%\new\" rd /s /q "%root%\new"
if exist "%root%\%name%-before\" rd /s /q "%root%\%name%-before"

call :say unpacking
mkdir "%root%\new"
if not exist "%root%\new\" goto unwritable
tar -xf "%here%%name%.tar.gz" -C "%root%\new"
if errorlevel 1 goto full
call :digest "%root%\new\SHA256SUMS"
if /i not "%digest:~0,12%"=="%name:~-12%" goto full
if exist "%root%\%name%\" ren "%root%\%name%" "%name%-before"
ren "%root%\new" "%name%"
if exist "%root%\new\" goto unwritable

rem The switch: two names of junctions change
mklink /J "%root%\current-new" "%root%\%name%" > nul
if not exist "%root%\current-new\" goto unwritable
if exist "%root%\current\" ren "%root%\current" current-old
if exist "%root%\current\" goto unwritable
rem A junction whose release is gone
rd "%root%\current" 2> nul
ren "%root%\current-new" current
if not exist "%root%\current\" goto unswitched
if exist "%root%\current-old\" rd "%root%\current-old"
if exist "%root%\%name%-before\" rd /s /q "%root%\%name%-before"
set "count=0"
for /f "delims=" %%d in ('dir /b /ad /o-n "%root%\??????-????????T??????Z-????????????"') do call :prune "%%d"

call :say done
echo %root%\current\index.html
if /i not "%quiet%"=="/q" pause
exit /b 0

:unswitched
if exist "%root%\current-old\" ren "%root%\current-old" current
call :fail unwritable
exit /b 1
:unreadable
call :fail unreadable
exit /b 1
:broken
call :fail broken
exit /b 1
:unwritable
call :fail unwritable
exit /b 1
:full
call :fail full
exit /b 1

:fail
if exist "%root%\new\" rd /s /q "%root%\new"
call :say %1
call :say unchanged
if /i not "%quiet%"=="/q" pause
exit /b 1

:say
for /f "usebackq tokens=1* delims==" %%a in ("%here%messages.txt") do if "%%a"=="%~1" echo %%b
exit /b 0

:digest
set "digest="
for /f "skip=1 delims=" %%h in ('certutil -hashfile "%~1" SHA256') do if not defined digest set "digest=%%h"
if defined digest set "digest=%digest: =%"
exit /b 0

:prune
set /a count+=1
if "%~1"=="%name%" exit /b 0
if %count% gtr 3 rd /s /q "%root%\%~1"
if defined oldest if "%~1" lss "%oldest%" if exist "%root%\%~1\" rd /s /q "%root%\%~1"
exit /b 0
