# Shared by the scripts in the repository root; sourced, never run.
# shellcheck shell=bash

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_CLI_UI_LANGUAGE=en

say() { printf '%s\n' "$*" >&2; }

# Where a library of the system is missing: installs its package as root or by sudo, else names it in one line.
# libtorch itself needs nothing beyond what .NET needs; OpenSSL serves the download of packages. Arguments are more
# packages, each with a path that it brings: PATH=PACKAGE.
require_system_packages() {
  local missing=() entry
  for entry in "$@"; do
    [[ ! -e /etc/debian_version || -e "${entry%%=*}" ]] || missing+=("${entry#*=}")
  done
  [[ "$(uname -s)" == Linux ]] && command -v ldconfig >/dev/null || return 0
  local libraries
  libraries=$(ldconfig -p)
  for entry in libstdc++.so.6=libstdc++6 libgcc_s.so.1=libgcc-s1 libssl.so=openssl; do
    [[ "$libraries" == *"${entry%%=*}"* ]] || missing+=("${entry#*=}")
  done
  [[ -e /etc/ssl/certs/ca-certificates.crt || ! -e /etc/debian_version ]] || missing+=(ca-certificates)
  # Without ICU the SDK runs in invariant mode, which is all that is needed here.
  [[ "$libraries" == *libicuuc.so* ]] || export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
  ((${#missing[@]})) || return 0

  local as_root=()
  if ((EUID != 0)) && command -v sudo >/dev/null; then
    if sudo -n true 2>/dev/null; then
      as_root=(sudo -n)
    elif [[ -t 0 && -t 2 ]]; then
      as_root=(sudo) # there is somebody whom it may ask
    fi
  fi
  if command -v apt-get >/dev/null && ((EUID == 0 || ${#as_root[@]})); then
    say "installing ${missing[*]}"
    "${as_root[@]}" apt-get update -qq >/dev/null &&
      "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null && return 0
  fi
  say "missing system packages; install them with: sudo apt-get install ${missing[*]}"
}

require_dotnet() {
  command -v dotnet >/dev/null || { say "the .NET 10 SDK is needed (https://dotnet.microsoft.com/download)"; exit 1; }
}

# Runs a command while no other script of this working copy builds. What the command leaves running must not
# inherit the lock.
locked() {
  mkdir -p "$root/artifacts"
  if command -v flock >/dev/null; then
    (flock 9 && "$@" 9>&-) 9>"$root/artifacts/.lock"
  else
    "$@"
  fi
}

# Whether a source is newer than the given file, or that file does not exist.
sources_newer_than() {
  [[ ! -e "$1" ]] || [[ -n "$(find "$root/src" "$root/benchmarks" "$root"/experiments "$root"/Directory.* "$root/global.json" \
    \( -name bin -o -name obj \) -prune -o -newer "$1" -print -quit 2>/dev/null)" ]]
}
