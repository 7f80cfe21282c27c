import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ALERTS, isAlert } from './alerts.ts'
import { ERRORS, type ErrorCode } from './errors.ts'

const LEAST = 40

const source = join(import.meta.dirname, '..')
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/^contract\/|\.(test|test-support)\.ts$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(source, name), 'utf8') }))
const codesIn = (text: string): readonly ErrorCode[] =>
  Object.keys(ERRORS).filter((code): code is ErrorCode => text.includes(`'${code}'`))
/** Whatever a driver says of its device is raised (`monitoring/device-notices.ts`); and there are tables of what is raised. */
const raising = files.filter(
  ({ name, text }) =>
    (name.startsWith('devices/') && !name.endsWith('/emulator.ts')) ||
    name.startsWith('transports/') ||
    /notices\.raise\(|\.raise\(|OWN: ReadonlySet|NOTICES\b|\bfailure: /.test(text) ||
    ['flows/drop/bins.ts', 'flows/offline/desk.ts', 'journal/journal-file.ts'].includes(name),
)

describe('the error table', () => {
  it('has each row in the file of one area only', () => {
    const areas = join(import.meta.dirname, 'errors')
    const rows = readdirSync(areas).flatMap((name) =>
      [...readFileSync(join(areas, name), 'utf8').matchAll(/^ {2}([A-Z_]+): row\(/gm)].map(
        ([, code]) => code,
      ),
    )
    expect(rows.toSorted()).toEqual(Object.keys(ERRORS).toSorted())
  })
})

describe('an alert', () => {
  it(`is one of at least ${LEAST}`, () => {
    expect(Object.keys(ALERTS).length).toBeGreaterThanOrEqual(LEAST)
  })

  it('is raised somewhere: no row is dead', () => {
    const raised = new Set(raising.flatMap(({ text }) => codesIn(text)))
    expect(Object.keys(ALERTS).filter((code) => !raised.has(code as ErrorCode))).toEqual([])
  })

  it('is what is raised: whatever code is raised by name says how it ends', () => {
    const named = files.flatMap(({ text }) =>
      [...text.matchAll(/\.raise\(\s*'([A-Z_]+)'/g)].map(([, code]) => code),
    )
    const said = named.filter((code): code is ErrorCode => code !== undefined && Object.hasOwn(ERRORS, code))
    expect(said.length).toBeGreaterThan(LEAST / 2)
    expect(said.filter((code) => !isAlert(code))).toEqual([])
  })

  it('is whatever a driver may say of its device', () => {
    const drivers = files.filter(({ name }) =>
      /^devices\/.*\/(driver|link|work|channels|condition)\.ts$/.test(name),
    )
    expect(drivers.length).toBeGreaterThan(10)
    const said = drivers.flatMap(({ name, text }) => codesIn(text).map((code) => ({ name, code })))
    expect(said.filter(({ code }) => !isAlert(code) && !OF_A_JOB.has(code))).toEqual([])
  })

  it('has advice, and says how it ends', () => {
    for (const [code, ends] of Object.entries(ALERTS)) {
      const { staff, whatToDo } = ERRORS[code as ErrorCode]
      for (const words of [staff, whatToDo, ends]) expect(words, code).toMatch(/^\S.{5,}[.!]$/)
    }
  })
})

/** What a driver says of one receipt or one card, to whoever asked for it. */
const OF_A_JOB: ReadonlySet<ErrorCode> = new Set([
  'PRINTER_NOT_CONFIRMED',
  'CARD_UNREADABLE',
  'CARD_RANDOM_UID',
])
