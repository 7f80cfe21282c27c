/** Style as a test: what a reviewer would otherwise say again and again. Reads the files git knows. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
/** A file over this is asking to be two. */
const LINES_MAX = 300
/** A test file is a list of sentences, and is read one at a time. */
const TEST_LINES_MAX = 600
/** One table: splitting it would hide a row. */
const TABLES = ['sip2-bridge/src/protocol/messages.ts']
const TRACKED_MAX_BYTES = 1_000_000

const tracked = execFileSync('git', ['ls-files'], { cwd: root })
  .toString()
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)))

const CODE = new Set(['.ts', '.mjs', '.cjs', '.svelte', '.css'])
const TEXT = new Set([...CODE, '.md', '.json', '.yaml', '.yml', '.html', '.service', '.rules', '.txt', ''])
const self = 'scripts/style.test.ts'
const texts = tracked
  .filter((path) => TEXT.has(extname(path)) && path !== self && !path.endsWith('package-lock.json'))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
const code = texts.filter(({ path }) => CODE.has(extname(path)))
const tests = code.filter(({ path }) => /\.test\.ts$/.test(path))
const product = code.filter(
  ({ path }) => /^(sip2-bridge|device-agent)\/src\//.test(path) && !/\.(test|test-support)\.ts$/.test(path),
)

/** 'path:line' of every match. */
function places(files: readonly { path: string; text: string }[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  )
}

describe('every file', () => {
  it('holds no note of unfinished work: finish it, or say in docs what is not there', () => {
    expect(places(texts, /\b(TODO|FIXME|XXX|HACK|WIP)\b/)).toEqual([])
  })

  it('names no machine-specific folder', () => {
    expect(places(texts, /(?<![\w.])\/(work|root|tmp|Users)\/\w|\/home\/\w|[A-Z]:\\\\Users/)).toEqual([])
  })

  it('holds no key, token or password', () => {
    const secret =
      /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[abp]-[\w-]{10,}|:\/\/[^\s:/@'"`]+:[^\s@/'"`$]+@/
    expect(places(texts, secret)).toEqual([])
  })

  it('is no large blob', () => {
    const large = tracked.filter((path) => readFileSync(join(root, path)).length > TRACKED_MAX_BYTES)
    expect(large).toEqual([])
  })
})

describe('code', () => {
  it(`has files of at most ${LINES_MAX} lines, tests ${TEST_LINES_MAX}`, () => {
    const long = code
      .filter(({ path }) => !path.includes('/fixtures/') && !TABLES.includes(path))
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
      .filter(({ path, lines }) => lines > (path.endsWith('.test.ts') ? TEST_LINES_MAX : LINES_MAX))
    expect(long).toEqual([])
  })

  it('suppresses no type error: mend the type', () => {
    expect(places(code, /@ts-(ignore|expect-error|nocheck)|as unknown as/)).toEqual([])
  })

  it('gives a reason with every lint exception', () => {
    expect(places(code, /biome-ignore(?! [\w/]+: \w+)/)).toEqual([])
  })

  it('prints nothing in agent and protocol: use the log; a command line tool may', () => {
    const silent = product.filter(({ path }) => !/(\/cli\.ts|\/cli\/|\/bench\/main\.ts)/.test(path))
    expect(places(silent, /\bconsole\.\w+\(/)).toEqual([])
  })

  it('takes time from the clock, so that tests can move it; a real port has real time', () => {
    const timed = product.filter(
      ({ path }) => path.startsWith('device-agent/') && !/\/(runtime\/clock\.ts$|transports\/)/.test(path),
    )
    expect(places(timed, /(?<![.\w])(setTimeout|setInterval)\(|\bDate\.now\(/)).toEqual([])
  })
})

describe('tests', () => {
  it('are neither skipped nor run alone', () => {
    expect(places(tests, /\b(it|test|describe)\.(only|skip|todo|fails)\b|\b(xit|xdescribe|fit)\(/)).toEqual(
      [],
    )
  })

  it('do not sleep: they move the clock or wait for what happens', () => {
    expect(places(tests, /\bsleep\(|timers\/promises/)).toEqual([])
  })
})
