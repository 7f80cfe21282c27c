/**
 * The agent as a process: `main.ts --config my-kiosk.yaml`. Exit codes by sysexits.h: 64 usage, 78 wrong settings; both
 * are for good. 75 (a passing failure): staff want it started again, which systemd and `npm start` do.
 */
import { startAgent } from './agent.ts'
import { loadSettings } from './config/load.ts'
import { createLog } from './monitoring/log.ts'

const RESTART_EXIT_CODE = 75

async function main(): Promise<void> {
  const log = createLog()
  const path = settingsPath(process.argv.slice(2))
  if (path === null) {
    process.stderr.write('usage: main.ts --config my-kiosk.yaml\n')
    process.exit(64)
  }
  const result = await loadSettings(path)
  if (!result.ok) {
    for (const { line, reason } of result.problems) process.stderr.write(`${path}:${line}: ${reason}\n`)
    process.exit(78)
  }
  try {
    const end = (code: number) => void agent.stop().then(() => process.exit(code))
    const restart = () => end(RESTART_EXIT_CODE)
    const agent = await startAgent({ settings: result.settings, settingsPath: path, log, restart })
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => end(0))
    }
  } catch (error) {
    process.stderr.write(
      `The kiosk cannot start: ${error instanceof Error ? error.message : String(error)}\n`,
    )
    process.exit(1)
  }
}

/** The path given with `--config`, or null. */
function settingsPath(words: readonly string[]): string | null {
  const at = words.indexOf('--config')
  return at < 0 ? null : (words[at + 1] ?? null)
}

await main()
