import { execFileSync, spawnSync } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const project = join(import.meta.dirname, '..')
const program = join(project, 'scripts/new-device.ts')
const bin = (name: string): string => join(project, 'node_modules/.bin', name)
const LIMIT_MILLISECONDS = 60_000

describe('a driver begun from the scaffold', () => {
  let folder = ''
  const sources = (): string => join(folder, 'device-agent/src')
  const begin = (kind: string, name: string) => spawnSync(process.execPath, [program, kind, name, sources()])

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lectern-device-'))
    const kept = /(contract|runtime|transports|tags|devices)(\/|$)/
    await cp(join(project, 'device-agent/src'), sources(), {
      recursive: true,
      filter: (path) => path.endsWith('/src') || (kept.test(path) && !/\.test\.ts$/.test(path)),
    })
    await cp(join(project, 'tsconfig.json'), join(folder, 'tsconfig.json'))
    await cp(join(project, 'biome.json'), join(folder, 'biome.json'))
    await cp(join(project, 'device-agent/package.json'), join(folder, 'package.json'))
    await symlink(join(project, 'node_modules'), join(folder, 'node_modules'))
    expect(begin('scanner', 'line-reader').status).toBe(0)
    expect(begin('printer', 'plain-text-2').status).toBe(0)
    expect(begin('io', 'text-module').status).toBe(0)
  }, LIMIT_MILLISECONDS)
  afterAll(() => rm(folder, { recursive: true }))

  it('passes the linter and the type check as it is', { timeout: LIMIT_MILLISECONDS }, async () => {
    const made = ['scanner/line-reader', 'printer/plain-text-2', 'io/text-module'].map((path) =>
      join(sources(), 'devices', path),
    )
    execFileSync(bin('biome'), ['lint', '--vcs-enabled=false', ...made], { cwd: folder })
    const { stdout } = spawnSync(process.execPath, [bin('tsc'), '--noEmit', '-p', folder], {
      encoding: 'utf8',
    })
    expect(stdout.split('\n').filter((line) => /line-reader|plain-text-2|text-module/.test(line))).toEqual([])
  })

  it('passes its own tests as it is', { timeout: LIMIT_MILLISECONDS }, () => {
    const run = spawnSync(bin('vitest'), ['run', '--root', folder], { cwd: folder, encoding: 'utf8' })
    expect(`${run.stdout}${run.stderr}`).toMatch(/Test Files.*6 passed/)
  })

  it('names its protocol and its troubleshooting', async () => {
    const readme = await readFile(join(sources(), 'devices/printer/plain-text-2/README.md'), 'utf8')
    expect(readme).toContain('`protocol: plain-text-2`')
    expect(readme).toContain('`PRINTER_AWAY`')
  })

  it('is refused for a class it has no scaffold for, a name that is none, and a folder that is there', () => {
    expect(begin('rfid', 'new-pad').status).toBe(64)
    expect(begin('scanner', '../elsewhere').status).toBe(64)
    expect(begin('scanner', 'line-reader').status).toBe(64)
  })
})
