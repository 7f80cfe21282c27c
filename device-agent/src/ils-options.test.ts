import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { IlsSettings } from './config/ils-settings.ts'
import { parseSettings } from './config/load.ts'
import { circulationOptions } from './ils-options.ts'

const folder = mkdtempSync(join(tmpdir(), 'lectern-ils-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n'

function ils(...lines: readonly string[]): IlsSettings {
  const text = ['library:', '  name: A library', 'ils:', '  host: sip2.library.example', ...lines]
  const result = parseSettings(text.join('\n'))
  if (!result.ok) throw new Error(result.problems.map(({ reason }) => reason).join())
  return result.settings.ils
}

describe('the connection to the library system', () => {
  it('is plain and without login where nothing is set', () => {
    const options = circulationOptions(ils())
    expect(options).toMatchObject({
      host: 'sip2.library.example',
      port: 6001,
      timeoutMilliseconds: 10_000,
      silenceMilliseconds: 2_000,
    })
    expect([options.tls, options.telnet, options.login]).toEqual([undefined, undefined, undefined])
  })

  it('is encrypted with nothing named', () => {
    expect(circulationOptions(ils('  tls: {}')).tls).toEqual({})
  })

  it('brings its certificates from their files', () => {
    const ca = file('ca.pem', CERTIFICATE)
    const own = file('own.pem', CERTIFICATE)
    const options = circulationOptions(
      ils('  tls:', `    ca: ${ca}`, `    certificate: ${own}`, `    key: ${own}`),
    )
    expect(options.tls).toEqual({ ca: CERTIFICATE, client: { cert: CERTIFICATE, key: CERTIFICATE } })
  })

  it.each([
    [['    ca: no/such/file.pem'], 'ils.tls.ca: no/such/file.pem cannot be read (ENOENT)'],
    [[`    ca: ${file('empty.pem', '')}`], 'is no PEM file'],
    [['    certificate: own.pem'], 'certificate and key belong together'],
  ])('with %j says what is wrong', (lines, reason) => {
    expect(() => circulationOptions(ils('  tls:', ...lines))).toThrow(reason)
  })

  it('logs in as on a terminal where prompts are set', () => {
    const options = circulationOptions(ils('  telnet:', '    user: kiosk', '    password: secret'))
    expect(options.telnet?.steps).toEqual([
      { expect: 'login:', send: 'kiosk' },
      { expect: 'password:', send: 'secret' },
    ])
  })
})
