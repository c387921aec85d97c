@echo off
rem Runs Plimsoll. Builds it first when there is no binary yet or a source file is newer than it.
setlocal
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0eng\build-tool.ps1" 1>&2
if errorlevel 1 exit /b 5
set /p build=<"%~dp0artifacts\tool\current"
"%~dp0artifacts\tool\%build%\plimsoll.exe" %*
exit /b %errorlevel%
