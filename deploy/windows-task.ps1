# Windows: a task that starts with the machine and again when it fails. See docs/service.md. Run as administrator.
param(
  [string]$Program = 'C:\Program Files\tallyfoil\bin\tallyfoil.js',
  [string]$Node = (Get-Command node -ErrorAction Stop).Source,
  [string]$DataDirectory = "$env:ProgramData\tallyfoil"
)
$ErrorActionPreference = 'Stop'
if (-not (Test-Path $Program)) { throw "There is no $Program; name it with -Program." }
New-Item -ItemType Directory -Force -Path $DataDirectory | Out-Null
$action = New-ScheduledTaskAction -Execute $Node `
  -Argument "--max-semi-space-size=8 `"$Program`" serve --data-dir `"$DataDirectory`"" -WorkingDirectory $DataDirectory
$trigger = New-ScheduledTaskTrigger -AtStartup
$settings = New-ScheduledTaskSettingsSet -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) `
  -ExecutionTimeLimit ([TimeSpan]::Zero) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
# The least that can use the network.
$principal = New-ScheduledTaskPrincipal -UserId 'NT AUTHORITY\LOCAL SERVICE' -LogonType ServiceAccount
icacls $DataDirectory /grant '*S-1-5-19:(OI)(CI)M' | Out-Null
Register-ScheduledTask -TaskName 'Tallyfoil' -Action $action -Trigger $trigger -Settings $settings -Principal $principal -Force
Start-ScheduledTask -TaskName 'Tallyfoil'
