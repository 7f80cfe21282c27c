/**
 * `npm start`: installs and builds what is missing, then runs the kiosk on the bench's virtual hardware and the demo
 * library. `npm start -- --config my-kiosk.yaml` runs it on real hardware instead. Plain JavaScript: the first start
 * may be on an older Node than the project's own.
 */
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { logFile, superviseAgent } from './lib/agent.mjs'
import { box } from './lib/box.mjs'
import { endTogether } from './lib/ending.mjs'
import { environment, node, root, stateFolder } from './lib/paths.mjs'
import { freePort } from './lib/ports.mjs'
import { prepare } from './lib/prepare.mjs'

const KIOSK_PORT = 8480
const BENCH_PORT = 8490
const MQTT_PORT = 1883
const MQTT_WEB_PORT = 9001

/** Resolves with the bench's first line: `{ready, bench, settings, mqtt, staff}`. */
function firstLine(child) {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: child.stdout })
    lines.on('line', (line) => {
      const said = line.startsWith('{') ? JSON.parse(line) : {}
      if (said.ready === true) resolve(said)
      else console.log(line)
    })
    child.once('exit', (code) => reject(new Error(`the bench ended with ${code} before it was ready`)))
  })
}

async function startBench() {
  mkdirSync(stateFolder, { recursive: true })
  const words = [
    join(root, 'device-agent/src/bench/main.ts'),
    ...['--port', String(await freePort(BENCH_PORT))],
    ...['--kiosk-port', String(await freePort(KIOSK_PORT))],
    ...['--mqtt-port', String(await freePort(MQTT_PORT))],
    ...['--mqtt-web-port', String(await freePort(MQTT_WEB_PORT))],
    ...['--settings-out', join(stateFolder, 'demo.yaml')],
    ...['--state', join(stateFolder, 'demo')],
  ]
  return spawn(node, words, { env: environment(), stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
}

/** The path after `--config`, or null where the bench is wanted. Ends with a message on anything else. */
function configPath(words) {
  if (words.length === 0) return null
  if (words.length === 2 && words[0] === '--config') return resolve(process.env.INIT_CWD ?? '.', words[1])
  console.error('usage: npm start [-- --config my-kiosk.yaml]')
  return process.exit(64)
}

async function main() {
  const config = configPath(process.argv.slice(2))
  await prepare()
  let bench = null
  let agent = null
  const end = endTogether(
    () => [agent?.child() ?? null, bench],
    () => agent?.end(),
  )
  let settings = config
  let benchAddress = null
  let mqtt = null
  let staff = null
  if (settings === null) {
    bench = await startBench()
    const ready = await firstLine(bench)
    settings = ready.settings
    benchAddress = ready.bench
    mqtt = ready.mqtt ?? null
    staff = ready.staff ?? null
    bench.on('message', (message) => {
      if (message.type === 'kioskPower') agent?.power(message.action)
    })
    bench.once('exit', () => void end(1))
  }
  let told = false
  agent = superviseAgent({
    settings,
    onServing: (kiosk) => {
      if (told) return
      told = true
      const lines = [`Kiosk   ${kiosk}`]
      if (benchAddress !== null) lines.push(`Drop    ${new URL('drop/', kiosk)}`, `Bench   ${benchAddress}`)
      if (staff !== null)
        lines.push(
          `Staff   ${new URL('staff/', kiosk)}  name ${staff.name}  password ${staff.password}`,
          `        staff mode: hold the kiosk's lower left corner for three seconds, PIN ${staff.pin}`,
        )
      if (mqtt !== null)
        lines.push(
          `Fleet   ${new URL('console/', kiosk)}  user ${mqtt.user}  password ${mqtt.password}`,
          `MQTT    ${mqtt.url}  the same user`,
        )
      console.log(`\n${box([...lines, '', 'Ctrl-C ends it.'])}\nLog: ${logFile}\n`)
    },
    onHopeless: (code) => void end(code),
  })
}

main().catch((error) => {
  console.error(error.message)
  process.exit(1)
})
