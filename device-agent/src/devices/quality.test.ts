import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { isErrorCode } from '../contract/errors.ts'

/** The device quality scale (docs/devices.md): every driver's own grades, and what code can check of them. */
const RULES = { B: 8, S: 8, G: 7, P: 6 } as const
const devices = fileURLToPath(new URL('.', import.meta.url))
const drivers = readdirSync(devices, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('quality.yaml'))
  .map((name) => name.replace(/\/quality\.yaml$/, ''))

type Grade = 'done' | 'open' | { readonly exempt: string }
const gradesOf = (driver: string) =>
  parse(readFileSync(join(devices, driver, 'quality.yaml'), 'utf8')) as {
    rung: string
    owner: string
    rules: Record<string, Grade>
  }
const read = (driver: string, file: string) => readFileSync(join(devices, driver, file), 'utf8')
const sources = (driver: string) =>
  readdirSync(join(devices, driver)).filter((name) => name.endsWith('.ts') && !name.includes('.test'))
const importsOf = (text: string) => [...text.matchAll(/from '([^']+)'/g)].map((match) => match[1] ?? '')

describe.each(drivers)('the driver %s', (driver) => {
  const { rung, owner, rules } = gradesOf(driver)
  const grade = (rule: string): Grade => rules[rule] ?? 'open'

  it('grades every rule, and gives a reason for each exemption', () => {
    const wanted = Object.entries(RULES).flatMap(([letter, count]) =>
      Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
    )
    expect(Object.keys(rules).toSorted()).toEqual(wanted.toSorted())
    for (const value of Object.values(rules))
      if (typeof value === 'object') expect(value.exempt.length).toBeGreaterThan(20)
  })
  it('is on its rung: silver needs every rule of bronze and silver done or exempt', () => {
    expect(rung).toBe('silver')
    const open = Object.entries(rules).filter(([rule, value]) => /^[BS]/.test(rule) && value === 'open')
    expect(open).toEqual([])
  })
  it('B2: has a codec without I/O, clock or globals', () => {
    const codecs = sources(driver).filter((name) => /^(codec|frame)\.ts$/.test(name))
    expect(codecs).toContain('codec.ts')
    for (const name of codecs) {
      const text = read(driver, name)
      expect(
        importsOf(text).filter((path) => /^node:|runtime|transports|driver|emulator/.test(path)),
        name,
      ).toEqual([])
      expect(text, name).not.toMatch(/Date\.now|performance\.now|setTimeout|Math\.random|process\./)
    }
  })
  it('B4: names its limits, with units where they are times', () => {
    const limits = sources(driver).flatMap((name) => [
      ...read(driver, name).matchAll(/const ([A-Z_]*(?:TIMEOUT|MAX|TRIES|MILLISECONDS)[A-Z_]*)/g),
    ])
    expect(limits.length).toBeGreaterThan(0)
    for (const name of sources(driver))
      expect(read(driver, name), name).not.toMatch(/setTimeout\([^)]*,\s*\d{2,}\)/)
  })
  it('B7: has a page with all its headings', () => {
    const page = read(driver, 'README.md')
    for (const heading of ['Models', 'Wiring', 'Settings', 'Removal', 'Known limits', 'Troubleshooting'])
      expect(page).toContain(`## ${heading}`)
  })
  it('G5: names only codes of the error table in its troubleshooting', () => {
    const codes = [...read(driver, 'README.md').matchAll(/^\| `([A-Z_]+)`/gm)].map((match) => match[1] ?? '')
    expect(codes.length).toBeGreaterThan(0)
    expect(codes.filter((code) => !isErrorCode(code))).toEqual([])
  })
  it('S3: tells nothing but rows of the error table', () => {
    const codes = sources(driver).flatMap((name) =>
      [...read(driver, name).matchAll(/'((?:RFID|PRINTER|SCANNER|GATE|IO|CARD)_[A-Z_]+)'/g)].map(
        (match) => match[1] ?? '',
      ),
    )
    expect(codes.filter((code) => !isErrorCode(code))).toEqual([])
  })
  it('S4: has an emulator that stalls, splits and garbles, or says why not', () => {
    if (typeof grade('S4') === 'object')
      return expect(existsSync(join(devices, driver, 'emulator.ts'))).toBe(false)
    const text = ['emulator.ts', 'faults.ts']
      .filter((name) => existsSync(join(devices, driver, name)))
      .map((name) => read(driver, name))
      .join('')
    for (const fault of ['split', 'leadingGarbage', 'silent']) expect(text).toContain(fault)
  })
  it('S6: imports no driver of another device', () => {
    for (const name of sources(driver)) {
      expect(
        importsOf(read(driver, name)).filter((path) =>
          /devices\/|\.\.\/\.\.\/(rfid|printer|scanner|gate|io|card)\//.test(path),
        ),
        name,
      ).toEqual([])
    }
  })
  it('S8: has an owner', () => {
    expect(owner).toBe('the maintainers of Lectern')
  })
  it('P5: is in strict types (the style test looks for what would silence them)', () => {
    for (const name of sources(driver)) expect(read(driver, name), name).not.toMatch(/: any\b/)
  })
})

it('every driver folder is graded', () => {
  const folders = readdirSync(devices).flatMap((kind) => {
    const path = join(devices, kind)
    return statSync(path).isDirectory() && kind !== 'shared'
      ? readdirSync(path)
          .filter((name) => statSync(join(path, name)).isDirectory())
          .map((name) => `${kind}/${name}`)
      : []
  })
  expect(drivers.toSorted()).toEqual(folders.toSorted())
})
