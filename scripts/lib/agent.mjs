/** The agent's process: started, watched, started again when it dies; cut and started by the bench's power switch. */
import { spawn } from 'node:child_process'
import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { environment, node, root, stateFolder } from './paths.mjs'

const BACK_OFF_FIRST_MILLISECONDS = 500
const BACK_OFF_MAX_MILLISECONDS = 10_000
/** After so long a life, the next death is the first again. */
const STEADY_MILLISECONDS = 60_000
/** sysexits.h: EX_USAGE and EX_CONFIG; starting again would fail again. */
const HOPELESS_EXIT_CODES = [64, 78]

export const logFile = join(stateFolder, 'agent.log')

/**
 * @param {{settings: string, onServing: (address: string) => void, onHopeless: (code: number) => void}} options
 */
export function superviseAgent({ settings, onServing, onHopeless }) {
  mkdirSync(stateFolder, { recursive: true })
  let child = null
  let timer = null
  let wanted = true
  let backOff = BACK_OFF_FIRST_MILLISECONDS

  function heard(line) {
    appendFileSync(logFile, `${line}\n`)
    if (!line.startsWith('{')) {
      console.error(line)
      return
    }
    const entry = JSON.parse(line)
    if (entry.code === 'AGENT_SERVING') onServing(entry.detail)
    else if (entry.level === 'error') console.error(`! ${entry.code} ${entry.detail ?? ''}`)
  }

  function start() {
    timer = null
    const begun = Date.now()
    const words = [join(root, 'device-agent/src/main.ts'), '--config', settings]
    const mine = spawn(node, words, { env: environment(), stdio: ['ignore', 'inherit', 'pipe'] })
    child = mine
    createInterface({ input: mine.stderr }).on('line', heard)
    mine.once('exit', (code) => {
      child = null
      if (!wanted) return
      if (HOPELESS_EXIT_CODES.includes(code)) {
        wanted = false
        onHopeless(code)
        return
      }
      if (Date.now() - begun > STEADY_MILLISECONDS) backOff = BACK_OFF_FIRST_MILLISECONDS
      console.error(`The kiosk's agent ended (${code ?? mine.signalCode}); it starts again in ${backOff} ms.`)
      timer = setTimeout(start, backOff)
      backOff = Math.min(backOff * 2, BACK_OFF_MAX_MILLISECONDS)
    })
  }

  start()
  return {
    /** The bench's power switch: `cut` pulls the plug, `start` puts it back. */
    power(action) {
      if (action === 'cut') {
        wanted = false
        if (timer !== null) clearTimeout(timer)
        child?.kill('SIGKILL')
      } else if (action === 'start' && !wanted) {
        wanted = true
        if (child === null) start()
        else child.once('exit', start)
      }
    },
    end() {
      wanted = false
      if (timer !== null) clearTimeout(timer)
    },
    child: () => child,
  }
}
