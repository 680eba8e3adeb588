@echo off
rem The commands of make on Windows: site.cmd new TITLE="..." CATEGORY="..." AGENCY="..."; site.cmd help lists them.
rem This file is ASCII, which every code page reads alike. The first run sets up Python's packages, which needs the network.
setlocal EnableExtensions DisableDelayedExpansion
chcp 65001 > nul
set "software=%~dp0"
if not exist "%~dp0software.txt" goto found
for /f "usebackq delims=" %%s in ("%~dp0software.txt") do set "software=%%s"
cd /d "%~dp0"
:found
for %%s in ("%software%.") do set "software=%%~fs"
set "PYTHONPATH=%software%\plugins"
set "PYTHONUTF8=1"
if exist "%software%\.venv\Scripts\python.exe" goto ready
py -3 -c "from disclosure.commands import verbs; import sys; sys.exit(verbs.prepare())"
if errorlevel 1 exit /b 1
:ready
"%software%\.venv\Scripts\python.exe" -m disclosure %*
exit /b %errorlevel%
