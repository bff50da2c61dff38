# Sourced by the scripts beside it: goes to the root of the checkout and offers `environment`.
#
#   environment requirements.lock        what the product needs
#   environment requirements-dev.lock    that, and what tests, checks and documentation need
#
# makes .venv (with uv if it is there, else with venv) and installs the lock when it has changed.
# All it says goes to standard error, so that standard output belongs to the command.

set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"

say() { printf '%s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
has_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

# Sets $python to the first Python that can carry us, or says what is missing.
find_python() {
  without_venv=''
  too_old=''
  for python in python3.11 python3.12 python3.13 python3; do
    has "$python" || continue
    if ! is_new_enough "$python"; then
      too_old=$("$python" -V 2>/dev/null || true)
    elif has uv || has_venv "$python"; then
      return 0
    else
      without_venv=${without_venv:-$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')}
    fi
  done
  if [ -n "$without_venv" ]; then
    fail "Python $without_venv is here, but not its venv module." \
      "On Debian and Ubuntu: apt-get install python$without_venv-venv (or python3-venv)."
  fi
  fail "hjemmel needs Python 3.11 or newer${too_old:+, and found only $too_old}." \
    "On Debian and Ubuntu: apt-get install python3 python3-venv."
}

# True when .venv was made here and can still run and install.
venv_works() {
  [ -x .venv/bin/python ] || return 1
  [ "$(cat .venv/.root 2>/dev/null || true)" = "$root" ] || return 1
  is_new_enough .venv/bin/python || return 1
  has uv || [ -n "$(ls -d .venv/lib/python3*/site-packages/pip 2>/dev/null || true)" ]
}

make_venv() {
  find_python
  say "Making .venv with $("$python" -V)"
  rm -rf .venv
  if has uv; then
    uv venv --quiet --python "$python" .venv >&2
  else
    "$python" -m venv .venv >&2
  fi
  printf '%s\n' "$root" >.venv/.root
}

install() {
  if has uv; then
    uv pip install --quiet --python .venv/bin/python "$@" >&2
  else
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "$@" >&2
  fi
}

# What .venv/.installed holds when $1 and the package itself are installed as they are now.
stamp() { printf '%s %s\n' "$1" "$(cat "$1" pyproject.toml | cksum)"; }

environment() {
  venv_works || make_venv
  installed=$(cat .venv/.installed 2>/dev/null || true)
  [ "$installed" != "$(stamp "$1")" ] || return 0
  # The locks are made together: the larger holds all of the smaller, in the same versions.
  [ "$installed" != "$(stamp requirements-dev.lock)" ] || return 0
  # Once the larger is here we keep it, so that server and test do not undo each other.
  case $installed in requirements-dev.lock*) set -- requirements-dev.lock ;; esac

  say "Installing $1 into .venv (takes a while the first time)"
  rm -f .venv/.installed
  install --require-hashes -r "$1"
  install --no-deps --no-build-isolation -e .
  stamp "$1" >.venv/.installed
}
