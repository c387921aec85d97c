@echo off
rem Builds and runs every test. Arguments go to dotnet test. The last line is: N passed, N failed, N skipped.
setlocal
cd /d "%~dp0"
if exist artifacts\test-results rmdir /s /q artifacts\test-results
dotnet test Plimsoll.slnx --configuration Release --disable-build-servers %*
set status=%errorlevel%
powershell -NoProfile -Command "$t=0;$e=0;$p=0; Get-ChildItem artifacts/test-results/*.trx | ForEach-Object { $c=([xml](Get-Content $_)).TestRun.ResultSummary.Counters; $t+=$c.total; $e+=$c.executed; $p+=$c.passed }; \"$p passed, $($e-$p) failed, $($t-$e) skipped\""
exit /b %status%
