# Makes sure that artifacts/tool/current names an up-to-date build of Plimsoll for this machine (Windows' ./eng/build-tool).
$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$tool = Join-Path $root 'artifacts/tool'
$stamp = Join-Path $tool 'current'

function Test-UpToDate {
    if (-not (Test-Path $stamp)) { return $false }
    if (-not (Test-Path (Join-Path $tool "$(Get-Content $stamp -TotalCount 1)/plimsoll.exe"))) { return $false }
    $built = (Get-Item $stamp).LastWriteTimeUtc
    $inputs = @(Get-ChildItem (Join-Path $root 'src') -Recurse) + @(Get-Item "$root/Directory.*.props", "$root/global.json")
    return -not ($inputs | Where-Object { $_.LastWriteTimeUtc -gt $built } | Select-Object -First 1)
}

if (Test-UpToDate) { exit 0 }

New-Item $tool -ItemType Directory -Force | Out-Null
$mutex = New-Object System.Threading.Mutex($false, 'Local\PlimsollBuild')
$mutex.WaitOne() | Out-Null
try {
    if (Test-UpToDate) { exit 0 }
    [Console]::Error.WriteLine('plimsoll: building (first use, or sources have changed) ...')
    $started = [DateTime]::UtcNow
    $build = 'build-' + $started.ToString('yyyyMMddHHmmss')
    $rid = if ($env:PROCESSOR_ARCHITECTURE -eq 'ARM64') { 'win-arm64' } else { 'win-x64' }
    $common = @('publish', "$root/src/Plimsoll.Cli", '--configuration', 'Release', '--verbosity', 'quiet', '--disable-build-servers',
        '--output', "$tool/$build", '-p:RunAnalyzers=false', '-p:GenerateDocumentationFile=false')
    & dotnet @common --artifacts-path "$tool/work" --runtime $rid --no-self-contained -p:PublishReadyToRun=true
    if ($LASTEXITCODE -ne 0) {
        [Console]::Error.WriteLine('plimsoll: note: building without ahead-of-time compilation, starting will be slower')
        & dotnet @common --artifacts-path "$tool/work-portable"
        if ($LASTEXITCODE -ne 0) { exit 1 }
    }
    Set-Content "$stamp.new" $build
    (Get-Item "$stamp.new").LastWriteTimeUtc = $started
    Move-Item "$stamp.new" $stamp -Force
}
finally {
    $mutex.ReleaseMutex()
}
