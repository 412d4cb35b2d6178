; Inno Setup: per user, without an administrator. First `python packaging\build.py appdir`, then
; iscc /DVersion=0.1.0 packaging\windows\desktop-search.iss. `build.py tar` makes the portable program, a .zip.
; Not tried on Windows yet.
#ifndef Version
  #define Version "0.1.0"
#endif

[Setup]
AppId=org.desktopsearch.DesktopSearch
AppName=Desktop Search
AppVersion={#Version}
DefaultDirName={localappdata}\Programs\Desktop Search
DefaultGroupName=Desktop Search
PrivilegesRequired=lowest
DisableProgramGroupPage=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
CloseApplications=yes
OutputDir=..\..\dist
OutputBaseFilename=desktop-search-{#Version}-setup
LicenseFile=..\..\LICENSE
Compression=lzma2
SolidCompression=yes
UninstallDisplayIcon={app}\desktop-search.exe

[Files]
Source: "..\..\dist\desktop-search-{#Version}\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[InstallDelete]
; What an older version brought must not be loaded by this one.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{userprograms}\Desktop Search"; Filename: "{app}\desktop-search.exe"; AppUserModelID: "org.desktopsearch.DesktopSearch"

[Run]
Filename: "{app}\desktop-search.exe"; Description: "Start Desktop Search"; Flags: nowait postinstall skipifsilent

[Registry]
; The program writes it where it is asked to start with the session.
Root: HKCU; Subkey: "Software\Microsoft\Windows\CurrentVersion\Run"; ValueName: "Desktop Search"; Flags: uninsdeletevalue dontcreatekey

[UninstallDelete]
Type: filesandordirs; Name: "{app}"
