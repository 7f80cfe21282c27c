/** `npm run check`: everything that can be said about the code without running the product. Runs all, then tells. */
import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const programs = join(root, 'node_modules/.bin')
/** The programs look for `node` in PATH, and want the project's own. */
const env = { ...process.env, PATH: `${programs}${delimiter}${process.env.PATH ?? ''}` }

const STEPS: Readonly<Record<string, readonly string[]>> = {
  'format and lint': ['biome', 'check', '.'],
  types: ['tsc', '--noEmit', '-p', '.'],
  'types of the screens': [
    'svelte-check',
    '--workspace',
    'kiosk-ui',
    '--fail-on-warnings',
    '--output',
    'human',
  ],
  'who imports whom': [
    'depcruise',
    '--config',
    '.dependency-cruiser.cjs',
    ...['sip2-bridge/src', 'device-agent/src', 'kiosk-ui/src', 'tests'],
  ],
  'derived files': ['node', 'scripts/derive.ts', '--check'],
  style: ['vitest', 'run', '--project', 'unit', 'scripts/style.test.ts'],
}

const failed: string[] = []
for (const [name, [program = '', ...words]] of Object.entries(STEPS)) {
  const begun = performance.now()
  const { status, stdout, stderr } = spawnSync(join(programs, program), words, {
    cwd: root,
    env,
    encoding: 'utf8',
  })
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  if (status === 0) continue
  failed.push(name)
  console.log(`${stdout}${stderr}`)
}
if (failed.length > 0) {
  console.log(`Not passed: ${failed.join(', ')}`)
  process.exitCode = 1
}
