/** What the tests need of the machine: Chromium for the screens, socat for pseudo terminals, Mosquitto as a broker. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { run } from './run.mjs'

const found = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0

const NEEDS = [
  { package: 'chromium', there: () => ['chromium', 'chromium-browser', 'google-chrome'].some(found) },
  { package: 'socat', there: () => found('socat') },
  { package: 'mosquitto', there: () => found('mosquitto') || existsSync('/usr/sbin/mosquitto') },
]

/** Installs what is missing on Debian and its kin as root; otherwise rejects, saying what to install. */
export async function prepareMachine() {
  const missing = NEEDS.filter((need) => !need.there()).map((need) => need.package)
  if (missing.length === 0) return
  const command = `apt-get install ${missing.join(' ')}`
  if (process.getuid?.() !== 0 || !found('apt-get'))
    throw new Error(`The tests need ${missing.join(' and ')}. Install them first, on Debian: sudo ${command}`)
  console.log(`▸ ${command}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], env)
  const words = ['install', '-y', '-qq', '--no-install-recommends', ...missing]
  if ((await run('apt-get', words, env)) !== 0) throw new Error(`${command} failed`)
}
