/** `npm start` as a process of its own, with stand-ins for agent and bench that say what the real ones say. */
import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const project = join(import.meta.dirname, '..')

/** Says its pid and its life on stdout; ends when told to, or at once for settings named 'wrong'. */
const AGENT = `
const settings = process.argv[process.argv.indexOf('--config') + 1]
if (settings.endsWith('wrong.yaml')) { console.error('wrong.yaml:3: unknown name'); process.exit(78) }
console.log('agent ' + process.pid + ' ' + settings.split('/').at(-1))
console.error(JSON.stringify({ level: 'info', code: 'AGENT_SERVING', detail: 'http://127.0.0.1:1/' }))
process.on('SIGTERM', () => process.exit(0))
setInterval(() => {}, 1000)
`
/** Passes 'cut' and 'start' on, written to a file by the test, as the power switch does. */
const BENCH = `
import { watchFile, readFileSync } from 'node:fs'
const at = (name) => process.argv[process.argv.indexOf(name) + 1]
console.log(JSON.stringify({ ready: true, bench: 'http://127.0.0.1:' + at('--port') + '/', settings: at('--settings-out') }))
process.on('message', () => {})
process.on('disconnect', () => process.exit(0))
watchFile(process.env.SWITCH, { interval: 20 }, () => process.send({ type: 'kioskPower', action: readFileSync(process.env.SWITCH, 'utf8') }))
console.error('bench ' + process.pid + ' ' + at('--kiosk-port'))
`

let folder = ''
let child: ChildProcess
let lines: string[] = []
const listeners: (() => void)[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-start-'))
  lines = []
  await cp(join(project, 'scripts'), join(folder, 'scripts'), { recursive: true })
  await cp(join(project, 'package-lock.json'), join(folder, 'package-lock.json'))
  await symlink(join(project, 'node_modules'), join(folder, 'node_modules'))
  for (const path of ['kiosk-ui/dist', 'device-agent/src/bench'])
    await mkdir(join(folder, path), { recursive: true })
  await writeFile(join(folder, 'kiosk-ui/dist/index.html'), '')
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await writeFile(join(folder, 'device-agent/src/main.ts'), AGENT)
  await writeFile(join(folder, 'device-agent/src/bench/main.ts'), BENCH)
  await writeFile(join(folder, 'switch'), '')
})
afterEach(async () => {
  await stop()
  await rm(folder, { recursive: true, force: true })
})

function start(...words: string[]): void {
  child = spawn(process.execPath, [join(folder, 'scripts/start.mjs'), ...words], {
    env: { ...process.env, SWITCH: join(folder, 'switch'), INIT_CWD: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) throw new Error('no output')
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      for (const listener of listeners.splice(0)) listener()
    })
  }
}

/** The `nth` line that matches, as soon as it is there. */
async function line(pattern: RegExp, nth = 1): Promise<string> {
  for (;;) {
    const found = lines.filter((text) => pattern.test(text))[nth - 1]
    if (found !== undefined) return found
    await new Promise<void>((resolve) => listeners.push(resolve))
  }
}
const pidIn = (text: string): number => Number(text.split(' ')[1])
const runs = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
const ended = (): Promise<number | null> => new Promise((resolve) => child.once('exit', resolve))

async function stop(): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const end = ended()
  child.kill('SIGTERM')
  await end
}

describe('npm start', () => {
  it('starts bench and agent, prints both addresses, and leaves no process behind', async () => {
    start()
    const agent = pidIn(await line(/^agent/))
    const bench = pidIn(await line(/^bench/))
    expect(await line(/Kiosk/)).toContain('http://127.0.0.1:1/')
    expect(await line(/Bench/)).toMatch(/http:\/\/127\.0\.0\.1:\d+\//)
    expect(lines.find((text) => text.startsWith('agent'))).toContain('demo.yaml')
    const end = ended()
    child.kill('SIGINT')
    expect(await end).toBe(0)
    expect([runs(agent), runs(bench)]).toEqual([false, false])
  })

  it('an agent that dies is started again; the power switch cuts it and starts it', async () => {
    start()
    const first = pidIn(await line(/^agent/))
    process.kill(first, 'SIGKILL')
    const second = pidIn(await line(/^agent/, 2))
    expect(second).not.toBe(first)
    await writeFile(join(folder, 'switch'), 'cut')
    while (runs(second)) await new Promise((resolve) => setImmediate(resolve))
    await writeFile(join(folder, 'switch'), 'start')
    expect(pidIn(await line(/^agent/, 3))).not.toBe(second)
  })

  it('with settings of its own, only the agent runs; wrong ones end it with the reason', async () => {
    start('--config', 'mine.yaml')
    expect(await line(/^agent/)).toContain('mine.yaml')
    await line(/Kiosk/)
    expect(lines.some((text) => text.includes('Bench'))).toBe(false)
    await stop()
    start('--config', 'wrong.yaml')
    const end = ended()
    expect(await line(/wrong\.yaml/)).toBe('wrong.yaml:3: unknown name')
    expect(await end).toBe(78)
  })

  it('where a usual port is taken, another one is used', async () => {
    const taken = createServer()
    // Where somebody else already has it, the port is taken just as well.
    await new Promise<void>((resolve) => {
      taken.once('error', () => resolve())
      taken.listen(8490, '127.0.0.1', () => resolve())
    })
    start()
    expect(await line(/Bench/)).not.toContain(':8490/')
    taken.close()
  })

  it('keeps the log of the agent', async () => {
    start()
    await line(/Kiosk/)
    expect(await readFile(join(folder, '.lectern/agent.log'), 'utf8')).toContain('AGENT_SERVING')
  })
})
