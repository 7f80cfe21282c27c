import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** The agent as its own process, as on a kiosk, so that it can be killed like one. */
export class AgentProcess {
  readonly #child: ChildProcess
  /** Log lines, parsed. */
  readonly log: { readonly code: string; readonly detail?: string }[] = []
  /** With which code it ended; null where it was killed. */
  readonly exitCode: Promise<number | null>
  readonly address: Promise<string>

  constructor(settingsFile: string, environment: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, ['device-agent/src/main.ts', '--config', settingsFile], {
      cwd: ROOT,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.#child = child
    this.exitCode = new Promise((resolve) => child.once('exit', (code) => resolve(code)))
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    this.address = promise
    // A test that never asks for the address must not fail because the agent was killed before it served.
    promise.catch(() => undefined)
    const said: string[] = []
    createInterface({ input: child.stderr ?? process.stdin }).on('line', (line) => {
      said.push(line)
      if (!line.startsWith('{')) return
      const entry = JSON.parse(line)
      this.log.push(entry)
      if (entry.code === 'AGENT_SERVING') resolve(String(entry.detail))
    })
    child.once('exit', () => reject(new Error(`the agent ended before it served:\n${said.join('\n')}`)))
  }

  get pid(): number {
    return this.#child.pid ?? -1
  }
  /** Pulls the plug. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.exitCode
  }
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM')
    await this.exitCode
  }
}
