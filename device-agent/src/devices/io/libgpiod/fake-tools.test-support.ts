/**
 * Programs that speak as libgpiod's do, over a folder instead of a chip: shell scripts, so that the driver starts real
 * processes and reads real pipes.
 */

import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { chmod, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const GPIOMON = `#!/bin/sh
cd "$(dirname "$0")"
[ "$1" = --version ] && { cat version; echo 'License: GPL-2.0-or-later'; exit; }
echo "$@" > gpiomon.args
[ -e broken ] && { echo 'gpiomon: unable to request lines on chip gpiochip0: Device or resource busy' >&2; exit 1; }
case "$*" in *--initial-state*) cat levels ;; *) echo "Monitoring lines..." ;; esac
echo $$ > gpiomon.pid
exec cat edges
`
const GPIOGET = `#!/bin/sh
cd "$(dirname "$0")"
echo "$@" > gpioget.args
cat levels
`
/** Holds a line as long as it lives: the file says by which process, and at which level. */
const GPIOSET = `#!/bin/sh
cd "$(dirname "$0")"
for last; do :; done
line=\${last%=*}
[ -e "held-$line" ] && kill -0 "$(cut -d' ' -f1 "held-$line")" 2>/dev/null && {
  echo "gpioset: unable to request lines on chip 'gpiochip0': Device or resource busy" >&2; exit 1; }
[ -e stuck ] && exec sleep 1000
echo "$$ \${last#*=}" > "held-$line"
echo "$@" >> gpioset.args
echo "Setting line '$line'..."
exec sleep 1000
`

export interface FakeTools {
  readonly folder: string
  /** What the inputs are when a program begins: '0 1'. */
  levels(text: string): Promise<void>
  /** gpiomon says a line. */
  say(line: string): Promise<void>
  mark(name: 'broken' | 'stuck', on: boolean): Promise<void>
  version(text: string): Promise<void>
  /** Lines that are held, with their level: ['22=1']. */
  held(): Promise<readonly string[]>
  /** What a program was called with last; of gpioset, each time. */
  calls(program: string): Promise<readonly string[]>
  /** Somebody ends gpiomon. */
  endMonitor(): Promise<void>
  remove(): Promise<void>
}

export async function fakeTools(): Promise<FakeTools> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-gpio-'))
  const file = (name: string) => join(folder, name)
  const programs = { gpiomon: GPIOMON, gpioget: GPIOGET, gpioset: GPIOSET }
  for (const [name, text] of Object.entries(programs)) {
    await writeFile(file(name), text)
    await chmod(file(name), 0o755)
  }
  await writeFile(file('gpiochip0'), '')
  await promisify(execFile)('mkfifo', [file('edges')])
  // Held open, so that gpiomon's end stays open too.
  const edges = await open(file('edges'), constants.O_RDWR)
  const tools: FakeTools = {
    folder,
    levels: (text) => writeFile(file('levels'), `${text}\n`),
    say: async (line) => {
      await edges.write(`${line}\n`)
    },
    mark: (name, on) => (on ? writeFile(file(name), '') : rm(file(name), { force: true })),
    version: (text) => writeFile(file('version'), `${text}\n`),
    held: async () => {
      const names = (await readdir(folder)).filter((name) => name.startsWith('held-')).toSorted()
      const said = await Promise.all(
        names.map(async (name) => {
          const [pid, level] = (await readFile(file(name), 'utf8')).trim().split(' ')
          return lives(Number(pid)) ? [`${name.slice(5)}=${level}`] : []
        }),
      )
      return said.flat()
    },
    calls: async (program) => {
      const text = await readFile(file(`${program}.args`), 'utf8').catch(() => '')
      return text.split('\n').filter((line) => line !== '')
    },
    endMonitor: async () => {
      process.kill(Number(await readFile(file('gpiomon.pid'), 'utf8')))
    },
    remove: async () => {
      await edges.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
  await tools.version('gpiomon (libgpiod) v2.2.1')
  await tools.levels('0 1')
  return tools
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
